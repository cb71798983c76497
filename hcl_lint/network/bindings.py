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
        """Whether the vSwitch is certainly bound."""
        return self.vswitch is not UNKNOWN if self.block is None else self.block.certain


def bindings(root: RootModule) -> Iterator[Binding]:
    """Every pair of a network ACL and a vSwitch that is written; without a block where they are not all known."""
    for resource in root.of_type("alicloud_network_acl", "alicloud_network_acl_attachment"):
        is_acl = resource.type == "alicloud_network_acl"
        acl: Id = resource.address if is_acl else identity(root, resource.get("network_acl_id"))
        if "resources" in resource.arguments or not resource.blocks_complete:
            yield Binding(resource, None, acl, UNKNOWN)
        for block in resource.nested("resources"):
            yield Binding(resource, block, acl, identity(root, block.get("resource_id")))
    for attachment in root.of_type("alicloud_vpc_network_acl_attachment"):
        acl = identity(root, attachment.get("network_acl_id"))
        yield Binding(attachment, None, acl, identity(root, attachment.get("resource_id")))
