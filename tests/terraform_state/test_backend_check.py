"""`exec --backend keep` with an oss backend that leads into tfmock, whose services are all there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.terraform_state.conftest import Root, needs_terraform

SEED = """
oss:
  buckets:
    - name: team-state
ots:
  instances:
    - name: team-lock
      tables: [{name: terraform_lock}]
"""
BACKEND = """
terraform {
  backend "oss" {
    bucket           = "team-state"
    key              = "network.tfstate"
    region           = "cn-hangzhou"
    tablestore_table = "terraform_lock"
  }
}
output "n" {
  value = "from the network"
}
"""
READER = """
data "terraform_remote_state" "network" {
  backend = "oss"
  config = {
    bucket = "team-state"
    key    = "network.tfstate"
    region = "cn-hangzhou"
  }
}
output "a" {
  value = data.terraform_remote_state.network.outputs.n
}
"""


@needs_terraform
@pytest.mark.terraform
def test_one_stack_reads_what_another_applied(root: Root) -> None:
    root.write("backend.tf", BACKEND)
    root.write("../app/main.tf", READER)
    root.write("seed.yaml", SEED)
    apply = "terraform init -input=false && terraform apply -auto-approve -input=false"
    script = f"{apply} && cd ../app && {apply} && terraform output -json > ../out.json"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tfmock.cli.main",
            "exec",
            "--seed",
            "seed.yaml",
            "--backend",
            "keep",
            "--",
            "sh",
            "-ec",
            script,
        ],
        cwd=root.folder,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert json.loads((root.folder.parent / "out.json").read_text())["a"]["value"] == "from the network"
    assert not (root.folder / "terraform.tfstate").exists()
