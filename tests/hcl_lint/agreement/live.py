"""A drawn world by API calls, in the order and with the values that the provider would send."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.hcl_lint.agreement.drawn import Acl, Connection, Group, Instance, Route, Rule, World
from tests.hcl_lint.agreement.written import address, has_eip
from tests.support.lab import Lab, ask
from tests.support.services.resources import IMAGE
from tfmock.rulebook.access import Packet
from tfmock.rulebook.reachability import Network
from tfmock.simulation.network_view import network


@dataclass
class Living:
    """The world in a mock; ``ids`` are the cloud's ids by resource address."""

    lab: Lab
    world: World
    ids: dict[str, str] = field(default_factory=dict)

    def reach(self, source: str, target: str, packet: Packet) -> dict[str, Any]:
        """What ``tfmock reach`` is told."""
        query = {
            "source": self.ids[source], "target": self.ids[target], "protocol": packet.protocol,
            "world": self.lab.name, **({"port": str(packet.port)} if packet.port else {}),
        }  # fmt: skip
        answered = ask(self.lab.app, method="GET", path="/_tfmock/reach", query=urlencode(query))
        assert answered.status == 200, answered.body
        return answered.json()

    def network(self) -> Network:
        """What the mock's own walks see."""
        with self.lab.world.reading() as tx:
            return network(tx)

    def build(self) -> None:
        """Make everything.

        Raises:
            RefusedError: the cloud would refuse a part of it.
        """
        world = self.world
        for n, vpc in enumerate(world.vpcs):
            more = {"UserCidr": vpc.block} if vpc.private else {}
            reply = self.lab.vpc(vpc.block, by=vpc.account, region=vpc.region, **more)
            self.ids[f"alicloud_vpc.v{n}"] = reply["VpcId"]
            self.ids[f"alicloud_vpc.v{n}.route_table_id"] = reply["RouteTableId"]
            if vpc.gateway:
                gateway = self._call(n, "CreateIpv4Gateway", VpcId=reply["VpcId"])["Ipv4GatewayId"]
                self._call(n, "EnableVpcIpv4Gateway", Ipv4GatewayId=gateway)
        for n, owner in enumerate(world.tables):
            table = self._call(owner, "CreateRouteTable", VpcId=self.ids[f"alicloud_vpc.v{owner}"])["RouteTableId"]
            self.ids[f"alicloud_route_table.t{n}"] = table
        for n, subnet in enumerate(world.subnets):
            own = world.vpcs[subnet.vpc]
            home = self.ids[f"alicloud_vpc.v{subnet.vpc}"]
            id = self.lab.vswitch(home, subnet.block, by=own.account, region=own.region)
            self.ids[f"alicloud_vswitch.s{n}"] = id
            if subnet.table is not None:
                table = self.ids[f"alicloud_route_table.t{subnet.table}"]
                self._call(subnet.vpc, "AssociateRouteTable", VSwitchId=id, RouteTableId=table)
        for n, acl in enumerate(world.acls):
            self._acl(acl, n)
        for n, group in enumerate(world.groups):
            self._group(group, n)
        for n, instance in enumerate(world.instances):
            self._instance(instance, n)
        for n, connection in enumerate(world.connections):
            self._connect(connection, n)
        for route in world.routes:
            self._route(route)

    def _call(self, vpc: int, action: str, /, **parameters: object) -> dict[str, Any]:
        """A call by the owner of a VPC, in its region."""
        own = self.world.vpcs[vpc]
        return self.lab.call(action, {"RegionId": own.region, **parameters}, by=own.account)

    def _connect(self, connection: Connection, n: int) -> None:
        accepter = self.world.vpcs[connection.accepting]
        reply = self._call(
            connection.vpc, "VpcPeer.CreateVpcPeerConnection", VpcId=self.ids[f"alicloud_vpc.v{connection.vpc}"],
            AcceptingVpcId=self.ids[f"alicloud_vpc.v{connection.accepting}"], AcceptingAliUid=accepter.account,
            AcceptingRegionId=accepter.region,
        )  # fmt: skip
        self.ids[f"alicloud_vpc_peer_connection.p{n}"] = reply["InstanceId"]
        if self.world.crosses_accounts(connection) and connection.accepted:
            self._call(connection.accepting, "VpcPeer.AcceptVpcPeerConnection", InstanceId=reply["InstanceId"])

    def _route(self, route: Route) -> None:
        vpc, custom = route.table
        table = f"alicloud_vpc.v{vpc}.route_table_id" if custom is None else f"alicloud_route_table.t{custom}"
        hops = {
            "connection": (f"alicloud_vpc_peer_connection.p{route.hop}", "VpcPeer"),
            "instance": (f"alicloud_instance.i{route.hop}", "Instance"),
            "gateway": ("", "NatGateway"),
        }
        name, type = hops[route.kind]
        destination = route.destination
        if route.listed:
            reply = self._call(vpc, "CreateVpcPrefixList", PrefixListEntries=[{"Cidr": destination}], MaxEntries=5)
            destination = reply["PrefixListId"]
        self._call(
            vpc, "CreateRouteEntry", RouteTableId=self.ids[table], DestinationCidrBlock=destination,
            NextHopType=type, NextHopId=self.ids.get(name, "ngw-bp1elsewhere"),
        )  # fmt: skip

    def _acl(self, acl: Acl, n: int) -> None:
        id = self._call(acl.vpc, "CreateNetworkAcl", VpcId=self.ids[f"alicloud_vpc.v{acl.vpc}"])["NetworkAclId"]
        self.ids[f"alicloud_network_acl.a{n}"] = id
        for egress, name, far in ((False, "Ingress", "SourceCidrIp"), (True, "Egress", "DestinationCidrIp")):
            entries = [
                {"NetworkAclEntryName": f"rule-{number}", "Policy": "accept" if rule.accept else "drop",
                 "Protocol": rule.protocol, "Port": rule.ports, far: rule.far}
                for number, rule in enumerate(acl.rules) if rule.egress is egress
            ]  # fmt: skip
            if entries:  # provider: a direction is only updated where something is written
                parameters = {f"Update{name}AclEntries": True, f"{name}AclEntries": entries}
                self._call(acl.vpc, "UpdateNetworkAclEntries", NetworkAclId=id, **parameters)
        bound = [self.ids[f"alicloud_vswitch.s{s}"] for s, subnet in enumerate(self.world.subnets) if subnet.acl == n]
        if bound:
            resources = [{"ResourceType": "VSwitch", "ResourceId": vswitch} for vswitch in bound]
            self._call(acl.vpc, "AssociateNetworkAcl", NetworkAclId=id, Resource=resources)

    def _group(self, group: Group, n: int) -> None:
        parameters = {
            "VpcId": self.ids[f"alicloud_vpc.v{group.vpc}"],
            "SecurityGroupType": "enterprise" if group.enterprise else "normal",
        }
        id = self._call(group.vpc, "Ecs.CreateSecurityGroup", **parameters)["SecurityGroupId"]
        self.ids[f"alicloud_security_group.g{n}"] = id
        if not (group.enterprise or group.inner):  # provider: DiffSuppressFunc for enterprise groups
            self._call(group.vpc, "Ecs.ModifySecurityGroupPolicy", SecurityGroupId=id, InnerAccessPolicy="Drop")
        for rule in group.rules:
            self._authorize(group, id, rule)

    def _authorize(self, group: Group, id: str, rule: Rule) -> None:
        side = "Dest" if rule.egress else "Source"
        far = {f"{side}CidrIp": rule.far}
        if rule.group is not None:
            far = {f"{side}GroupId": self.ids[f"alicloud_security_group.g{rule.group}"]}
        permission = {
            "IpProtocol": rule.protocol, "PortRange": rule.ports, "Priority": str(rule.priority),
            "Policy": "accept" if rule.accept else "drop", **far,
        }  # fmt: skip
        action = "Ecs.AuthorizeSecurityGroupEgress" if rule.egress else "Ecs.AuthorizeSecurityGroup"
        self._call(group.vpc, action, SecurityGroupId=id, Permissions=[permission])

    def _instance(self, instance: Instance, n: int) -> None:
        vpc = self.world.subnets[instance.subnet].vpc
        reply = self._call(
            vpc, "Ecs.RunInstances", ImageId=IMAGE, InstanceType="ecs.g7.large",
            VSwitchId=self.ids[f"alicloud_vswitch.s{instance.subnet}"], PrivateIpAddress=address(self.world, instance),
            SecurityGroupIds=[self.ids[f"alicloud_security_group.g{g}"] for g in instance.groups],
            InternetMaxBandwidthOut=10 if instance.public and not has_eip(instance, n) else None,
        )  # fmt: skip
        id = reply["InstanceIdSets"]["InstanceIdSet"][0]
        self.ids[f"alicloud_instance.i{n}"] = id
        if has_eip(instance, n):
            eip = self._call(vpc, "AllocateEipAddress")["AllocationId"]
            self._call(vpc, "AssociateEipAddress", AllocationId=eip, InstanceId=id)
        if instance.stopped:
            self._call(vpc, "Ecs.StopInstance", InstanceId=id)
