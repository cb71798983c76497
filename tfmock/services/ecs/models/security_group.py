"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, Transaction
from tfmock.services.common import vpc_in_use_errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """A rule as written. ``peer_*`` is the source of an ingress rule, the destination of an egress rule."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "id": "security_group_rule_id",
        "protocol": "ip_protocol",
        "created": "create_time",
        "peer_cidr": "peer_cidr_ip",
        "peer_ipv6": "ipv6_peer_cidr_ip",
        "peer_group": "peer_group_id",
        "peer_group_owner": "peer_group_owner_account",
        "peer_prefix_list": "peer_prefix_list_id",
        "own_cidr": "own_cidr_ip",
        "own_ipv6": "ipv6_own_cidr_ip",
    }

    security_group_rule_id: str
    direction: Literal["ingress", "egress"]
    ip_protocol: str
    port_range: str
    policy: str
    priority: int
    description: str
    create_time: float
    peer_cidr_ip: str = ""
    ipv6_peer_cidr_ip: str = ""
    peer_group_id: str = ""
    peer_group_owner_account: str = ""
    peer_prefix_list_id: str = ""
    own_cidr_ip: str = ""
    ipv6_own_cidr_ip: str = ""
    source_port_range: str = ""

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes two rules the same: all but id, description and time."""
        return (
            self.direction,
            self.ip_protocol.lower(),
            self.port_range,
            self.policy.lower(),
            self.priority,
            self.peer_cidr_ip,
            self.ipv6_peer_cidr_ip,
            self.peer_group_id,
            self.peer_prefix_list_id,
            self.own_cidr_ip,
            self.ipv6_own_cidr_ip,
            self.source_port_range,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroupRow(ResourceRow):
    """A security group of a VPC, with its rules."""

    table = "security_groups"
    resource: ClassVar[Resource] = Resource(
        kind="security_group",
        product="Ecs",
        terraform_types=("alicloud_security_group",),
        terraform_parts=("alicloud_security_group_rule",),
        id_prefix="sg",
        id_length=20,
        tag_type="securitygroup",
        quota="ecs_quota_security_group_num",
        parent_in_use=vpc_in_use_errors.VPC_HAS_SECURITY_GROUP,
        parent_check=2,
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "vpc": "vpc_id",
        "name": "security_group_name",
        "kind": "security_group_type",
        "created": "creation_time",
        "resource_group": "resource_group_id",
        "inner_access": "inner_access_policy",
    }

    account: str
    region_id: str
    vpc_id: str
    security_group_name: str
    description: str
    security_group_type: Literal["normal", "enterprise"]
    creation_time: float
    #: Empty unless requested: the provider compares it (provider-contract: alicloud_security_group).
    resource_group_id: str
    inner_access_policy: str = "Accept"
    permissions: tuple[Permission, ...] = ()

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.security_group_name,
            detail=f"of {self.vpc_id}",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)
        for permission in self.permissions:
            if permission.peer_group_id:
                yield "authorizes", permission.peer_group_id
            if permission.peer_prefix_list_id:
                yield "prefix_list", permission.peer_prefix_list_id
