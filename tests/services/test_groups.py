"""Resource groups: their tags, asked for and asked by."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, BOB, Net

TAGS = [{"TagKey": "env", "TagValue": "prod"}]


@pytest.fixture
def tagged(net: Net) -> Net:
    """``group`` carries ``env=prod``; the default group carries nothing."""
    tag = {"Key": "env", "Value": "prod"}
    net.lab.call("ResourceManager.TagResources", ResourceType="ResourceGroup", ResourceId=[net.group], Tag=[tag])
    return net


def listed(net: Net, **params: object) -> dict[str, object]:
    """Ids of the groups listed, each with its tags, or None when none are shown."""
    reply = net.lab.call("ResourceManager.ListResourceGroups", params)
    groups = reply["ResourceGroups"]["ResourceGroup"]
    assert reply["TotalCount"] == len(groups)
    return {group["Id"]: group["Tags"]["Tag"] if "Tags" in group else None for group in groups}


def test_lists_show_tags_on_request(tagged: Net) -> None:
    plain, shown = listed(tagged), listed(tagged, IncludeTags=True)
    assert len(plain) == 2
    assert set(plain.values()) == {None}
    assert set(listed(tagged, IncludeTags=False).values()) == {None}
    assert shown == {id: TAGS if id == tagged.group else [] for id in plain}


@pytest.mark.parametrize(
    ("tag", "is_listed"),
    [
        ({"Key": "env"}, True),
        ({"Key": "env", "Value": "prod"}, True),
        ({"Key": "env", "Value": "test"}, False),
        ({"Key": "prod"}, False),
    ],
)
def test_groups_are_found_by_tag_and_then_show_their_tags(tagged: Net, tag: dict[str, str], is_listed: bool) -> None:
    assert listed(tagged, Tag=[tag], IncludeTags=False) == ({tagged.group: TAGS} if is_listed else {})


def test_one_group_shows_tags_on_request(tagged: Net) -> None:
    def shown_tags(**params: object) -> object:
        reply = tagged.lab.call("ResourceManager.GetResourceGroup", {"ResourceGroupId": tagged.group, **params})
        return reply["ResourceGroup"].get("Tags")

    assert shown_tags() is None
    assert shown_tags(IncludeTags=False) is None
    assert shown_tags(IncludeTags=True) == {"Tag": TAGS}


def test_groups_are_found_by_a_part_of_their_names(net: Net) -> None:
    """``net`` has made ``group``; the default one is called ``default`` and ``default resource group``."""
    resource_group = net.lab.call("ResourceManager.GetResourceGroup", ResourceGroupId=net.group)["ResourceGroup"]
    assert (
        set(listed(net, Name="efau")) == set(listed(net, DisplayName="lt resource")) == set(listed(net)) - {net.group}
    )
    assert net.group in listed(net, Name=resource_group["Name"][1:], DisplayName=resource_group["DisplayName"][:-1])
    assert listed(net, Name=resource_group["Name"] + "x") == {}


def test_a_list_of_ids_wins_over_one_id(net: Net) -> None:
    assert listed(net, ResourceGroupId=net.group, ResourceGroupIds=["rg-none"]) == {}
    assert list(listed(net, ResourceGroupId="rg-none", ResourceGroupIds=[net.group])) == [net.group]


def test_settings_are_those_of_one_account(net: Net) -> None:
    net.lab.call("ResourceManager.UpdateResourceGroupAdminSetting", CreatorAsAdmin=True)
    net.lab.call("ResourceManager.EnableResourceGroupNotification")
    for account, expected in ((ALICE, True), (BOB, False)):
        admin = net.lab.call("ResourceManager.GetResourceGroupAdminSetting", by=account)
        settings = net.lab.call("ResourceManager.GetResourceGroupNotificationSetting", by=account)
        assert admin["CreatorAsAdmin"] is expected
        assert settings["ResourceGroupNotificationEnableStatus"] is expected
