"""Comma-separated patterns of products and actions, as fault rules and ``tfmock calls`` take them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def split_patterns(patterns: str) -> list[str]:
    """``Create*, Delete*`` -> its patterns."""
    return [pattern for part in patterns.split(",") if (pattern := part.strip())]


def matching_names(pattern: str, names: Iterable[str]) -> set[str]:
    """The names that a pattern matches; letter case does not matter."""
    return {name for name in names if fnmatchcase(name.lower(), pattern.lower())}


def unmatched_patterns(patterns: str, names: Iterable[str]) -> list[str]:
    """The patterns that match none of the names."""
    known = list(names)
    return [pattern for pattern in split_patterns(patterns) if not matching_names(pattern, known)]
