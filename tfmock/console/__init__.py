"""The web page of a running tfmock."""
