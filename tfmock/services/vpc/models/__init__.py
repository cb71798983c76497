"""What lives in a VPC: one resource per file."""
