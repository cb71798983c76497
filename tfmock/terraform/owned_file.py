"""Files that tfmock writes into a user's folder: known by a marker, written at once, never another's."""

from __future__ import annotations

from pathlib import Path

from tfmock.files import whole_file
from tfmock.terraform.problems import TerraformProblem
from tfmock.text.printable import printable


def refuse_foreign(path: Path, marker: str) -> None:
    """Does nothing where the file is missing or holds the marker.

    Raises:
        TerraformProblem: somebody else wrote it.
    """
    if (path.exists() or path.is_symlink()) and not is_ours(path, marker):
        raise TerraformProblem(f"{printable(str(path))}: exists and was not written by tfmock. Move it away first.")


def is_ours(path: Path, marker: str) -> bool:
    """Whether the file holds the marker."""
    try:
        return marker in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def replace(path: Path, text: str) -> None:
    """Writes all or nothing.

    Raises:
        OSError: the folder cannot be written.
    """
    whole_file.write(path, text.encode("utf-8", "surrogateescape"), mode=0o644)
