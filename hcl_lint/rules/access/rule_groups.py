"""Security groups that security group rules name."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.access_checks import AccessChecks
from hcl_lint.network.arguments import fact
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.schema import versions
from tfmock.rulebook import (
    groups,
)
from tfmock.rulebook.rule import Rule

GROUP_RULE_OTHER_VPC = documented(
    groups.OTHER_VPC,
    """
    A rule that names a group of another VPC.

    Why: Groups know each other within a VPC only, peered or not.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "data" {
          vpc_id = alicloud_vpc.b.id
        }

        resource "alicloud_security_group_rule" "ssh" {
          type                     = "ingress"
          security_group_id        = alicloud_security_group.data.id
          ip_protocol              = "tcp"
          port_range               = "22/22"
          source_security_group_id = alicloud_security_group.web.id
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group" "data" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group_rule" "ssh" {
          type                     = "ingress"
          security_group_id        = alicloud_security_group.data.id
          ip_protocol              = "tcp"
          port_range               = "22/22"
          source_security_group_id = alicloud_security_group.web.id
        }

    Fix: Name the blocks of the other VPC with cidr_ip.
    """,
)

GROUP_RULE_ENTERPRISE = documented(
    groups.ENTERPRISE,
    """
    A rule between groups, one of which is an enterprise group.

    Why: Enterprise groups cannot name other groups, nor be named.

    Bad::

        resource "alicloud_security_group" "web" {
          vpc_id              = "vpc-bp1vpc"
          security_group_type = "enterprise"
        }

        resource "alicloud_security_group" "data" {
          vpc_id              = "vpc-bp1vpc"
          security_group_type = "enterprise"
        }

        resource "alicloud_security_group_rule" "ssh" {
          type                     = "ingress"
          security_group_id        = alicloud_security_group.data.id
          ip_protocol              = "tcp"
          port_range               = "22/22"
          source_security_group_id = alicloud_security_group.web.id
        }

    Good::

        resource "alicloud_security_group" "web" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group" "data" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_security_group_rule" "ssh" {
          type                     = "ingress"
          security_group_id        = alicloud_security_group.data.id
          ip_protocol              = "tcp"
          port_range               = "22/22"
          source_security_group_id = alicloud_security_group.web.id
        }

    Fix: Use normal groups, or name blocks with cidr_ip.
    """,
)

GROUP_RULE_NIC_TYPE = documented(
    groups.NIC_TYPE,
    """
    A rule for the Internet side of a group that is in a VPC.

    Why: In a VPC there is one kind of network, whatever the address: the provider refuses internet, after the plan.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group_rule" "web" {
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          cidr_ip           = "10.0.0.0/8"
          security_group_id = alicloud_security_group.web.id
          nic_type          = "internet"
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_security_group" "web" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_security_group_rule" "web" {
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          cidr_ip           = "10.0.0.0/8"
          security_group_id = alicloud_security_group.web.id
          nic_type          = "intranet"
        }

    Fix: Remove nic_type, or write intranet.
    """,
)

GROUP_RULE_OWNER_ACCOUNT = documented(
    Rule(
        id="ALI729",
        name="group-rule-owner-account",
        severity="warning",
        api_error=None,
        message=(
            "with provider 1.289.0 and newer every later plan replaces this rule: they read the owner as "
            "source_group_owner_id"
        ),
        source="provider source of alicloud_security_group_rule, 1.290.0",
    ),
    """
    A rule that names the owner of its far group by source_group_owner_account alone.

    Why: Since 1.289.0 the provider reads the owner back into source_group_owner_id only. Where that is not written,
    every later plan replaces the rule. source_group_owner_account is deprecated.

    Bad::

        resource "alicloud_security_group_rule" "web" {
          type                       = "ingress"
          security_group_id          = "sg-bp1group"
          ip_protocol                = "tcp"
          port_range                 = "443/443"
          source_security_group_id   = "sg-bp1other"
          source_group_owner_account = "1000000000000002"
        }

    Good::

        resource "alicloud_security_group_rule" "web" {
          type                     = "ingress"
          security_group_id        = "sg-bp1group"
          ip_protocol              = "tcp"
          port_range               = "443/443"
          source_security_group_id = "sg-bp1other"
          source_group_owner_id    = "1000000000000002"
        }

    Fix: Write source_group_owner_id with the account's id, and allow provider 1.289.0.
    """,
)


@check(GROUP_RULE_OTHER_VPC, GROUP_RULE_ENTERPRISE, GROUP_RULE_NIC_TYPE)
def check_rule_groups(topology: Topology) -> Iterator[Diagnostic]:
    yield from AccessChecks.of(topology).check_rule_groups()


@check(GROUP_RULE_OWNER_ACCOUNT)
def check_group_owner(topology: Topology) -> Iterator[Diagnostic]:
    for module, resources in topology.modules():
        if not versions.allows(module, (1, 289, 0)):
            continue
        for rule in resources:
            if rule.type != "alicloud_security_group_rule" or ignores_changes(rule, "source_group_owner_id"):
                continue
            if fact(rule, "source_group_owner_account") and not fact(rule, "source_group_owner_id"):
                yield diagnostic_at(rule, GROUP_RULE_OWNER_ACCOUNT.violation("source_group_owner_account"))
