"""The private state of one root module: a data folder of its own, made from the user's, and never written back."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from tfmock.terraform.backend_override import EXEC_BLOCK
from tfmock.terraform.command_line import CommandLine
from tfmock.terraform.folder import RootFolder
from tfmock.terraform.owned_file import replace
from tfmock.terraform.problems import TerraformProblem
from tfmock.terraform.providers import LOCK_FILE, link_providers
from tfmock.text.printable import printable, printable_lines

#: In a data folder: which backend the root was initialised with.
SAVED_BACKEND: Final = "terraform.tfstate"
#: What else ``init`` leaves in a data folder: the selected workspace, and folders given with -plugin-dir.
_FOLLOWED: Final = ("environment", "plugin_path", "modules/modules.json")
_WORKSPACE: Final = re.compile(r"[A-Za-z0-9._~$&+=:@-]+")


def register(folder: RootFolder, root: Path) -> bool:
    """Says that a Terraform of this session works in a root. To be called before its override is looked for.

    Returns:
        Whether this is the first time.
    """
    folder.path.mkdir(exist_ok=True)
    known = folder.path / "root"
    if known.exists():
        return False
    replace(known, os.fsencode(root).decode("utf-8", errors="surrogateescape"))
    return True


def prepare(
    folder: RootFolder, data_dir: Path, terraform: str, environ: Mapping[str, str], line: CommandLine, root: Path
) -> None:
    """Brings the private state and data folder of a root up to date.

    Args:
        folder: where they lie.
        data_dir: the user's own data folder, which need not exist.
        terraform: the real binary.
        environ: its environment.
        line: what will be run: an ``init``, say, or ``workspace select``.
        root: the user's folder.

    Raises:
        TerraformProblem: Terraform cannot be run.
    """
    with (folder.path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once in one root
        if not (folder.data / SAVED_BACKEND).exists():
            save_backend(folder.data, EXEC_BLOCK, terraform, environ)
            _use(folder, folder.current)
        link_providers(data_dir, folder.data, lock_file=root / LOCK_FILE if line.subcommand == "init" else None)
        for name in _FOLLOWED:
            _follow(data_dir / name, folder.data / name, folder.path / f"seen-{name.replace('/', '-')}")
        for each in (_selected(folder, environ), line.selected_workspace):
            if each != "default" and _WORKSPACE.fullmatch(each) and each not in (".", ".."):
                # The workspaces of the real backend are not known: the one that is asked for exists.
                (folder.workspaces(folder.current) / each).mkdir(parents=True, exist_ok=True)


def switch(folder: RootFolder, configured: Sequence[str], *, migrates: bool) -> None:
    """Follows an ``init`` with other ``-backend-config`` flags: another backend is another state.

    Args:
        configured: the flags' values; none means the backend stays.
        migrates: whether the states move along.
    """
    if not configured:
        return
    with (folder.path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name = hashlib.blake2b("\0".join(configured).encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
        first = folder.path / "first"
        if not first.exists():
            first.write_text(name)  # what a root has before its first `init` here is what that one means
        name = "default" if first.read_text() == name else name
        before = folder.current
        if name == before:
            return
        if migrates and not folder.state(name).parent.exists():
            import shutil

            shutil.copytree(folder.state(before).parent, folder.state(name).parent)
        (folder.path / "current").write_text(name, encoding="utf-8")
        _use(folder, name)


def save_backend(data: Path, block: str, terraform: str, environ: Mapping[str, str]) -> None:
    """Lets Terraform itself save a local backend in a data folder, as if the root had been initialised.

    It runs in a folder that holds nothing but the block: no state to migrate, no module, no provider, and the saved
    hash is the one that this very binary computes.

    Args:
        data: the TF_DATA_DIR, a folder of its own in a folder of its own.
        block: the ``terraform`` block.
        terraform: the binary.
        environ: its environment.

    Raises:
        TerraformProblem: Terraform cannot be run.
    """
    import subprocess

    scratch = data.with_name("scratch")
    for each in (scratch, data):
        each.mkdir(parents=True, exist_ok=True)
    (scratch / "main.tf").write_text(block, encoding="utf-8")
    # The working folder stays: version managers (asdf, mise) tell by it which Terraform is meant.
    line = [terraform, f"-chdir={scratch}", "init", "-input=false", "-no-color"]
    line += [f"-backend-config={name}={scratch / name}" for name in ("path", "workspace_dir")]
    plain = {key: value for key, value in environ.items() if not _changes_init(key)}
    plain |= {"TF_DATA_DIR": str(data), "CHECKPOINT_DISABLE": "1"}
    try:
        done = subprocess.run(line, env=plain, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    except OSError as error:
        raise TerraformProblem(f"{printable(terraform)}: cannot be run: {error.strerror}.") from None
    if done.returncode or not (data / SAVED_BACKEND).exists():
        said = printable_lines((done.stderr or done.stdout).strip())
        raise TerraformProblem(f"{printable(terraform)} cannot make a local backend for the private state:\n{said}")


def set_paths(data: Path, state: Path, workspaces: Path) -> None:
    """Names the files of a saved local backend. The hash is that of the block and stays."""
    saved = json.loads((data / SAVED_BACKEND).read_text(encoding="utf-8"))
    saved["backend"]["config"] |= {"path": str(state), "workspace_dir": str(workspaces)}
    replace(data / SAVED_BACKEND, json.dumps(saved))


def _use(folder: RootFolder, name: str) -> None:
    folder.workspaces(name).mkdir(parents=True, exist_ok=True)
    set_paths(folder.data, folder.state(name), folder.workspaces(name))


def _changes_init(name: str) -> bool:
    return name.startswith(("TF_CLI_ARGS", "TF_LOG")) or name in ("TF_WORKSPACE", "TF_DATA_DIR")


def _selected(folder: RootFolder, environ: Mapping[str, str]) -> str:
    if environ.get("TF_WORKSPACE"):
        return environ["TF_WORKSPACE"]
    try:
        return (folder.data / "environment").read_text(encoding="utf-8").strip() or "default"
    except OSError:
        return "default"


def _follow(theirs: Path, ours: Path, seen: Path) -> None:
    """Copies a file of the user's where it has changed since it was last copied: by an ``init`` outside. What the
    Terraform inside wrote meanwhile stays otherwise. Module folders in modules.json are relative to the root."""
    try:
        content = theirs.read_bytes()
    except OSError:
        return
    if seen.exists() and seen.read_bytes() == content:
        return
    ours.parent.mkdir(parents=True, exist_ok=True)
    ours.write_bytes(content)
    seen.write_bytes(content)
