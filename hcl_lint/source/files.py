"""Which files belong to a configuration, and their text."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hcl_lint.common.globs import compile_globs
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.issue import NOT_JUDGED, SourceIssue, terragrunt_unit, unreadable
from hcl_lint.source.text import Source

#: Larger files are refused: bounds time and memory; real configurations stay below.
MAX_BYTES: Final = 4_000_000
SETTINGS: Final = ".hcl-lint.toml"
HCL: Final = (".tf", ".tofu")
CONFIGURATION: Final = (*HCL, ".tf.json", ".tofu.json")
_MAX_DEPTH: Final = 40
_TERRAGRUNT: Final = frozenset(["terragrunt.hcl", "terragrunt.hcl.json", "terragrunt.stack.hcl"])
_SKIPPED_DIRECTORIES: Final = frozenset(["node_modules", "__pycache__", "venv"])
_BACKUP: Final = re.compile(r"^\.|~$|^#.*#$")
_BOMS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Listing(NamedTuple):
    """The files of one directory that Terraform would read (OpenTofu where they are its own), each by name."""

    directory: str
    primary: tuple[str, ...]
    overrides: tuple[str, ...]
    automatic_variables: tuple[str, ...]
    #: False if the user excluded a configuration file.
    complete: bool = True

    @property
    def configuration(self) -> tuple[str, ...]:
        return self.primary + self.overrides


def is_configuration(name: str) -> bool:
    """``*.tf``, ``*.tf.json`` and OpenTofu's ``*.tofu``, ``*.tofu.json``, but not what editors leave behind."""
    return name.endswith(CONFIGURATION) and not _BACKUP.search(name)


def is_variables(name: str) -> bool:
    """``*.tfvars`` and ``*.tfvars.json``."""
    return name.endswith((".tfvars", ".tfvars.json"))


def _is_override(name: str) -> bool:
    stem = name.removesuffix(".json").removesuffix(".tf").removesuffix(".tofu")
    return stem == "override" or stem.endswith("_override")


def _is_replaced(name: str, names: frozenset[str]) -> bool:
    """OpenTofu reads ``a.tofu`` in the place of ``a.tf``, and ``a.tofu.json`` in that of ``a.tf.json``."""
    json = ".json" if name.endswith(".json") else ""
    stem = name.removesuffix(json)
    return stem.endswith(".tf") and stem.removesuffix(".tf") + ".tofu" + json in names


def join(directory: str, name: str) -> str:
    """``directory/name`` as the user would write it: nothing in front for the working directory."""
    return name if directory in ("", ".") else os.path.join(directory, name)


def list_directory(directory: str, names: Sequence[str] | None = None) -> Listing:
    """The configuration and variable files of a directory (of ``names`` in it); empty where it cannot be read."""
    if names is None:
        try:
            names = os.listdir(directory or ".")
        except (OSError, ValueError):  # ValueError: no path of a file system, such as one with NUL
            names = ()
    present = frozenset(names)
    files = sorted(name for name in names if is_configuration(name) and not _is_replaced(name, present))
    variables = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    variables += sorted(filter(_is_automatic, names))
    return Listing(
        directory,
        tuple(join(directory, name) for name in files if not _is_override(name)),
        tuple(join(directory, name) for name in files if _is_override(name)),
        tuple(join(directory, name) for name in variables),
    )


def _is_automatic(name: str) -> bool:
    """A variable file that Terraform reads by itself, besides ``terraform.tfvars``."""
    return name.endswith((".auto.tfvars", ".auto.tfvars.json")) and name[0] != "."


def walk(directory: str, exclude: Sequence[str], issues: list[SourceIssue], settings: list[str]) -> Iterator[Listing]:
    """Every directory from ``directory`` down that has configuration files.

    Hidden directories (``.terraform``, ``.git``) are not entered, symbolic links not followed.

    Args:
        directory: where to begin.
        exclude: patterns of paths that are left out, as ``.gitignore`` has them.
        issues: what cannot be read is added to it.
        settings: the paths of settings files below ``directory`` are added to it.
    """
    is_excluded = compile_globs(exclude)
    remaining = [(directory, 0)]
    while remaining:
        current, depth = remaining.pop()
        try:
            names, folders = _scan(current)
        except OSError as error:
            issues.append(unreadable(current, f"expected a directory that can be read: {error.strerror}"))
            continue
        issues += [terragrunt_unit(join(current, name)) for name in sorted(_TERRAGRUNT.intersection(names))]
        included = [name for name in names if not is_excluded(join(current, name))]
        if any(map(is_configuration, included)):
            excluded = set(names).difference(included)
            yield list_directory(current, included)._replace(complete=not any(map(is_configuration, excluded)))
        if SETTINGS in names and current != directory:
            settings.append(join(current, SETTINGS))
        if depth >= _MAX_DEPTH and folders:
            issues.append(
                SourceIssue(code=NOT_JUDGED, message=f"directories deeper than {_MAX_DEPTH} are not read", path=current)
            )
            continue
        for folder in sorted(folders, reverse=True):  # the last one is read next
            if not _is_skipped(folder) and not is_excluded(join(current, folder) + "/"):
                remaining.append((join(current, folder), depth + 1))


def _scan(directory: str) -> tuple[list[str], list[str]]:
    """The names of files and of folders in a directory.

    Raises:
        OSError: it cannot be read.
    """
    files: list[str] = []
    folders: list[str] = []
    with os.scandir(directory or ".") as entries:
        for entry in entries:
            (folders if entry.is_dir(follow_symlinks=False) else files).append(entry.name)
    return files, folders


def _is_skipped(folder: str) -> bool:
    return folder[0] == "." or folder in _SKIPPED_DIRECTORIES


def read_bytes(path: str, boundary: ReadBoundary | None = None, limit: int = MAX_BYTES) -> bytes | SourceIssue:
    """The bytes of a regular file that is not too large, or why there are none.

    ``boundary``: no link may lead out of it.
    """
    try:
        status = os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            if boundary is not None and not boundary.contains(os.path.realpath(path), os.path.dirname(path)):
                return unreadable(path, "expected a file of this tree, found a link that leads out of it")
            status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return unreadable(path, "expected a regular file")
        if status.st_size > limit:
            return unreadable(path, f"expected at most {limit} bytes, found {status.st_size}")
        with open(path, "rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        return unreadable(path, f"expected a file that can be read: {error.strerror}")
    except ValueError:
        return unreadable(path, "expected a path without NUL characters")


def decode(path: str, data: bytes) -> Source | SourceIssue:
    """The text in UTF-8, or what it is instead."""
    marked = data.startswith(b"\xef\xbb\xbf")
    if len(data) > MAX_BYTES:
        return unreadable(path, f"expected at most {MAX_BYTES} bytes, found {len(data)}")
    try:
        return Source(path, data[3:].decode("utf-8") if marked else data.decode("utf-8"), marked)
    except UnicodeDecodeError as error:
        for start, name in _BOMS:
            if data.startswith(start):
                return unreadable(path, f"expected UTF-8, found {name}: save the file as UTF-8")
        line = data.count(b"\n", 0, error.start) + 1
        return unreadable(path, f"expected UTF-8, found byte 0x{data[error.start]:02x} on line {line}")
