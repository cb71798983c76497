"""Operations of monitor groups and of resource group settings: one good and one bad call of each."""

from __future__ import annotations

from tests.support.lab import Json, Net
from tests.support.services.cases import Params
from tests.support.services.operations_access import afterwards, by_id, case, fixed, says

NO_GROUP = "ResourceNotFound"


def monitor_group(net: Net, **more: object) -> str:
    reply = net.lab.call("Cms.CreateMonitorGroup", {"GroupName": "shop", "ContactGroups": "ops,dev", **more})
    return str(reply["GroupId"])


def tagging(net: Net) -> Params:
    return {"GroupIds": [monitor_group(net)], "Tag": [{"Key": "k", "Value": "v"}]}


def tagged(net: Net) -> Params:
    params = tagging(net)
    net.lab.call("Cms.AddTags", params)
    return params


def shown(net: Net, path: str) -> object:
    """A field of the only group."""
    (resource,) = net.lab.call("Cms.DescribeMonitorGroups")["Resources"]["Resource"]
    for name in path.split("."):
        resource = resource[name]
    return resource


def none_left(net: Net, reply: Json) -> tuple[object, object]:
    return net.lab.call("Cms.DescribeMonitorGroups")["Total"], 0


def notifying(net: Net) -> Params:
    net.lab.call("ResourceManager.EnableResourceGroupNotification")
    return {}


def member(id: str = "pcc-1", name: str = "peering") -> Params:
    return {"InstanceId": id, "InstanceName": name, "Category": "vpcpeer", "RegionId": "cn-hangzhou"}


def filled(net: Net) -> Params:
    """A group with two instances."""
    params = {"GroupId": monitor_group(net), "Instances": [member(), member("pcc-2", "other")]}
    net.lab.call("Cms.CreateMonitorGroupInstances", params)
    return params


def members(net: Net) -> list[tuple[str, str]]:
    """Id and name of the instances of the only group."""
    reply = net.lab.call("Cms.DescribeMonitorGroupInstances", GroupId=shown(net, "GroupId"))
    return [(member["InstanceId"], member["InstanceName"]) for member in reply["Resources"]["Resource"]]


CONTACTS = [{"Name": "ops"}, {"Name": "dev"}]
WRONG = fixed(DryRun="perhaps")
NOTIFIES = "ResourceGroupNotificationEnableStatus"

MONITOR_GROUP_CASES = (
    case("Cms.CreateMonitorGroup", fixed(GroupName="shop", ContactGroups="ops,dev"),
         lambda net, reply: (shown(net, "ContactGroups.ContactGroup"), CONTACTS), "MissingGroupName", fixed()),
    case("Cms.CreateMonitorGroupByResourceGroupId",
         lambda net: {"ResourceGroupId": net.group, "ResourceGroupName": "team", "ContactGroupList": ["ops", "dev"]},
         lambda net, reply: ((shown(net, "GroupId"), shown(net, "ResourceGroupId")), (reply["Id"], net.group)),
         NO_GROUP, fixed(ResourceGroupId="rg-none", ResourceGroupName="x"), 404),
    case("Cms.DescribeMonitorGroups", by_id(monitor_group, "GroupId"), says("Resources.Resource.0.GroupName", "shop"),
         "InvalidParameter", fixed(PageSize="many")),
    case("Cms.ModifyMonitorGroup", by_id(monitor_group, "GroupId", ContactGroups="ops"),
         lambda net, reply: ((shown(net, "GroupName"), shown(net, "ContactGroups.ContactGroup")),
                             ("shop", CONTACTS[:1])),
         NO_GROUP, fixed(GroupId="1", GroupName="x"), 404),
    case("Cms.DeleteMonitorGroup", by_id(monitor_group, "GroupId"), none_left, NO_GROUP, fixed(GroupId="1"), 404),
    case("Cms.CreateMonitorGroupInstances", lambda net: {**filled(net), "Instances": [member(name="new")]},
         lambda net, reply: (members(net), [("pcc-1", "new"), ("pcc-2", "other")]),
         NO_GROUP, fixed(GroupId="1", Instances=[member()]), 404),
    case("Cms.ModifyMonitorGroupInstances", lambda net: {**filled(net), "Instances": [member("pcc-3", "third")]},
         lambda net, reply: (members(net), [("pcc-3", "third")]),
         NO_GROUP, fixed(GroupId="1", Instances=[member()]), 404),
    case("Cms.DeleteMonitorGroupInstances",
         lambda net: {"GroupId": filled(net)["GroupId"], "Category": "VPCPEER", "InstanceIdList": "<nil>,pcc-1"},
         lambda net, reply: (members(net), [("pcc-2", "other")]),
         NO_GROUP, fixed(GroupId="1", InstanceIdList="pcc-1"), 404),
    case("Cms.DescribeMonitorGroupInstances",
         lambda net: {"GroupId": filled(net)["GroupId"], "InstanceIds": "pcc-2"},
         says("Resources.Resource.0.InstanceName", "other"), NO_GROUP, fixed(GroupId="1"), 404),
    case("Cms.AddTags", tagging, lambda net, reply: (shown(net, "Tags.Tag"), [{"Key": "k", "Value": "v"}]),
         NO_GROUP, fixed(GroupIds=["1"], Tag=[{"Key": "k", "Value": "v"}]), 404),
    case("Cms.RemoveTags", tagged, lambda net, reply: (shown(net, "Tags.Tag"), []),
         NO_GROUP, fixed(GroupIds=["1"], Tag=[{"Key": "k", "Value": "v"}]), 404),
)  # fmt: skip

SETTING_CASES = (
    case("ResourceManager.GetResourceGroupNotificationSetting", notifying, says(NOTIFIES, True),
         "InvalidParameter", WRONG),
    case("ResourceManager.EnableResourceGroupNotification", fixed(),
         afterwards("ResourceManager.GetResourceGroupNotificationSetting", NOTIFIES, True), "InvalidParameter", WRONG),
    case("ResourceManager.DisableResourceGroupNotification", notifying,
         afterwards("ResourceManager.GetResourceGroupNotificationSetting", NOTIFIES, False), "InvalidParameter", WRONG),
    case("ResourceManager.GetResourceGroupAdminSetting", fixed(), says("CreatorAsAdmin", False),
         "InvalidParameter", WRONG),
    case("ResourceManager.UpdateResourceGroupAdminSetting", fixed(CreatorAsAdmin=True),
         afterwards("ResourceManager.GetResourceGroupAdminSetting", "CreatorAsAdmin", True),
         "MissingCreatorAsAdmin", fixed()),
)  # fmt: skip
