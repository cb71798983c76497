"""The second tier: objects that are stored and returned, from data that says what the provider sends and reads."""
