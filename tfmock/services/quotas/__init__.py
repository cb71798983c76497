"""Quota Center, API version 2020-05-10: the quotas that tfmock enforces, with their usage."""
