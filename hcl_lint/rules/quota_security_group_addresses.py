"""More private addresses in a security group than it takes.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.broken import fact
from hcl_lint.network.group_members import INTERFACES, addresses_of, groups_of, interfaces
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "ecs_quota_security_group_address_num"
_LIMIT = quotas.Quotas().ecs_quota_security_group_address_num


@lint_rule(quotas.SECURITY_GROUP_ADDRESSES, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    # Enterprise groups take more, so nothing is said of a group whose kind is not known
    used = {
        one.address: 0
        for one in topology.root.of_type("alicloud_security_group")
        if fact(one, "security_group_type") in (None, "normal")
    }
    for interface in interfaces(topology.root):
        many = addresses_of(interface)
        for group in groups_of(topology.root, interface):
            before = used.get(group)
            if before is None:
                continue
            used[group] = before + many
            found = quotas.check_count(
                quotas.SECURITY_GROUP_ADDRESSES, used=before, adding=many, limit=_LIMIT, quota=_QUOTA
            )
            for violation in found if before <= _LIMIT else ():
                yield at_resource(interface, *INTERFACES[interface.type], message=violation.message, used=True)
