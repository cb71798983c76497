"""Network ACLs: stateless, ordered rules at the border of vSwitches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.listed_routes import is_list
from tfmock.services.vpc import errors

# UpdateNetworkAclEntries metadata: Modifying, Available
LIFECYCLE: Final = Lifecycle("NetworkAcl", seconds={"Modifying": 2.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class AclEntry:
    """One rule, as written.

    ``cidr_ip`` is the source of an ingress rule, the destination of an egress rule: a block or the id of a prefix list.
    """

    former_fields: ClassVar[Mapping[str, str]] = {
        "id": "network_acl_entry_id",
        "name": "network_acl_entry_name",
        "cidr": "cidr_ip",
    }

    network_acl_entry_id: str
    network_acl_entry_name: str
    description: str
    policy: str
    protocol: str
    port: str
    cidr_ip: str
    ip_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkAclRow(StatefulRow, ResourceRow):
    """A network ACL of a VPC and the vSwitches bound to it, in the order they were bound."""

    table = "network_acls"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="network_acl",
        product="Vpc",
        terraform_types=("alicloud_network_acl",),
        terraform_parts=(
            "alicloud_network_acl_attachment",
            "alicloud_network_acl_entries",
            "alicloud_vpc_network_acl_attachment",
        ),
        id_prefix="nacl",
        id_length=22,
        tag_type="NETWORKACL",
        parent_in_use=errors.VPC_HAS_NETWORK_ACL,
        parent_check=3,
    )
    former_fields = {
        "region": "region_id",
        "created": "creation_time",
        "vpc": "vpc_id",
        "name": "network_acl_name",
        "ingress": "ingress_acl_entries",
        "egress": "egress_acl_entries",
        "vswitches": "v_switch_ids",
    }

    account: str
    region_id: str
    vpc_id: str
    network_acl_name: str
    description: str
    creation_time: float
    ingress_acl_entries: tuple[AclEntry, ...]
    egress_acl_entries: tuple[AclEntry, ...]
    v_switch_ids: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.network_acl_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.network_acl_name,
            detail=f"of {self.vpc_id}",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.vpc_id
        yield "home", (self.account, self.region_id)
        for vswitch in self.v_switch_ids:
            yield "vswitch", vswitch
        for id in {
            entry.cidr_ip for entry in (*self.ingress_acl_entries, *self.egress_acl_entries) if is_list(entry.cidr_ip)
        }:
            yield "prefix_list", id
