"""A key that Terraform's OSS backend does not have.

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
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI617", "oss-state-argument", "error", None, "the oss backend has no argument {name}{hint}",
    "schema of Terraform's oss backend",
)  # fmt: skip

_ARGUMENTS: Final = frozenset(
    {
        "access_key", "acl", "assume_role", "assume_role_policy", "assume_role_role_arn",
        "assume_role_session_expiration", "assume_role_session_name", "bucket", "ecs_role_name", "encrypt", "endpoint",
        "key", "prefix", "profile", "region", "secret_key", "security_token", "shared_credentials_file",
        "sts_endpoint", "tablestore_endpoint", "tablestore_table",
    }
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for module in topology.root.modules[:1]:  # Terraform ignores backends of modules that are called
        for block in module.backends:
            for name, argument in block.arguments.items() if block.labels == ("oss",) else ():
                if name not in _ARGUMENTS:
                    yield Problem(_message(name), argument.name_span, subject=name, scopes=(block.span,))
    for one in topology.root.of_type("terraform_remote_state", mode="data"):
        kind, config = one.get("backend"), one.get("config")
        if kind is None or config is None or kind.text() != "oss":
            continue
        for name in config.mapping() or ():
            if name not in _ARGUMENTS:
                yield at_resource(one, "config", message=_message(name), used=True)


def _message(name: str) -> str:
    close = get_close_matches(name, sorted(_ARGUMENTS), 1, 0.6)
    return RULE.broken("", name=name, hint=f": did you mean {close[0]}?" if close else "").message
