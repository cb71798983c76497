"""Peering connections: one row with two parties, who may be one account or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.peering import REQUEST_LIFETIME
from tfmock.services.common import vpc_in_use_errors

#: The eight states of the help page. Deleted is never shown: the provider waits for "not found"
#: (provider-contract: alicloud_vpc_peer_connection).
LIFECYCLE: Final = Lifecycle(
    "VpcPeer",
    seconds={"Creating": 3.0, "Updating": 3.0, "Deleting": 3.0},
    fixed={"Accepting": REQUEST_LIFETIME},
    then={"Accepting": "Expired"},
)

#: States in which a connection still stands for its pair of VPCs. guess: a dead request does not block a new one
ALIVE: Final = frozenset({"Creating", "Accepting", "Updating", "Activated"})
#: Transient states, in which it cannot be changed.
TRANSIENT: Final = frozenset({"Creating", "Updating", "Deleting"})


@dataclass(frozen=True, slots=True)
class Party:
    """One end: whose VPC, where, and the resource group its owner keeps the connection in."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "vpc": "vpc_id",
        "resource_group": "resource_group_id",
    }

    account: str
    region_id: str
    vpc_id: str
    resource_group_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeeringRow(StatefulRow, ResourceRow):
    """A peering connection. Name and description are shared; tags and resource groups are each owner's."""

    table = "peerings"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="vpc_peer_connection",
        product="VpcPeer",
        terraform_types=("alicloud_vpc_peer_connection",),
        terraform_parts=("alicloud_vpc_peer_connection_accepter",),
        id_prefix="pcc",
        id_length=18,
        tag_type="PeerConnection",
        parent_in_use=vpc_in_use_errors.VPC_HAS_PEERING,
        parent_check=8,
    )
    former_fields = {
        "created": "gmt_create",
        "modified": "gmt_modified",
    }

    requester: Party
    accepter: Party
    name: str
    description: str
    bandwidth: int
    link_type: str
    gmt_create: float
    gmt_modified: float

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.requester.account,
            region=self.requester.region_id,
            name=self.name,
            detail=self.state,
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vpc", self.requester.vpc_id
        yield "vpc", self.accepter.vpc_id
        yield "home", (self.requester.account, self.requester.region_id)
        yield "home", (self.accepter.account, self.accepter.region_id)
        yield "created", (self.requester.account, self.requester.region_id)

    @property
    def within_region(self) -> bool:
        return self.requester.region_id == self.accepter.region_id

    @property
    def vpc_ids(self) -> tuple[str, str]:
        return self.requester.vpc_id, self.accepter.vpc_id

    def side_of(self, account: str) -> Party | None:
        """The end that an account owns; the requester's if it owns both; None for a third account."""
        if account == self.requester.account:
            return self.requester
        return self.accepter if account == self.accepter.account else None
