"""Handlers of OSS."""
