"""From evaluated resources to the network they describe."""

from __future__ import annotations

import json
import os
from typing import Literal

from hcl_lint.common.work import Counted, consume_budget
from hcl_lint.evaluate.budget import TEXT
from hcl_lint.evaluate.known_text import is_placeholder, known_text
from hcl_lint.evaluate.model import ResourceInstance, RootModule
from hcl_lint.evaluate.value import Value
from hcl_lint.network import access, next_hops
from hcl_lint.network.entities import (
    Accepter,
    Alarm,
    Connection,
    Route,
    SecondaryBlock,
    Table,
    Vpc,
    VSwitch,
)
from hcl_lint.network.expectations import ResolvedExpectation
from hcl_lint.network.identity import Id, account_of_resource, identity, region_of, system_table, vpc_of_system_table
from hcl_lint.network.prefix_lists import PrefixLists
from hcl_lint.network.references import mentioned
from hcl_lint.network.topology import Topology
from hcl_lint.source.files import CONFIGURATION
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Maybe

#: The resource types that this module reads; the evaluator need not look at others.
RESOURCE_TYPES = (
    access.RESOURCE_TYPES
    | next_hops.RESOURCE_TYPES
    | frozenset(
        {
            "alicloud_vpc",
            "alicloud_vpc_ipv4_cidr_block",
            "alicloud_vswitch",
            "alicloud_route_table",
            "alicloud_route_table_attachment",
            "alicloud_route_entry",
            "alicloud_vpc_route_entry",
            "alicloud_vpc_peer_connection",
            "alicloud_vpc_peer_connection_accepter",
            "alicloud_cms_alarm",
            "alicloud_account",
            "alicloud_oss_bucket",
            # judged by the provider's schema alone
            "alicloud_cms_alarm_contact",
            "alicloud_cms_alarm_contact_group",
            "alicloud_cms_monitor_group",
            "alicloud_cms_monitor_group_instances",
            "alicloud_resource_manager_resource_group",
            "alicloud_vpc_gateway_route_table_attachment",
            "alicloud_vpc_ipv6_cidr_block",
        }
    )
)


def build(root: RootModule, expectations: tuple[ResolvedExpectation, ...] = ()) -> Topology:
    """The network of one root module, and what the user says of it."""
    secondary = Counted(
        SecondaryBlock(one, region_of(one), account_of_resource(one), identity(root, one.get("vpc_id")))
        for one in root.of_type("alicloud_vpc_ipv4_cidr_block")
    )
    tables = Counted(
        Table(one, region_of(one), account_of_resource(one), identity(root, one.get("vpc_id")))
        for one in root.of_type("alicloud_route_table")
    )
    owners = {table.id: table.vpc for table in tables}
    lists = PrefixLists(root)
    further = _Further(secondary)
    texts: dict[str, tuple[str, ...]] = {}
    with_ipv6 = {identity(root, one.get("vpc_id")) for one in root.of_type("alicloud_vpc_ipv6_cidr_block")}
    return Topology(
        root=root,
        vpcs=Counted(_vpc(one, further, with_ipv6) for one in root.of_type("alicloud_vpc")),
        secondary_blocks=secondary,
        vswitches=_vswitches(root),
        tables=tables,
        routes=Counted(
            _route(root, lists, one, owners) for one in root.of_type("alicloud_route_entry", "alicloud_vpc_route_entry")
        ),
        connections=Counted(_connection(root, one) for one in root.of_type("alicloud_vpc_peer_connection")),
        accepters=Counted(
            Accepter(one, region_of(one), account_of_resource(one), identity(root, one.get("instance_id")))
            for one in root.of_type("alicloud_vpc_peer_connection_accepter")
        ),
        alarms=Counted(_alarm(root, one, texts) for one in root.of_type("alicloud_cms_alarm")),
        complete=root.complete and not _is_a_part(root),
        expectations=expectations,
    )


def _is_a_part(root: RootModule) -> bool:
    """Whether single files were named and others of their directory, which may hold what is missing, were not read."""
    if not root.named or "-" in root.named or any(one.span.path not in root.named for one in root.resources):
        return False
    try:
        names = os.listdir(root.directory or ".")
    except OSError:
        return True
    named = {os.path.basename(path) for path in root.named}
    return any(name.endswith(CONFIGURATION) and name not in named for name in names)


def _block(value: Value | None) -> Maybe[Cidr]:
    text = known_text(value)
    block = parse_cidr(text) if text else None
    return UNKNOWN if block is None else block


class _Further:
    """Secondary blocks by the VPC that they are of."""

    def __init__(self, blocks: Counted[SecondaryBlock]) -> None:
        self.of: dict[Id, list[SecondaryBlock]] = {}
        #: The VPCs, or none that is known, of those blocks of which there may be any number.
        self.unsure: set[Id] = set()
        for one in blocks:
            self.of.setdefault(one.vpc, []).append(one)
            if one.vpc is UNKNOWN or not one.single:
                self.unsure.add(one.vpc)


def _vpc(resource: ResourceInstance, further: _Further, with_ipv6: set[Id]) -> Vpc:
    values = [resource.get("cidr_block")]
    listed = resource.get("secondary_cidr_blocks")
    known = listed is None or listed.null or listed.sequence() is not None
    if listed is not None:
        values += listed.sequence() or ()
    values += [one.value("secondary_cidr_block") for one in further.of.get(resource.address, ())]
    known = known and further.unsure <= {resource.address}
    blocks = [_block(value) for value in values]
    found = Counted(block for block in blocks if block is not UNKNOWN) if blocks[0] is not UNKNOWN else Counted()
    may_get_ipv6 = resource.address in with_ipv6 or UNKNOWN in with_ipv6
    all_known = known and len(found) == len(blocks)
    return Vpc(resource, region_of(resource), account_of_resource(resource), found, all_known, may_get_ipv6)


def _vswitches(root: RootModule) -> Counted[VSwitch]:
    attached: dict[str, Id] = {}
    all_known = True
    for one in root.of_type("alicloud_route_table_attachment"):
        vswitch, table = identity(root, one.get("vswitch_id")), identity(root, one.get("route_table_id"))
        if isinstance(vswitch, str):
            attached[vswitch] = table if one.certain else UNKNOWN
        else:
            all_known = False
    found = []
    for one in root.of_type("alicloud_vswitch"):
        vpc = identity(root, one.get("vpc_id"))
        system: Id = system_table(vpc) if isinstance(vpc, str) and all_known else UNKNOWN
        table = attached.get(one.address, system)
        found.append(VSwitch(one, region_of(one), account_of_resource(one), vpc, _block(one.get("cidr_block")), table))
    return Counted(found)


def _route(root: RootModule, lists: PrefixLists, resource: ResourceInstance, owners: dict[str, Id]) -> Route:
    table = identity(root, resource.get("route_table_id"))
    vpc = owners.get(table, vpc_of_system_table(table)) if isinstance(table, str) else UNKNOWN
    destination = next((resource.get(name) for name in Route.DESTINATION if resource.get(name)), None)
    hop = identity(root, resource.get("nexthop_id"))
    listed = lists.named(resource, *Route.DESTINATION)
    return Route(
        resource, region_of(resource), account_of_resource(resource), table, vpc, _block(destination), hop, listed
    )  # fmt: skip


def _connection(root: RootModule, resource: ResourceInstance) -> Connection:
    region = resource.get("accepting_region_id")
    text = known_text(region)
    return Connection(
        resource,
        region_of(resource),
        account_of_resource(resource),
        identity(root, resource.get("vpc_id")),
        identity(root, resource.get("accepting_vpc_id")),
        UNKNOWN if not text or is_placeholder(text) else text,
        _cross_account(root, resource),
    )


def _cross_account(root: RootModule, resource: ResourceInstance) -> Literal["yes", "presumed", "no", "unknown"]:
    """Whether the accepter is another account: by its id, or by whose ``alicloud_account`` data it is."""
    value = resource.get("accepting_ali_uid")
    if value is None or value.null:
        return "no"
    own = account_of_resource(resource)
    reference = value.reference
    if reference is not None and reference.mode == "data" and reference.type == "alicloud_account":
        data = root.resource(reference)
        theirs = account_of_resource(data) if data is not None else UNKNOWN
        if own is UNKNOWN or theirs is UNKNOWN:
            return "unknown"
        same = own.same(theirs)
        return "no" if same == "yes" else "yes" if same == "no" else "presumed"
    text = known_text(value)
    if text is None:
        return "unknown"
    if text == "0":
        return "no"  # the provider sends 0 where nothing is given
    if own is not UNKNOWN and own.uid:
        return "no" if own.uid == text else "yes"
    return "presumed"


def _alarm(root: RootModule, resource: ResourceInstance, texts: dict[str, tuple[str, ...]]) -> Alarm:
    """The instances that an alarm watches: read from the JSON text or the old map of dimensions.

    ``texts`` are those that were read for other alarms: one long text may be that of a thousand.
    """
    found: list[str] = []
    old = resource.get("dimensions")
    entries = old.mapping() if old is not None else None
    if entries and "instanceId" in entries:
        found += _known(identity(root, entries["instanceId"]))
    text = resource.get("metric_dimensions")
    if text is not None and (written := text.text()):
        if written not in texts:
            texts[written] = _dimensions(written)
        found += texts[written]
        consume_budget(len(texts[written]))
    for one in mentioned(root, resource, "metric_dimensions", "alicloud_vpc_peer_connection"):
        found.append(one.address)
    return Alarm(resource, region_of(resource), account_of_resource(resource), Counted(found))


def _dimensions(text: str) -> tuple[str, ...]:
    """The ids in a JSON text of dimensions."""
    consume_budget(len(text) >> TEXT)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = None
    return tuple(
        row["instanceId"]
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and isinstance(row.get("instanceId"), str)
    )


def _known(id: Id) -> list[str]:
    return [id] if isinstance(id, str) else []
