"""The network that a configuration describes: what the rules judge."""
