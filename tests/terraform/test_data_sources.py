"""What the data sources find in a world with three seeded VPCs, a connection and two routes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, mock

pytestmark = pytest.mark.terraform


def test_data_sources(tmp_path: Path) -> None:
    with mock(seed=CONFIGS / "world.yaml") as tfmock:
        terraform = tfmock.terraform(CONFIGS / "routes_and_data", tmp_path / "config")
        terraform.apply()
        connection = terraform.outputs()["connection"]
        assert terraform.outputs()["found"] == {
            "account": "1000000000000001",
            "arn": "acs:ram::1000000000000001:root",
            "beijing": ["华北2（北京）"],
            "connections": [connection],
            "custom_routes": [["10.1.0.0/16", "VpcPeer", connection]],
            "expired": [],
            "groups": [["default", "OK"]],
            "identity": "Account",
            "region": ["cn-hangzhou"],
            "route_tables": [["vtb-bp1a00000001", "System"]],
            "system_routes": ["10.0.1.0/24", "100.64.0.0/10"],
            "vpc": [["vpc-bp1a00000001", "10.0.0.0/16", "vtb-bp1a00000001", ["vsw-bp1a00000001"]]],
            "vpcs_here": ["one", "other"],
            "vswitches": [["vsw-bp1a00000001", "10.0.1.0/24", "vtb-bp1a00000001"]],
            "zones": [f"cn-hangzhou-{letter}" for letter in "befghijk"],
        }
        assert terraform.plan().clean
