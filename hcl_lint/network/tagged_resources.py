"""What can have tags that an API judges, for the rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.evaluate.model import RootModule
from hcl_lint.network.entities import Entity
from tfmock.rulebook.rule import UNKNOWN

#: The APIs of Vpc, VpcPeer and Ecs ask the same of keys, values and their number.
_TYPES: Final = (
    "alicloud_vpc",
    "alicloud_vswitch",
    "alicloud_route_table",
    "alicloud_vpc_peer_connection",
    "alicloud_network_acl",
    "alicloud_vpc_ipv4_gateway",
    "alicloud_vpc_ipv6_gateway",
    "alicloud_vpc_prefix_list",
    "alicloud_security_group",
    "alicloud_instance",
    "alicloud_network_interface",
    "alicloud_ecs_network_interface",
)


def tagged(root: RootModule) -> Iterator[Entity]:
    """The resources with an argument ``tags``; where and whose they are does not matter to it."""
    for resource in counted(root.of_type(*_TYPES)):
        yield Entity(resource, UNKNOWN, UNKNOWN)
