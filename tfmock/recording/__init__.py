"""What was called: kept without secrets, shown, exported, replayed."""
