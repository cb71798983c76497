"""Settings files: which one holds, what it may say, and the values that hold at a path."""
