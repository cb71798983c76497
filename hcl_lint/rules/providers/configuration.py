"""Configurations of the provider."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.evaluate.known_values import is_placeholder, known_text
from hcl_lint.evaluate.model import NestedBlock
from hcl_lint.network.arguments import fact, number
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.source.files import CONFIGURATION
from tfmock.rulebook import (
    regions,
    roles,
)
from tfmock.rulebook.names import ACCESS_KEY
from tfmock.rulebook.rule import UNKNOWN, Rule

HARD_CODED_CREDENTIALS = documented(
    Rule(
        id="ALI601",
        name="hard-coded-credentials",
        severity="error",
        api_error=None,
        message="{attribute} is written into the configuration",
        source="RAM: protect access keys; provider documentation, Authentication",
    ),
    """
    An access key written into the configuration.

    Why: Who can read the repository, its history or a plan can act for the account. The key stays in the history
    after it is removed. The keys of tfmock (default.1000000000000001 with the secret tfmock) open nothing: no finding.

    Bad::

        provider "alicloud" {
          region     = "cn-hangzhou"
          access_key = "LTAI5tExampleExampleExam"
          secret_key = "ExampleSecretExampleSecretExam"
        }

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

    Good::

        variable "access_key" {
          sensitive = true
        }

        variable "secret_key" {
          sensitive = true
        }

        provider "alicloud" {
          region     = "cn-hangzhou"
          access_key = var.access_key
          secret_key = var.secret_key
        }

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

    Fix: Take it out, replace the key in the RAM console, and give the provider a profile, a role or environment
    variables.
    """,
)

PROVIDER_REGION = documented(
    Rule(
        id="ALI603",
        name="provider-region",
        severity="warning",
        api_error=None,
        message="Alibaba Cloud has no region {region!r}{hint}",
        source="regions and zones page",
    ),
    """
    A provider for a region that Alibaba Cloud does not have.

    Why: A misspelt region makes every request of the provider fail, often as an endpoint that cannot be found.

    Bad::

        provider "alicloud" {
          region = "cn-hangzou"
        }

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

    Good::

        provider "alicloud" {
          region = "cn-hangzhou"
        }

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/8"
        }

    Fix: Write the id of a region, such as cn-hangzhou or ap-southeast-1.
    """,
)

ASSUME_ROLE = documented(
    Rule(
        id="ALI604",
        name="assume-role",
        severity="error",
        api_error=None,
        message="{what}",
        source="AssumeRole metadata and error codes",
    ),
    """
    A role that cannot be assumed as it is written.

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
    """,
)

#: What examples write where a key belongs: YOUR_ACCESS_KEY, MyAccessKeyID, secret-key, xxxx, <key>, ******.
_PLACEHOLDER: Final = re.compile(
    r"your|xxx|[*<]|\.\.\.|(access|secret)[-_ ]?key|key[-_ ]?(id|secret)|placeholder|(change|replace)[-_ ]?me|dummy",
    re.IGNORECASE,
)
#: Ids of access keys have 16 characters or more, secrets 30: less is no key.
_SHORTEST_KEY: Final = 16
#: tfmock's keys, which ``tfmock override`` writes beside a secret that is too short to be one.
_TFMOCK_KEY: Final = re.compile(ACCESS_KEY)
_SECRETS: Final = ("access_key", "secret_key", "security_token")


@check(HARD_CODED_CREDENTIALS)
def check_credentials(topology: Topology) -> Iterator[Diagnostic]:
    for provider in topology.providers():
        for name in _SECRETS:
            argument = provider.arguments.get(name)
            text = argument.value.text() if argument else None
            if argument is None or not text or len(text) < _SHORTEST_KEY or _PLACEHOLDER.search(text):
                continue
            if name == "access_key" and _TFMOCK_KEY.fullmatch(text):
                continue
            span = argument.value.span or argument.expression_span
            if span.path.endswith(CONFIGURATION) or span.path == "-":
                violation = HARD_CODED_CREDENTIALS.violation(name, attribute=name)
                scopes = (provider.span, argument.expression_span)
                yield Diagnostic.of(violation, span, address=provider.address, scopes=scopes, secret=True)


@check(PROVIDER_REGION)
def check_region(topology: Topology) -> Iterator[Diagnostic]:
    for provider in topology.providers():
        argument = provider.arguments.get("region")
        text = known_text(argument.value) if argument else None
        if argument is None or not text or is_placeholder(text) or regions.find(text):
            continue
        near = difflib.get_close_matches(text, regions.REGIONS, 1, 0.85)
        violation = PROVIDER_REGION.violation("region", region=text, hint=f"; did you mean {near[0]}?" if near else "")
        span = argument.value.span or argument.expression_span
        scopes = (provider.span, argument.expression_span)
        yield Diagnostic.of(violation, span, address=provider.address, scopes=scopes)


#: The argument behind each problem of a role, and the message.
_ROLE_MESSAGES: Final[Mapping[roles.RoleProblem, tuple[str, str]]] = MappingProxyType(
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


@check(ASSUME_ROLE)
def check_assumed_roles(topology: Topology) -> Iterator[Diagnostic]:
    for provider in topology.providers():
        for block in provider.blocks if provider.assume_role else ():
            for problem in _role_problems(block) if block.type == "assume_role" else ():
                name, what = _ROLE_MESSAGES[problem]
                span = block.arguments[name].expression_span
                violation = ASSUME_ROLE.violation(name, what=what)
                yield Diagnostic.of(violation, span, address=provider.address, scopes=(provider.span, span))


def _role_problems(block: NestedBlock) -> Iterator[roles.RoleProblem]:
    """An argument that is not written, or empty, comes from the environment or is left to the provider's defaults."""
    return roles.check_role(
        fact(block, "role_arn") or UNKNOWN,
        fact(block, "session_name") or UNKNOWN,
        number(block, "session_expiration") or UNKNOWN,
        fact(block, "policy") or UNKNOWN,
    )
