"""CIDR blocks and addresses."""
