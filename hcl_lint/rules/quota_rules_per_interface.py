"""More rules in the security groups of an interface than it takes.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.group_members import INTERFACES, groups_of, interfaces
from hcl_lint.network.quota_counts import groups, named, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook import quotas

_QUOTA = "ecs_quota_rules_per_interface_num"
_LIMIT = quotas.Quotas().ecs_quota_rules_per_interface_num


@lint_rule(quotas.RULES_PER_INTERFACE, severity="warning")
def check(topology: Topology) -> Iterator[Problem]:
    sizes: dict[str, int] = {}
    key = named(topology.root, "security_group_id")
    for group in groups(written(topology.root, "alicloud_security_group_rule"), key):
        lists = topology.lists
        sizes[str(key(group[0]))] = sum(lists.size(lists.named(one.resource, "prefix_list_id")) for one in group)
    if sum(sizes.values()) <= _LIMIT:
        return
    for interface in interfaces(topology.root):
        used = sum(sizes.get(group, 0) for group in groups_of(topology.root, interface))
        found = quotas.check_count(quotas.RULES_PER_INTERFACE, used=used, adding=0, limit=_LIMIT, quota=_QUOTA)
        for violation in found:
            yield at_resource(interface, *INTERFACES[interface.type], message=violation.message, used=True)
