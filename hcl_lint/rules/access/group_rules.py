"""Security group rules: protocol, ports, policy, priority and the other side."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.access_checks import AccessChecks
from hcl_lint.network.arguments import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    group_rules,
)
from tfmock.rulebook.rule import UNKNOWN, Rule

GROUP_RULE_PROTOCOL = documented(
    group_rules.PROTOCOL,
    """
    A protocol that security groups do not know.

    Why: A rule is about tcp, udp, icmp, icmpv6, gre or all; the cloud refuses others.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "https"
          port_range        = "443/443"
          cidr_ip           = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Write the transport protocol, and the service as its port.
    """,
)

GROUP_RULE_PORTS = documented(
    group_rules.PORTS,
    """
    A port range of tcp or udp that is none.

    Why: A range is two ports from 1 to 65535 with a slash between them, the lower first; a single port is written
    twice.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22"
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

    Fix: Write low/high, such as 22/22.
    """,
    fixable=True,
)

GROUP_RULE_PORTS_OF_PROTOCOL = documented(
    group_rules.PORTS_OF_PROTOCOL,
    """
    A rule for tcp or udp without ports.

    Why: tcp and udp need ports; the provider takes a rule without port_range for -1/-1 and refuses that while it
    applies, not while it plans.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "-1/-1"
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

    Fix: Write the ports of tcp and udp, such as 22/22 or 1/65535.
    """,
)

GROUP_RULE_PORTS_IGNORED = documented(
    Rule(
        id="ALI720",
        name="group-rule-ports-ignored",
        severity="warning",
        api_error=None,
        message=("the port range {ports!r} is ignored, since {protocol} has no ports: this rule is about every {what}"),
        source=("provider source of alicloud_security_group_rule (its port range DiffSuppressFunc), 1.246.2, 1.290.0"),
    ),
    """
    A port range in a rule for a protocol that has no ports.

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
    """,
    fixable=True,
)

GROUP_RULE_POLICY = documented(
    group_rules.POLICY,
    """
    A policy that is neither accept nor drop.

    Why: There are no others.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
          policy            = "deny"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
          policy            = "drop"
        }

    Fix: Write accept or drop.
    """,
)

GROUP_RULE_PRIORITY = documented(
    group_rules.PRIORITY,
    """
    A priority that security groups do not have.

    Why: A priority is a whole number from 1, which comes first, to 100.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
          priority          = 1000
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
          priority          = 100
        }

    Fix: Choose 1 to 100.
    """,
)

GROUP_RULE_FAR_SIDE = documented(
    group_rules.FAR_SIDE,
    """
    A rule that does not say who may come in or where to go.

    Why: A rule names a block, another group or a prefix list.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Add cidr_ip, ipv6_cidr_ip, source_security_group_id or prefix_list_id.
    """,
)

GROUP_RULE_TWO_BLOCKS = documented(
    group_rules.TWO_BLOCKS,
    """
    A rule with an IPv4 and an IPv6 block.

    Why: A rule is of one IP version.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
          ipv6_cidr_ip      = "2408:4005:300::/56"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Write a rule for each.
    """,
)

GROUP_RULE_BLOCK = documented(
    group_rules.BLOCK,
    """
    A far side that is no IPv4 block.

    Why: cidr_ip takes an IPv4 block or address.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/33"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Correct the block; one of IPv6 goes into ipv6_cidr_ip.
    """,
)

GROUP_RULE_IPV6_BLOCK = documented(
    group_rules.IPV6_BLOCK,
    """
    A far side that is no IPv6 block.

    Why: ipv6_cidr_ip takes an IPv6 block or address.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          ipv6_cidr_ip      = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "tcp"
          port_range        = "22/22"
          ipv6_cidr_ip      = "2408:4005:300::/56"
        }

    Fix: Correct the block; one of IPv4 goes into cidr_ip.
    """,
)

GROUP_RULE_IPV4_PROTOCOL = documented(
    group_rules.IPV4_PROTOCOL,
    """
    A rule for icmp with an IPv6 block.

    Why: icmp is a protocol of IPv4; that of IPv6 is icmpv6.

    Bad::

        resource "alicloud_security_group_rule" "ping" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "icmp"
          port_range        = "-1/-1"
          ipv6_cidr_ip      = "2408:4005:300::/56"
        }

    Good::

        resource "alicloud_security_group_rule" "ping" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "icmpv6"
          port_range        = "-1/-1"
          ipv6_cidr_ip      = "2408:4005:300::/56"
        }

    Fix: Write icmpv6, which the provider takes since 1.262.0; before that only all.
    """,
)

GROUP_RULE_IPV6_PROTOCOL = documented(
    group_rules.IPV6_PROTOCOL,
    """
    A rule for icmpv6 with an IPv4 block.

    Why: icmpv6 is a protocol of IPv6; that of IPv4 is icmp.

    Bad::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "icmpv6"
          port_range        = "-1/-1"
          cidr_ip           = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_security_group_rule" "ssh" {
          type              = "ingress"
          security_group_id = "sg-bp1group"
          ip_protocol       = "icmp"
          port_range        = "-1/-1"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Write icmp.
    """,
)


@check(
    GROUP_RULE_PROTOCOL, GROUP_RULE_PORTS, GROUP_RULE_PORTS_OF_PROTOCOL, GROUP_RULE_POLICY, GROUP_RULE_PRIORITY,
    GROUP_RULE_FAR_SIDE, GROUP_RULE_TWO_BLOCKS, GROUP_RULE_BLOCK, GROUP_RULE_IPV6_BLOCK, GROUP_RULE_IPV4_PROTOCOL,
    GROUP_RULE_IPV6_PROTOCOL,
)  # fmt: skip
def check_group_rules(topology: Topology) -> Iterator[Diagnostic]:
    for diagnostic in AccessChecks.of(topology).check_group_rules():
        ports = diagnostic.code == GROUP_RULE_PORTS.code
        yield diagnostic.with_fix(fixes.put_ports(diagnostic.argument) if ports else None)


@check(GROUP_RULE_PORTS_IGNORED)
def check_ignored_ports(topology: Topology) -> Iterator[Diagnostic]:
    for rule in topology.root.of_type("alicloud_security_group_rule"):
        protocol, ports = fact(rule, "ip_protocol"), fact(rule, "port_range")
        if protocol is UNKNOWN or protocol not in group_rules.PROTOCOLS or protocol in group_rules.WITH_PORTS:
            continue
        if ports is UNKNOWN or not ports or ports == group_rules.NO_PORTS:
            continue
        what = "port of every protocol" if protocol == "all" else f"{protocol} packet"
        violation = GROUP_RULE_PORTS_IGNORED.violation("port_range", ports=ports, protocol=protocol, what=what)
        # The fix changes nothing that is sent; but beside "all", ports may show that another protocol was meant
        fix = fixes.put_literal(rule.arguments["port_range"], group_rules.NO_PORTS, safe=protocol != "all")
        yield diagnostic_at(rule, violation).with_fix(fix)
