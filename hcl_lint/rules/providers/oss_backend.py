"""The configuration of Terraform's OSS backend."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.rule import Rule, Violation

OSS_STATE_ARGUMENT = documented(
    Rule(
        id="ALI617",
        name="oss-state-argument",
        severity="error",
        api_error=None,
        message="the oss backend has no argument {name}{hint}",
        source="schema of Terraform's oss backend",
    ),
    """
    A key that Terraform's OSS backend does not have.

    Why: Terraform refuses it: in a backend block with init, in terraform_remote_state with plan.

    Bad::

        data "terraform_remote_state" "network" {
          backend = "oss"
          config = {
            bucket     = "states"
            key        = "network.tfstate"
            table_name = "locks"
          }
        }

    Good::

        data "terraform_remote_state" "network" {
          backend = "oss"
          config = {
            bucket           = "states"
            key              = "network.tfstate"
            tablestore_table = "locks"
          }
        }

    Fix: Write the key that is meant, or remove it.
    """,
)

_ARGUMENTS: Final = frozenset(
    {
        "access_key", "acl", "assume_role", "assume_role_policy", "assume_role_role_arn",
        "assume_role_session_expiration", "assume_role_session_name", "bucket", "ecs_role_name", "encrypt", "endpoint",
        "key", "prefix", "profile", "region", "secret_key", "security_token", "shared_credentials_file",
        "sts_endpoint", "tablestore_endpoint", "tablestore_table",
    }
)  # fmt: skip


@check(OSS_STATE_ARGUMENT)
def check_oss_state(topology: Topology) -> Iterator[Diagnostic]:
    for module in topology.root.modules[:1]:  # Terraform ignores backends of modules that are called
        for block in module.backends:
            for name, argument in block.arguments.items() if block.labels == ("oss",) else ():
                if name not in _ARGUMENTS:
                    yield Diagnostic.of(_violation(name), argument.name_span, scopes=(block.span,))
    for state in topology.root.of_type("terraform_remote_state", mode="data"):
        backend, config = state.get("backend"), state.get("config")
        if backend is not None and config is not None and backend.text() == "oss":
            for name in config.mapping() or ():
                if name not in _ARGUMENTS:
                    yield diagnostic_at(state, _violation(name), ("config",), used=True)


def _violation(name: str) -> Violation:
    close = difflib.get_close_matches(name, sorted(_ARGUMENTS), 1, 0.6)
    return OSS_STATE_ARGUMENT.violation(name, name=name, hint=f": did you mean {close[0]}?" if close else "")
