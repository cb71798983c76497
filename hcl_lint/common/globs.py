"""Patterns of paths, as ``.gitignore`` has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def compile_globs(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a path matches one of ``patterns``; directories end with a slash.

    RE2 matches them, in time that grows with the path only: a pattern may come from a stranger's settings file.

    Raises:
        ValueError: a pattern cannot be read.
    """
    lines = tuple(patterns)
    if not lines:
        return lambda path: False
    from pathspec import GitIgnoreSpec  # takes 20 ms, and most runs have no pattern

    spec = GitIgnoreSpec.from_lines(lines, backend="re2")
    return lambda path: bool(spec.match_file(path))
