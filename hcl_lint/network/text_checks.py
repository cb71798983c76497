"""Names and descriptions against the rulebook: which argument of which resource is what kind of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.network.arguments import fact
from tfmock.rulebook import names
from tfmock.rulebook.rule import Maybe

#: Kind of text, then the arguments that hold the name and the description: the first that is written counts.
_Texts = tuple[names.TextKind, tuple[str, ...], tuple[str, ...]]

_TEXTS: Final[Mapping[str, _Texts]] = MappingProxyType(
    {
        "alicloud_vpc": ("vpc", ("vpc_name", "name"), ("description",)),
        "alicloud_vswitch": ("vswitch", ("vswitch_name", "name"), ("description",)),
        "alicloud_route_table": ("route_table", ("route_table_name", "name"), ("description",)),
        "alicloud_route_entry": ("route_entry", ("name",), ("description",)),
        "alicloud_vpc_route_entry": ("route_entry", ("route_entry_name",), ("description",)),
        "alicloud_network_acl": ("network_acl", ("network_acl_name", "name"), ("description",)),
        "alicloud_vpc_ipv4_gateway": ("ipv4_gateway", ("ipv4_gateway_name",), ("ipv4_gateway_description",)),
        "alicloud_vpc_ipv6_gateway": ("ipv6_gateway", ("ipv6_gateway_name",), ("description",)),
        "alicloud_security_group": ("security_group", ("security_group_name", "name"), ("description",)),
        "alicloud_instance": ("instance", ("instance_name",), ("description",)),
        "alicloud_network_interface": ("network_interface", ("network_interface_name", "name"), ("description",)),
        "alicloud_ecs_network_interface": ("network_interface", ("network_interface_name", "name"), ("description",)),
        "alicloud_ecs_prefix_list": ("prefix_list", ("prefix_list_name",), ("description",)),
    }
)
#: The same of blocks in resources.
_BLOCKS: Final[Mapping[tuple[str, str], _Texts]] = MappingProxyType(
    {
        ("alicloud_network_acl", "ingress_acl_entries"): ("network_acl", ("network_acl_entry_name",), ("description",)),
        ("alicloud_network_acl", "egress_acl_entries"): ("network_acl", ("network_acl_entry_name",), ("description",)),
        ("alicloud_network_acl_entries", "ingress"): ("network_acl", ("name",), ("description",)),
        ("alicloud_network_acl_entries", "egress"): ("network_acl", ("name",), ("description",)),
        ("alicloud_ecs_prefix_list", "entry"): ("prefix_list_entry", (), ("description",)),
    }
)


def check_texts(root: RootModule, *kinds: names.TextKind) -> Iterator[Diagnostic]:
    """The names and descriptions of these kinds that the cloud does not accept."""
    texts = {type: text for type, text in _TEXTS.items() if text[0] in kinds}
    blocks = {place: text for place, text in _BLOCKS.items() if text[0] in kinds}
    for resource in counted(root.of_type(*texts)):
        yield from _check(texts[resource.type], resource, None)
    for resource in counted(root.of_type(*dict.fromkeys(type for type, _ in blocks))):
        for block in counted(resource.blocks):
            if (resource.type, block.type) in blocks:
                yield from _check(blocks[resource.type, block.type], resource, block)


def _check(texts: _Texts, resource: ResourceInstance, block: NestedBlock | None) -> Iterator[Diagnostic]:
    kind, named, described = texts
    place = block or resource
    for violation in names.check_texts(kind, _first(place, named), _first(place, described)):
        yield diagnostic_at(resource, violation, named if violation.subject == "name" else described, block=block)


def _first(place: ResourceInstance | NestedBlock, arguments: tuple[str, ...]) -> Maybe[str | None]:
    facts = (fact(place, name) for name in arguments if (value := place.get(name)) is not None and not value.null)
    return next(facts, None)
