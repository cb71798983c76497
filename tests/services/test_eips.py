"""Elastic IP addresses: what an instance shows of its own, what a packet sees of it, whose it is."""

from __future__ import annotations

import pytest

from tests.services.nis.test_checklist import decisive, pair, reach
from tests.support.lab import BOB, Json, Lab, Net
from tests.support.services.eip_cases import associated, eip, shown, to_instance, to_interface
from tfmock.services.vpc.models.eip import EipRow


def instance_of(net: Net, id: str) -> Json:
    listed = net.lab.call("Ecs.DescribeInstances", InstanceIds=f'["{id}"]')["Instances"]["Instance"]
    instance: Json = listed[0]
    return instance


def test_an_instance_shows_its_eip(net: Net) -> None:
    pair_of_ids = associated(net)
    id = str(pair_of_ids["InstanceId"])
    address = shown(net)["IpAddress"]
    instance = instance_of(net, id)
    assert instance["EipAddress"] == {
        "AllocationId": pair_of_ids["AllocationId"], "IpAddress": address, "InternetChargeType": "PayByBandwidth",
        "Bandwidth": 5, "IsSupportUnassociate": True,
    }  # fmt: skip
    assert instance["PublicIpAddress"] == {"IpAddress": []}
    interface = net.lab.call("Ecs.DescribeNetworkInterfaces", InstanceId=id)["NetworkInterfaceSets"]
    public = interface["NetworkInterfaceSet"][0]["AssociatedPublicIp"]
    assert public == {"AllocationId": pair_of_ids["AllocationId"], "PublicIpAddress": address}


def test_the_account_keeps_the_eip_of_a_deleted_instance(net: Net) -> None:
    ids = associated(net)
    net.lab.call("Ecs.DeleteInstance", InstanceId=ids["InstanceId"], Force=True)
    assert (shown(net)["Status"], shown(net)["InstanceId"]) == ("Available", "")


def test_the_account_keeps_the_eip_of_a_deleted_interface(net: Net) -> None:
    ids = to_interface(net)
    net.lab.call("AssociateEipAddress", ids)
    net.lab.call("Ecs.DeleteNetworkInterface", NetworkInterfaceId=ids["InstanceId"])
    assert (shown(net)["Status"], shown(net)["InstanceId"]) == ("Available", "")


def test_the_account_keeps_the_eip_of_an_address_that_is_released(net: Net) -> None:
    ids = to_interface(net)
    interface = {"NetworkInterfaceId": ids["InstanceId"]}
    net.lab.call("Ecs.AssignPrivateIpAddresses", interface, PrivateIpAddress=["10.0.1.50"])
    net.lab.call("AssociateEipAddress", ids, PrivateIpAddress="10.0.1.50")
    net.lab.call("Ecs.UnassignPrivateIpAddresses", interface, PrivateIpAddress=["10.0.1.50"])
    assert (shown(net)["Status"], shown(net)["PrivateIpAddress"]) == ("Available", "")


@pytest.mark.parametrize(
    ("mode", "second"), [("NAT", "InvalidAssociation.Duplicated"), ("MULTI_BINDED", "")], ids=["one", "several"]
)
def test_several_eips_of_an_interface(net: Net, mode: str, second: str) -> None:
    ids = to_interface(net, Mode=mode)
    net.lab.call("AssociateEipAddress", ids)
    again = {**ids, "AllocationId": eip(net, Name="second")}
    if second:
        assert net.lab.code("AssociateEipAddress", again) == second
    else:
        net.lab.call("AssociateEipAddress", again)
        assert net.lab.call("DescribeEipAddresses", AssociatedInstanceId=ids["InstanceId"])["TotalCount"] == 2


def test_states_pass_as_the_documentation_names_them(net: Net) -> None:
    ids = to_instance(net)
    net.lab.freeze()
    net.lab.slow(Eip_Associating=5.0, Eip_Unassociating=5.0, Eip_Releasing=5.0)
    states = []
    for action in ("AssociateEipAddress", "UnassociateEipAddress", "ReleaseEipAddress"):
        net.lab.call(action, {name: value for name, value in ids.items() if action[0] != "R" or name == "AllocationId"})
        states.append(shown(net)["Status"])
        net.lab.later(6)
        states += [item["Status"] for item in net.lab.call("DescribeEipAddresses")["EipAddresses"]["EipAddress"]]
    assert states == ["Associating", "InUse", "Unassociating", "Available", "Releasing"]


def test_an_eip_is_its_accounts_and_regions_alone(net: Net) -> None:
    id = eip(net)
    assert net.lab.code("ReleaseEipAddress", AllocationId=id, by=BOB) == "InvalidAllocationId.NotFound"
    assert net.lab.code("ReleaseEipAddress", AllocationId=id, RegionId="cn-beijing") == "InvalidAllocationId.NotFound"


def test_eip_addresses_are_unique(net: Net) -> None:
    net.lab.quota(eip_quota_instances_num=500)
    for _ in range(500):
        eip(net)
    rows = net.lab.world.store.table(EipRow).rows()
    assert len({row.ip_address for row in rows}) == 500


def test_a_packet_of_an_instance_with_an_eip_goes_to_the_internet_first(lab: Lab) -> None:
    """As of one with a public address of its own: what is outside of RFC 1918 is taken for public."""
    both = pair(lab, blocks=("10.0.0.0/16", "30.0.0.0/16"))
    assert reach(both)["reachable"]
    id = lab.call("AllocateEipAddress")["AllocationId"]
    lab.call("AssociateEipAddress", AllocationId=id, InstanceId=both.left["id"])
    assert decisive(reach(both)) == ("there", "internet-first")
    lab.call("UnassociateEipAddress", AllocationId=id, InstanceId=both.left["id"])
    assert reach(both)["reachable"]


def test_an_eip_moves_to_another_resource_group(net: Net) -> None:
    id = eip(net)
    net.lab.call("MoveResourceGroup", ResourceId=id, ResourceType="EIP", NewResourceGroupId=net.group)
    assert shown(net)["ResourceGroupId"] == net.group


def test_tags_go_with_the_eip(net: Net) -> None:
    id = eip(net, Tag=[{"Key": "team", "Value": "web"}])
    assert shown(net)["Tags"]["Tag"] == [{"Key": "team", "Value": "web"}]
    net.lab.call("ReleaseEipAddress", AllocationId=id)
    tags = net.lab.call("ListTagResources", ResourceType="EIP", ResourceId=[id])["TagResources"]["TagResource"]
    assert tags == []
