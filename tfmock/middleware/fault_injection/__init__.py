"""Injected failures: rules that say which calls fail, how, and how often."""
