"""What may be read: no link and no function leads out of the judged tree.

A pull request from a stranger may hold a link to a private key, or a configuration that puts a file of the machine into
a message.
"""

from __future__ import annotations

import os
from collections.abc import Iterable


def is_inside(path: str, directory: str) -> bool:
    """Whether a real path is a directory or lies in it."""
    return path == directory or path.startswith(directory.rstrip(os.sep) + os.sep)


class ReadBoundary:
    """The directories that the user gave, and the repositories around them."""

    def __init__(self, directories: Iterable[str] = ()) -> None:
        self._given = tuple(dict.fromkeys(os.path.realpath(directory or ".") for directory in directories))
        #: By the real path of a directory in it.
        self._repositories: dict[str, str] = {}

    def repository(self, directory: str) -> str:
        """The real path of the repository that a directory is in; empty without one."""
        real = os.path.realpath(directory or ".")
        if real not in self._repositories:
            self._repositories[real] = _find_repository(real)
        return self._repositories[real]

    def contains(self, real: str, directory: str) -> bool:
        """Whether a real path belongs to the tree that ``directory`` is in."""
        repository = self.repository(directory)
        if repository and is_inside(real, repository):
            return True
        own_directory = os.path.realpath(directory or ".")
        return is_inside(real, own_directory) or any(is_inside(real, given) for given in self._given)


def _find_repository(directory: str) -> str:
    while not os.path.lexists(os.path.join(directory, ".git")):
        parent = os.path.dirname(directory)
        if parent == directory:
            return ""
        directory = parent
    return directory
