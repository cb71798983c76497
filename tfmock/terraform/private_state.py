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
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.owned_file import write_owned
from tfmock.terraform.providers import LOCK_FILE, link_providers
from tfmock.terraform.session_folder import RootFolder
from tfmock.text.printable import printable, printable_lines

#: In a data folder: which backend the root was initialised with.
SAVED_BACKEND: Final = "terraform.tfstate"
#: What else ``init`` leaves in a data folder: the selected workspace, and folders given with -plugin-dir.
_COPIED: Final = ("environment", "plugin_path", "modules/modules.json")
_WORKSPACE: Final = re.compile(r"[A-Za-z0-9._~$&+=:@-]+")


def register(folder: RootFolder, root: Path) -> bool:
    """Record that a Terraform of this session uses a root module; called before its override is written.

    Returns:
        Whether this is the first time.
    """
    folder.path.mkdir(exist_ok=True)
    known = folder.path / "root"
    if known.exists():
        return False
    write_owned(known, os.fsencode(root).decode("utf-8", errors="surrogateescape"))
    return True


def prepare(
    folder: RootFolder, data_dir: Path, terraform: str, environ: Mapping[str, str], line: CommandLine, root: Path
) -> None:
    """Bring the private state and data folder of a root module up to date.

    Args:
        folder: where they lie.
        data_dir: the user's own data folder, which need not exist.
        terraform: the real binary.
        environ: its environment.
        line: what will be run: an ``init``, say, or ``workspace select``.
        root: the user's folder.

    Raises:
        TerraformError: Terraform cannot be run.
    """
    with (folder.path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two runs at once in one root
        if not (folder.data / SAVED_BACKEND).exists():
            initialise_backend(folder.data, EXEC_BLOCK, terraform, environ)
            _use(folder, folder.current)
        link_providers(data_dir, folder.data, lock_file=root / LOCK_FILE if line.subcommand == "init" else None)
        for name in _COPIED:
            _copy_if_changed(data_dir / name, folder.data / name, folder.path / f"seen-{name.replace('/', '-')}")
        for workspace in (_selected(folder, environ), line.selected_workspace):
            if workspace != "default" and _WORKSPACE.fullmatch(workspace) and workspace not in (".", ".."):
                # The workspaces of the real backend are not known: the requested one is taken to exist.
                (folder.workspaces(folder.current) / workspace).mkdir(parents=True, exist_ok=True)


def switch(folder: RootFolder, configured: Sequence[str], *, migrates: bool) -> None:
    """Switch to the state of an ``init`` with other ``-backend-config`` flags: another backend is another state.

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


def initialise_backend(data: Path, block: str, terraform: str, environ: Mapping[str, str]) -> None:
    """Have Terraform itself save a local backend in a data folder, as if the root module had been initialised.

    It runs in a folder that holds nothing but the block: no state to migrate, no module, no provider, and the saved
    hash is the one that this very binary computes.

    Args:
        data: the TF_DATA_DIR, a folder of its own in a folder of its own.
        block: the ``terraform`` block.
        terraform: the binary.
        environ: its environment.

    Raises:
        TerraformError: Terraform cannot be run.
    """
    import subprocess

    scratch = data.with_name("scratch")
    for created in (scratch, data):
        created.mkdir(parents=True, exist_ok=True)
    (scratch / "main.tf").write_text(block, encoding="utf-8")
    # The working folder stays: version managers (asdf, mise) tell by it which Terraform is meant.
    command = [terraform, f"-chdir={scratch}", "init", "-input=false", "-no-color"]
    command += [f"-backend-config={name}={scratch / name}" for name in ("path", "workspace_dir")]
    plain = {key: value for key, value in environ.items() if not _changes_init(key)}
    plain |= {"TF_DATA_DIR": str(data), "CHECKPOINT_DISABLE": "1"}
    try:
        result = subprocess.run(
            command, env=plain, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise TerraformError(f"{printable(terraform)}: cannot be run: {error.strerror}.") from None
    if result.returncode or not (data / SAVED_BACKEND).exists():
        output = printable_lines((result.stderr or result.stdout).strip())
        raise TerraformError(f"{printable(terraform)} cannot make a local backend for the private state:\n{output}")


def set_paths(data: Path, state: Path, workspaces: Path) -> None:
    """Names the files of a saved local backend. The hash is that of the block and stays."""
    saved = json.loads((data / SAVED_BACKEND).read_text(encoding="utf-8"))
    saved["backend"]["config"] |= {"path": str(state), "workspace_dir": str(workspaces)}
    write_owned(data / SAVED_BACKEND, json.dumps(saved))


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


def _copy_if_changed(source: Path, copy: Path, seen: Path) -> None:
    """Copy a file of the user if it has changed since the last copy, by an ``init`` outside. Otherwise what the
    Terraform inside wrote stays. Module folders in modules.json are relative to the root."""
    try:
        content = source.read_bytes()
    except OSError:
        return
    if seen.exists() and seen.read_bytes() == content:
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content)
    seen.write_bytes(content)
