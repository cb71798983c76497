"""Which types count as emulated, CRUD and none, by what the data says they send."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tfmock.coverage.tiers import Mode
from tfmock.services.emulated_types import EMULATED_DATA_SOURCES, emulated_resource_types
from tfmock.services.registry import all_operations
from tools.coverage import DATA, is_answered

RPC = {"n": 0, "action": "CreateX", "version": "1"}
SDK = {"n": 1, "style": "sdk"}


def entity(*calls: Mapping[str, object], **phases: int) -> dict[str, Any]:
    steps = {phase: {"steps": [{"call": number}, {"id": "x"}]} for phase, number in phases.items()}
    return {"calls": list(calls), **steps}


@pytest.mark.parametrize(
    ("contract", "mode", "known"),
    [
        (entity(RPC, create=0, read=0, delete=0), "resource", True),
        (entity(RPC, SDK, create=0, read=0, delete=0), "resource", True),
        (entity(RPC, SDK, create=1, read=0, delete=0), "resource", False),
        (entity(RPC, SDK, create=0, read=1, delete=0), "resource", False),
        (entity(RPC, create=0), "resource", True),  # nothing is sent to read or delete it
        (entity(), "resource", False),
        (entity(SDK), "data", False),
        (entity({"n": 0, "style": "roa-xml", "path": "/?cors"}, create=0, read=0), "resource", True),
        (entity({"n": 0, "style": "roa-xml", "path": "/?inventory&inventoryId={id[1]}"}, create=0), "resource", True),
        (entity({"n": 0, "style": "roa-xml", "path": "/?worm"}, create=0, read=0), "resource", False),
        (entity(RPC, read=0), "data", True),
    ],
)
def test_what_can_be_answered(contract: dict[str, Any], mode: Mode, known: bool) -> None:
    assert is_answered(contract, mode) is known


#: Types whose actions are all emulated, which are not called so, and why.
NOT_EMULATED = {
    "alicloud_oss_bucket_acl": "an ACL is kept, and nothing follows from it",
    "alicloud_cloud_firewall_instances": "QueryAvailableInstances answers that nothing was bought",
    "alicloud_threat_detection_instances": "QueryAvailableInstances answers that nothing was bought",
    "alicloud_disks": "DescribeDisks knows the system disks of instances only",
    "alicloud_ecs_disks": "DescribeDisks knows the system disks of instances only",
}


def test_types_whose_actions_are_all_emulated_are_called_so() -> None:
    """A new operation may complete a type: then it is to be named, here or in tfmock/services/emulated_types.py."""
    operations = {(operation.version, operation.action) for operation in all_operations()}
    complete = set()
    for path in DATA.glob("*.json.z"):
        for contract in json.loads(zlib.decompress(path.read_bytes())).get("entities", ()):
            called = {
                (call.get("version"), action)
                for call in contract["calls"]
                for action in str(call.get("action", call.get("path"))).split("|")
            }
            if called and called <= operations:
                complete.add(contract["name"])
    assert complete - emulated_resource_types() - EMULATED_DATA_SOURCES == set(NOT_EMULATED)


def test_the_data_is_there() -> None:
    assert len(list(Path(DATA).glob("*.json.z"))) > 100
