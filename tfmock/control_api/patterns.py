"""Comma-separated patterns of products and actions, as fault rules and ``tfmock calls`` take them."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase


def parts(patterns: str) -> list[str]:
    """``Create*, Delete*`` -> its patterns."""
    return [pattern for part in patterns.split(",") if (pattern := part.strip())]


def fitting(pattern: str, names: Iterable[str]) -> set[str]:
    """The names that one pattern is about; letter case does not matter."""
    return {name for name in names if fnmatchcase(name.lower(), pattern.lower())}


def strangers(patterns: str, names: Iterable[str]) -> list[str]:
    """The patterns that are about no name at all."""
    known = list(names)
    return [pattern for pattern in parts(patterns) if not fitting(pattern, known)]
