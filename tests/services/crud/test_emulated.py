"""Emulated resources beside those of the CRUD tier: what of one is known to the other."""

from __future__ import annotations

import pytest

from tests.support.crud import Client
from tests.support.lab import BOB, Json, RefusedError


@pytest.fixture
def nat(client: Client) -> str:
    """A NAT gateway, which only the CRUD tier has."""
    vpc = client.call("vpc.CreateVpc", CidrBlock="10.0.0.0/16")["VpcId"]
    made = client.call("vpc.CreateNatGateway", VpcId=vpc, NatType="Enhanced", RegionId="cn-hangzhou")
    return str(made["NatGatewayId"])


@pytest.mark.parametrize("kind", ["Nat", "NAT"])
def test_an_eip_is_associated_with_a_nat_gateway(client: Client, nat: str, kind: str) -> None:
    eip = client.call("vpc.AllocateEipAddress")["AllocationId"]
    assert nat.startswith("ngw-bp1"), "the provider tells by the prefix what it is"
    client.call("vpc.AssociateEipAddress", AllocationId=eip, InstanceId=nat, InstanceType=kind)
    (shown,) = client.call("vpc.DescribeEipAddresses", AllocationId=eip)["EipAddresses"]["EipAddress"]
    assert (shown["InstanceId"], shown["InstanceType"]) == (nat, "Nat")


@pytest.mark.parametrize("kind", ["SlbInstance", "HaVip"])
def test_a_nat_gateway_is_nothing_else(client: Client, nat: str, kind: str) -> None:
    eip = client.call("vpc.AllocateEipAddress")["AllocationId"]
    with pytest.raises(RefusedError, match=r"InvalidInstanceId\.NotFound"):
        client.call("vpc.AssociateEipAddress", AllocationId=eip, InstanceId=nat, InstanceType=kind)


def test_another_account_does_not_see_the_gateway(client: Client, nat: str) -> None:
    other = Client(client.app, client.world, BOB)
    eip = other.call("vpc.AllocateEipAddress")["AllocationId"]
    with pytest.raises(RefusedError, match=r"InvalidInstanceId\.NotFound"):
        other.call("vpc.AssociateEipAddress", AllocationId=eip, InstanceId=nat, InstanceType="Nat")


@pytest.mark.parametrize(
    ("asked", "is_listed"),
    [
        ({}, True),
        ({"Category": "cloud_essd", "PageSize": 10, "PageNumber": 1}, True),
        ({"Tag": [{"Key": "k", "Value": "v"}]}, True),
        ({"Category": "cloud_ssd"}, False),
        ({"InstanceId": "i-1"}, False),  # of which the disk knows nothing
        ({"DiskIds": '["d-1"]'}, False),  # another object is asked for
    ],
)
def test_an_emulated_list_has_what_is_only_stored(client: Client, asked: Json, is_listed: bool) -> None:
    """Disks of instances are emulated, others are not: one list shows both."""
    made = {"RegionId": "cn-hangzhou", "ZoneId": "cn-hangzhou-h", "DiskCategory": "cloud_essd", "Size": 20}
    id = client.call("ecs.CreateDisk", made, Tag=[{"Key": "k", "Value": "v"}])["DiskId"]
    reply = client.call("ecs.DescribeDisks", {"RegionId": "cn-hangzhou", **asked})
    assert [disk["DiskId"] for disk in reply["Disks"]["Disk"]] == [id] * is_listed
    assert reply["TotalCount"] == is_listed
    assert client.call("ecs.DescribeDisks", RegionId="cn-beijing")["TotalCount"] == 0
