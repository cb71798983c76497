"""The control API: what is asked of tfmock itself, under ``/_tfmock/``."""
