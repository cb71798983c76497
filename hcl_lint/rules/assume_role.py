"""A role that cannot be assumed as it is written.

Why: The provider asks for a session before anything else, so every request of the configuration fails.

Bad::

    provider "alicloud" {
      region = "cn-hangzhou"

      assume_role {
        role_arn           = "acs:ram::1234567890123456:terraform"
        session_expiration = 60
      }
    }

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

Good::

    provider "alicloud" {
      region = "cn-hangzhou"

      assume_role {
        role_arn           = "acs:ram::1234567890123456:role/terraform"
        session_expiration = 3600
      }
    }

    resource "alicloud_vpc" "a" {
      cidr_block = "10.0.0.0/8"
    }

Fix: Write the role's ARN as the RAM console shows it, and what AssumeRole takes beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.evaluate.model import NestedBlock
from hcl_lint.network.broken import fact, number
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule
from tfmock.rulebook import roles
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule("ALI604", "assume-role", "error", None, "{what}", "AssumeRole metadata and error codes")

#: Which argument it is, and what is said.
_REFUSED: Final[Mapping[roles.RoleProblem, tuple[str, str]]] = MappingProxyType(
    {
        "role_arn": ("role_arn", "role_arn is not of the form acs:ram::<account id>:role/<name>"),
        "session_name": ("session_name", "session_name must have 2 to 64 letters, digits, or any of . @ _ -"),
        "duration": (
            "session_expiration", f"session_expiration must be {roles.SHORTEST} to {roles.LONGEST} seconds"
        ),
        "policy_size": ("policy", f"policy has more than {roles.POLICY_BYTES} bytes"),
        "policy_grammar": ("policy", "policy is not a JSON object with a Statement"),
    }
)  # fmt: skip


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for provider in topology.providers():
        for block in provider.blocks if provider.assume_role else ():
            if block.type != "assume_role":
                continue
            for refused in _refused(block):
                name, what = _REFUSED[refused]
                argument = block.arguments[name]
                scopes = (provider.span, argument.expression_span)
                message = RULE.broken(name, what=what).message
                yield Problem(message, argument.expression_span, provider.address, name, scopes=scopes)


def _refused(block: NestedBlock) -> Iterator[roles.RoleProblem]:
    """What is not written, or empty, the provider takes from the environment, or leaves to its defaults."""
    expiration = number(block, "session_expiration")
    return roles.check_role(
        fact(block, "role_arn") or UNKNOWN, fact(block, "session_name") or UNKNOWN, expiration or UNKNOWN,
        fact(block, "policy") or UNKNOWN,
    )  # fmt: skip
