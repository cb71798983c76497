"""An access key written into the configuration.

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
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule
from tfmock.rulebook.names import ACCESS_KEY
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI601", "hard-coded-credentials", "error", None, "{attribute} is written into the configuration",
    "RAM: protect access keys; provider documentation, Authentication",
)  # fmt: skip

#: What examples write where a key belongs: YOUR_ACCESS_KEY, MyAccessKeyID, secret-key, xxxx, <key>, ******.
_PLACEHOLDER = re.compile(
    r"your|xxx|[*<]|\.\.\.|(access|secret)[-_ ]?key|key[-_ ]?(id|secret)|placeholder|(change|replace)[-_ ]?me|dummy",
    re.IGNORECASE,
)
#: Ids of access keys have 16 characters or more, secrets 30: less is no key.
_SHORTEST = 16
#: tfmock's keys, which ``tfmock override`` writes beside a secret that is too short to be one.
_TFMOCK = re.compile(ACCESS_KEY)
_SECRETS = ("access_key", "secret_key", "security_token")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for provider in topology.providers():
        for name in _SECRETS:
            argument = provider.arguments.get(name)
            text = argument.value.text() if argument else None
            if argument is None or not text or len(text) < _SHORTEST or _PLACEHOLDER.search(text):
                continue
            if name == "access_key" and _TFMOCK.fullmatch(text):
                continue
            span = argument.value.span or argument.expression_span
            if span.path.endswith((".tf", ".tf.json")) or span.path == "-":
                message = RULE.broken(name, attribute=name).message
                scopes = (provider.span, argument.expression_span)
                yield Problem(message, span, provider.address, name, scopes=scopes, secret=True)
