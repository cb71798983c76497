"""For tests: recorded calls made again."""
