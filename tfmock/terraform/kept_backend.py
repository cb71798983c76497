"""`--backend keep`: a backend as it is written, and only if it cannot be a real one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tfmock.printable import printable
from tfmock.terraform.blocks import parse
from tfmock.terraform.command_line import BackendFlags
from tfmock.terraform.problems import TerraformProblem
from tfmock.terraform.roots import Backend, backend_of


def check(root: Path, environ: Mapping[str, str], arguments: Sequence[str] = ()) -> None:
    """Refuses a root whose state lies elsewhere.

    Args:
        environ: may name an endpoint of OSS.
        arguments: of ``init``, which may name one too.

    Raises:
        TerraformProblem: its backend is neither local nor answered by tfmock.
    """
    backend = backend_of(root)
    if backend is None or not backend.remote:
        return
    given = [_configured(root, each) for each in BackendFlags.of(arguments).configured]
    for attributes in (backend.attributes, _saved(root, environ), *given):
        if not Backend(backend.kind, backend.path, backend.line, attributes).leads_into_tfmock(environ):
            raise TerraformProblem(
                f"{printable(str(backend.path))}:{backend.line}: {printable(backend.name)} would get ids of tfmock's "
                "into a real state. Leave out --backend keep: then `tfmock exec` gives Terraform a private state."
            )


def _configured(root: Path, flag: str) -> Mapping[str, str]:
    """The attributes of a ``-backend-config`` flag: one, or those in a file."""
    name, equals, value = flag.partition("=")
    if equals:
        return {name: value}
    try:
        return parse((root / flag).read_text(encoding="utf-8", errors="replace")).attributes
    except OSError:
        return {}


def _saved(root: Path, environ: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes of an ``oss`` backend that ``init`` has saved."""
    try:
        text = (root / (environ.get("TF_DATA_DIR") or ".terraform") / "terraform.tfstate").read_text(encoding="utf-8")
        config = json.loads(text)["backend"]["config"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: value for name, value in config.items() if isinstance(value, str) and value}
