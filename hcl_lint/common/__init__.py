"""What every layer uses: caches, limits of work, progress, suggestions for misspelt names. Imports no other layer."""
