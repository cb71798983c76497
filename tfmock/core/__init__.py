"""The engine under every service: worlds, rows, transactions, time, operations."""
