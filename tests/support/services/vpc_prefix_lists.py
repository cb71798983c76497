"""Prefix lists of VPC: operations and errors, also those of the routes and rules that name one."""

from __future__ import annotations

from tests.support.lab import BEIJING, BOB, Net
from tests.support.services.cases import Params
from tests.support.services.errors_access import Make, entry
from tests.support.services.operations_access import afterwards, by_id, case, done, fixed, says
from tests.support.services.operations_lists import create_parameters as ecs_parameters
from tests.support.services.provoke import LONG, LONGER, Provoked, Request, act, after, quota, ri, route, slowly
from tfmock.rulebook import listed_routes, quotas
from tfmock.services.vpc import prefix_list_errors as lists
from tfmock.services.vpc import route_errors

ENTRIES = [{"Cidr": "10.8.0.0/16", "Description": "own"}, {"Cidr": "172.16.0.1"}]
UNKNOWN = "ResourceNotFound.PrefixList"
NO_LIST = fixed(PrefixListId="pl-x")


def create_parameters(**more: object) -> Params:
    return {"PrefixListName": "peers", "IpVersion": "IPV4", "MaxEntries": 3, "PrefixListEntries": ENTRIES, **more}


def vpc_list(net: Net, **more: object) -> str:
    return str(net.lab.call("CreateVpcPrefixList", create_parameters(**more))["PrefixListId"])


def routed_list(net: Net) -> str:
    """A list that a route of the custom table has as its destination."""
    id = vpc_list(net)
    net.lab.route(net.custom, id, net.pcc)
    return id


def retried(net: Net, **changed: object) -> Params:
    """A list and the route table that has a route to it."""
    return {"PrefixListId": routed_list(net), "ResourceId": net.custom, "ResourceType": "vpcRouteTable", **changed}


PREFIX_LIST_CASES = (
    case("Vpc.CreateVpcPrefixList", lambda net: create_parameters(),
         afterwards("GetVpcPrefixListEntries", "PrefixListEntry.1.Cidr", "172.16.0.1/32", PrefixListId="{vpc list}"),
         "UnsupportedFeature.IpVersion", lambda net: create_parameters(IpVersion="IPV5")),
    case("Vpc.ModifyVpcPrefixList",
         by_id(vpc_list, "PrefixListId", MaxEntries=9, RemovePrefixListEntry=[{"Cidr": "10.8.0.0/16"}]),
         afterwards("ListPrefixLists", "PrefixLists.0.CidrBlocks", ["172.16.0.1/32"]), UNKNOWN, NO_LIST),
    case("Vpc.DeleteVpcPrefixList", by_id(vpc_list, "PrefixListId"), done, UNKNOWN, NO_LIST),
    case("Vpc.ListPrefixLists", lambda net: {"PrefixListIds": [vpc_list(net)], "PrefixListName": "peers"},
         says("PrefixLists.0.IpVersion", "IPV4"), "IllegalParam.NextToken", fixed(NextToken="x")),
    case("Vpc.GetVpcPrefixListEntries", by_id(vpc_list, "PrefixListId"), says("TotalCount", 2), UNKNOWN, NO_LIST),
    case("Vpc.GetVpcPrefixListAssociations", by_id(routed_list, "PrefixListId"),
         says("PrefixListAssociation.0.ResourceType", "vpcRouteTable"), UNKNOWN, NO_LIST),
    case("Vpc.RetryVpcPrefixListAssociation", retried, done, "IllegalParam.ResourceType",
         lambda net: retried(net, ResourceType="trRouteTable")),
)  # fmt: skip


def creating(**changed: object) -> Make:
    return lambda net: ("CreateVpcPrefixList", create_parameters(**changed))


def changing(**changed: object) -> Make:
    return lambda net: ("ModifyVpcPrefixList", {"PrefixListId": vpc_list(net), **changed})


def listed(net: Net, **changed: object) -> Request:
    return route(net, DestinationCidrBlock=vpc_list(net), **changed)


def grown(net: Net) -> Request:
    """A list that may have one entry more than its route table takes routes."""
    id = routed_list(net)
    net.lab.quota(vpc_quota_route_entrys_num=3)
    return "ModifyVpcPrefixList", {"PrefixListId": id, "MaxEntries": 4}


def elsewhere(net: Net) -> Request:
    reply = net.lab.call("CreateVpcPrefixList", {**create_parameters(), "RegionId": BEIJING})
    return route(net, DestinationCidrBlock=reply["PrefixListId"])


def busy(request: Make) -> Make:
    """A list whose entries are being changed."""

    def prepare(net: Net) -> Request:
        id = vpc_list(net)
        change = {"PrefixListId": id, "AddPrefixListEntry": [{"Cidr": "10.9.0.0/16"}]}
        return slowly("PrefixList_Modifying", lambda net: ("ModifyVpcPrefixList", change),
                      lambda net: (request(net)[0], {"PrefixListId": id}))(net)  # fmt: skip

    return prepare


PREFIX_LIST_ERRORS = (
    Provoked(lists.IP_VERSION, creating(IpVersion="IPV5")),
    Provoked(lists.CIDR, creating(PrefixListEntries=[{"Cidr": "10.0.0.1/8"}])),
    Provoked(lists.CIDR, creating(PrefixListEntries=[{"Cidr": "2001:db8::/32"}]), id="family"),
    Provoked(lists.CIDR, changing(AddPrefixListEntry=[{"Cidr": "ten"}]), id="modify"),
    Provoked(lists.CIDR_DESCRIPTION, creating(PrefixListEntries=[{"Cidr": "10.0.0.0/8", "Description": LONGER}])),
    Provoked(lists.CIDR_TWICE, creating(PrefixListEntries=[{"Cidr": "10.0.0.1"}, {"Cidr": "10.0.0.1/32"}])),
    Provoked(
        lists.CIDR_TWICE,
        changing(AddPrefixListEntry=[{"Cidr": "10.0.0.1"}], RemovePrefixListEntry=[{"Cidr": "10.0.0.1"}]),
        id="added and removed",
    ),
    Provoked(lists.FULL, creating(MaxEntries=1)),
    Provoked(lists.FULL, changing(MaxEntries=1), id="modify"),
    Provoked(
        lists.REMOVED_TOO_MANY, changing(RemovePrefixListEntry=[{"Cidr": f"10.0.0.{number}"} for number in range(3)])
    ),
    Provoked(lists.STATUS, busy(act("ModifyVpcPrefixList"))),
    Provoked(lists.STATUS, busy(act("DeleteVpcPrefixList")), id="delete"),
    Provoked(lists.IN_USE, lambda net: ("DeleteVpcPrefixList", {"PrefixListId": routed_list(net)})),
    Provoked(lists.ROUTES, grown),
    Provoked(lists.TOKEN, act("ListPrefixLists", NextToken="x")),
    Provoked(lists.TEXT, creating(PrefixListName=LONG), lambda net: {"name": "PrefixListName"}),
    Provoked(
        lists.TEXT, changing(PrefixListDescription="http://x"), lambda net: {"name": "PrefixListDescription"}, id="url"
    ),
    Provoked(
        lists.TEXT, lambda net: ("RetryVpcPrefixListAssociation", retried(net, ResourceId=net.table)),
        lambda net: {"name": "ResourceId"}, id="no route",
    ),
    Provoked(lists.MAX_ENTRIES, creating(MaxEntries=0)),
    Provoked(route_errors.PREFIX_LIST_NOT_FOUND, lambda net: route(net, DestinationCidrBlock="pl-x")),
    Provoked(route_errors.PREFIX_LIST_NOT_FOUND, elsewhere, id="other region"),
    Provoked(
        route_errors.PREFIX_LIST_NOT_FOUND, lambda net: ("GetVpcPrefixListEntries", {"PrefixListId": vpc_list(net)}),
        by=BOB, id="somebody else's",
    ),
    Provoked(route_errors.PREFIX_LIST_NOT_FOUND, entry(SourceCidrIp="pl-x"), id="network ACL"),
)  # fmt: skip

LISTED_ROUTE_RULES = (
    Provoked(listed_routes.TWICE, lambda net: route(net, DestinationCidrBlock=routed_list(net))),
    Provoked(
        listed_routes.CONFLICT, after(lambda net: net.lab.route(net.custom, "10.8.0.0/16", net.pcc), listed)
    ),
    Provoked(
        listed_routes.CONFLICT,
        lambda net: route(
            net, DestinationCidrBlock=vpc_list(net, PrefixListEntries=[{"Cidr": "10.0.1.0/25"}])
        ),
        id="in a vSwitch",
    ),
    Provoked(
        listed_routes.CONFLICT,
        lambda net: route(net, DestinationCidrBlock=net.lab.call(
            "Ecs.CreatePrefixList", ecs_parameters(Entry=[{"Cidr": "100.64.0.0/10"}]))["PrefixListId"]),
        id="cloud services, list of ECS",
    ),
    Provoked(listed_routes.CONFLICT, after(routed_list, listed), id="another list"),
    Provoked(
        listed_routes.DESTINATION_LISTED,
        after(routed_list, lambda net: route(net, DestinationCidrBlock="172.16.0.1")),
    ),
    Provoked(
        listed_routes.NEXT_HOPS,
        lambda net: listed(net, NextHopId=None, NextHopType=None, NextHopList=[ri(1), ri(2)]),
    ),
    Provoked(quotas.VPC_PREFIX_LISTS, after(vpc_list, quota(creating(), vpc_quota_prefixlist_num=1))),
    Provoked(quotas.VPC_PREFIX_LIST_ENTRIES, creating(MaxEntries=51)),
    Provoked(quotas.VPC_PREFIX_LIST_ENTRIES, changing(MaxEntries=51), id="modify"),
    Provoked(quotas.ROUTES_PER_TABLE, quota(listed, vpc_quota_route_entrys_num=2), id="prefix list"),
    Provoked(
        quotas.NETWORK_ACL_ENTRIES,
        lambda net: entry(SourceCidrIp=vpc_list(net, MaxEntries=21))(net),
        id="prefix list",
    ),
)  # fmt: skip
