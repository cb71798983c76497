"""Which network ACL guards which vSwitch, as a configuration writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.network.identity import Id, identity
from tfmock.rulebook.rule import UNKNOWN

#: The resource types that bind.
BINDING_TYPES: Final = frozenset(
    {"alicloud_network_acl", "alicloud_network_acl_attachment", "alicloud_vpc_network_acl_attachment"}
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A network ACL and a vSwitch that are joined, and where that is written.

    Attributes:
        block: the block that names the vSwitch; None where the resource does, or where its blocks are not all known.
    """

    resource: ResourceInstance
    block: NestedBlock | None
    acl: Id
    vswitch: Id

    @property
    def certain(self) -> bool:
        """Whether the vSwitch is bound for sure."""
        return self.vswitch is not UNKNOWN if self.block is None else self.block.certain


def bindings(root: RootModule) -> Iterator[Binding]:
    """Every pair of a network ACL and a vSwitch that is written; without a block where they are not all known."""
    for one in root.of_type("alicloud_network_acl", "alicloud_network_acl_attachment"):
        own = one.type == "alicloud_network_acl"
        acl: Id = one.address if own else identity(root, one.get("network_acl_id"))
        if "resources" in one.arguments or not one.blocks_complete:
            yield Binding(one, None, acl, UNKNOWN)
        for block in one.nested("resources"):
            yield Binding(one, block, acl, identity(root, block.get("resource_id")))
    for one in root.of_type("alicloud_vpc_network_acl_attachment"):
        yield Binding(one, None, identity(root, one.get("network_acl_id")), identity(root, one.get("resource_id")))
