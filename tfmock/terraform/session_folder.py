"""The folder of one `tfmock exec`: what lies where in it. Everything there is gone when it ends, and when the last
program has ended that was started with its environment."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

PREFIX: Final = "tfmock-exec-"
#: In the folder of launchers: what looks for the real Terraform skips such folders.
LAUNCHERS_MARK: Final = ".tfmock-exec"
PRIVATE: Final = "private"
KEEP: Final = "keep"
_SETTINGS: Final = "session.json"
#: The guard's backend: no root has it, so a Terraform that goes around the launcher asks for `init`, which
#: GUARD_FLAG keeps from doing anything about backends. A root without a backend is refused as well.
_GUARD_STATE: Final = {
    "version": 3,
    "terraform_version": "1.0.0",
    "backend": {"type": "local", "config": {"path": None, "workspace_dir": None}, "hash": 0},
}


class RootFolder(NamedTuple):
    """What one root module has here: Terraform's data folder and the private states."""

    path: Path

    @property
    def data(self) -> Path:
        """The TF_DATA_DIR."""
        return self.path / "data"

    @property
    def root(self) -> Path:
        """The user's folder."""
        return Path((self.path / "root").read_text(encoding="utf-8", errors="surrogateescape"))

    @property
    def current(self) -> str:
        """Which of the states is in use. There are several where ``init`` was given several backends."""
        try:
            return (self.path / "current").read_text(encoding="utf-8")
        except FileNotFoundError:
            return "default"

    def state(self, name: str) -> Path:
        """The state file of the default workspace."""
        return self.path / "states" / name / "terraform.tfstate"

    def workspaces(self, name: str) -> Path:
        """The folder with a folder for each other workspace."""
        return self.path / "states" / name / "workspaces"

    def states(self) -> Iterator[tuple[str, str, Path]]:
        """(backend, workspace, file) of every state there is."""
        for folder in sorted((self.path / "states").glob("*")):
            if self.state(folder.name).is_file():
                yield folder.name, "default", self.state(folder.name)
            for file in sorted(self.workspaces(folder.name).glob("*/terraform.tfstate")):
                yield folder.name, file.parent.name, file


class SessionFolder(NamedTuple):
    """The folder of one ``exec``."""

    path: Path

    @property
    def launchers(self) -> Path:
        """First in PATH."""
        return self.path / "bin"

    @property
    def named(self) -> Path:
        """Launchers for binaries that were named by their path."""
        return self.path / "named"

    @property
    def guard(self) -> Path:
        """TF_DATA_DIR for a Terraform that goes around the launchers."""
        return self.path / "guard"

    @property
    def empty(self) -> Path:
        """TF_DATA_DIR for a folder that Terraform will refuse; nothing is ever put in."""
        return self.path / "empty"

    @property
    def lock(self) -> Path:
        """Locked by ``exec`` while it runs."""
        return self.path / "lock"

    def settings(self) -> Mapping[str, str]:
        """``backend``: private or keep; ``data_dir``: the user's own TF_DATA_DIR, or "".

        Raises:
            OSError: the ``exec`` has ended.
        """
        settings = json.loads((self.path / _SETTINGS).read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in settings.items()}

    def end(self) -> bool:
        """From now on no launcher runs a Terraform.

        Returns:
            Whether this is the first time.
        """
        try:
            (self.path / _SETTINGS).unlink()
        except OSError:
            return False
        return True

    def strip(self) -> None:
        """Remove all but what refuses runs: launchers, the guard, and the lock that shows whether ``exec`` runs."""
        import shutil

        needed = {self.launchers.name, self.named.name, self.guard.name, self.lock.name}
        for entry in self.path.iterdir():
            if entry.name not in needed:
                shutil.rmtree(entry, ignore_errors=True)

    def prepare(self, *, backend: str, data_dir: str) -> None:
        """Writes what is not about a single root."""
        for folder in (self.launchers, self.guard, self.path / "roots", self.path / "files"):
            folder.mkdir()
        (self.launchers / LAUNCHERS_MARK).touch()
        settings = json.dumps({"backend": backend, "data_dir": data_dir})
        (self.path / _SETTINGS).write_text(settings, encoding="utf-8")
        (self.guard / "terraform.tfstate").write_text(json.dumps(_GUARD_STATE), encoding="utf-8")

    def root(self, root: Path, data_dir: Path) -> RootFolder:
        """The folder of a root module with a data folder: one root with two data folders has two backends."""
        return RootFolder(self.path / "roots" / _digest(f"{root}\0{data_dir}"))

    def roots(self) -> list[RootFolder]:
        """All roots in which Terraform ran."""
        return [RootFolder(path.parent) for path in sorted((self.path / "roots").glob("*/root"))]

    def file(self, path: Path) -> Path:
        """The file that stands for one of the user's state files."""
        return self.path / "files" / _digest(str(path)) / path.name

    def files(self) -> list[Path]:
        """All files that stand for a user's."""
        return [path for path in sorted((self.path / "files").glob("*/*")) if path.is_file()]

    def holds(self, path: str) -> bool:
        """Whether a path lies in here."""
        return Path(path).is_relative_to(self.path)


def enclosing_session(data_dir: str) -> SessionFolder | None:
    """The folder of the ``exec`` in which a program runs, found by its TF_DATA_DIR; the ``exec`` may have ended."""
    for folder in Path(data_dir).parents if data_dir else ():
        if folder.name.startswith(PREFIX) and (folder / "guard").is_dir():
            return SessionFolder(folder)
    return None


def _digest(text: str) -> str:
    return hashlib.blake2b(os.fsencode(text), digest_size=8).hexdigest()
