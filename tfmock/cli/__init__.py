"""The commands of ``tfmock`` that talk to a running tfmock, one module per area."""
