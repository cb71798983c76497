"""Security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True)
class Permission:
    """A rule as written. ``peer_*`` is the source of an ingress rule, the destination of an egress rule."""

    id: str
    direction: Literal["ingress", "egress"]
    protocol: str
    port_range: str
    policy: str
    priority: int
    description: str
    created: float
    peer_cidr: str = ""
    peer_ipv6: str = ""
    peer_group: str = ""
    peer_group_owner: str = ""
    peer_prefix_list: str = ""
    own_cidr: str = ""
    own_ipv6: str = ""
    source_port_range: str = ""

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes two rules the same: all but id, description and time."""
        return (
            self.direction, self.protocol.lower(), self.port_range, self.policy.lower(), self.priority, self.peer_cidr,
            self.peer_ipv6, self.peer_group, self.peer_prefix_list, self.own_cidr, self.own_ipv6,
            self.source_port_range,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityGroupRow(Row):
    """A security group of a VPC, with its rules."""

    table = "security_groups"

    account: str
    region: str
    vpc: str
    name: str
    description: str
    kind: Literal["normal", "enterprise"]
    created: float
    #: Empty unless asked for: the provider compares it (provider-contract: alicloud_security_group).
    resource_group: str
    inner_access: str = "Accept"
    permissions: tuple[Permission, ...] = ()

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)
        for permission in self.permissions:
            if permission.peer_group:
                yield "authorizes", permission.peer_group
            if permission.peer_prefix_list:
                yield "prefix_list", permission.peer_prefix_list
