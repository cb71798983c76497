"""ALI601: credentials that are written into configuration, in whichever of its file types."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint.source.files import CONFIGURATION
from tests.hcl_lint.linting import codes, lint

HCL = 'provider "alicloud" {\n  region     = "cn-hangzhou"\n  secret_key = "abcdefghijklmnopqrstuvwxyz1234"\n}\n'
VPC = 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.0/8"\n}\n'
JSON = (
    '{"provider": {"alicloud": {"region": "cn-hangzhou", "secret_key": "abcdefghijklmnopqrstuvwxyz1234"}},'
    ' "resource": {"alicloud_vpc": {"a": {"cidr_block": "10.0.0.0/8"}}}}'
)


@pytest.mark.parametrize("extension", CONFIGURATION)
def test_credentials_are_found_in_every_file_of_configuration(tmp_path: Path, extension: str) -> None:
    text = JSON if extension.endswith(".json") else HCL + VPC
    (tmp_path / f"main{extension}").write_text(text, encoding="utf-8")
    assert "ALI601" in codes(list(lint(tmp_path).diagnostics))
