"""What a case of an operation is, and what the tables of cases share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support.lab import ALICE, Json, Net

Params = Mapping[str, object]


@dataclass(frozen=True)
class Case:
    """An operation, tried.

    Attributes:
        name: ``Product.Action``.
        good: parameters that are accepted.
        then: what is looked at afterwards, and what it must be.
        bad: parameters that are refused, with the code.
        by: who calls well.
    """

    name: str
    good: Callable[[Net], Params]
    then: Callable[[Net, Json], tuple[object, object]]
    bad: Callable[[Net], Params]
    code: str
    by: str = ALICE
    status: int = 400

    @property
    def product(self) -> str:
        return self.name.partition(".")[0]

    @property
    def action(self) -> str:
        return self.name.partition(".")[2]


def no_region(net: Net) -> Params:
    return {"RegionId": "cn-atlantis"}


def only(reply: Json, *path: str) -> Any:
    """The single member at the end of a path of names."""
    value: Any = reply
    for name in path:
        value = value[name]
    assert isinstance(value, list)
    assert len(value) == 1, value
    return value[0]


def destinations(net: Net, table: str) -> set[str]:
    listed = net.lab.call("DescribeRouteEntryList", RouteTableId=table, RouteEntryType="Custom")
    return {route["DestinationCidrBlock"] for route in listed["RouteEntrys"]["RouteEntry"]}


def tagged(tag: Callable[[Net], Params], action: str) -> Callable[[Net], Params]:
    """Put the tag on first; give the parameters that name the resource."""

    def prepare(net: Net) -> Params:
        params = tag(net)
        net.lab.call(f"{action}", params)
        return {name: value for name, value in params.items() if name != "Tag"}

    return prepare


def untagged(tag: Callable[[Net], Params], action: str) -> Callable[[Net], Params]:
    return lambda net: {**tagged(tag, action)(net), "TagKey": ["k"]}
