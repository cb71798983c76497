"""A policy or protocol of a network ACL's entry in capitals.

Why: The cloud takes Accept and TCP; the provider takes small letters only since 1.266.0, and refuses others when it
plans.

Bad::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "Accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "10.0.0.0/8"
      }
    }

Good::

    resource "alicloud_network_acl" "a" {
      vpc_id = "vpc-bp1vpc"
      ingress_acl_entries {
        policy         = "accept"
        protocol       = "tcp"
        port           = "443/443"
        source_cidr_ip = "10.0.0.0/8"
      }
    }

Fix: Write it in small letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from hcl_lint import fixes
from hcl_lint.network.broken import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from hcl_lint.schema import versions
from tfmock.rulebook import acl_entries
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI745", "acl-entry-capitals", "warning", None,
    "provider 1.266.0 and newer refuse {value!r}: they take {wanted}",
    "provider source of alicloud_network_acl, 1.290.0: values are compared with their case",
)  # fmt: skip


_VALUES: Final = MappingProxyType({"policy": ("accept", "drop"), "protocol": acl_entries.PROTOCOLS})


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for module, resources in topology.modules():
        if not versions.allows(module, (1, 266, 0)):
            continue
        for acl in resources:
            if acl.type != "alicloud_network_acl":
                continue
            for block in (*acl.nested("ingress_acl_entries"), *acl.nested("egress_acl_entries")):
                for name, values in _VALUES.items():
                    text = fact(block, name)
                    if isinstance(text, str) and text not in values and text.lower() in values:
                        message = RULE.broken("", value=text, wanted=text.lower()).message
                        problem = at_resource(acl, name, message=message, block=block)
                        yield problem.with_fix(fixes.put_literal(block.arguments[name], text.lower()))
