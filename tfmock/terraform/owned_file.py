"""Files that tfmock writes into a user's folder: known by a marker, written at once, never another's."""

from __future__ import annotations

import os
from pathlib import Path

from tfmock.printable import printable
from tfmock.terraform.problems import TerraformProblem


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
    """Writes all or nothing. The temporary name does not end in .tf: Terraform must not read half a file.

    Raises:
        OSError: the folder cannot be written.
    """
    # Not tempfile: it costs 15 ms of start-up, and a launcher of `tfmock exec` needs nothing else of it.
    temporary = path.with_name(f".tfmock-override-{os.urandom(6).hex()}")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644),
            "w",
            encoding="utf-8",
            errors="surrogateescape",
        ) as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
