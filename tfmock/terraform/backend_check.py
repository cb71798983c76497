"""`--backend keep`: the configured backend is used, and only if it cannot be a real one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tfmock.terraform.command_line import BackendFlags, CommandLine
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.root_module import Backend, find_backend, read_attributes
from tfmock.terraform.saved_plan import SavedPlan
from tfmock.text.printable import printable


def check_backend(root: Path, environ: Mapping[str, str], line: CommandLine | None = None) -> None:
    """Refuse a root module whose state lies elsewhere.

    Args:
        root: the folder of the root module.
        environ: what Terraform would run with.
        line: what Terraform would run; None before that is known, when an ``oss`` backend is not judged yet: an
            ``init`` may give it other endpoints.

    Raises:
        TerraformError: its backend is neither local nor answered by tfmock.
    """
    backend = find_backend(root)
    if backend is None or not backend.remote or (line is None and backend.kind == "oss"):
        return
    where = f"{printable(str(backend.path))}:{backend.line}"
    if line is not None:
        attributes = _given(root, environ, line) if line.subcommand == "init" else _saved(root, environ)
        backend = backend._replace(attributes={**backend.attributes, **attributes})
    if not backend.is_in_tfmock(environ):
        raise TerraformError(
            f"{where}: {printable(backend.name)} would get ids of tfmock's into a real state. Leave out "
            "--backend keep: then `tfmock exec` gives Terraform a private state."
        )
    if backend.locks_elsewhere(environ):
        raise TerraformError(
            f"{where}: {printable(backend.name)} names a real Tablestore, which Terraform asks past any proxy. "
            "Give it tfmock's: terraform init -backend-config=tablestore_endpoint=$ALICLOUD_TABLESTORE_ENDPOINT"
        )


def check_plan(path: Path, plan: SavedPlan, environ: Mapping[str, str]) -> None:
    """Refuse a saved plan that was made for a state that lies elsewhere.

    Raises:
        TerraformError: its backend is neither local nor answered by tfmock, or it cannot be read.
    """
    if plan.kind == "local":
        return
    if plan.encrypted:
        raise TerraformError(
            f"{printable(path.name)}: this plan is encrypted, so it does not tell for which backend it was made, and "
            "apply could write a real state. Apply without a plan file, or make it without encryption of plans."
        )
    names = ("endpoint", "tablestore_endpoint", "tablestore_table")
    attributes = {name: value for name in names if (value := plan.attribute(name))}
    backend = Backend(plan.kind, path, 0, attributes)
    if not backend.is_in_tfmock(environ) or backend.locks_elsewhere(environ):
        named = f"was made for {printable(backend.name)}" if plan.kind else "does not say for which backend it was made"
        raise TerraformError(
            f"{printable(path.name)}: this plan {named}, and apply would write a real state. Make it inside: "
            "tfmock exec -- sh -c 'terraform plan -out=P && terraform apply P'"
        )


def _given(root: Path, environ: Mapping[str, str], line: CommandLine) -> Mapping[str, str]:
    """The attributes that ``init`` is given, the last of a name wins."""
    attributes: dict[str, str] = {}
    for flag in BackendFlags.parse([*line.environment_arguments(environ), *line.rest]).configured:
        attributes |= _configured(root, flag)
    return attributes


def _configured(root: Path, flag: str) -> Mapping[str, str]:
    """The attributes of a ``-backend-config`` flag: one, or those in a file."""
    name, equals, value = flag.partition("=")
    if equals:
        return {name: value}
    return read_attributes(root / flag)


def _saved(root: Path, environ: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes of an ``oss`` backend that ``init`` has saved."""
    try:
        text = (root / (environ.get("TF_DATA_DIR") or ".terraform") / "terraform.tfstate").read_text(encoding="utf-8")
        config = json.loads(text)["backend"]["config"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: value for name, value in config.items() if isinstance(value, str) and value}
