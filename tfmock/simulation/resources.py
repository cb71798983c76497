"""What one product asks about the resources of another: the rows that several work with, and questions about them.

Services do not import each other. Where VPC asks about instances, ECS about vSwitches or VpcPeer about routes, it asks
here. Their rows are passed on by this module, so that no product imports another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tfmock.core.call import Call
from tfmock.core.lifecycle import GONE
from tfmock.core.store import Transaction
from tfmock.services.crud.rows import CrudRow
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.nis.models import AnalysisRow, NetworkPathRow
from tfmock.services.vpc.models.eip import EipRow, eip_of, unassociate_eips
from tfmock.services.vpc.models.route_entry import RouteEntryRow
from tfmock.services.vpc.models.vpc import VpcRow, find_default_vpc
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import ALIVE, PeeringRow

__all__ = [
    "InstanceRow", "NetworkInterfaceRow", "PeeringRow", "Permission", "SecurityGroupRow", "VSwitchRow", "VpcRow",
    "count_analyses", "count_live_peerings", "count_network_paths", "count_running_analyses", "delete_routes_to",
    "eip_of", "find_default_vpc", "find_instance", "find_network_interface", "find_peering", "find_vpc",
    "interfaces_in_vswitch", "is_stored", "resources_in_group", "routes_to", "stored_type_in", "unassociate_eips",
]  # fmt: skip


def find_vpc(tx: Transaction, id: str) -> VpcRow | None:
    """The VPC of this id, of any account and region."""
    return tx.get(VpcRow, id)


def find_instance(call: Call, id: str) -> InstanceRow | None:
    """The caller's instance of this id in the region of the call."""
    row = call.transaction.get(InstanceRow, id)
    return row if row is not None and (row.account, row.region_id) == call.scope else None


def find_network_interface(call: Call, id: str) -> NetworkInterfaceRow | None:
    """The caller's network interface of this id in the region of the call."""
    row = call.transaction.get(NetworkInterfaceRow, id)
    return row if row is not None and (row.account, row.region_id) == call.scope else None


def find_peering(call: Call, id: str) -> PeeringRow | None:
    """The connection of this id, if the caller is a party of it."""
    row = call.transaction.get(PeeringRow, id)
    return row if row is not None and row.side_of(call.account) is not None else None


def is_stored(call: Call, terraform_type: str, id: str) -> bool:
    """Whether the caller has an object of the CRUD tier of this type and id in the region of the call.

    A client that names no region made one without.
    """
    rows = call.transaction.find(CrudRow, "part", (call.account, terraform_type, False, 0, id))
    return any(row.region in ("", call.region) for row in rows)


def stored_type_in(tx: Transaction, id: str) -> str:
    """The Terraform type of an object of the CRUD tier that is in the VPC, vSwitch or security group of this id.

    Empty where there is none. Objects of all accounts count, since a VPC may be used by another one.
    """
    rows = tx.find(CrudRow, "holds", id)
    return rows[0].type if rows else ""


def interfaces_in_vswitch(tx: Transaction, vswitch_id: str) -> list[NetworkInterfaceRow]:
    """The network interfaces that have addresses in a vSwitch."""
    return tx.find(NetworkInterfaceRow, "vswitch", vswitch_id)


def routes_to(tx: Transaction, next_hop_id: str) -> list[RouteEntryRow]:
    """The custom routes that lead to a resource."""
    return tx.find(RouteEntryRow, "hop", next_hop_id)


def delete_routes_to(tx: Transaction, next_hop_id: str) -> None:
    """Begin to delete the custom routes that lead to a resource."""
    for route in routes_to(tx, next_hop_id):
        tx.put(replace(route, status=route.lifecycle.start("Deleting", at=tx.now, then=GONE)))


def resources_in_group(tx: Transaction, group_id: str) -> Iterator[str]:
    """The ids of what is in a resource group, in any region: VPCs, EIPs, connections and what is only stored."""
    yield from (row.id for row in tx.find(CrudRow, "holds", group_id))
    yield from (vpc.id for vpc in tx.rows(VpcRow) if vpc.resource_group_id == group_id)
    yield from (eip.id for eip in tx.rows(EipRow) if eip.resource_group_id == group_id)
    for peering in tx.rows(PeeringRow):
        if group_id in (peering.requester.resource_group_id, peering.accepter.resource_group_id):
            yield peering.id


def count_live_peerings(call: Call) -> int:
    """How many connections the caller has created in the region of the call that are neither refused nor over."""
    return sum(row.state in ALIVE for row in call.transaction.find(PeeringRow, "created", call.scope))


def count_network_paths(call: Call) -> int:
    """How many paths of NIS the caller has, in any region."""
    return len(call.transaction.find(NetworkPathRow, "account", call.account))


def count_analyses(call: Call) -> int:
    """How many reachability analyses of NIS the caller has, in any region."""
    return len(call.transaction.find(AnalysisRow, "account", call.account))


def count_running_analyses(call: Call) -> int:
    """How many reachability analyses of the caller have no result yet."""
    return sum(row.state == "init" for row in call.transaction.find(AnalysisRow, "account", call.account))
