"""What a command line gives, seen before anything is judged: values of flags, paths, variable files, open streams."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from hcl_lint.session.run import SessionError
from hcl_lint.source.boundary import is_inside
from hcl_lint.source.files import CONFIGURATION, MAX_BYTES, is_variables, list_directory

#: Parameters whose flag is not their name.
_FLAGS: Final[Mapping[str, str]] = MappingProxyType(
    {"folders": "--rules", "config_file": "--config", "files": "--output", "expected": "--expect-reach",
     "variables": "--var", "var_files": "--var-file", "paths": "PATH"}
)  # fmt: skip


def prepare_streams() -> None:
    """Make standard output and error fit for names and texts of any kind.

    Raises:
        SessionError: standard output is closed.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (open until the end of the run)
    if sys.stdout is None:
        raise SessionError("standard output is closed; send it to /dev/null if it is not wanted")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def standard_input() -> bytes:
    """Standard input, up to one byte more than a file may have.

    Raises:
        SessionError: it is closed.
    """
    if sys.stdin is None:
        raise SessionError("standard input is closed, and - means to read it")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def check_values(given: Mapping[str, object]) -> None:
    """An empty value, as from a variable of a script that is not set, must not turn a gate off.

    Raises:
        SessionError: a flag, a code in a list of codes, or a path is empty.
    """
    for name, value in given.items():
        values = value if isinstance(value, tuple) else (value,)
        if name in ("select", "ignore"):
            values = tuple(code.strip() for text in values for code in str(text).split(","))
        if "" in values:
            raise SessionError(f"{_FLAGS.get(name, '--' + name.replace('_', '-'))} is empty; leave it out or name one")


def judged_paths(paths: Sequence[str]) -> tuple[str, ...]:
    """The paths to judge: in the place of a variable file, the directory whose values it may give.

    A hook names all changed files, and values do not stand alone. A variable file without configuration beside it is
    left out.

    Raises:
        SessionError: a path does not exist, or is neither directory, configuration nor variable file.
    """
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise SessionError(_no_such_path(path))
        if os.path.isfile(path) and not (path.endswith(CONFIGURATION) or is_variables(path)):
            raise SessionError(f"{path}: this is no configuration; name a directory or a *.tf or *.tofu file")
    whole = [os.path.realpath(path) for path in paths if os.path.isdir(path)]
    found: list[str] = []
    for path in paths:
        if is_variables(path) and not os.path.isdir(path):
            path = os.path.dirname(path) or "."
            if any(is_inside(os.path.realpath(path), one) for one in whole) or not list_directory(path).configuration:
                continue
        found.append(path)
    return tuple(dict.fromkeys(found))


def check_var_file(path: str, named_by: str) -> None:
    """A run without the values that were asked for would judge another configuration.

    Raises:
        SessionError: the file is not there, is no regular file, or cannot be read.
    """
    try:
        about = os.stat(path)
    except OSError as error:
        raise SessionError(f"{named_by} {path}: {error.strerror}") from None
    if not stat.S_ISREG(about.st_mode):
        raise SessionError(f"{named_by} {path}: this is no regular file")
    if not os.access(path, os.R_OK):
        raise SessionError(f"{named_by} {path}: it cannot be read")


def _no_such_path(path: str) -> str:
    """What is wrong with a path that does not exist: it may be a command that is misspelt."""
    import difflib

    group = click.get_current_context().find_root().command
    near = difflib.get_close_matches(path, group.commands, 1, 0.7) if isinstance(group, click.Group) else []
    hint = f"; did you mean the command {near[0]}?" if near else ""
    return f"{path}: there is no such file or directory{hint}"
