"""Whose settings a file holds: the user's own, or those of the author of what is judged."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from hcl_lint.source.boundary import ReadBoundary, is_inside


def user_file(environment: Mapping[str, str]) -> Path | None:
    """Where the user's own settings are, whether there are any or not; None without a home."""
    home = environment.get("XDG_CONFIG_HOME") or os.path.join(environment.get("HOME", ""), ".config")
    return Path(home, "hcl-lint", "hcl-lint.toml") if os.path.isabs(home) else None


def is_unpacked_with(user_settings: Path, start: Path) -> bool:
    """Whether the user's own settings lie in the judged tree, or in a directory around it that is not the user's home.

    Then both may come from one archive, whatever ``$HOME`` says.
    """
    if ReadBoundary([str(start)]).contains(os.path.realpath(user_settings), str(start)):
        return True
    around = os.path.realpath(user_settings.parent.parent.parent)
    return is_inside(os.path.realpath(start), around) and around != real_home()


def real_home() -> str | None:
    """The home that the system has for this user; None where it has none, as for some users of containers."""
    try:
        import pwd
    except ImportError:  # Windows
        return os.path.realpath(os.path.expanduser("~"))
    try:
        return os.path.realpath(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return None


def leads_out(path: Path) -> bool:
    """Whether it is a link out of the tree that it lies in: its author could have a file of this machine printed."""
    folder = str(path.parent)
    return path.is_symlink() and not ReadBoundary([folder]).contains(os.path.realpath(path), folder)
