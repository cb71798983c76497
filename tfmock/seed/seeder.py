"""Rows from the attributes of a state's resources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.lifecycle import Status
from tfmock.core.snapshot_check import is_moment
from tfmock.core.store import ResourceRow, Row, Transaction
from tfmock.core.world import World
from tfmock.rulebook import peering as rules
from tfmock.rulebook import regions
from tfmock.seed import resources as kinds
from tfmock.seed.storage import SeedBucket, StorageEntryError, seed_bucket
from tfmock.services.common.resource_groups import ResourceGroupRow, default_group_id
from tfmock.services.common.tags import put_tags
from tfmock.services.ecs.models.security_group import Permission, SecurityGroupRow
from tfmock.services.ecs.responses.security_group_rules import PROTOCOLS
from tfmock.services.vpc.models.route_entry import NextHop, RouteEntryRow, destination_block
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import LIFECYCLE, Party, PeeringRow
from tfmock.settings import SettingsError
from tfmock.text.wording import first_problem


class Seeder:
    """Puts rows into one new world, as if the cloud had always had them."""

    def __init__(self, world: World, files: str) -> None:
        self._world = world
        self._files = files
        self._now = world.clock.now()
        self._tx = Transaction(world.store, self._now, world.settings.profile)

    def _call(self, account: str, region: str) -> Call:
        caller = Caller(account)
        return Call(world=self._world, transaction=self._tx, caller=caller, region=region, now=self._now)

    def group(self, account: str, group: kinds.ResourceGroup) -> None:
        row = ResourceGroupRow(
            id=group.id, serial=self._tx.next_serial(), account=account, display_name=group.display_name,
            name=group.resource_group_name or group.name, status=Status("OK", self._now),
            create_date=self._moment(group.create_date),
        )  # fmt: skip
        self._put(row)
        put_tags(self._tx, account, "", ResourceGroupRow.resource.tag_type, group.id, group.tags.items())

    def bucket(self, account: str, bucket: kinds.Bucket) -> None:
        region = bucket.location.removeprefix("oss-")
        described = SeedBucket(name=bucket.id, region=region, account=account, acl=bucket.acl or "private")
        try:
            seed_bucket(self._tx, described, account)
        except StorageEntryError as problem:
            raise SettingsError(f"--seed {self._files}: {problem}.") from None

    def vpc(self, account: str, vpc: kinds.Vpc, extra: Sequence[str]) -> None:
        region = vpc.region_id or self._region_of_id(vpc.id)
        call = self._call(account, region)
        group = vpc.resource_group_id or default_group_id(account)
        row = VpcRow(
            id=vpc.id, serial=self._tx.next_serial(), account=account, region_id=region, cidr_block=vpc.cidr_block,
            vpc_name=vpc.vpc_name, description=vpc.description, status=Status("Available", self._now),
            creation_time=self._moment(vpc.create_time), v_router_id=vpc.router_id or call.new_id("vrt", region)[0],
            resource_group_id=group, is_default=vpc.is_default,
            secondary_cidr_blocks=tuple(dict.fromkeys((*vpc.secondary_cidr_blocks, *extra))), user_cidrs=vpc.user_cidrs,
            ipv6_cidr_block=vpc.ipv6_cidr_block, ipv6_isp=vpc.ipv6_isp or "BGP",
            enable_dns_hostname=vpc.dns_hostname_status == "ENABLED", classic_link_enabled=vpc.classic_link_enabled,
        )  # fmt: skip
        self._put(row)
        system = RouteTableRow(
            id=vpc.route_table_id or vpc.router_table_id or call.new_id_of(RouteTableRow, region)[0],
            serial=self._tx.next_serial(), account=account, region_id=region, vpc_id=vpc.id, router_id=row.v_router_id,
            route_table_type="System", associate_type="VSwitch", route_table_name=vpc.system_route_table_name,
            description=vpc.system_route_table_description, status=row.status, creation_time=row.creation_time,
            resource_group_id=group, route_propagation_enable=vpc.system_route_table_route_propagation_enable,
        )  # fmt: skip
        self._put(system)
        put_tags(self._tx, account, region, VpcRow.resource.tag_type, vpc.id, vpc.tags.items())

    def route_table(self, table: kinds.RouteTable) -> None:
        vpc = self._vpc(table.vpc_id, table.id)
        associate: Literal["VSwitch", "Gateway"] = "Gateway" if table.associate_type == "Gateway" else "VSwitch"
        row = RouteTableRow(
            id=table.id,
            serial=self._tx.next_serial(),
            account=vpc.account,
            region_id=vpc.region_id,
            vpc_id=vpc.id,
            router_id=vpc.v_router_id,
            route_table_type="Custom",
            associate_type=associate,
            route_table_name=table.route_table_name,
            description=table.description,
            status=Status("Available", self._now),
            creation_time=self._moment(table.create_time),
            resource_group_id=table.resource_group_id or vpc.resource_group_id,
            route_propagation_enable=table.route_propagation_enable,
        )
        self._put(row)
        put_tags(self._tx, vpc.account, vpc.region_id, RouteTableRow.resource.tag_type, table.id, table.tags.items())

    def vswitch(self, vswitch: kinds.VSwitch, bound: str) -> None:
        vpc = self._vpc(vswitch.vpc_id, vswitch.id)
        tables = self._tx.find(RouteTableRow, "vpc", vpc.id)
        row = VSwitchRow(
            id=vswitch.id, serial=self._tx.next_serial(), account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id,
            zone_id=vswitch.zone_id, cidr_block=vswitch.cidr_block, v_switch_name=vswitch.vswitch_name,
            route_table_id=bound or next(table.id for table in tables if table.route_table_type == "System"),
            description=vswitch.description, status=Status("Available", self._now),
            creation_time=self._moment(vswitch.create_time), resource_group_id=vpc.resource_group_id,
            is_default=vswitch.is_default, ipv6_cidr_block=vswitch.ipv6_cidr_block,
        )  # fmt: skip
        self._put(row)
        put_tags(self._tx, vpc.account, vpc.region_id, VSwitchRow.resource.tag_type, vswitch.id, vswitch.tags.items())

    def security_group(self, group: kinds.SecurityGroup, group_rules: Iterable[kinds.SecurityGroupRule]) -> None:
        vpc = self._vpc(group.vpc_id, group.id)
        call = self._call(vpc.account, vpc.region_id)
        created = self._moment(group.create_time)
        row = SecurityGroupRow(
            id=group.id, serial=self._tx.next_serial(), account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id,
            security_group_name=group.security_group_name or group.name, description=group.description,
            security_group_type=group.security_group_type, creation_time=created,
            resource_group_id=group.resource_group_id, inner_access_policy=group.inner_access_policy,
            permissions=tuple(_permission(call, rule, created) for rule in group_rules),
        )  # fmt: skip
        self._put(row)
        tag_type = SecurityGroupRow.resource.tag_type
        put_tags(self._tx, vpc.account, vpc.region_id, tag_type, group.id, group.tags.items())

    def require_no_rules_left(self, by_group: Mapping[str, Sequence[kinds.SecurityGroupRule]]) -> None:
        """
        Raises:
            SettingsError: rules are of a group that no state has.
        """
        for group, members in by_group.items():
            raise self._missing(f"the rule {members[0].id}", "security group", group)

    def peering(self, account: str, peering: kinds.Peering, accepted: kinds.Accepter | None) -> None:
        requester, accepter = self._vpc(peering.vpc_id, peering.id), self._vpc(peering.accepting_vpc_id, peering.id)
        within = requester.region_id == accepter.region_id
        own = requester.account == accepter.account
        group = peering.resource_group_id or default_group_id(requester.account)
        other_group = (accepted and accepted.resource_group_id) or (
            group if own else default_group_id(accepter.account)
        )
        default = rules.UNLIMITED_BANDWIDTH if within else rules.DEFAULT_BANDWIDTH
        created = self._moment(peering.create_time)
        # The requester's resource still says Accepting when the accepter's, made after it, has accepted. A request
        # that waits is as of now: it should not have expired with the age of the file.
        state = "Activated" if accepted is not None else peering.status
        row = PeeringRow(
            id=peering.id, serial=self._tx.next_serial(), name=peering.peer_connection_name,
            requester=_party(requester, group),
            accepter=_party(accepter, other_group),
            description=peering.description, bandwidth=peering.bandwidth or default,
            link_type="" if within else peering.link_type or rules.DEFAULT_LINK_TYPE, gmt_create=created,
            gmt_modified=created, status=LIFECYCLE.start(state, at=self._now),
        )  # fmt: skip
        self._put(row)
        put_tags(self._tx, account, requester.region_id, PeeringRow.resource.tag_type, peering.id, peering.tags.items())

    def route(self, route: kinds.RouteEntry | kinds.VpcRouteEntry) -> None:
        table = self._tx.get(RouteTableRow, route.route_table_id)
        if table is None:
            raise self._missing(f"the route {route.id}", "route table", route.route_table_id)
        if isinstance(route, kinds.RouteEntry):
            destination, name = route.destination_cidrblock, route.name
            hops: tuple[NextHop, ...] = (NextHop(route.nexthop_type, route.nexthop_id),)
        else:
            destination, name = route.destination_cidr_block, route.route_entry_name
            hops = tuple(NextHop(hop.nexthop_type, hop.nexthop_id, hop.weight) for hop in route.next_hops)
            hops = hops or (NextHop(route.nexthop_type, route.nexthop_id),)
        call = self._call(table.account, table.region_id)
        id, serial = call.new_id_of(RouteEntryRow, table.region_id)
        row = RouteEntryRow(
            id=id,
            serial=serial,
            route_table_id=table.id,
            vpc_id=table.vpc_id,
            destination_cidr_block=destination,
            destination_block=destination_block(destination),
            next_hops=hops,
            route_entry_name=name,
            description=route.description,
            gmt_modified=self._now,
            status=Status("Available", self._now),
        )
        self._put(row)

    def plain(self, account: str, kind: type[ResourceRow], attributes: kinds.Plain) -> None:
        """A row whose fields are attributes of the state, as its descriptor says."""
        region = attributes.region_id or self._region_of_id(attributes.id)
        given = attributes.fields(kind)
        moments = {name: self._moment(str(value)) for name, value in given.items() if is_moment(name)}
        values: dict[str, object] = {
            "resource_group_id": default_group_id(account),
            **given,
            **moments,
            "id": attributes.id,
            "serial": self._tx.next_serial(),
            "account": account,
            "region_id": region,
            "status": Status("Available", self._now),
        }
        known = {field.name for field in fields(kind)}
        try:
            row = TypeAdapter(kind).validate_python({name: value for name, value in values.items() if name in known})
        except ValidationError as invalid:
            at, what = first_problem(invalid)
            raise SettingsError(f"--seed {self._files}: {attributes.id}: {at}: {what}.") from None
        self._put(row)
        if kind.resource.tag_type:
            put_tags(self._tx, account, region, kind.resource.tag_type, row.id, attributes.tags.items())

    def _put(self, row: Row) -> None:
        if self._tx.get(type(row), row.id) is not None:
            raise SettingsError(f"--seed {self._files}: {row.id} is there twice; ids are unique.")
        self._tx.put(row)

    def _vpc(self, id: str, of: str) -> VpcRow:
        row = self._tx.get(VpcRow, id)
        if row is None:
            raise self._missing(of, "VPC", id)
        return row

    def _missing(self, of: str, kind: str, id: str) -> SettingsError:
        return SettingsError(
            f"--seed {self._files}: {of} refers to the {kind} {id}, which is not there. Give the state that has it, or "
            "a file that describes it, as another --seed."
        )

    def _region_of_id(self, id: str) -> str:
        """States of older providers name no region; an id begins with its letters (published samples)."""
        letters = id.partition("-")[2][:3]
        region_ids = [region.id for region in regions.REGIONS.values() if letters and region.id_prefix == letters]
        if len(region_ids) != 1:
            raise SettingsError(f"--seed {self._files}: {id} has no region_id, and its id does not tell its region.")
        return region_ids[0]

    def _moment(self, text: str) -> float:
        try:
            return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
        except ValueError:
            return self._now


def _permission(call: Call, rule: kinds.SecurityGroupRule, created: float) -> Permission:
    return Permission(
        security_group_rule_id=rule.security_group_rule_id or call.new_id("sgr", call.region, length=20)[0],
        direction=rule.type, ip_protocol=PROTOCOLS[rule.ip_protocol], port_range=rule.port_range,
        policy=rule.policy.capitalize(), priority=rule.priority, description=rule.description, create_time=created,
        peer_cidr_ip=rule.cidr_ip, ipv6_peer_cidr_ip=rule.ipv6_cidr_ip, peer_group_id=rule.source_security_group_id,
        peer_group_owner_account=rule.source_group_owner_account, peer_prefix_list_id=rule.prefix_list_id,
    )  # fmt: skip


def _party(vpc: VpcRow, group: str) -> Party:
    return Party(account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id, resource_group_id=group)
