"""Quotas of prefix lists."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network.entities import Entity
from hcl_lint.network.quota_counts import exceeded, groups, home, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    quotas,
)

QUOTA_PREFIX_LISTS_PER_REGION = documented(
    quotas.PREFIX_LISTS_PER_REGION,
    """
    More ECS prefix lists in a region than the quota.

    Why: An account has 100 prefix lists of ECS in a region until somebody has ecs_quota_prefix_list_num raised; the
    next one is refused.

    Bad::

        resource "alicloud_ecs_prefix_list" "many" {
          count            = 101
          prefix_list_name = "partner${count.index}"
          address_family   = "IPv4"
          max_entries      = 5

          entry {
            cidr = "172.16.${count.index}.0/24"
          }
        }

    Good::

        resource "alicloud_ecs_prefix_list" "few" {
          count            = 100
          prefix_list_name = "partner${count.index}"
          address_family   = "IPv4"
          max_entries      = 5

          entry {
            cidr = "172.16.${count.index}.0/24"
          }
        }

    Fix: Bring blocks that are used together into one list, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_PREFIX_LIST_ASSOCIATIONS = documented(
    quotas.PREFIX_LIST_ASSOCIATIONS,
    """
    More security groups that use a prefix list than the quota.

    Why: A prefix list is used by 1000 groups until somebody has ecs_quota_prefix_list_association_num raised; the
    rule of the next group is refused.

    Bad::

        resource "alicloud_security_group" "first" {
          count  = 501
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group" "second" {
          count  = 501
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group_rule" "first" {
          count             = 501
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = alicloud_security_group.first[count.index].id
          prefix_list_id    = "pl-bp1partners"
        }

        resource "alicloud_security_group_rule" "second" {
          count             = 501
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = alicloud_security_group.second[count.index].id
          prefix_list_id    = "pl-bp1partners"
        }

    Good::

        resource "alicloud_security_group" "first" {
          count  = 2
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group" "second" {
          count  = 2
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group_rule" "first" {
          count             = 2
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = alicloud_security_group.first[count.index].id
          prefix_list_id    = "pl-bp1partners"
        }

        resource "alicloud_security_group_rule" "second" {
          count             = 2
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = alicloud_security_group.second[count.index].id
          prefix_list_id    = "pl-bp1partners"
        }

    Fix: Let instances share groups, use a second list, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_VPC_PREFIX_LISTS = documented(
    quotas.VPC_PREFIX_LISTS,
    """
    More VPC prefix lists in a region than the quota.

    Why: vpc_quota_prefixlist_num is 10 until somebody has it raised; the next one is refused.

    Bad::

        resource "alicloud_vpc_prefix_list" "many" {
          count       = 11
          ip_version  = "IPV4"
          max_entries = 5
        }

    Good::

        resource "alicloud_vpc_prefix_list" "few" {
          count       = 2
          ip_version  = "IPV4"
          max_entries = 5
        }

    Fix: Bring blocks that are used together into one list, or have the quota raised.
    """,
    severity="warning",
)

QUOTA_VPC_PREFIX_LIST_ENTRIES = documented(
    quotas.VPC_PREFIX_LIST_ENTRIES,
    """
    A VPC prefix list that may have more entries than the quota.

    Why: vpc_quota_prefixlist_cidr_num_per_prefixlist is 50 until somebody has it raised; a larger list is refused.

    Bad::

        resource "alicloud_vpc_prefix_list" "large" {
          ip_version  = "IPV4"
          max_entries = 51
        }

    Good::

        resource "alicloud_vpc_prefix_list" "large" {
          ip_version  = "IPV4"
          max_entries = 50
        }

    Fix: Summarise entries into larger blocks, or have the quota raised. What a route or a rule names counts
    max_entries.
    """,
    severity="warning",
)


@check(QUOTA_PREFIX_LISTS_PER_REGION, QUOTA_VPC_PREFIX_LISTS)
def check_prefix_lists(topology: Topology) -> Iterator[Diagnostic]:
    for type, rule, quota in (
        ("alicloud_ecs_prefix_list", quotas.PREFIX_LISTS_PER_REGION, "ecs_quota_prefix_list_num"),
        ("alicloud_vpc_prefix_list", quotas.VPC_PREFIX_LISTS, "vpc_quota_prefixlist_num"),
    ):
        for prefix_list, violation in exceeded(rule, written(topology.root, type), home, quota):
            yield prefix_list.diagnostic(violation)


@check(QUOTA_PREFIX_LIST_ASSOCIATIONS)
def check_associations(topology: Topology) -> Iterator[Diagnostic]:
    group_id, list_id = named(topology.root, "security_group_id"), named(topology.root, "prefix_list_id")

    def association(rule: Entity) -> Hashable | None:
        group, prefix_list = group_id(rule), list_id(rule)
        return (group, prefix_list) if group and prefix_list else None

    rules = written(topology.root, "alicloud_security_group_rule")
    first_rules = [same[0] for same in groups(rules, association)]
    for rule, violation in exceeded(
        quotas.PREFIX_LIST_ASSOCIATIONS, first_rules, list_id, "ecs_quota_prefix_list_association_num"
    ):
        yield rule.diagnostic(violation, "prefix_list_id", used=True)


_ENTRIES_QUOTA: Final = "vpc_quota_prefixlist_cidr_num_per_prefixlist"
_ENTRIES_LIMIT: Final = quotas.Quotas().vpc_quota_prefixlist_cidr_num_per_prefixlist


@check(QUOTA_VPC_PREFIX_LIST_ENTRIES)
def check_entries(topology: Topology) -> Iterator[Diagnostic]:
    rule = quotas.VPC_PREFIX_LIST_ENTRIES
    for prefix_list in written(topology.root, "alicloud_vpc_prefix_list"):
        size = prefix_list.number("max_entries")
        adding = size if isinstance(size, int) else 0
        for violation in quotas.check_count(rule, used=0, adding=adding, limit=_ENTRIES_LIMIT, quota=_ENTRIES_QUOTA):
            yield prefix_list.diagnostic(violation, "max_entries")
