"""VPC peering connections and their accepters."""
