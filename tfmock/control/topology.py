"""A world's network as the rulebook's packet walk wants it."""

from tfmock.services.topology import network

__all__ = ["network"]
