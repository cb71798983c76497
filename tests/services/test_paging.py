"""Lists of Ecs are read whole either way: by numbered pages, and by tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.lab import Json, Net
from tests.support.services.resources import group, run

COUNT = 23


def groups(net: Net) -> None:
    for _ in range(COUNT):
        group(net)


def instances(net: Net) -> None:
    net.lab.call("Ecs.RunInstances", run(net, Amount=COUNT))


LISTS = {
    "DescribeSecurityGroups": (groups, "SecurityGroups", "SecurityGroup", "SecurityGroupId"),
    "DescribeInstances": (instances, "Instances", "Instance", "InstanceId"),
    "DescribeNetworkInterfaces": (instances, "NetworkInterfaceSets", "NetworkInterfaceSet", "NetworkInterfaceId"),
}  # fmt: skip


def whole(net: Net, action: str, **params: object) -> tuple[list[str], list[Json]]:
    """All ids by tokens, and every reply."""
    _, outer, inner, id = LISTS[action]
    ids: list[str] = []
    replies: list[Json] = []
    token: str | None = None
    while token != "":
        replies.append(net.lab.call(f"Ecs.{action}", params, NextToken=token))
        ids += [row[id] for row in replies[-1][outer][inner]]
        token = replies[-1]["NextToken"]
        assert len(replies) <= COUNT
    return ids, replies


@pytest.mark.parametrize("action", LISTS)
@pytest.mark.parametrize("params", [{}, {"MaxResults": 10}, {"MaxResults": 20}, {"MaxResults": 100}], ids=str)
def test_by_tokens(net: Net, action: str, params: dict[str, object]) -> None:
    make: Callable[[Net], None] = LISTS[action][0]
    make(net)
    ids, replies = whole(net, action, **params)
    assert len(ids) == len(set(ids)) == COUNT
    assert {reply["TotalCount"] for reply in replies} == {COUNT}
    assert len(replies) == -(-COUNT // int(str(params.get("MaxResults", 10))))


@pytest.mark.parametrize("action", LISTS)
def test_by_numbers(net: Net, action: str) -> None:
    make, outer, inner, id = LISTS[action]
    make(net)
    replies = [net.lab.call(f"Ecs.{action}", PageNumber=number, PageSize=10) for number in (1, 2, 3)]
    assert len({row[id] for reply in replies for row in reply[outer][inner]}) == COUNT
    assert {reply["NextToken"] for reply in replies} == {""}


def test_fewer_than_ten_are_ten_where_the_metadata_says_so(net: Net) -> None:
    instances(net)
    assert len(net.lab.call("Ecs.DescribeInstances", MaxResults=1)["Instances"]["Instance"]) == 10
    groups(net)
    assert len(net.lab.call("Ecs.DescribeSecurityGroups", MaxResults=1)["SecurityGroups"]["SecurityGroup"]) == 1


def test_a_token_skips_nothing_when_rows_go_in_between(net: Net) -> None:
    groups(net)
    first = net.lab.call("Ecs.DescribeSecurityGroups", MaxResults=10)
    ids = [group["SecurityGroupId"] for group in first["SecurityGroups"]["SecurityGroup"]]
    net.lab.call("Ecs.DeleteSecurityGroup", SecurityGroupId=ids[0])
    rest = net.lab.call("Ecs.DescribeSecurityGroups", MaxResults=100, NextToken=first["NextToken"])
    assert len(rest["SecurityGroups"]["SecurityGroup"]) == COUNT - 10
