"""The real provider through the proxy and through the override file, with every alias."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tfmock.cli import provider_override
from tfmock.server import client_environment, server
from tfmock.server.server import RunningServer
from tfmock.settings import Settings

CONFIGURATION = """
terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}
provider "alicloud" {}
provider "alicloud" {
  alias  = "beijing"
  region = "cn-beijing"
}
provider "alicloud" {
  alias      = "other"
  region     = "cn-shanghai"
  access_key = "default.1000000000000002"
  secret_key = "x"
}
provider "alicloud" {
  alias  = "role"
  region = "cn-shenzhen"
  assume_role {
    role_arn = "acs:ram::1000000000000002:role/x"
  }
}
data "alicloud_caller_identity" "default" {}
data "alicloud_caller_identity" "beijing" {
  provider = alicloud.beijing
}
data "alicloud_caller_identity" "other" {
  provider = alicloud.other
}
data "alicloud_vpcs" "role" {
  provider = alicloud.role
}
"""

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.xdist_group("terraform-ways"),
    pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed"),
]


@pytest.fixture
def running() -> Iterator[RunningServer]:
    with server.private_server(Settings()) as started:
        yield started


def terraform(folder: Path, environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    line = ["terraform", f"-chdir={folder}", *arguments]
    return subprocess.run(line, env=environ, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("client_setup", ["proxy", "override", "override --json"])
def test_every_alias_reaches_tfmock(running: RunningServer, tmp_path: Path, client_setup: str) -> None:
    (tmp_path / "main.tf").write_text(CONFIGURATION)
    exported = client_environment.environment(running.settings, bundle=running.bundle)
    environ = exported.applied({"PATH": str(Path(str(shutil.which("terraform"))).parent), "HOME": str(Path.home())})
    environ["CHECKPOINT_DISABLE"] = "1"  # Terraform's own question for newer versions
    if client_setup != "proxy":
        provider_override.write(tmp_path, running.settings, as_json=client_setup.endswith("json"))
        environ = {name: value for name, value in environ.items() if "PROXY" not in name.upper()}
    started = terraform(tmp_path, environ, "init", "-no-color")
    if started.returncode:
        pytest.skip(f"the alicloud provider is not installed: {started.stderr[-300:]}")
    done = terraform(tmp_path, environ, "apply", "-auto-approve", "-no-color")
    assert done.returncode == 0, done.stderr
    state = json.loads((tmp_path / "terraform.tfstate").read_text())
    accounts = {
        resource["name"]: resource["instances"][0]["attributes"].get("account_id")
        for resource in state["resources"]
        if resource["type"] == "alicloud_caller_identity"
    }
    assert accounts == {
        "default": "1000000000000001",
        "beijing": "1000000000000001",
        "other": "1000000000000002",
    }
    traffic = running.gateway.traffic.snapshot()
    assert traffic["refused"] == traffic["tunnelled"] == {}
    assert bool(traffic["served"]) is (client_setup == "proxy")
