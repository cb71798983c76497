"""Virtual Private Cloud, API version 2016-04-28."""
