"""Commands of the tfmock CLI, one per file; each imports what it needs when it runs."""
