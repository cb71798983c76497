"""What the provider writes into a state, as far as a world needs it (provider 1.246, schema of each resource)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from tfmock.core.store import ResourceRow
from tfmock.services.resources import RESOURCES


class Attributes(BaseModel):
    """The attributes of one resource. Others are ignored; null ones are left out before."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str


class Vpc(Attributes):
    region_id: str = ""
    cidr_block: str
    vpc_name: str = ""
    description: str = ""
    create_time: str = ""
    router_id: str = ""
    route_table_id: str = ""
    router_table_id: str = ""
    system_route_table_name: str = ""
    system_route_table_description: str = ""
    system_route_table_route_propagation_enable: bool = True
    secondary_cidr_blocks: tuple[str, ...] = ()
    user_cidrs: tuple[str, ...] = ()
    ipv6_cidr_block: str = ""
    ipv6_isp: str = ""
    resource_group_id: str = ""
    dns_hostname_status: str = ""
    classic_link_enabled: bool = False
    is_default: bool = False
    tags: Mapping[str, str] = {}


class CidrBlock(Attributes):
    vpc_id: str
    secondary_cidr_block: str


class VSwitch(Attributes):
    vpc_id: str
    zone_id: str = ""
    cidr_block: str
    ipv6_cidr_block: str = ""
    vswitch_name: str = ""
    description: str = ""
    create_time: str = ""
    is_default: bool = False
    tags: Mapping[str, str] = {}


class RouteTable(Attributes):
    vpc_id: str
    associate_type: str = "VSwitch"
    route_table_name: str = ""
    description: str = ""
    create_time: str = ""
    resource_group_id: str = ""
    route_propagation_enable: bool = True
    tags: Mapping[str, str] = {}


class Attachment(Attributes):
    route_table_id: str
    vswitch_id: str


class RouteEntry(Attributes):
    route_table_id: str
    destination_cidrblock: str
    nexthop_type: str
    nexthop_id: str
    name: str = ""
    description: str = ""


class NextHopList(BaseModel):
    """One of several next hops. The provider writes numbers and texts alike."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    nexthop_id: str = ""
    nexthop_type: str = ""
    weight: int = 0


class VpcRouteEntry(Attributes):
    route_table_id: str
    destination_cidr_block: str
    nexthop_type: str = ""
    nexthop_id: str = ""
    next_hops: tuple[NextHopList, ...] = ()
    route_entry_name: str = ""
    description: str = ""


class Peering(Attributes):
    vpc_id: str
    region_id: str = ""
    accepting_ali_uid: int = 0
    accepting_region_id: str = ""
    accepting_vpc_id: str
    bandwidth: int | None = None
    link_type: str = ""
    peer_connection_name: str = ""
    description: str = ""
    status: str = "Activated"
    create_time: str = ""
    resource_group_id: str = ""
    tags: Mapping[str, str] = {}


class Accepter(Attributes):
    instance_id: str
    accepting_owner_uid: int = 0
    resource_group_id: str = ""


class SecurityGroup(Attributes):
    vpc_id: str
    security_group_name: str = ""
    name: str = ""
    description: str = ""
    security_group_type: Literal["normal", "enterprise"] = "normal"
    inner_access_policy: str = "Accept"
    resource_group_id: str = ""
    create_time: str = ""
    tags: Mapping[str, str] = {}


class SecurityGroupRule(Attributes):
    security_group_id: str
    type: Literal["ingress", "egress"]
    ip_protocol: Literal["all", "gre", "icmp", "icmpv6", "tcp", "udp"]
    port_range: str = "-1/-1"
    policy: str = "accept"
    priority: int = 1
    description: str = ""
    cidr_ip: str = ""
    ipv6_cidr_ip: str = ""
    source_security_group_id: str = ""
    source_group_owner_account: str = ""
    prefix_list_id: str = ""
    security_group_rule_id: str = ""


class ResourceGroup(Attributes):
    account_id: str = ""
    resource_group_name: str = ""
    name: str = ""
    display_name: str = ""
    create_date: str = ""
    tags: Mapping[str, str] = {}


class Bucket(Attributes):
    """Its other settings are documents of their own, which a state holds in other words than the API."""

    location: str = ""
    acl: str = "private"


class Account(Attributes):
    """``alicloud_account`` (its id is the account) and ``alicloud_caller_identity``."""

    account_id: str = ""


class Plain(Attributes):
    """A resource whose descriptor says which attributes become which fields of its row."""

    model_config = ConfigDict(extra="allow", frozen=True, coerce_numbers_to_str=True)

    region_id: str = ""
    tags: Mapping[str, str] = {}

    def fields(self, kind: type[ResourceRow]) -> dict[str, object]:
        """The fields of a row that the state gives."""
        given = {field: (self.model_extra or {}).get(name) for name, field in kind.resource.seed.items()}
        return {field: value for field, value in given.items() if value not in (None, "")}


#: Rows that are seeded from the attributes that their descriptors name, by Terraform's type.
PLAIN_ROWS: Final[Mapping[str, type[ResourceRow]]] = MappingProxyType(
    {type: kind for kind in RESOURCES if kind.resource.seed for type in kind.resource.terraform_types}
)
KINDS: Final[Mapping[tuple[str, str], type[Attributes]]] = MappingProxyType(
    {
        **{("managed", type): Plain for type in PLAIN_ROWS},
        ("managed", "alicloud_vpc"): Vpc,
        ("managed", "alicloud_vpc_ipv4_cidr_block"): CidrBlock,
        ("managed", "alicloud_vswitch"): VSwitch,
        ("managed", "alicloud_subnet"): VSwitch,  # a former name of vSwitches
        ("managed", "alicloud_security_group"): SecurityGroup,
        ("managed", "alicloud_security_group_rule"): SecurityGroupRule,
        ("managed", "alicloud_route_table"): RouteTable,
        ("managed", "alicloud_route_table_attachment"): Attachment,
        ("managed", "alicloud_route_entry"): RouteEntry,
        ("managed", "alicloud_vpc_route_entry"): VpcRouteEntry,
        ("managed", "alicloud_vpc_peer_connection"): Peering,
        ("managed", "alicloud_vpc_peer_connection_accepter"): Accepter,
        ("managed", "alicloud_resource_manager_resource_group"): ResourceGroup,
        ("managed", "alicloud_oss_bucket"): Bucket,
        ("data", "alicloud_account"): Account,
        ("data", "alicloud_caller_identity"): Account,
    }
)
