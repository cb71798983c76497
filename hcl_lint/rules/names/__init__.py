"""Names, descriptions and tags."""
