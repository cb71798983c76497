"""Quotas of the cloud."""
