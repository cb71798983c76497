"""The real provider under ``--auth strict``: both of its clients, and a role that it assumes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.terraform import TerraformError, mock

pytestmark = pytest.mark.terraform

ONE, OTHER = "1000000000000001", "1000000000000002"
ACCOUNTS = {"LTAI5tExampleOne": {"uid": ONE, "secret": "a/b+c=d ~*"}}
CONFIGURATION = """
terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}
variable "secret" {
  default = "a/b+c=d ~*"
}
provider "alicloud" {
  access_key = "LTAI5tExampleOne"
  secret_key = var.secret
}
provider "alicloud" {
  alias      = "role"
  access_key = "LTAI5tExampleOne"
  secret_key = var.secret
  assume_role {
    role_arn = "acs:ram::1000000000000002:role/x"
  }
}
data "alicloud_caller_identity" "role" {
  provider = alicloud.role
}
resource "alicloud_vpc" "this" {
  vpc_name    = "a b*~ é中"
  description = "x=1&y=2/+"
  cidr_block  = "10.0.0.0/8"
}
data "alicloud_zones" "this" {}
"""


def test_the_provider_signs_well(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "main.tf").write_text(CONFIGURATION)
    with mock(auth="strict", accounts=ACCOUNTS, record=tmp_path / "calls.jsonl") as tfmock:
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        state = json.loads((terraform.folder / "terraform.tfstate").read_text())
        identity = next(resource for resource in state["resources"] if resource["type"] == "alicloud_caller_identity")
        assert identity["instances"][0]["attributes"]["account_id"] == OTHER
        records = [json.loads(line) for line in (tmp_path / "calls.jsonl").read_text().splitlines()]
        assert {record["action"] for record in records} >= {"CreateVpc", "AssumeRole", "DescribeZones"}
        assert not [record for record in records if "error" in record]

        (terraform.folder / "wrong.auto.tfvars").write_text('secret = "wrong"\n')
        with pytest.raises(TerraformError, match="SignatureDoesNotMatch"):
            terraform.apply()
        assert {kind for kind, _ in tfmock.left()} == {"vpc"}
