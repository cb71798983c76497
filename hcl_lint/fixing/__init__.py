"""Making fixes: plan edits in memory, write files."""
