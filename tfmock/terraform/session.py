"""`tfmock exec`'s side: the folder of a session, the environment that leads there, and taking all of it away."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tfmock.files.temporary import folders, is_locked, locked_folder
from tfmock.terraform import backend_override, state_export
from tfmock.terraform.command_line import GUARD_FLAG
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.launcher import (
    can_run,
    find_terraform_binary,
    launcher_for,
    path_without_launchers,
    variables_with_launchers,
    write_launchers,
)
from tfmock.terraform.session_folder import KEEP, PREFIX, SessionFolder, enclosing_session
from tfmock.terraform.surviving_processes import processes_with
from tfmock.text.printable import printable

#: Seconds that programs get which are just ending, as the rest of a pipeline does.
_PATIENCE: Final = 0.5
#: Seconds after which what stays of a session is not needed any more, where nothing tells.
_DAY: Final = 86_400.0


class Session:
    """A running session. ``can_run`` is False where its launchers cannot run; every Terraform is refused then."""

    def __init__(self, folder: SessionFolder, environ: Mapping[str, str], backend: str) -> None:
        self._folder = folder
        self._backend = backend
        folder.prepare(backend=backend, data_dir=_own_data_dir(environ))
        write_launchers(folder)
        self.can_run = can_run(folder)

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """An environment in which every Terraform is one of this session."""
        folder = self._folder
        own_data_dir = _own_data_dir(environ)
        own_arguments = environ.get("TF_CLI_ARGS_init", "").replace(GUARD_FLAG, "").strip()
        path = path_without_launchers(environ.get("PATH", os.defpath))
        changed = {**environ, "PATH": path}
        changed |= variables_with_launchers(folder, changed)
        changed["PATH"] = f"{folder.launchers}{os.pathsep}{path}"
        if self._backend == KEEP:
            changed |= {"TF_DATA_DIR": own_data_dir, "TF_CLI_ARGS_init": own_arguments}
            for name in ("TF_DATA_DIR", "TF_CLI_ARGS_init"):
                if not changed[name]:
                    del changed[name]
        else:
            changed["TF_DATA_DIR"] = str(folder.guard)
            changed["TF_CLI_ARGS_init"] = f"{own_arguments} {GUARD_FLAG}".strip()
        return changed

    def command(self, command: Sequence[str], environ: Mapping[str, str]) -> list[str]:
        """A command line; where its program is a Terraform that is named by its path, with a launcher instead."""
        first, *rest = command
        program = find_terraform_binary(first, path_without_launchers(environ.get("PATH", os.defpath)))
        return [launcher_for(self._folder, program) if program else first, *rest]

    @property
    def had_states(self) -> bool:
        """Whether a Terraform has made a state in it."""
        return any(True for _ in state_export.list_states(self._folder))

    def keep_states(self, file: Path) -> list[Path]:
        """Copies the states out; see :func:`tfmock.terraform.state_export.export_states`."""
        return state_export.export_states(self._folder, file)


def _own_data_dir(environ: Mapping[str, str]) -> str:
    """The user's TF_DATA_DIR; within another session the one that was set before it, or ""."""
    outer = enclosing_session(environ.get("TF_DATA_DIR", ""))
    if outer is None:
        return environ.get("TF_DATA_DIR", "")
    try:
        return outer.settings()["data_dir"]
    except OSError:  # it has ended
        return ""


@contextlib.contextmanager
def session(environ: Mapping[str, str], *, backend: str) -> Iterator[Session]:
    """A session of ``tfmock exec`` or of one test; afterwards its folder and its override files are gone, unless
    programs still run that were started with its environment: then its launchers stay, and refuse.

    Args:
        environ: the user's.
        backend: ``private`` or ``keep``.

    Raises:
        TerraformError: there is no place for temporary files, or PATH cannot name it.
    """
    remove_dead_sessions()
    with contextlib.ExitStack() as cleanup:
        try:
            _check_place(tempfile.gettempdir())
            folder = SessionFolder(cleanup.enter_context(locked_folder(PREFIX)))
            cleanup.callback(_end, folder)
            started = Session(folder, environ, backend)
        except OSError as error:
            raise TerraformError(f"no folder for temporary files: {error.strerror}. TMPDIR names one.") from None
        yield started


def _check_place(folder: str) -> None:
    place = os.path.realpath(folder)
    if os.pathsep in place:
        raise TerraformError(
            f"TMPDIR: {printable(place)} has a {os.pathsep!r} in its path, and so PATH cannot name the launchers that "
            "would lie there. Name another folder."
        )


def remove_dead_sessions() -> None:
    """Remove what killed ones left: their override files, then their folders. In the working folder also the
    override of one whose folder is gone."""
    for folder in map(SessionFolder, folders(PREFIX)):
        if not is_locked(folder.path):
            _clear(folder)
    working_folder = Path(os.path.realpath("."))
    if (working_folder / backend_override.EXEC_NAME).exists():
        _release(working_folder, lambda: bool(users_of(working_folder)))


def users_of(root: Path) -> list[Path]:
    """The folders of living sessions in which a Terraform ran in this root module."""
    return [
        session_folder.path
        for session_folder in map(SessionFolder, folders(PREFIX))
        if is_locked(session_folder.path) and root in _roots_of(session_folder)
    ]


def _roots_of(folder: SessionFolder) -> set[Path]:
    """None where the session has just ended."""
    try:
        return {root_folder.root for root_folder in folder.roots()}
    except OSError:
        return set()


def _end(folder: SessionFolder) -> None:
    running = _clear(folder, patience=_PATIENCE)
    if running:
        print(
            f"tfmock: note: programs go on that were started here (process {', '.join(map(str, running))}). Terraform "
            f"refuses them from now on; the next `tfmock exec` after their end removes {printable(str(folder.path))}.",
            file=sys.stderr,
        )


def _clear(folder: SessionFolder, *, patience: float = 0.0) -> list[int]:
    """Takes a session away that has ended.

    A program that it started and that has outlived it would find the real Terraform, and a TF_DATA_DIR without a
    saved backend: it would write the real state. So for such programs the launchers and the guard stay. Where the
    system does not tell (no /proc), they stay for a day.

    Returns:
        Which programs run.
    """
    first = folder.end()
    running = processes_with(folder.path, patience=patience)
    stays = bool(running) if running is not None else first or _age(folder) < _DAY
    in_use = False
    for root in _roots_of(folder):
        others = (other for other in users_of(root) if other != folder.path)
        _release(root, lambda others=others: bool(running) or any(others))  # type: ignore[misc]
        in_use |= bool(running) and (root / backend_override.EXEC_NAME).exists()
    if stays:
        with contextlib.suppress(OSError):
            if not in_use:  # a Terraform that runs now still writes its private state
                folder.strip()
        return running or []
    for _ in range(3):  # a Terraform that has outlived the command may write meanwhile
        shutil.rmtree(folder.path, ignore_errors=True)
        if not folder.path.exists():
            break
    return []


def _age(folder: SessionFolder) -> float:
    """Seconds since something was put into its folder, or taken out."""
    try:
        return time.time() - folder.path.stat().st_mtime
    except OSError:
        return 0.0


def _release(root: Path, needed: Callable[[], bool]) -> None:
    try:
        backend_override.release(root, needed=needed)
    except TerraformError as problem:
        print(f"tfmock: {problem}", file=sys.stderr)
