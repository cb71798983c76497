"""How to provoke the errors of prefix lists, and every limit that an access rule may meet."""

from __future__ import annotations

from tests.support.lab import BEIJING, Net
from tests.support.services import resources
from tests.support.services.errors_access import Make, analyse, path, ruling
from tests.support.services.operations_lists import create_parameters, prefix_list, used_list
from tests.support.services.provoke import Provoked, Request, act, after, quota, vpc_id
from tfmock.rulebook import quotas
from tfmock.services.ecs import errors as ecs


def creating(**changed: object) -> Make:
    return lambda net: ("Ecs.CreatePrefixList", create_parameters(**changed))


def changing(**changed: object) -> Make:
    return lambda net: ("Ecs.ModifyPrefixList", {"PrefixListId": prefix_list(net), **changed})


def listing(action: str, **more: object) -> Make:
    return lambda net: (f"Ecs.{action}", {"PrefixListId": prefix_list(net), **more})


def naming(net: Net, id: str, **more: object) -> Request:
    rule = resources.rule(SourceCidrIp="", SourcePrefixListId=id, **more)
    return "Ecs.AuthorizeSecurityGroup", {"SecurityGroupId": resources.group(net), "Permissions": [rule]}


def elsewhere(net: Net) -> Request:
    """A list of another region."""
    remote = net.lab.call("Ecs.CreatePrefixList", {**create_parameters(), "RegionId": BEIJING})
    return naming(net, str(remote["PrefixListId"]))


def in_a_full_group(action: str) -> Make:
    """An instance of a group that takes no more addresses is about to join or to be made."""

    def prepare(net: Net) -> Request:
        full, id = resources.group(net), resources.instance(net)
        resources.instance(net, groups=[full])
        if action == "RunInstances":
            return "Ecs.RunInstances", resources.run(net, groups=[full])
        return "Ecs.JoinSecurityGroup", {"InstanceId": id, "SecurityGroupId": full}

    return quota(prepare, ecs_quota_security_group_address_num=1)


def many_rules(net: Net) -> Request:
    """The rules of both groups together are too many for an interface."""
    id = resources.instance(net, groups=[resources.ruled(net)])
    return "Ecs.JoinSecurityGroup", {"InstanceId": id, "SecurityGroupId": resources.ruled(net)}


def one_rule_more(net: Net) -> Request:
    group = resources.ruled(net)
    resources.instance(net, groups=[group, resources.ruled(net)])
    return "Ecs.AuthorizeSecurityGroup", {"SecurityGroupId": group, "Permissions": [resources.rule(PortRange="81/81")]}


def at_once(net: Net) -> Request:
    net.lab.slow(NetworkReachableAnalysis_init=60)
    request = analyse()(net)
    net.lab.call(*request)
    return request


def vpn_route(net: Net) -> Request:
    for table, block in ((net.table, "172.16.1.0/24"), (net.custom, "172.16.2.0/24")):
        net.lab.route(table, block, "vpn-1", NextHopType="VpnGateway")
    route = {"RouteTableId": net.custom, "DestinationCidrBlock": "172.16.3.0/24"}
    return "CreateRouteEntry", {**route, "NextHopId": "vpn-1", "NextHopType": "VpnGateway"}


def second_gateway_table(net: Net) -> Request:
    parameters = {"VpcId": net.vpc, "AssociateType": "Gateway"}
    net.lab.call("CreateRouteTable", parameters)
    return "CreateRouteTable", parameters


LIST_ERRORS = (
    Provoked(ecs.LIST_NOT_FOUND, act("Ecs.DeletePrefixList", PrefixListId="pl-x")),
    Provoked(ecs.LIST_NOT_FOUND, lambda net: naming(net, "pl-x"), id="rule"),
    Provoked(ecs.LIST_NOT_FOUND, elsewhere, id="other region"),
    Provoked(ecs.LIST_FAMILY, creating(AddressFamily="ipv4")),
    Provoked(ecs.LIST_PARAMETER, creating(MaxEntries=201), lambda net: {"name": "MaxEntries"}),
    Provoked(ecs.LIST_PARAMETER, listing("DescribePrefixListAssociations", NextToken="x"),
             lambda net: {"name": "NextToken"}, id="token"),
    Provoked(ecs.LIST_CIDR, creating(Entry=[{"Cidr": "10.0.0.1/8"}]), lambda net: {"cidr": "10.0.0.1/8"}),
    Provoked(ecs.LIST_CIDR, creating(Entry=[{"Cidr": "2408::/32"}]), lambda net: {"cidr": "2408::/32"}, id="family"),
    Provoked(ecs.LIST_CIDR_TWICE, creating(Entry=[{"Cidr": "10.0.0.1"}, {"Cidr": "10.0.0.1/32"}]),
             lambda net: {"cidr": "10.0.0.1/32"}),
    Provoked(ecs.LIST_CIDR_TWICE,
             changing(AddEntry=[{"Cidr": "10.0.0.0/8"}], RemoveEntry=[{"Cidr": "10.0.0.0/8"}]),
             lambda net: {"cidr": "10.0.0.0/8"}, id="added and removed"),
    Provoked(ecs.LIST_ENTRIES, creating(Entry=[{"Cidr": f"10.0.0.{n}"} for n in range(201)])),
    Provoked(ecs.LIST_FULL, creating(MaxEntries=1)),
    Provoked(ecs.LIST_FULL, changing(AddEntry=[{"Cidr": "1.0.0.0/8"}, {"Cidr": "2.0.0.0/8"}]), id="modify"),
    Provoked(ecs.LIST_IN_USE, act("Ecs.DeletePrefixList", PrefixListId=used_list)),
    Provoked(ecs.LIST_IDS, act("Ecs.DescribePrefixLists", PrefixListId=[f"pl-{n}" for n in range(101)])),
    Provoked(ecs.GROUP_FULL_ON_JOIN, in_a_full_group("JoinSecurityGroup")),
)  # fmt: skip

LIMITS = (
    Provoked(quotas.SECURITY_GROUPS_PER_REGION,
             quota(act("Ecs.CreateSecurityGroup", VpcId=vpc_id), ecs_quota_security_group_num=0)),
    Provoked(quotas.SECURITY_GROUP_RULES, quota(ruling(), ecs_quota_security_group_rule_num=0)),
    Provoked(quotas.SECURITY_GROUP_RULES, quota(one_rule_more, ecs_quota_rules_per_interface_num=2), id="interface"),
    Provoked(quotas.RULES_PER_INTERFACE, quota(many_rules, ecs_quota_rules_per_interface_num=1)),
    Provoked(quotas.SECURITY_GROUP_ADDRESSES, in_a_full_group("RunInstances")),
    Provoked(quotas.PREFIX_LISTS_PER_REGION, quota(creating(), ecs_quota_prefix_list_num=0)),
    Provoked(quotas.PREFIX_LIST_ASSOCIATIONS,
             quota(lambda net: naming(net, used_list(net)), ecs_quota_prefix_list_association_num=1)),
    Provoked(quotas.NETWORK_ACLS_PER_VPC,
             after(resources.acl, quota(act("CreateNetworkAcl", VpcId=vpc_id), nacl_quota_vpc_create_count=1))),
    Provoked(quotas.GATEWAY_ROUTE_TABLES_PER_VPC, second_gateway_table),
    Provoked(quotas.VPN_ROUTES_PER_VPC, quota(vpn_route, vpc_quota_vpn_custom_route_entry=2)),
    Provoked(quotas.NETWORK_PATHS, quota(path(), nis_quota_network_path_num=0), lambda net: {"used": 0, "limit": 0}),
    Provoked(quotas.ANALYSES, quota(analyse(), nis_quota_analysis_num=0)),
    Provoked(quotas.ANALYSES_AT_ONCE, quota(at_once, nis_quota_parallel_analysis_num=1)),
)  # fmt: skip
