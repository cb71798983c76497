"""The override file that turns any backend or ``cloud`` block of a root module into a local backend.

Terraform merges override files in the order of their names, and the last block wins (configs/module.go, mergeFile):
hence the names. What ``exec`` writes names a path that cannot exist. The real path is in the backend's saved
configuration in the session's TF_DATA_DIR, which Terraform takes as long as the block in the file is the one that it
was made from (command/meta_backend.go compares a hash). So a file that a killed ``exec`` left behind makes a plain
``terraform`` refuse, and nothing is read or written.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tfmock.terraform.errors import TerraformError
from tfmock.terraform.owned_file import check_owned, is_owned, write_owned
from tfmock.terraform.root_module import configuration_files, find_backend, is_override
from tfmock.text.printable import printable

#: Written by ``tfmock backend``, and by ``tfmock exec``, which wins over it.
HAND_NAME: Final = "zzz_tfmock_backend_override.tf"
EXEC_NAME: Final = "zzzz_tfmock_exec_override.tf"
MARKER: Final = "Remove it with `tfmock backend --remove`; do not commit it."

_TRIES: Final = 20
_PAUSE: Final = 0.05  # seconds

_MISSING_PATH: Final = "/dev/null/left-by-a-killed-tfmock-exec/remove-it-with/tfmock-backend--remove"


def _quoted(text: str) -> str:
    """A string of HCL: JSON's escapes, and templates switched off."""
    return json.dumps(text, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")


def local_backend(state: str, workspaces: str) -> str:
    """A ``terraform`` block with a local backend."""
    return (
        "terraform {\n"
        '  backend "local" {\n'
        f"    path          = {_quoted(state)}\n"
        f"    workspace_dir = {_quoted(workspaces)}\n"
        "  }\n"
        "}\n"
    )


#: What ``exec`` writes: constant, so that two of them in one root agree.
EXEC_BLOCK: Final = local_backend(f"{_MISSING_PATH}/terraform.tfstate", _MISSING_PATH)
_EXEC_TEXT: Final = f"# Written by `tfmock exec` for as long as it runs. {MARKER}\n\n{EXEC_BLOCK}"


def acquire(root: Path, check_alive: Callable[[], object]) -> int:
    """Write the override of ``exec`` into a root module, and return a descriptor that keeps it while it is open.

    The descriptor is a shared lock on the folder. Terraform inherits it, so that another ``exec`` that ends meanwhile
    does not remove the file.

    Args:
        root: the folder of the root module.
        check_alive: called when the folder is locked; raises if the ``exec`` has ended meanwhile and so would not
            remove the file any more.

    Raises:
        TerraformError: the folder cannot be written, tfmock did not write the file of that name, or an override file
            of the user would take precedence over it.
    """
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    _lock_shared(descriptor)
    check_alive()
    path = root / EXEC_NAME
    check_can_write(path)
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != _EXEC_TEXT:
            write_owned(path, _EXEC_TEXT)
    except OSError as error:
        raise TerraformError(
            f"{printable(str(path))}: cannot be written: {error.strerror}. `tfmock exec` needs it there while it runs, "
            "so that Terraform leaves your state alone. Make the folder writable, or run a copy of it."
        ) from None
    os.set_inheritable(descriptor, True)
    return descriptor


def _lock_shared(descriptor: int) -> None:
    """Wait briefly for an ``exec`` that is removing its file. Not longer: ``flock . terraform apply`` locks the folder
    while it runs. Without the lock the worst is that this run refuses when the other one ends."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE)
        except OSError:  # a file system without locks, some NFS
            return
        else:
            return


def release(root: Path, *, needed: Callable[[], bool]) -> None:
    """Remove the override of ``exec`` from a root module, unless another ``exec`` needs it.

    Args:
        needed: whether another ``exec`` uses this root module; called if a Terraform runs there now.

    Raises:
        TerraformError: the folder cannot be written any more.
    """
    try:
        descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:  # the folder is gone
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES) and needed():
            os.close(descriptor)
            return
    try:
        if is_owned(root / EXEC_NAME, MARKER):
            (root / EXEC_NAME).unlink()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise TerraformError(
            f"{printable(str(root / EXEC_NAME))}: cannot be removed: {error.strerror}. Later: tfmock backend --remove"
        ) from None
    finally:
        os.close(descriptor)


def check_can_write(path: Path) -> None:
    """Check that an override can be written to this path.

    Raises:
        TerraformError: tfmock did not write the file, or an override file of the user would take precedence over it.
    """
    check_owned(path, MARKER)
    _check_no_later_override(path.parent)


def write(root: Path, block: str) -> Path:
    """Write the override of ``tfmock backend``, and return its path.

    Raises:
        TerraformError: as :func:`acquire` does.
    """
    path = root / HAND_NAME
    check_can_write(path)
    try:
        write_owned(path, f"# Written by `tfmock backend`. {MARKER}\n\n{block}")
    except OSError as error:
        raise TerraformError(f"{printable(str(path))}: cannot be written: {error.strerror}.") from None
    return path


def remove(root: Path) -> tuple[Path, ...]:
    """Delete the overrides that tfmock wrote into a root module, also that of a killed ``exec``, and return them.

    Raises:
        TerraformError: tfmock did not write a file of that name, or it cannot be deleted.
    """
    paths = tuple(root / name for name in (HAND_NAME, EXEC_NAME) if (root / name).exists())
    for path in paths:
        check_owned(path, MARKER)
    for path in paths:
        try:
            path.unlink()
        except OSError as error:
            raise TerraformError(f"{printable(str(path))}: cannot be deleted: {error.strerror}.") from None
    return paths


def _check_no_later_override(root: Path) -> None:
    """Refuse an override of the user that Terraform would merge after tfmock's."""
    later = {path.name for path in configuration_files(root) if is_override(path.name) and path.name > HAND_NAME} - {
        EXEC_NAME
    }
    if not later:
        return
    backend = find_backend(root, without=(HAND_NAME, EXEC_NAME))
    if backend and backend.path.name in later:
        raise TerraformError(
            f"{printable(str(backend.path))}:{backend.line}: Terraform merges this {printable(backend.name)} after "
            f"tfmock's {HAND_NAME}, so it would take precedence. Give the file a name that sorts before it."
        )
