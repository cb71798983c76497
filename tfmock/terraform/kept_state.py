"""`--keep-state FILE`: the private states, copied out before the session is gone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tfmock.terraform.folder import SessionFolder
from tfmock.terraform.problems import TerraformProblem
from tfmock.text.printable import printable


def check(file: Path) -> None:
    """Whether states can be kept there, asked before anything runs.

    Raises:
        TerraformProblem: the file exists, or there is no such folder.
    """
    if file.exists() or file.is_symlink():
        raise TerraformProblem(f"--keep-state {printable(str(file))}: exists already. Name a new file.")
    if not os.access(file.absolute().parent, os.W_OK | os.X_OK):
        raise TerraformProblem(f"--keep-state {printable(str(file))}: its folder does not exist or cannot be written.")


def states(folder: SessionFolder) -> Iterator[tuple[str, Path]]:
    """(name, file) of every state in a session. The name is made of root, backend and workspace."""
    for each in folder.roots():
        for backend, workspace, file in each.states():
            parts = [each.root.name or "root", *(part for part in (backend, workspace) if part != "default")]
            yield "-".join(parts), file
    for file in folder.files():
        if not file.name.startswith(".") and not file.name.endswith((".backup", ".lock.info")):
            yield file.name.removesuffix(".tfstate"), file


def keep(folder: SessionFolder, file: Path) -> list[Path]:
    """Copies the states of a session, readable by the user alone.

    One state becomes FILE; of several, each gets its name between FILE's stem and suffix.

    Returns:
        The files written, none where no Terraform made a state.

    Raises:
        TerraformProblem: a file cannot be written.
    """
    found = list(states(folder))
    written: list[Path] = []
    for name, state in found:
        target = file if len(found) == 1 else _free(file.with_name(f"{file.stem}.{name}{file.suffix}"), written)
        try:
            with contextlib.ExitStack() as undo:
                undo.callback(target.unlink, missing_ok=True)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(os.open(target, flags, 0o600), "wb") as copy:
                    copy.write(state.read_bytes())
                undo.pop_all()
        except OSError as error:
            raise TerraformProblem(f"--keep-state {printable(str(target))}: {error.strerror}.") from None
        written.append(target)
    return written


def _free(path: Path, taken: list[Path]) -> Path:
    """Two roots may have one name."""
    count = 2
    wanted = path
    while wanted in taken:
        wanted = path.with_name(f"{path.stem}-{count}{path.suffix}")
        count += 1
    return wanted
