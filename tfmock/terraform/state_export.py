"""`--keep-state FILE`: the private states, copied out before the session is gone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tfmock.terraform.errors import TerraformError
from tfmock.terraform.session_folder import SessionFolder
from tfmock.text.printable import printable


def check_target(file: Path) -> None:
    """Check that states can be written there, before the command runs.

    Raises:
        TerraformError: the file exists, or there is no such folder.
    """
    if file.exists() or file.is_symlink():
        raise TerraformError(f"--keep-state {printable(str(file))}: exists already. Name a new file.")
    if not os.access(file.absolute().parent, os.W_OK | os.X_OK):
        raise TerraformError(f"--keep-state {printable(str(file))}: its folder does not exist or cannot be written.")


def list_states(folder: SessionFolder) -> Iterator[tuple[str, Path]]:
    """(name, file) of every state in a session. The name is made of root, backend and workspace."""
    for root_folder in folder.roots():
        for backend, workspace, file in root_folder.states():
            parts = [root_folder.root.name or "root", *(part for part in (backend, workspace) if part != "default")]
            yield "-".join(parts), file
    for file in folder.files():
        if not file.name.startswith(".") and not file.name.endswith((".backup", ".lock.info")):
            yield file.name.removesuffix(".tfstate"), file


def export_states(folder: SessionFolder, file: Path) -> list[Path]:
    """Copy the states of a session to files that only the user can read.

    One state becomes FILE; of several, each gets its name between FILE's stem and suffix.

    Returns:
        The files written, none where no Terraform made a state.

    Raises:
        TerraformError: a file cannot be written.
    """
    exported = list(list_states(folder))
    written: list[Path] = []
    for name, state in exported:
        target = (
            file if len(exported) == 1 else _unused_name(file.with_name(f"{file.stem}.{name}{file.suffix}"), written)
        )
        try:
            with contextlib.ExitStack() as undo:
                undo.callback(target.unlink, missing_ok=True)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(os.open(target, flags, 0o600), "wb") as copy:
                    copy.write(state.read_bytes())
                undo.pop_all()
        except OSError as error:
            raise TerraformError(f"--keep-state {printable(str(target))}: {error.strerror}.") from None
        written.append(target)
    return written


def _unused_name(path: Path, taken: list[Path]) -> Path:
    """Two roots may have one name."""
    count = 2
    candidate = path
    while candidate in taken:
        candidate = path.with_name(f"{path.stem}-{count}{path.suffix}")
        count += 1
    return candidate
