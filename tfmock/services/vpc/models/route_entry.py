"""Route entries: custom ones are rows; system ones follow from the vSwitches of the VPC."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core import ids
from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction
from tfmock.rulebook.cidr import CLOUD_SERVICES, Cidr, parse_cidr
from tfmock.services.vpc import errors
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vswitch import VSwitchRow

# DescribeRouteTables metadata: Pending, Available, Modifying; route table page: Deleting
LIFECYCLE: Final = Lifecycle("RouteEntry", seconds={"Pending": 1.0, "Modifying": 1.0, "Deleting": 1.0})


def prefix_key(route_table: str, block: Cidr) -> Hashable:
    """What a route is found by when a packet asks for the longest prefix: one look-up per mask."""
    return route_table, block.version, block.mask, block.first


@dataclass(frozen=True, slots=True)
class NextHop:
    """Where a route leads. ``weight`` counts only in a list (0-255; 100 and 0 mean active and standby)."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "type": "next_hop_type",
        "id": "next_hop_id",
    }

    next_hop_type: str
    next_hop_id: str
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteEntryRow(StatefulRow, ResourceRow):
    """A custom route. ``destination`` is the text that the user wrote; an address got its mask."""

    table = "route_entries"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="route_entry",
        product="Vpc",
        terraform_types=("alicloud_route_entry", "alicloud_vpc_route_entry"),
        id_prefix="rte",
        parent_in_use=errors.VPC_HAS_ROUTES,
        parent_check=7,
    )
    former_fields = {
        "route_table": "route_table_id",
        "vpc": "vpc_id",
        "destination": "destination_cidr_block",
        "cidr": "destination_block",
        "hops": "next_hops",
        "name": "route_entry_name",
        "modified": "gmt_modified",
    }

    route_table_id: str
    vpc_id: str
    destination_cidr_block: str
    #: The destination as a block; None for a prefix list.
    destination_block: Cidr | None
    next_hops: tuple[NextHop, ...]
    route_entry_name: str
    description: str
    gmt_modified: float
    #: The entries of the prefix list that are in force: the list's, as long as they conflict with no other route.
    entries: tuple[Cidr, ...] = ()
    #: It was a system route of a custom table until its next hop was changed, and will be one when it is deleted.
    system: bool = False

    @property
    def blocks(self) -> tuple[Cidr, ...]:
        """All blocks that it leads to."""
        return self.entries if self.destination_block is None else (self.destination_block,)

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.route_entry_name

    def summary(self, transaction: Transaction) -> Summary:
        table = transaction.get(RouteTableRow, self.route_table_id)
        next_hop = self.next_hops[0]
        leads_to = f"{next_hop.next_hop_type} {next_hop.next_hop_id}"
        return Summary(
            id=self.id,
            account=table.account if table else "",
            region=table.region_id if table else "",
            name=self.route_entry_name,
            detail=f"{self.destination_cidr_block} -> {leads_to} in {self.route_table_id}",
        )

    def keys(self) -> Iterator[tuple[str, Hashable]]:
        yield "route_table", self.route_table_id
        yield "vpc", self.vpc_id
        for hop in self.next_hops:
            yield "hop", hop.next_hop_id
        for block in self.blocks:
            yield "prefix", prefix_key(self.route_table_id, block)
        if self.destination_block is None:
            yield "prefix_list", self.destination_cidr_block


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A route as readers see it, custom or system."""

    route_entry_id: str
    serial: int
    destination_cidr_block: str
    ip_version: int
    custom: bool
    next_hops: tuple[NextHop, ...]
    route_entry_name: str
    description: str
    status: str
    gmt_modified: float


def as_route(row: RouteEntryRow) -> Route:
    """A custom route for readers."""
    version = next((block.version for block in row.blocks), 4)
    return Route(
        route_entry_id=row.id,
        serial=row.serial,
        destination_cidr_block=row.destination_cidr_block,
        ip_version=version,
        custom=True,
        next_hops=row.next_hops,
        route_entry_name=row.route_entry_name,
        description=row.description,
        status=row.state,
        gmt_modified=row.gmt_modified,
    )


def system_routes(tx: Transaction, table: RouteTableRow) -> list[Route]:
    """One route per vSwitch block of the VPC, and 100.64.0.0/10 for cloud services (route table page).

    Those whose next hop was changed are custom routes until they are deleted.
    """
    changed = {row.destination_cidr_block for row in custom_routes(tx, table.id) if row.system}
    blocks = [
        (vswitch.serial, text, vswitch.creation_time)
        for vswitch in tx.find(VSwitchRow, "vpc", table.vpc_id)
        for text in (vswitch.cidr_block, vswitch.ipv6_cidr_block)
        if text
    ]
    if table.associate_type == "VSwitch":
        blocks.append((table.serial, str(CLOUD_SERVICES), table.creation_time))
    return [
        Route(
            route_entry_id=f"rte-{ids.token(f'{table.id}:{text}', 21)}",
            serial=serial,
            destination_cidr_block=text,
            ip_version=6 if ":" in text else 4,
            custom=False,
            # observed in published DescribeRouteTables samples: system routes have next hop type "local", no instance
            next_hops=(NextHop("local", ""),),
            route_entry_name="",
            description="",
            status="Available",
            gmt_modified=created,
        )
        for serial, text, created in blocks
        if text not in changed
    ]


def custom_routes(tx: Transaction, table: str) -> list[RouteEntryRow]:
    """The custom routes of a table, oldest first."""
    return tx.find(RouteEntryRow, "route_table", table)


def drop_changed(tx: Transaction, vswitch: VSwitchRow) -> None:
    """Take away the changed system routes of a vSwitch that goes (guess: they go with it)."""
    for row in tx.find(RouteEntryRow, "vpc", vswitch.vpc_id):
        if row.system and row.destination_cidr_block in (vswitch.cidr_block, vswitch.ipv6_cidr_block):
            tx.delete(row)


def destination_block(text: str) -> Cidr | None:
    """A destination as a block; None for a prefix list."""
    return None if text.startswith("pl-") else parse_cidr(text)
