"""Interfaces as members of security groups: of which they certainly are, and how many addresses they add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.common.work import consume_budget, counted
from hcl_lint.evaluate.known_values import known_elements
from hcl_lint.evaluate.model import ResourceInstance, RootModule
from hcl_lint.network.arguments import number
from hcl_lint.network.duplicates import is_single
from hcl_lint.network.identity import identity

#: Resource types with an interface, and the arguments that name its groups.
INTERFACES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "alicloud_instance": ("security_groups",),
        "alicloud_network_interface": ("security_groups", "security_group_ids"),
        "alicloud_ecs_network_interface": ("security_group_ids", "security_groups"),
    }
)
#: An instance with one of these may have an interface that another resource makes.
_ELSEWHERE: Final = ("network_interface_id", "launch_template_id", "launch_template_name")
_COUNTS: Final = (
    "secondary_private_ip_address_count", "private_ips_count", "ipv6_address_count",
)  # fmt: skip
_LISTS: Final = ("secondary_private_ips", "private_ip_addresses", "private_ips", "ipv6_addresses")


def interfaces(root: RootModule) -> Iterator[ResourceInstance]:
    """The interfaces that certainly exist, each as one thing."""
    for interface in counted(root.of_type(*INTERFACES)):
        if interface.certain and is_single(interface):
            yield interface


def groups_of(root: RootModule, interface: ResourceInstance) -> frozenset[str]:
    """The groups that an interface names, as far as they are known."""
    if any(interface.get(name) is not None for name in _ELSEWHERE):
        return frozenset()
    for name in INTERFACES[interface.type]:
        value = interface.get(name)
        listed = known_elements(value)
        if listed:
            consume_budget(len(listed))
            ids = (identity(root, element) for element in listed)
            return frozenset(id for id in ids if isinstance(id, str))
    return frozenset()


def addresses_of(interface: ResourceInstance) -> int:
    """How many private addresses it has at least: its primary one, and those requested by number or by value."""
    counts = (number(interface, name, 0) for name in _COUNTS)
    values = (interface.get(name) for name in _LISTS)
    lists = map(known_elements, values)
    return (
        1
        + sum(count for count in counts if isinstance(count, int))
        + sum(len(addresses) for addresses in lists if addresses)
    )
