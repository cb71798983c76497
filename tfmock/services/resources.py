"""Every kind of resource, in the order in which reports list them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core.store import ResourceRow
from tfmock.services.cms.models import AlarmRow, ContactGroupRow, ContactRow
from tfmock.services.common.resource_groups import ResourceGroupRow
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.prefix_list import PrefixListRow
from tfmock.services.ecs.models.security_group import SecurityGroupRow
from tfmock.services.oss.models import BucketRow
from tfmock.services.ots.models import TableRow
from tfmock.services.vpc.models.eip import EipRow
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow

#: A new kind of resource is added here, and described in ``resource`` of its row.
RESOURCES: Final[tuple[type[ResourceRow], ...]] = (
    VpcRow,
    VSwitchRow,
    RouteTableRow,
    RouteEntryRow,
    PeeringRow,
    SecurityGroupRow,
    NetworkAclRow,
    Ipv4GatewayRow,
    Ipv6GatewayRow,
    PrefixListRow,
    VpcPrefixListRow,
    InstanceRow,
    NetworkInterfaceRow,
    EipRow,
    ContactRow,
    ContactGroupRow,
    AlarmRow,
    BucketRow,
    TableRow,
    ResourceGroupRow,
)


def described_types() -> frozenset[str]:
    """The Terraform types that rows of the emulated tier stand for, as a whole or in part."""
    return frozenset(
        name for kind in RESOURCES for name in (*kind.resource.terraform_types, *kind.resource.terraform_parts)
    )


def tag_types(product: str) -> Mapping[str, type[ResourceRow]]:
    """The kinds that the tag actions of a product know, by ResourceType."""
    kinds = [kind for kind in RESOURCES if kind.resource.product == product]
    return MappingProxyType({kind.resource.tag_type: kind for kind in kinds if kind.resource.tag_type})


def move_types(product: str) -> Mapping[str, type[ResourceRow]]:
    """The kinds that MoveResourceGroup of a product knows, by ResourceType."""
    kinds = [kind for kind in RESOURCES if kind.resource.product == product]
    return MappingProxyType({kind.resource.move_type: kind for kind in kinds if kind.resource.move_type})
