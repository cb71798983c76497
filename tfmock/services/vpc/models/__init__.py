"""The resources in a VPC, one per file."""
