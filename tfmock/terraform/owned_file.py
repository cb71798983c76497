"""Files that tfmock writes into a user's folder: recognised by a marker; files of others are not touched."""

from __future__ import annotations

from pathlib import Path

from tfmock.files import whole_file
from tfmock.terraform.errors import TerraformError
from tfmock.text.printable import printable


def check_owned(path: Path, marker: str) -> None:
    """Check that a file is missing or holds the marker.

    Raises:
        TerraformError: tfmock did not write it.
    """
    if (path.exists() or path.is_symlink()) and not is_owned(path, marker):
        raise TerraformError(f"{printable(str(path))}: exists and was not written by tfmock. Move it away first.")


def is_owned(path: Path, marker: str) -> bool:
    """Whether the file holds the marker."""
    try:
        return marker in path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def write_owned(path: Path, text: str) -> None:
    """Write a text completely or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    whole_file.write(path, text.encode("utf-8", "surrogateescape"), mode=0o644)
