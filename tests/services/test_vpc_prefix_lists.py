"""Prefix lists of VPC, and what names one: routes, network ACLs, security group rules."""

from __future__ import annotations

import pytest

from tests.services.nis.test_checklist import Pair, decisive, pair, reach
from tests.support.lab import BOB, Json, Net
from tests.support.services import resources
from tests.support.services.cases import destinations
from tests.support.services.operations_lists import create_parameters as ecs_parameters
from tests.support.services.vpc_prefix_lists import routed_list, vpc_list


def shown(net: Net, id: str) -> Json:
    (prefix_list,) = net.lab.call("ListPrefixLists", PrefixListIds=[id])["PrefixLists"]
    assert isinstance(prefix_list, dict)
    return prefix_list


def association(net: Net, id: str) -> Json:
    (row,) = net.lab.call("GetVpcPrefixListAssociations", PrefixListId=id)["PrefixListAssociation"]
    assert isinstance(row, dict)
    return row


def change(net: Net, id: str, **changes: object) -> None:
    net.lab.call("ModifyVpcPrefixList", {"PrefixListId": id, **changes})


def test_a_list_without_anything_is_of_ipv4_and_has_room_for_fifty(net: Net) -> None:
    id = net.lab.call("CreateVpcPrefixList")["PrefixListId"]
    prefix_list = shown(net, id)
    assert (prefix_list["IpVersion"], prefix_list["MaxEntries"], prefix_list["Status"]) == ("IPV4", 50, "Created")


def test_prefix_lists_of_ecs_are_separate(net: Net) -> None:
    ecs = net.lab.call("Ecs.CreatePrefixList", ecs_parameters())["PrefixListId"]
    own = vpc_list(net)
    assert [prefix_list["PrefixListId"] for prefix_list in net.lab.call("ListPrefixLists")["PrefixLists"]] == [own]
    listed = net.lab.call("Ecs.DescribePrefixLists")["PrefixLists"]["PrefixList"]
    assert [prefix_list["PrefixListId"] for prefix_list in listed] == [ecs]
    assert net.lab.call("ListPrefixLists", by=BOB)["PrefixLists"] == []


def test_tags_and_groups(net: Net) -> None:
    id = vpc_list(net, Tag=[{"Key": "a", "Value": "1"}])
    net.lab.call("TagResources", ResourceType="PrefixList", ResourceId=[id], Tag=[{"Key": "b", "Value": "2"}])
    net.lab.call("MoveResourceGroup", ResourceId=id, ResourceType="PrefixList", NewResourceGroupId=net.group)
    prefix_list = shown(net, id)
    assert prefix_list["Tags"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]
    assert prefix_list["ResourceGroupId"] == net.group
    assert net.lab.call("ListPrefixLists", Tags=[{"Key": "a", "Value": "2"}])["PrefixLists"] == []


def test_an_entry_that_is_added_again_gets_the_description(net: Net) -> None:
    id = vpc_list(net)
    change(net, id, AddPrefixListEntry=[{"Cidr": "10.8.0.0/16", "Description": "new"}])
    entries = net.lab.call("GetVpcPrefixListEntries", PrefixListId=id)["PrefixListEntry"]
    assert [(entry["Cidr"], entry["Description"]) for entry in entries] == [
        ("10.8.0.0/16", "new"),
        ("172.16.0.1/32", ""),
    ]


def test_a_change_takes_time(net: Net) -> None:
    id = vpc_list(net)
    net.lab.slow(PrefixList_Modifying=60)
    change(net, id, AddPrefixListEntry=[{"Cidr": "10.9.0.0/16"}])
    assert shown(net, id)["Status"] == "Modifying"
    net.lab.later(61)
    assert shown(net, id)["Status"] == "Created"


def test_a_route_shows_the_list_itself(net: Net) -> None:
    id = routed_list(net)
    assert destinations(net, net.custom) == {id}
    assert association(net, id)["ResourceId"] == net.custom
    route = {"RouteTableId": net.custom, "DestinationCidrBlock": id, "NextHopId": net.pcc}
    net.lab.call("DeleteRouteEntry", route)
    net.lab.call("DeleteVpcPrefixList", PrefixListId=id)


def test_the_second_route_of_a_full_table_is_refused(net: Net) -> None:
    """A list counts its most entries, however few it has (prefix list page)."""
    net.lab.quota(vpc_quota_route_entrys_num=3)
    routed_list(net)
    parameters = {"RouteTableId": net.custom, "DestinationCidrBlock": "192.168.9.0/24", "NextHopId": net.pcc}
    assert net.lab.code("CreateRouteEntry", parameters, NextHopType="VpcPeer") == "QuotaExceeded"


def test_a_list_of_ipv6_needs_a_next_hop_that_carries_it(net: Net) -> None:
    net.lab.call("ModifyVpcAttribute", VpcId=net.vpc, EnableIPv6=True)
    id = vpc_list(net, IpVersion="IPv6", PrefixListEntries=[{"Cidr": "2001:db8::/32"}])
    parameters = {
        "RouteTableId": net.custom,
        "DestinationCidrBlock": id,
        "NextHopId": "ngw-1",
        "NextHopType": "NatGateway",
    }
    assert net.lab.code("CreateRouteEntry", parameters) == "OperationFailed.NotSupportIPV6"
    net.lab.route(net.custom, id, net.pcc)


def test_a_vswitch_does_not_overlap_an_entry(net: Net) -> None:
    id = vpc_list(net, PrefixListEntries=[{"Cidr": "10.0.7.0/24"}])
    net.lab.route(net.custom, id, net.pcc)
    parameters = {"VpcId": net.vpc, "CidrBlock": "10.0.7.0/24", "ZoneId": "cn-hangzhou-b"}
    assert net.lab.code("CreateVSwitch", parameters) == "RouteConflict.AlreadyExist"


@pytest.fixture
def peers(net: Net) -> Pair:
    """Two servers, peered, with a route back; the way there is up to the test."""
    peers_found = pair(net.lab, blocks=("10.20.0.0/16", "10.30.0.0/16"), routes="none")
    net.lab.route(peers_found.right["RouteTableId"], "10.20.0.0/16", peers_found.pcc)
    return peers_found


@pytest.mark.parametrize("product", ["Vpc", "Ecs"])
def test_a_list_leads_packets_and_follows_changes(net: Net, peers: Pair, product: str) -> None:
    if product == "Vpc":
        id = vpc_list(net, PrefixListEntries=[{"Cidr": "10.30.0.0/16"}, {"Cidr": "192.168.0.0/16"}])
    else:
        id = net.lab.call("Ecs.CreatePrefixList", ecs_parameters(Entry=[{"Cidr": "10.30.0.0/16"}]))["PrefixListId"]
    net.lab.route(peers.left["RouteTableId"], id, peers.pcc)
    assert reach(peers)["reachable"]
    if product == "Vpc":
        change(net, id, RemovePrefixListEntry=[{"Cidr": "10.30.0.0/16"}])
    else:
        net.lab.call("Ecs.ModifyPrefixList", PrefixListId=id, RemoveEntry=[{"Cidr": "10.30.0.0/16"}])
    assert decisive(reach(peers)) == ("there", "no-route")


def test_the_longest_prefix_wins_over_a_list(net: Net, peers: Pair) -> None:
    id = vpc_list(net, PrefixListEntries=[{"Cidr": "10.30.0.0/16"}])
    net.lab.route(peers.left["RouteTableId"], id, peers.pcc)
    net.lab.route(peers.left["RouteTableId"], "10.30.0.0/24", "ngw-1", NextHopType="NatGateway")
    assert decisive(reach(peers)) == ("there", "wrong-next-hop")


def test_a_change_that_conflicts_does_not_come_into_force(net: Net, peers: Pair) -> None:
    """Prefix list page: the newest version is not taken over until the conflict is gone."""
    id = vpc_list(net, PrefixListEntries=[{"Cidr": "10.30.0.0/16"}])
    table = peers.left["RouteTableId"]
    net.lab.route(table, id, peers.pcc)
    net.lab.route(table, "10.31.0.0/16", peers.pcc)
    change(net, id, RemovePrefixListEntry=[{"Cidr": "10.30.0.0/16"}], AddPrefixListEntry=[{"Cidr": "10.31.0.0/16"}])
    state = association(net, id)
    assert state["Status"] == "ModifyFailed"
    assert "10.31.0.0/16" in state["Reason"]
    assert reach(peers)["reachable"]  # the old entries are in force
    change(net, id, RemovePrefixListEntry=[{"Cidr": "10.31.0.0/16"}])
    assert association(net, id)["Status"] == "Created"
    assert not reach(peers)["reachable"]


def test_a_resolved_conflict_needs_another_attempt(net: Net, peers: Pair) -> None:
    id, table = vpc_list(net, PrefixListEntries=[{"Cidr": "172.20.0.0/16"}]), peers.left["RouteTableId"]
    net.lab.route(table, id, peers.pcc)
    other = net.lab.route(table, "10.30.0.0/16", "ngw-1", NextHopType="NatGateway")
    change(net, id, AddPrefixListEntry=[{"Cidr": "10.30.0.0/16"}])
    net.lab.call("DeleteRouteEntry", RouteEntryId=other)
    assert association(net, id)["Status"] == "ModifyFailed"
    assert decisive(reach(peers)) == ("there", "no-route")
    parameters = {"PrefixListId": id, "ResourceId": table, "ResourceType": "vpcRouteTable"}
    net.lab.call("RetryVpcPrefixListAssociation", parameters)
    assert association(net, id)["Status"] == "Created"
    assert reach(peers)["reachable"]


def rules(net: Net, group: str, *lists: str) -> None:
    permissions = [resources.rule(SourceCidrIp="", SourcePrefixListId=id) for id in lists]
    net.lab.call("Ecs.AuthorizeSecurityGroup", SecurityGroupId=group, Permissions=permissions)


def test_a_group_rule_counts_the_most_entries_of_its_list(net: Net) -> None:
    """Prefix list page: a list of at most 50 takes 50 rules of a security group."""
    group = resources.group(net)
    lists = [vpc_list(net, MaxEntries=50) for _ in range(5)]
    rules(net, group, *lists[:4])
    parameters = {
        "SecurityGroupId": group,
        "Permissions": [resources.rule(SourceCidrIp="", SourcePrefixListId=lists[4])],
    }
    refused = net.lab.refusal("Ecs.AuthorizeSecurityGroup", parameters)
    assert (refused.status, refused.code) == (403, "AuthorizationLimitExceed")


def test_an_interface_s_rules_count_alike(net: Net) -> None:
    net.lab.quota(ecs_quota_rules_per_interface_num=60)
    groups = [resources.group(net), resources.group(net)]
    for group in groups:
        rules(net, group, vpc_list(net, MaxEntries=50))
    assert net.lab.code("Ecs.RunInstances", resources.run(net, groups=groups)) == "AclLimitExceed"


def test_a_group_rule_lets_the_entries_of_a_vpc_list_in(net: Net) -> None:
    two_vpcs = pair(net.lab, blocks=("10.20.0.0/16", "10.30.0.0/16"))
    group = two_vpcs.right["group"]
    ping = {"IpProtocol": "icmp", "PortRange": "-1/-1", "SourceCidrIp": "0.0.0.0/0"}
    net.lab.call("Ecs.RevokeSecurityGroup", {"SecurityGroupId": group, "Permissions": [ping]})
    assert not reach(two_vpcs)["reachable"]
    listed = vpc_list(net, PrefixListEntries=[{"Cidr": "10.20.0.0/16"}])
    rule = {"IpProtocol": "icmp", "PortRange": "-1/-1", "SourcePrefixListId": listed}
    net.lab.call("Ecs.AuthorizeSecurityGroup", {"SecurityGroupId": group, "Permissions": [rule]})
    assert reach(two_vpcs)["reachable"]
    assert net.lab.code("DeleteVpcPrefixList", PrefixListId=listed) == "DependencyViolation.PrefixListRelation"


def acl_entry(policy: str, source: str) -> Json:
    return {"Policy": policy, "Protocol": "all", "Port": "-1/-1", "SourceCidrIp": source}


def test_a_network_acl_drops_what_a_list_names(net: Net) -> None:
    two_vpcs = pair(net.lab, blocks=("10.20.0.0/16", "10.30.0.0/16"))
    listed = vpc_list(net, PrefixListEntries=[{"Cidr": "192.168.0.0/16"}, {"Cidr": "10.20.0.0/16"}])
    acl = net.lab.call("CreateNetworkAcl", VpcId=two_vpcs.right["VpcId"])["NetworkAclId"]
    bound = [{"ResourceType": "VSwitch", "ResourceId": two_vpcs.right["vsw"]}]
    net.lab.call("AssociateNetworkAcl", NetworkAclId=acl, Resource=bound)
    entries = [acl_entry("drop", listed), acl_entry("accept", "0.0.0.0/0")]
    net.lab.call("UpdateNetworkAclEntries", NetworkAclId=acl, UpdateIngressAclEntries=True, IngressAclEntries=entries)
    assert decisive(reach(two_vpcs)) == ("there", "target-network-acl")
    change(net, listed, RemovePrefixListEntry=[{"Cidr": "10.20.0.0/16"}])
    assert reach(two_vpcs)["reachable"]
    shown = net.lab.call("DescribeNetworkAclAttributes", NetworkAclId=acl)["NetworkAclAttribute"]
    assert shown["IngressAclEntries"]["IngressAclEntry"][0]["SourceCidrIp"] == listed
    assert net.lab.code("DeleteVpcPrefixList", PrefixListId=listed) == "DependencyViolation.PrefixListRelation"


def test_a_list_of_ipv6_needs_a_vpc_with_ipv6_in_a_network_acl(net: Net) -> None:
    listed = vpc_list(net, IpVersion="IPV6", PrefixListEntries=[{"Cidr": "2001:db8::/32"}])
    parameters = {"NetworkAclId": resources.acl(net), "UpdateIngressAclEntries": True,
              "IngressAclEntries": [acl_entry("accept", listed)]}  # fmt: skip
    assert net.lab.code("UpdateNetworkAclEntries", parameters) == "OperationDenied.VpcIpv6NotEnabled"
