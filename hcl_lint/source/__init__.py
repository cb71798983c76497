"""Reading: which files, which text, which offsets."""
