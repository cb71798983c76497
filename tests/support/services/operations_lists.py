"""Operations of prefix lists: one good and one bad call of each."""

from __future__ import annotations

from tests.support.lab import Net
from tests.support.services.cases import Params
from tests.support.services.operations_access import afterwards, by_id, case, done, fixed, says

ENTRIES = [{"Cidr": "10.0.0.0/8", "Description": "own"}, {"Cidr": "172.16.0.1"}]


def create_parameters(**more: object) -> Params:
    return {"PrefixListName": "peers", "AddressFamily": "IPv4", "MaxEntries": 3, "Entry": ENTRIES, **more}


def prefix_list(net: Net, **more: object) -> str:
    return str(net.lab.call("Ecs.CreatePrefixList", create_parameters(**more))["PrefixListId"])


def used_list(net: Net) -> str:
    """A list that an ingress rule of a new group names."""
    id = prefix_list(net)
    group = net.lab.call("Ecs.CreateSecurityGroup", VpcId=net.vpc)["SecurityGroupId"]
    rule = {"IpProtocol": "tcp", "PortRange": "80/80", "SourcePrefixListId": id}
    net.lab.call("Ecs.AuthorizeSecurityGroup", SecurityGroupId=group, Permissions=[rule])
    return id


UNKNOWN = "InvalidPrefixListId.NotFound"
NO_LIST = fixed(PrefixListId="pl-x")

LIST_CASES = (
    case("Ecs.CreatePrefixList", lambda net: create_parameters(),
         afterwards("Ecs.DescribePrefixListAttributes", "Entries.Entry.1.Cidr", "172.16.0.1/32", PrefixListId="{list}"),
         "InvalidParameter.AddressFamily", lambda net: create_parameters(AddressFamily="IPv5")),
    case("Ecs.ModifyPrefixList",
         by_id(prefix_list, "PrefixListId", PrefixListName="others", RemoveEntry=[{"Cidr": "10.0.0.0/8"}]),
         afterwards("Ecs.DescribePrefixListAttributes", "PrefixListName", "others", PrefixListId="{list}"),
         UNKNOWN, NO_LIST, 404),
    case("Ecs.DeletePrefixList", by_id(prefix_list, "PrefixListId"), done, UNKNOWN, NO_LIST, 404),
    case("Ecs.DescribePrefixListAttributes", by_id(prefix_list, "PrefixListId"), says("MaxEntries", 3),
         UNKNOWN, NO_LIST, 404),
    case("Ecs.DescribePrefixLists", lambda net: {"PrefixListId": [used_list(net)], "AddressFamily": "IPv4"},
         says("PrefixLists.PrefixList.0.AssociationCount", 1), "LimitExceed.PrefixListId",
         fixed(PrefixListId=[f"pl-{n}" for n in range(101)])),
    case("Ecs.DescribePrefixListAssociations", by_id(used_list, "PrefixListId"),
         says("PrefixListAssociations.PrefixListAssociation.0.ResourceType", "securitygroup"), UNKNOWN, NO_LIST, 404),
)  # fmt: skip
