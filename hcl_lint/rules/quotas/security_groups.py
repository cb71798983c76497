"""Quotas of security groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.arguments import fact
from hcl_lint.network.entities import Entity
from hcl_lint.network.group_members import INTERFACES, addresses_of, groups_of, interfaces
from hcl_lint.network.quota_counts import exceeded, groups, home, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import groups as security_groups
from tfmock.rulebook import (
    quotas,
)

QUOTA_SECURITY_GROUPS_PER_REGION = documented(
    quotas.SECURITY_GROUPS_PER_REGION,
    """
    More security groups in a region than the quota.

    Why: An account has 100 security groups in a region until somebody has q_security-groups raised; the next one is
    refused.

    Bad::

        resource "alicloud_security_group" "many" {
          count  = 101
          vpc_id = "vpc-bp1vpc"
        }

    Good::

        resource "alicloud_security_group" "many" {
          count  = 100
          vpc_id = "vpc-bp1vpc"
        }

    Fix: Share groups between instances, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_SECURITY_GROUP_RULES = documented(
    quotas.SECURITY_GROUP_RULES,
    """
    More rules in a security group than it takes.

    Why: A security group has 200 rules at most, both directions together; the next one is refused.

    Bad::

        resource "alicloud_security_group_rule" "many" {
          count             = 201
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "${1000 + count.index}/${1000 + count.index}"
          security_group_id = "sg-bp1group"
          cidr_ip           = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_security_group_rule" "many" {
          count             = 200
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "${1000 + count.index}/${1000 + count.index}"
          security_group_id = "sg-bp1group"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Name ranges of ports, or blocks together by a prefix list; or use two groups.
    """,
    severity="warning",
)

QUOTA_RULES_BETWEEN_GROUPS = documented(
    security_groups.GROUP_RULES,
    """
    More rules of a security group that name a group than it takes.

    Why: Of the rules of a security group, 20 may name another group instead of a block; the next one is refused.

    Bad::

        resource "alicloud_security_group_rule" "many" {
          count                    = 21
          type                     = "ingress"
          ip_protocol              = "tcp"
          port_range               = "${1000 + count.index}/${1000 + count.index}"
          security_group_id        = "sg-bp1group"
          source_security_group_id = "sg-bp1other"
        }

    Good::

        resource "alicloud_security_group_rule" "many" {
          count                    = 20
          type                     = "ingress"
          ip_protocol              = "tcp"
          port_range               = "${1000 + count.index}/${1000 + count.index}"
          security_group_id        = "sg-bp1group"
          source_security_group_id = "sg-bp1other"
        }

    Fix: Name ranges of ports, or the blocks of the other group's members.
    """,
    severity="warning",
)

QUOTA_RULES_PER_INTERFACE = documented(
    quotas.RULES_PER_INTERFACE,
    """
    More rules in the security groups of an interface than it takes.

    Why: The rules of all groups of an interface are 1,000 at most, both directions together; the next one, and the next
    group, are refused.

    Bad::

        resource "alicloud_security_group_rule" "web" {
          count             = 3 * 170
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "${1000 + count.index}/${1000 + count.index}"
          security_group_id = "sg-bp1web${count.index % 3}"
          cidr_ip           = "10.0.0.0/8"
        }

        resource "alicloud_security_group_rule" "admin" {
          count             = 3 * 170
          type              = "ingress"
          ip_protocol       = "udp"
          port_range        = "${1000 + count.index}/${1000 + count.index}"
          security_group_id = "sg-bp1admin${count.index % 3}"
          cidr_ip           = "10.0.0.0/8"
        }

        resource "alicloud_ecs_network_interface" "data" {
          vswitch_id         = "vsw-bp1data"
          security_group_ids = flatten([for n in range(3) : ["sg-bp1web${n}", "sg-bp1admin${n}"]])
        }

    Good::

        resource "alicloud_security_group_rule" "many" {
          count             = 3 * 170
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "${1000 + count.index}/${1000 + count.index}"
          security_group_id = "sg-bp1web${count.index % 3}"
          cidr_ip           = "10.0.0.0/8"
        }

        resource "alicloud_ecs_network_interface" "data" {
          vswitch_id         = "vsw-bp1data"
          security_group_ids = [for n in range(3) : "sg-bp1web${n}"]
        }

    Fix: Name ranges of ports, or blocks together by a prefix list; or put the interface into fewer groups.
    """,
    severity="warning",
)

QUOTA_SECURITY_GROUP_ADDRESSES = documented(
    quotas.SECURITY_GROUP_ADDRESSES,
    """
    More private addresses in a security group than it takes.

    Why: The interfaces of a normal security group have 6,000 private addresses at most, IPv4 and IPv6 together.

    Bad::

        resource "alicloud_security_group" "web" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_ecs_network_interface" "web" {
          count                              = 150
          vswitch_id                         = "vsw-bp1web"
          security_group_ids                 = [alicloud_security_group.web.id]
          secondary_private_ip_address_count = 40
        }

    Good::

        resource "alicloud_security_group" "web" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_ecs_network_interface" "web" {
          count                              = 100
          vswitch_id                         = "vsw-bp1web"
          security_group_ids                 = [alicloud_security_group.web.id]
          secondary_private_ip_address_count = 40
        }

    Fix: Use several groups, an enterprise group, or fewer addresses; or have the quota raised.
    """,
    severity="warning",
)

_LIMITS: Final = quotas.Quotas()
_RULES_QUOTA: Final = "ecs_quota_security_group_rule_num"
_INTERFACE_QUOTA: Final = "ecs_quota_rules_per_interface_num"
_ADDRESS_QUOTA: Final = "ecs_quota_security_group_address_num"


@check(QUOTA_SECURITY_GROUPS_PER_REGION)
def check_security_groups(topology: Topology) -> Iterator[Diagnostic]:
    security_groups = written(topology.root, "alicloud_security_group")
    violations = exceeded(quotas.SECURITY_GROUPS_PER_REGION, security_groups, home, "ecs_quota_security_group_num")
    for group, violation in violations:
        yield group.diagnostic(violation)


@check(QUOTA_SECURITY_GROUP_RULES)
def check_rules_of_groups(topology: Topology) -> Iterator[Diagnostic]:
    limit = _LIMITS.ecs_quota_security_group_rule_num
    for rules in _rules_by_group(topology, written(topology.root, "alicloud_security_group_rule")):
        used = 0
        for rule in rules:
            size = _size(topology, rule)
            violations = quotas.check_count(
                quotas.SECURITY_GROUP_RULES, used=used, adding=size, limit=limit, quota=_RULES_QUOTA
            )
            violation = next(violations, None)
            if violation is not None:
                yield rule.diagnostic(violation, "security_group_id")
                break
            used += size


@check(QUOTA_RULES_BETWEEN_GROUPS)
def check_rules_between_groups(topology: Topology) -> Iterator[Diagnostic]:
    rules = [rule for rule in written(topology.root, "alicloud_security_group_rule") if _names_a_group(rule)]
    for of_group in _rules_by_group(topology, rules):
        for count, rule in enumerate(of_group, 1):
            violation = next(iter(security_groups.check_rules_with_groups(count)), None)
            if violation is not None:
                yield rule.diagnostic(violation, "source_security_group_id")
                break


@check(QUOTA_RULES_PER_INTERFACE)
def check_rules_of_interfaces(topology: Topology) -> Iterator[Diagnostic]:
    limit, sizes = _LIMITS.ecs_quota_rules_per_interface_num, {}
    group_id = named(topology.root, "security_group_id")
    for rules in _rules_by_group(topology, written(topology.root, "alicloud_security_group_rule")):
        sizes[str(group_id(rules[0]))] = sum(_size(topology, rule) for rule in rules)
    if sum(sizes.values()) <= limit:
        return
    for interface in interfaces(topology.root):
        used = sum(sizes.get(group, 0) for group in groups_of(topology.root, interface))
        violations = quotas.check_count(
            quotas.RULES_PER_INTERFACE, used=used, adding=0, limit=limit, quota=_INTERFACE_QUOTA
        )
        for violation in violations:
            yield diagnostic_at(interface, violation, INTERFACES[interface.type], used=True)


@check(QUOTA_SECURITY_GROUP_ADDRESSES)
def check_addresses_of_groups(topology: Topology) -> Iterator[Diagnostic]:
    limit = _LIMITS.ecs_quota_security_group_address_num
    # Enterprise groups take more, so nothing is said of a group whose kind is not known
    used = {
        group.address: 0
        for group in topology.root.of_type("alicloud_security_group")
        if fact(group, "security_group_type") in (None, "normal")
    }
    for interface in interfaces(topology.root):
        addresses = addresses_of(interface)
        for group in groups_of(topology.root, interface):
            before = used.get(group)
            if before is None:
                continue
            used[group] = before + addresses
            violations = quotas.check_count(
                quotas.SECURITY_GROUP_ADDRESSES, used=before, adding=addresses, limit=limit, quota=_ADDRESS_QUOTA
            )
            for violation in violations if before <= limit else ():
                yield diagnostic_at(interface, violation, INTERFACES[interface.type], used=True)


def _rules_by_group(topology: Topology, rules: Iterable[Entity]) -> Iterator[list[Entity]]:
    return groups(rules, named(topology.root, "security_group_id"))


def _size(topology: Topology, rule: Entity) -> int:
    """How many rules one counts as: one for each entry that its prefix list may have."""
    return topology.lists.size(topology.lists.named(rule.resource, "prefix_list_id"))


def _names_a_group(rule: Entity) -> bool:
    """Whether a rule surely names a group: the id of a group that is created here is not null."""
    value = rule.value("source_security_group_id")
    return value is not None and (value.known or (value.reference is not None and value.reference.path == ("id",)))
