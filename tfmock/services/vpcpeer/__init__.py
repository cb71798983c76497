"""VPC peering connections, API version 2022-01-01."""
