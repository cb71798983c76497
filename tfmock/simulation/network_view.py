"""A world's network as the rulebook's packet walk wants it, read on demand.

A walk touches a handful of rows, so a world of any size answers at once: rows are looked up by the store's own
indexes, routes by destination (one look-up per mask), and nothing is built beforehand that a change could make stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from tfmock.core.store import Row, Transaction
from tfmock.rulebook.access import ANY_PORT, NetworkAcl, NetworkAclRule, SecurityGroup, SecurityGroupRule, parse_ports
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.cidr_index import CidrIndex
from tfmock.rulebook.lazy_mapping import LazyMapping
from tfmock.rulebook.reachability import (
    InternetRouting,
    Network,
    NetworkConnection,
    NetworkRoute,
    NetworkRouteTable,
    NetworkVSwitch,
    VSwitchIndex,
)
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.network_acl import AclEntry, NetworkAclRow
from tfmock.services.vpc.models.route_entry import RouteEntryRow, custom_routes, prefix_key
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.simulation import prefix_lists


@dataclass(frozen=True, slots=True)
class _StoredTable(NetworkRouteTable):
    """A route table whose routes stay in the store."""

    tx: Transaction | None = None
    indexes: list[CidrIndex[None]] = field(default_factory=list, repr=False, compare=False)

    def match(self, target: Cidr) -> NetworkRoute | None:
        """The longest prefix, by one look-up per mask."""
        tx = cast(Transaction, self.tx)
        for mask in range(target.mask, -1, -1):
            shift = target.bits - mask
            block = Cidr(target.version, target.first >> shift << shift, mask)
            for row in tx.find(RouteEntryRow, "prefix", prefix_key(self.id, block)):
                return NetworkRoute(block, row.next_hops[0].next_hop_type, row.next_hops[0].next_hop_id, row.system)
        return None

    def inside(self, block: Cidr) -> Iterator[Cidr]:
        return self._destinations.inside(block)

    def routes_version(self, version: int) -> bool:
        return self._destinations.has_version(version)

    @property
    def _destinations(self) -> CidrIndex[None]:
        if not self.indexes:
            rows = custom_routes(cast(Transaction, self.tx), self.id)
            self.indexes.append(CidrIndex((block, None) for row in rows for block in row.blocks))
        return self.indexes[0]


def network(tx: Transaction) -> Network:
    """Everything a packet may meet, across accounts and regions."""
    return Network(
        vswitches=LazyMapping(lambda id: _vswitch(tx, tx.get(VSwitchRow, id)), lambda: _ids(tx.rows(VSwitchRow))),
        tables=LazyMapping(lambda id: _table(tx, id), lambda: _ids(tx.rows(RouteTableRow))),
        connections=LazyMapping(lambda id: _connection(tx, id), lambda: _ids(tx.rows(PeeringRow))),
        by_vpc=LazyMapping(lambda id: _members(tx, id), lambda: _ids(tx.rows(VpcRow))),
        acls=LazyMapping(lambda id: _acl(tx, id), lambda: _ids(tx.rows(NetworkAclRow))),
        groups=LazyMapping(lambda id: _group(tx, id), lambda: _ids(tx.rows(SecurityGroupRow))),
        internet_routing=LazyMapping(lambda id: _gateway(tx, id), lambda: _ids(tx.rows(VpcRow))),
    )


def _ids(rows: Iterable[Row]) -> list[str]:
    return [row.id for row in rows]


def _vswitch(tx: Transaction, row: VSwitchRow | None) -> NetworkVSwitch | None:
    if row is None:
        return None
    acl = next((acl.id for acl in tx.find(NetworkAclRow, "vswitch", row.id)), "")
    return NetworkVSwitch(id=row.id, vpc=row.vpc_id, table=row.route_table_id, blocks=row.blocks(), acl=acl)


def _members(tx: Transaction, vpc: str) -> VSwitchIndex:
    vswitches = (_vswitch(tx, row) for row in tx.find(VSwitchRow, "vpc", vpc))
    return VSwitchIndex(vswitch for vswitch in vswitches if vswitch is not None)


def _table(tx: Transaction, id: str) -> NetworkRouteTable | None:
    row = tx.get(RouteTableRow, id)
    return None if row is None else _StoredTable(row.id, row.vpc_id, tx=tx)


def _connection(tx: Transaction, id: str) -> NetworkConnection | None:
    row = tx.get(PeeringRow, id)
    return None if row is None else NetworkConnection(row.id, *row.vpc_ids, row.state)


def _gateway(tx: Transaction, vpc: str) -> InternetRouting | None:
    row = tx.get(VpcRow, vpc)
    if row is None:
        return None
    active = any(gateway.enabled for gateway in tx.find(Ipv4GatewayRow, "vpc", vpc))
    declared = (parse_cidr(text, strict=False) for text in row.user_cidrs)
    return InternetRouting(active, tuple(block for block in declared if block is not None))


def _acl(tx: Transaction, id: str) -> NetworkAcl | None:
    row = tx.get(NetworkAclRow, id)
    return (
        None
        if row is None
        else NetworkAcl(
            row.id, tuple(_entries(tx, row.ingress_acl_entries)), tuple(_entries(tx, row.egress_acl_entries))
        )
    )


def _entries(tx: Transaction, entries: Iterable[AclEntry]) -> Iterator[NetworkAclRule]:
    """One rule a block; a prefix list has many, which stand together."""
    for entry in entries:
        listed = prefix_lists.get(tx, entry.cidr_ip)
        blocks = listed.blocks() if listed is not None else (parse_cidr(entry.cidr_ip, strict=False),)
        for block in blocks:
            if block is None:
                continue
            ports = parse_ports(entry.port, entry.protocol) or ANY_PORT
            name = entry.network_acl_entry_name or entry.network_acl_entry_id
            yield NetworkAclRule(
                id=name,
                accept=entry.policy.lower() == "accept",
                protocol=entry.protocol.lower(),
                ports=ports,
                block=block,
            )


def _group(tx: Transaction, id: str) -> SecurityGroup | None:
    row = tx.get(SecurityGroupRow, id)
    if row is None:
        return None
    rules = tuple(_group_rule(tx, permission) for permission in row.permissions)
    return SecurityGroup(row.id, row.security_group_type, row.inner_access_policy == "Accept", rules)


def _group_rule(tx: Transaction, permission: Permission) -> SecurityGroupRule:
    listed = prefix_lists.get(tx, permission.peer_prefix_list_id) if permission.peer_prefix_list_id else None
    return SecurityGroupRule(
        id=permission.security_group_rule_id,
        direction=permission.direction,
        accept=permission.policy.lower() == "accept",
        priority=permission.priority,
        protocol=permission.ip_protocol.lower(),
        ports=parse_ports(permission.port_range, permission.ip_protocol) or ANY_PORT,
        block=_block(permission.peer_cidr_ip or permission.ipv6_peer_cidr_ip),
        group=permission.peer_group_id,
        entries=listed.blocks() if listed is not None else (),
        source_ports=parse_ports(permission.source_port_range, permission.ip_protocol) or ANY_PORT,
        near_block=_block(permission.own_cidr_ip or permission.ipv6_own_cidr_ip),
    )


def _block(text: str) -> Cidr | None:
    return parse_cidr(text, strict=False) if text else None
