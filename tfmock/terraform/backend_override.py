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

from tfmock.terraform.owned_file import is_ours, refuse_foreign, replace
from tfmock.terraform.problems import TerraformProblem
from tfmock.terraform.roots import backend_of, files_of, is_override
from tfmock.text.printable import printable

#: Written by ``tfmock backend``, and by ``tfmock exec``, which wins over it.
HAND_NAME: Final = "zzz_tfmock_backend_override.tf"
EXEC_NAME: Final = "zzzz_tfmock_exec_override.tf"
MARKER: Final = "Remove it with `tfmock backend --remove`; do not commit it."

_TRIES: Final = 20
_PAUSE: Final = 0.05  # seconds

_NOWHERE: Final = "/dev/null/left-by-a-killed-tfmock-exec/remove-it-with/tfmock-backend--remove"


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
EXEC_BLOCK: Final = local_backend(f"{_NOWHERE}/terraform.tfstate", _NOWHERE)
_EXEC_TEXT: Final = f"# Written by `tfmock exec` for as long as it runs. {MARKER}\n\n{EXEC_BLOCK}"


def hold(root: Path, check_alive: Callable[[], object]) -> int:
    """Puts the override of ``exec`` into a root, and returns a descriptor that keeps it there while it is open.

    The descriptor is a shared lock on the folder. It is meant to be inherited by Terraform, so that another ``exec``
    that ends meanwhile does not take the file away.

    Args:
        root: the folder of the root module.
        check_alive: called once the folder is locked; raises where the ``exec`` has ended meanwhile, which would not
            take the file away any more.

    Raises:
        TerraformProblem: the folder cannot be written, a file of that name is not ours, or one of the user's own
            override files would win over it.
    """
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    _lock_shared(descriptor)
    check_alive()
    path = root / EXEC_NAME
    check(path)
    try:
        if not path.exists() or path.read_text(encoding="utf-8") != _EXEC_TEXT:
            replace(path, _EXEC_TEXT)
    except OSError as error:
        raise TerraformProblem(
            f"{printable(str(path))}: cannot be written: {error.strerror}. `tfmock exec` needs it there while it runs, "
            "so that Terraform leaves your state alone. Make the folder writable, or run a copy of it."
        ) from None
    os.set_inheritable(descriptor, True)
    return descriptor


def _lock_shared(descriptor: int) -> None:
    """Waits for an ``exec`` that is just taking its file away, and for nobody else: ``flock . terraform apply`` holds
    the folder for as long as it runs. Without the lock the other's end may make this run refuse, no more."""
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
    """Takes the override of ``exec`` out of a root again, unless another ``exec`` needs it.

    Args:
        needed: whether another ``exec`` works in this root; asked where a Terraform runs there now.

    Raises:
        TerraformProblem: the folder cannot be written any more.
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
        if is_ours(root / EXEC_NAME, MARKER):
            (root / EXEC_NAME).unlink()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise TerraformProblem(
            f"{printable(str(root / EXEC_NAME))}: cannot be removed: {error.strerror}. Later: tfmock backend --remove"
        ) from None
    finally:
        os.close(descriptor)


def check(path: Path) -> None:
    """Whether an override can be written to this path.

    Raises:
        TerraformProblem: the file is not ours, or an override file of the user's own would win over it.
    """
    refuse_foreign(path, MARKER)
    _refuse_later_overrides(path.parent)


def write(root: Path, block: str) -> Path:
    """Writes the override of ``tfmock backend``, and returns its path.

    Raises:
        TerraformProblem: as :func:`hold` does.
    """
    path = root / HAND_NAME
    check(path)
    try:
        replace(path, f"# Written by `tfmock backend`. {MARKER}\n\n{block}")
    except OSError as error:
        raise TerraformProblem(f"{printable(str(path))}: cannot be written: {error.strerror}.") from None
    return path


def remove(root: Path) -> tuple[Path, ...]:
    """Deletes the overrides that tfmock wrote into a root, one of a killed ``exec`` included, and returns them.

    Raises:
        TerraformProblem: a file of that name is not ours, or it cannot be deleted.
    """
    found = tuple(root / name for name in (HAND_NAME, EXEC_NAME) if (root / name).exists())
    for path in found:
        refuse_foreign(path, MARKER)
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            raise TerraformProblem(f"{printable(str(path))}: cannot be deleted: {error.strerror}.") from None
    return found


def _refuse_later_overrides(root: Path) -> None:
    """The user's own override that Terraform would merge after ours, should there be one."""
    later = {path.name for path in files_of(root) if is_override(path.name) and path.name > HAND_NAME} - {EXEC_NAME}
    if not later:
        return
    backend = backend_of(root, without=(HAND_NAME, EXEC_NAME))
    if backend and backend.path.name in later:
        raise TerraformProblem(
            f"{printable(str(backend.path))}:{backend.line}: Terraform merges this {printable(backend.name)} after "
            f"tfmock's {HAND_NAME}, so it would win. Give the file a name that sorts before it."
        )
