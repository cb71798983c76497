"""Where worlds are kept: memory, a SQLite file or Redis."""
