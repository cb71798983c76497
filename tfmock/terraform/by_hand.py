"""`tfmock backend`: the override for shells that work with `tfmock env`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tfmock.terraform import backend_override
from tfmock.terraform.backend_override import HAND_NAME, local_backend
from tfmock.terraform.launcher import NAMES, find_next
from tfmock.terraform.private_state import SAVED_BACKEND, save_backend, set_paths
from tfmock.terraform.problems import TerraformProblem
from tfmock.terraform.providers import LOCK_FILE, link_providers
from tfmock.terraform.roots import Backend, backend_of, has_configuration
from tfmock.text.printable import printable

_FOLDER: Final = ".tfmock"


class Written(NamedTuple):
    """What was written; ``replaced`` is the backend that no longer counts, if there is one."""

    override: Path
    data_dir: Path
    state: Path
    replaced: Backend | None


def write(root: Path, state: Path | None, environ: Mapping[str, str]) -> Written:
    """Replaces a root's backend by a local one, with a data folder in which Terraform is initialised for it already.

    The user's own data folder is not touched, and an ``init`` in the new one has nothing to migrate: where Terraform
    finds a terraform.tfstate next to a backend that it does not know yet, it would offer to move it there.

    Args:
        root: the folder of the root module.
        state: the state file; default one in ``.tfmock`` in the root.
        environ: where Terraform is looked for.

    Raises:
        TerraformProblem: no such folder or no configuration in it, the state file may be somebody's, there is no
            Terraform, or a file cannot be written.
    """
    if not root.is_dir():
        raise TerraformProblem(
            f"{printable(str(root))}: no such folder. Name the one with your *.tf files with --chdir."
        )
    own = Path(os.path.abspath(root)) / _FOLDER
    wanted = Path(os.path.abspath(state)) if state else own / "terraform.tfstate"
    override = root / HAND_NAME
    backend_override.check(override)
    if not has_configuration(root, without=(HAND_NAME, backend_override.EXEC_NAME)):
        raise TerraformProblem(
            f"{printable(str(root))}: no Terraform configuration. Name the folder with your *.tf files with --chdir."
        )
    block = local_backend(str(wanted), str(own / "workspaces"))
    if state and wanted.exists() and not (override.exists() and block in override.read_text(encoding="utf-8")):
        raise TerraformProblem(f"--state {printable(str(state))}: exists already. Name a new file.")
    found = (find_next(name, environ.get("PATH", "")) for name in NAMES)
    terraform = next((each for each in found if each), None)
    if terraform is None:
        raise TerraformProblem("neither terraform nor tofu is in PATH; one is needed to prepare its data folder.")
    replaced = backend_of(root, without=(backend_override.HAND_NAME, backend_override.EXEC_NAME))
    data = own / "data"
    try:
        own.mkdir(exist_ok=True)
        (own / ".gitignore").write_text("*\n", encoding="utf-8")
        (data / SAVED_BACKEND).unlink(missing_ok=True)
        save_backend(data, block, terraform, environ)
        set_paths(data, wanted, own / "workspaces")
        theirs = environ.get("TF_DATA_DIR", "")
        used = root / (theirs if theirs and Path(theirs) != data else ".terraform")
        link_providers(used, data, lock_file=root / LOCK_FILE)
    except OSError as error:
        raise TerraformProblem(f"{printable(str(own))}: cannot be written: {error.strerror}.") from None
    return Written(backend_override.write(root, block), data, wanted, replaced)
