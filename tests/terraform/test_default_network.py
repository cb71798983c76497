"""The default VPC, made by Terraform."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, mock

pytestmark = pytest.mark.terraform


def test_default_network(tmp_path: Path) -> None:
    with mock() as tfmock:
        terraform = tfmock.terraform(CONFIGS / "default_network", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert len(terraform.outputs()["vpcs"]) == 1
        terraform.destroy()
        assert tfmock.left() == set()
