"""Security Token Service, API version 2015-04-01."""
