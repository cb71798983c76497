"""`tfmock backend`: the override for shells that work with `tfmock env`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tfmock.terraform import backend_override
from tfmock.terraform.backend_override import HAND_NAME, local_backend
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.launcher import NAMES, find_program
from tfmock.terraform.private_state import SAVED_BACKEND, initialise_backend, set_paths
from tfmock.terraform.providers import LOCK_FILE, link_providers
from tfmock.terraform.root_module import Backend, find_backend, has_configuration
from tfmock.text.printable import printable

_FOLDER: Final = ".tfmock"


class WrittenBackend(NamedTuple):
    """What was written; ``replaced`` is the backend that it overrides, if there is one."""

    override: Path
    data_dir: Path
    state: Path
    replaced: Backend | None


def write_backend(root: Path, state: Path | None, environ: Mapping[str, str]) -> WrittenBackend:
    """Replace a root module's backend by a local one, with a data folder in which Terraform is initialised for it.

    The user's own data folder is not touched, and an ``init`` in the new one has nothing to migrate: where Terraform
    finds a terraform.tfstate next to a backend that it does not know yet, it would offer to move it.

    Args:
        root: the folder of the root module.
        state: the state file; default one in ``.tfmock`` in the root.
        environ: where Terraform is looked for.

    Raises:
        TerraformError: no such folder or no configuration in it, the state file exists already, there is no
            Terraform, or a file cannot be written.
    """
    if not root.is_dir():
        raise TerraformError(f"{printable(str(root))}: no such folder. Name the one with your *.tf files with --chdir.")
    folder = Path(os.path.abspath(root)) / _FOLDER
    state_file = Path(os.path.abspath(state)) if state else folder / "terraform.tfstate"
    override = root / HAND_NAME
    backend_override.check_can_write(override)
    if not has_configuration(root, without=(HAND_NAME, backend_override.EXEC_NAME)):
        raise TerraformError(
            f"{printable(str(root))}: no Terraform configuration. Name the folder with your *.tf files with --chdir."
        )
    block = local_backend(str(state_file), str(folder / "workspaces"))
    if state and state_file.exists() and not (override.exists() and block in override.read_text(encoding="utf-8")):
        raise TerraformError(f"--state {printable(str(state))}: exists already. Name a new file.")
    programs = (find_program(name, environ.get("PATH", "")) for name in NAMES)
    terraform = next(filter(None, programs), None)
    if terraform is None:
        raise TerraformError("neither terraform nor tofu is in PATH; one is needed to prepare its data folder.")
    replaced = find_backend(root, without=(backend_override.HAND_NAME, backend_override.EXEC_NAME))
    data = folder / "data"
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        (data / SAVED_BACKEND).unlink(missing_ok=True)
        initialise_backend(data, block, terraform, environ)
        set_paths(data, state_file, folder / "workspaces")
        user_data = environ.get("TF_DATA_DIR", "")
        data_in_use = root / (user_data if user_data and Path(user_data) != data else ".terraform")
        link_providers(data_in_use, data, lock_file=root / LOCK_FILE)
    except OSError as error:
        raise TerraformError(f"{printable(str(folder))}: cannot be written: {error.strerror}.") from None
    return WrittenBackend(backend_override.write(root, block), data, state_file, replaced)
