"""From evaluated resources to the network they describe."""

from __future__ import annotations

import json
import os
from typing import Literal

from hcl_lint.common.work import Counted, consume_budget
from hcl_lint.evaluate.budget import TEXT
from hcl_lint.evaluate.known_values import is_placeholder, known_text
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
from hcl_lint.network.identity import (
    Account,
    Id,
    account_of_resource,
    identity,
    region_of,
    system_table,
    vpc_of_system_table,
)
from hcl_lint.network.prefix_lists import PrefixLists
from hcl_lint.network.references import mentioned
from hcl_lint.network.topology import Topology
from hcl_lint.source.files import CONFIGURATION
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Maybe

#: The resource types that rules read; of all others only the schema is compared.
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
            "alicloud_eip",
            "alicloud_eip_address",
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
    """The network of one root module, and what the user expects of it."""
    secondary = Counted(
        SecondaryBlock(*_placed(resource), vpc=identity(root, resource.get("vpc_id")))
        for resource in root.of_type("alicloud_vpc_ipv4_cidr_block")
    )
    tables = Counted(
        Table(*_placed(resource), vpc=identity(root, resource.get("vpc_id")))
        for resource in root.of_type("alicloud_route_table")
    )
    owners = {table.id: table.vpc for table in tables}
    lists = PrefixLists(root)
    secondary_by_vpc = _SecondaryBlocksByVpc(secondary)
    texts: dict[str, tuple[str, ...]] = {}
    with_ipv6 = {identity(root, block.get("vpc_id")) for block in root.of_type("alicloud_vpc_ipv6_cidr_block")}
    return Topology(
        root=root,
        vpcs=Counted(_vpc(resource, secondary_by_vpc, with_ipv6) for resource in root.of_type("alicloud_vpc")),
        secondary_blocks=secondary,
        vswitches=_vswitches(root),
        tables=tables,
        routes=Counted(
            _route(root, lists, resource, owners)
            for resource in root.of_type("alicloud_route_entry", "alicloud_vpc_route_entry")
        ),
        connections=Counted(_connection(root, resource) for resource in root.of_type("alicloud_vpc_peer_connection")),
        accepters=Counted(
            Accepter(*_placed(resource), connection=identity(root, resource.get("instance_id")))
            for resource in root.of_type("alicloud_vpc_peer_connection_accepter")
        ),
        alarms=Counted(_alarm(root, resource, texts) for resource in root.of_type("alicloud_cms_alarm")),
        complete=root.complete and not _is_a_part(root),
        expectations=expectations,
    )


def _is_a_part(root: RootModule) -> bool:
    """Whether single files were named and others of their directory, which may hold what is missing, were not read."""
    if not root.named or "-" in root.named or any(resource.span.path not in root.named for resource in root.resources):
        return False
    try:
        names = os.listdir(root.directory or ".")
    except OSError:
        return True
    named = {os.path.basename(path) for path in root.named}
    return any(name.endswith(CONFIGURATION) and name not in named for name in names)


def _placed(resource: ResourceInstance) -> tuple[ResourceInstance, Maybe[str], Maybe[Account]]:
    """What every entity begins with: its resource, region and account."""
    return resource, region_of(resource), account_of_resource(resource)


def _block(value: Value | None) -> Maybe[Cidr]:
    text = known_text(value)
    block = parse_cidr(text) if text else None
    return UNKNOWN if block is None else block


class _SecondaryBlocksByVpc:
    """Secondary blocks by the VPC that they are of."""

    def __init__(self, blocks: Counted[SecondaryBlock]) -> None:
        self.of: dict[Id, list[SecondaryBlock]] = {}
        #: The VPCs of blocks whose number is not known; UNKNOWN of blocks whose VPC is not known.
        self.uncertain: set[Id] = set()
        for block in blocks:
            self.of.setdefault(block.vpc, []).append(block)
            if block.vpc is UNKNOWN or not block.single:
                self.uncertain.add(block.vpc)


def _vpc(resource: ResourceInstance, secondary: _SecondaryBlocksByVpc, with_ipv6: set[Id]) -> Vpc:
    values = [resource.get("cidr_block")]
    listed = resource.get("secondary_cidr_blocks")
    known = listed is None or listed.null or listed.sequence() is not None
    if listed is not None:
        values += listed.sequence() or ()
    values += [block.value("secondary_cidr_block") for block in secondary.of.get(resource.address, ())]
    known = known and secondary.uncertain <= {resource.address}
    blocks = [_block(value) for value in values]
    known_blocks = (block for block in blocks if block is not UNKNOWN) if blocks[0] is not UNKNOWN else ()
    own_blocks = Counted(known_blocks)
    may_get_ipv6 = resource.address in with_ipv6 or UNKNOWN in with_ipv6
    all_known = known and len(own_blocks) == len(blocks)
    return Vpc(*_placed(resource), blocks=own_blocks, all_blocks_known=all_known, may_get_ipv6=may_get_ipv6)


def _vswitches(root: RootModule) -> Counted[VSwitch]:
    attached: dict[str, Id] = {}
    all_known = True
    for attachment in root.of_type("alicloud_route_table_attachment"):
        vswitch, table = identity(root, attachment.get("vswitch_id")), identity(root, attachment.get("route_table_id"))
        if isinstance(vswitch, str):
            attached[vswitch] = table if attachment.certain else UNKNOWN
        else:
            all_known = False
    vswitches = []
    for resource in root.of_type("alicloud_vswitch"):
        vpc = identity(root, resource.get("vpc_id"))
        system: Id = system_table(vpc) if isinstance(vpc, str) and all_known else UNKNOWN
        table = attached.get(resource.address, system)
        block = _block(resource.get("cidr_block"))
        vswitches.append(VSwitch(*_placed(resource), vpc=vpc, block=block, table=table))
    return Counted(vswitches)


def _route(root: RootModule, lists: PrefixLists, resource: ResourceInstance, owners: dict[str, Id]) -> Route:
    table = identity(root, resource.get("route_table_id"))
    vpc = owners.get(table, vpc_of_system_table(table)) if isinstance(table, str) else UNKNOWN
    destination = next((resource.get(name) for name in Route.DESTINATION if resource.get(name)), None)
    hop = identity(root, resource.get("nexthop_id"))
    prefix_list = lists.named(resource, *Route.DESTINATION)
    return Route(
        *_placed(resource),
        table=table,
        vpc=vpc,
        destination=_block(destination),
        hop=hop,
        prefix_list=prefix_list,
    )


def _connection(root: RootModule, resource: ResourceInstance) -> Connection:
    region = resource.get("accepting_region_id")
    text = known_text(region)
    return Connection(
        *_placed(resource),
        vpc=identity(root, resource.get("vpc_id")),
        accepting_vpc=identity(root, resource.get("accepting_vpc_id")),
        accepting_region=UNKNOWN if not text or is_placeholder(text) else text,
        cross_account=_cross_account(root, resource),
    )


def _cross_account(root: RootModule, resource: ResourceInstance) -> Literal["yes", "presumed", "no", "unknown"]:
    """Whether the accepter is another account: by its id, or by whose ``alicloud_account`` data it is."""
    value = resource.get("accepting_ali_uid")
    if value is None or value.null:
        return "no"
    account = account_of_resource(resource)
    reference = value.reference
    if reference is not None and reference.mode == "data" and reference.type == "alicloud_account":
        data = root.resource(reference)
        accepting_account = account_of_resource(data) if data is not None else UNKNOWN
        if account is UNKNOWN or accepting_account is UNKNOWN:
            return "unknown"
        same = account.same(accepting_account)
        return "no" if same == "yes" else "yes" if same == "no" else "presumed"
    text = known_text(value)
    if text is None:
        return "unknown"
    if text == "0":
        return "no"  # the provider sends 0 where nothing is given
    if account is not UNKNOWN and account.uid:
        return "no" if account.uid == text else "yes"
    return "presumed"


def _alarm(root: RootModule, resource: ResourceInstance, texts: dict[str, tuple[str, ...]]) -> Alarm:
    """The instances that an alarm watches: read from the JSON text or the old map of dimensions.

    ``texts`` are those that were read for other alarms: a thousand alarms may share one long text.
    """
    instances: list[str] = []
    old = resource.get("dimensions")
    entries = old.mapping() if old is not None else None
    if entries and "instanceId" in entries:
        instances += _known(identity(root, entries["instanceId"]))
    text = resource.get("metric_dimensions")
    if text is not None and (written := text.text()):
        if written not in texts:
            texts[written] = _dimensions(written)
        instances += texts[written]
        consume_budget(len(texts[written]))
    for connection in mentioned(root, resource, "metric_dimensions", "alicloud_vpc_peer_connection"):
        instances.append(connection.address)
    return Alarm(*_placed(resource), instances=Counted(instances))


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
