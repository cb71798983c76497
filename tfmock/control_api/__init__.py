"""tfmock about itself, under ``/_tfmock/``."""
