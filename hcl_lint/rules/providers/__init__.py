"""Provider and backend configurations."""
