"""A drawn world as HCL."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from tests.hcl_lint.agreement.drawn import Acl, Connection, Group, Instance, Route, Rule, Subnet, Vpc, World
from tests.support.lab import ALICE, BEIJING, BOB, HANGZHOU

ZONES = {HANGZHOU: "cn-hangzhou-b", BEIJING: "cn-beijing-a"}


def hcl(world: World) -> str:
    """One root module that describes the world."""
    return "\n".join(_blocks(world))


def provider(vpc: Vpc) -> str:
    return f"alicloud.{_alias(vpc.account, vpc.region)}"


def _alias(account: str, region: str) -> str:
    return f"{'alice' if account == ALICE else 'bob'}_{region.removeprefix('cn-')}"


def address(world: World, instance: Instance) -> str:
    return str(IPv4Network(world.subnets[instance.subnet].block)[instance.host])


def _blocks(world: World) -> Iterator[str]:
    for account in (ALICE, BOB):
        for region in (HANGZHOU, BEIJING):
            alias = _alias(account, region)
            yield _block(
                'provider "alicloud"', alias=f'"{alias}"', region=f'"{region}"', profile=f'"{alias}"',
                account_id=f'"{account}"',
            )  # fmt: skip
    for n, vpc in enumerate(world.vpcs):
        yield from _vpc(vpc, n)
    for n, owner in enumerate(world.tables):
        vpc_id = f"alicloud_vpc.v{owner}.id"
        yield _resource("alicloud_route_table", f"t{n}", world.vpcs[owner], vpc_id=vpc_id, route_table_name=f'"t{n}"')
    for n, subnet in enumerate(world.subnets):
        yield from _subnet(world, subnet, n)
    for n, connection in enumerate(world.connections):
        yield from _connection(world, connection, n)
    for n, route in enumerate(world.routes):
        yield from _route(world, route, n)
    for n, acl in enumerate(world.acls):
        yield from _acl(world, acl, n)
    for n, group in enumerate(world.groups):
        yield from _group(world, group, n)
    for n, instance in enumerate(world.instances):
        yield _instance(world, instance, n)


def _block(head: str, /, *inner: str, **arguments: str) -> str:
    lines = [f"{head} {{", *(f"  {name} = {text}" for name, text in arguments.items()), *inner, "}"]
    return "\n".join(lines)


def _resource(type: str, name: str, vpc: Vpc, /, *inner: str, **arguments: str) -> str:
    return _block(f'resource "{type}" "{name}"', *inner, provider=provider(vpc), **arguments)


def _vpc(vpc: Vpc, n: int) -> Iterator[str]:
    more = {"user_cidrs": f'["{vpc.block}"]'} if vpc.private else {}
    yield _resource("alicloud_vpc", f"v{n}", vpc, vpc_name=f'"v{n}"', cidr_block=f'"{vpc.block}"', **more)
    if vpc.gateway:
        yield _resource("alicloud_vpc_ipv4_gateway", f"w{n}", vpc, vpc_id=f"alicloud_vpc.v{n}.id", enabled="true")


def _subnet(world: World, subnet: Subnet, n: int) -> Iterator[str]:
    vpc = world.vpcs[subnet.vpc]
    yield _resource(
        "alicloud_vswitch", f"s{n}", vpc, vpc_id=f"alicloud_vpc.v{subnet.vpc}.id", cidr_block=f'"{subnet.block}"',
        zone_id=f'"{ZONES[vpc.region]}"',
    )  # fmt: skip
    if subnet.table is not None:
        yield _resource(
            "alicloud_route_table_attachment", f"s{n}", vpc, vswitch_id=f"alicloud_vswitch.s{n}.id",
            route_table_id=f"alicloud_route_table.t{subnet.table}.id",
        )  # fmt: skip


def _connection(world: World, connection: Connection, n: int) -> Iterator[str]:
    requester, accepter = world.vpcs[connection.vpc], world.vpcs[connection.accepting]
    yield _resource(
        "alicloud_vpc_peer_connection", f"p{n}", requester, vpc_id=f"alicloud_vpc.v{connection.vpc}.id",
        accepting_vpc_id=f"alicloud_vpc.v{connection.accepting}.id", accepting_ali_uid=f'"{accepter.account}"',
        accepting_region_id=f'"{accepter.region}"', peer_connection_name=f'"p{n}"',
    )  # fmt: skip
    if world.crosses_accounts(connection) and connection.accepted:
        yield _resource(
            "alicloud_vpc_peer_connection_accepter", f"p{n}", accepter,
            instance_id=f"alicloud_vpc_peer_connection.p{n}.id",
        )  # fmt: skip


def _route(world: World, route: Route, n: int) -> Iterator[str]:
    vpc, custom = route.table
    table = f"alicloud_vpc.v{vpc}.route_table_id" if custom is None else f"alicloud_route_table.t{custom}.id"
    if route.kind == "connection":
        accepter = "_accepter" if world.crosses_accounts(world.connections[route.hop]) else ""
        hop, type = f"alicloud_vpc_peer_connection{accepter}.p{route.hop}.id", "VpcPeer"
    elif route.kind == "instance":
        hop, type = f"alicloud_instance.i{route.hop}.id", "Instance"
    else:
        hop, type = '"ngw-bp1elsewhere"', "NatGateway"
    destination = f'"{route.destination}"'
    if route.listed:
        entry = _block("  entrys", cidr=destination)
        yield _resource("alicloud_vpc_prefix_list", f"l{n}", world.vpcs[vpc], entry, max_entries="5")
        destination = f"alicloud_vpc_prefix_list.l{n}.id"
    yield _resource(
        "alicloud_route_entry", f"r{n}", world.vpcs[vpc], route_table_id=table, nexthop_type=f'"{type}"',
        destination_cidrblock=destination, nexthop_id=hop,
    )  # fmt: skip


def _acl(world: World, acl: Acl, n: int) -> Iterator[str]:
    vpc = world.vpcs[acl.vpc]
    entries = [_entry(rule, number) for number, rule in enumerate(acl.rules)]
    bound = [
        _block("  resources", resource_id=f"alicloud_vswitch.s{s}.id", resource_type='"VSwitch"')
        for s, subnet in enumerate(world.subnets)
        if subnet.acl == n
    ]
    inner = entries if acl.attached else [*entries, *bound]
    yield _resource("alicloud_network_acl", f"a{n}", vpc, *inner, vpc_id=f"alicloud_vpc.v{acl.vpc}.id")
    if acl.attached and bound:
        yield _resource(
            "alicloud_network_acl_attachment", f"a{n}", vpc, *bound, network_acl_id=f"alicloud_network_acl.a{n}.id"
        )


def _entry(rule: Rule, number: int) -> str:
    far = "destination_cidr_ip" if rule.egress else "source_cidr_ip"
    texts = {
        "network_acl_entry_name": f"rule-{number}", "policy": "accept" if rule.accept else "drop",
        "protocol": rule.protocol, "port": rule.ports, far: rule.far,
    }  # fmt: skip
    kind = "egress" if rule.egress else "ingress"
    return _block(f"  {kind}_acl_entries", **{name: f'"{text}"' for name, text in texts.items()})


def _group(world: World, group: Group, n: int) -> Iterator[str]:
    vpc = world.vpcs[group.vpc]
    yield _resource(
        "alicloud_security_group", f"g{n}", vpc, vpc_id=f"alicloud_vpc.v{group.vpc}.id",
        security_group_type='"enterprise"' if group.enterprise else '"normal"',
        inner_access_policy='"Accept"' if group.inner else '"Drop"',
    )  # fmt: skip
    for number, rule in enumerate(group.rules):
        far = {"cidr_ip": f'"{rule.far}"'}
        if rule.group is not None:
            far = {"source_security_group_id": f"alicloud_security_group.g{rule.group}.id"}
        yield _resource(
            "alicloud_security_group_rule", f"g{n}_{number}", vpc, security_group_id=f"alicloud_security_group.g{n}.id",
            type='"egress"' if rule.egress else '"ingress"', policy='"accept"' if rule.accept else '"drop"',
            priority=str(rule.priority), ip_protocol=f'"{rule.protocol}"', port_range=f'"{rule.ports}"', **far,
        )  # fmt: skip


def _instance(world: World, instance: Instance, n: int) -> str:
    with_eip = has_eip(instance, n)
    more = {"internet_max_bandwidth_out": "10"} if instance.public and not with_eip else {}
    if instance.stopped:
        more["status"] = '"Stopped"'
    groups = ", ".join(f"alicloud_security_group.g{g}.id" for g in instance.groups)
    vpc = world.vpcs[world.subnets[instance.subnet].vpc]
    written = _resource(
        "alicloud_instance", f"i{n}", vpc, image_id='"aliyun_3"',
        instance_type='"ecs.g7.large"', vswitch_id=f"alicloud_vswitch.s{instance.subnet}.id",
        private_ip=f'"{address(world, instance)}"', security_groups=f"[{groups}]", **more,
    )  # fmt: skip
    if not with_eip:
        return written
    ids = {"allocation_id": f"alicloud_eip_address.e{n}.id", "instance_id": f"alicloud_instance.i{n}.id"}
    return "\n".join(
        [
            written,
            _resource("alicloud_eip_address", f"e{n}", vpc),
            _resource("alicloud_eip_association", f"e{n}", vpc, **ids),
        ]
    )


def has_eip(instance: Instance, n: int) -> bool:
    """Whether it is an EIP that makes an instance public: every second has one, the others an address of their own."""
    return instance.public and n % 2 == 1
