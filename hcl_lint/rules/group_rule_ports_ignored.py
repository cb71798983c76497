"""A port range in a rule for a protocol that has no ports.

Why: Only tcp and udp have ports. For all, icmp and gre the provider sends -1/-1 whatever is written: a rule for all
that says 22/22 opens every port of every protocol, and no plan shows it.

Bad::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "all"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

Good::

    resource "alicloud_security_group_rule" "ssh" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "10.0.0.0/8"
    }

    resource "alicloud_security_group_rule" "ping" {
      type              = "ingress"
      security_group_id = "sg-bp1group"
      ip_protocol       = "icmp"
      port_range        = "-1/-1"
      cidr_ip           = "10.0.0.0/8"
    }

Fix: Write tcp or udp if only these ports are meant, else -1/-1 (or nothing).
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.network.broken import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook import group_rules
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI720", "group-rule-ports-ignored", "warning", None,
    "the port range {ports!r} is ignored, since {protocol} has no ports: this rule is about every {what}",
    "provider source of alicloud_security_group_rule (its port range DiffSuppressFunc), 1.246.2, 1.290.0",
)  # fmt: skip


@lint_rule(RULE, fixable=True)
def check(topology: Topology) -> Iterator[Problem]:
    for rule in topology.root.of_type("alicloud_security_group_rule"):
        protocol, ports = fact(rule, "ip_protocol"), fact(rule, "port_range")
        if protocol is UNKNOWN or protocol not in group_rules.PROTOCOLS or protocol in group_rules.WITH_PORTS:
            continue
        if ports is UNKNOWN or not ports or ports == group_rules.NO_PORTS:
            continue
        what = "port of every protocol" if protocol == "all" else f"{protocol} packet"
        message = RULE.broken("", ports=ports, protocol=protocol, what=what).message
        # nothing that is sent changes; but whoever wrote ports beside "all" may have meant another protocol
        fix = fixes.put_literal(rule.arguments["port_range"], group_rules.NO_PORTS, safe=protocol != "all")
        yield at_resource(rule, "port_range", message=message).with_fix(fix)
