"""Network ACLs: stateless, ordered rules at the border of vSwitches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import StatefulRow
from tfmock.rulebook.listed_routes import is_list

# UpdateNetworkAclEntries metadata: Modifying, Available
LIFECYCLE: Final = Lifecycle("NetworkAcl", seconds={"Modifying": 2.0})


@dataclass(frozen=True, slots=True)
class AclEntry:
    """One rule, as written.

    ``cidr`` is the source of an ingress rule, the destination of an egress rule: a block or the id of a prefix list.
    """

    id: str
    name: str
    description: str
    policy: str
    protocol: str
    port: str
    cidr: str
    ip_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAclRow(StatefulRow):
    """A network ACL of a VPC and the vSwitches bound to it, in the order they were bound."""

    table = "network_acls"
    lifecycle = LIFECYCLE

    account: str
    region: str
    vpc: str
    name: str
    description: str
    created: float
    ingress: tuple[AclEntry, ...]
    egress: tuple[AclEntry, ...]
    vswitches: tuple[str, ...] = ()

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc
        yield "home", (self.account, self.region)
        for vswitch in self.vswitches:
            yield "vswitch", vswitch
        for id in {entry.cidr for entry in (*self.ingress, *self.egress) if is_list(entry.cidr)}:
            yield "prefix_list", id
