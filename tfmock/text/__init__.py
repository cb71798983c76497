"""Text for people: safe for terminals and CI runners, suggestions, and what pydantic says in plain words."""
