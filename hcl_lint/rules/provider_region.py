"""A provider for a region that Alibaba Cloud does not have.

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
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from hcl_lint.evaluate.known_text import is_placeholder, known_text
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, lint_rule
from tfmock.rulebook import regions
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI603",
    "provider-region",
    "warning",
    None,
    "Alibaba Cloud has no region {region!r}{hint}",
    "regions and zones page",
)


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for provider in topology.providers():
        argument = provider.arguments.get("region")
        text = known_text(argument.value) if argument else None
        if argument is None or not text or is_placeholder(text) or regions.find(text):
            continue
        near = difflib.get_close_matches(text, regions.REGIONS, 1, 0.85)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = RULE.broken("region", region=text, hint=hint).message
        span = argument.value.span or argument.expression_span
        yield Problem(message, span, provider.address, "region", scopes=(provider.span, argument.expression_span))
