"""Launchers: `terraform` and `tofu` as a command inside `tfmock exec` finds them, and the real ones behind."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tfmock.terraform.session_folder import LAUNCHERS_MARK, SessionFolder

NAMES: Final = ("terraform", "tofu")
#: Variables by which Terragrunt knows which one to use.
_VARIABLES: Final = ("TERRAGRUNT_TFPATH", "TG_TF_PATH")
_IS_TERRAFORM: Final = re.compile(r"(terraform|tofu|opentofu)([-_.]?v?\d[\w.+-]*)?")


def write_launchers(session: SessionFolder) -> None:
    """The two that PATH finds."""
    for name in NAMES:
        _write(session.launchers / name, session, name, "")


def launcher_for(session: SessionFolder, binary: str) -> str:
    """A launcher for one binary that was named by its path."""
    real = os.path.abspath(binary)
    folder = session.named / str(sum(1 for _ in session.named.glob("*")))
    folder.mkdir(parents=True)
    (folder / LAUNCHERS_MARK).touch()
    name = next((candidate for candidate in NAMES if candidate in Path(real).name), NAMES[0])
    _write(folder / name, session, name, real)
    return str(folder / name)


def find_terraform_binary(command: str, path: str) -> str | None:
    """The Terraform or OpenTofu that a command means, where PATH's launchers would not be found for it.

    ``bin/terraform``, ``/opt/terraform_1.5.7``, ``terraform1.5``, or a link to one of them.
    """
    if command in NAMES:
        return None
    program = command if os.sep in command else find_program(command, path)
    if not program or not _is_program(program):
        return None
    names = (os.path.basename(program), os.path.basename(os.path.realpath(program)))
    return program if any(_IS_TERRAFORM.fullmatch(name) for name in names) else None


def can_run(session: SessionFolder) -> bool:
    """Whether launchers run where they lie: a folder for temporary files may be mounted noexec."""
    return _is_program(str(session.launchers / NAMES[0]))


def variables_with_launchers(session: SessionFolder, environ: Mapping[str, str]) -> dict[str, str]:
    """Variables that name a Terraform binary for a wrapper such as Terragrunt, with a launcher in its place."""
    variables = {}
    for name in _VARIABLES:
        value = environ.get(name, "")
        program = value if os.sep in value or not value else find_program(value, environ.get("PATH", ""))
        if program and value not in NAMES:
            variables[name] = launcher_for(session, program)
    return variables


def find_program(name: str, path: str) -> str | None:
    """The program of this name in PATH, launchers left out."""
    for folder in path.split(os.pathsep):
        candidate = os.path.join(folder or ".", name)
        if _is_program(candidate) and not os.path.exists(os.path.join(folder or ".", LAUNCHERS_MARK)):
            return os.path.abspath(candidate)
    return None


def path_without_launchers(path: str) -> str:
    """PATH without the launchers of an ``exec`` around this one."""
    folders = path.split(os.pathsep)
    return os.pathsep.join(
        folder for folder in folders if not os.path.exists(os.path.join(folder or ".", LAUNCHERS_MARK))
    )


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _write(path: Path, session: SessionFolder, name: str, real: str) -> None:
    """A shell script: the path of an interpreter may be too long, or hold blanks, for a ``#!`` line.

    Python starts isolated and without site-packages (-I -S): nothing of the folder in which it runs, and nothing of
    PYTHONPATH, is imported, and it starts in half the time.
    """
    package = Path(__file__).parents[2]
    bootstrap = f"import sys; sys.path.append({str(package)!r}); from tfmock.terraform.shim import main; main()"
    words = [sys.executable, "-I", "-S", "-c", bootstrap, str(session.path), name, real]
    path.write_text(f'#!/bin/sh\nexec {" ".join(_quoted(word) for word in words)} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\"'\"'") + "'"
