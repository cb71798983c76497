"""Elastic Compute Service, API version 2014-05-26: regions and zones."""
