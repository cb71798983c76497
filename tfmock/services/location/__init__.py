"""Location service, API version 2015-06-12: where a product's endpoint is."""
