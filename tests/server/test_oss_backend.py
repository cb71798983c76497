"""Terraform's oss backend led into tfmock: states, locks, workspaces, and one stack that reads another's state.

The real binary, over the proxy; ``terraform_data`` needs no provider.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.lab import ALICE, BOB
from tests.support.terraform import clean_environ, run
from tfmock.app import create_app
from tfmock.core.world import World
from tfmock.server import client_environment, server
from tfmock.server.server import RunningServer
from tfmock.services.oss.models import ObjectRow
from tfmock.services.ots.models import DataRow
from tfmock.settings import Settings

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.xdist_group("terraform-backend"),
    pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed"),
]

SEED: Final = f"""
oss:
  buckets:
    - name: team-state
    - {{name: bobs-state, account: "{BOB}"}}
ots:
  instances:
    - name: team-lock
      tables: [{{name: terraform_lock}}]
"""

NETWORK: Final = """
terraform {
  backend "oss" {
    bucket           = "team-state"
    prefix           = "stacks"
    key              = "network.tfstate"
    region           = "cn-hangzhou"
    encrypt          = true
    acl              = "private"
    tablestore_table = "terraform_lock"
  }
}
resource "terraform_data" "vpc" {
  input = terraform.workspace
}
output "vpc" {
  value = terraform_data.vpc.output
}
"""

PROD: Final = """
terraform {
  backend "oss" {
    bucket = "team-state"
    key    = "prod.tfstate"
    region = "cn-hangzhou"
  }
}
data "terraform_remote_state" "network" {
  backend = "oss"
  config = {
    bucket = "team-state"
    prefix = "stacks"
    key    = "network.tfstate"
    region = "cn-hangzhou"
  }
}
output "vpc" {
  value = data.terraform_remote_state.network.outputs.vpc
}
"""


@dataclass(frozen=True)
class Stack:
    """A folder with a configuration, and the environment that leads to tfmock."""

    folder: Path
    environ: Mapping[str, str]
    world: World

    def __call__(self, *arguments: str) -> str:
        """Run terraform; it must succeed."""
        done = run([*arguments, "-no-color"], self.folder, self.environ)
        assert done.returncode == 0, f"terraform {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def fails(self, *arguments: str) -> str:
        """Run terraform; it must not succeed. What it said, on one line."""
        done = run([*arguments, "-no-color"], self.folder, self.environ)
        assert done.returncode == 1, done.stdout
        return re.sub(r"[\s\u2502]+", " ", done.stderr + done.stdout)

    def plan(self) -> int:
        """The exit code of a plan: 0 where there is nothing to do, 2 where there is."""
        return run(["plan", "-input=false", "-detailed-exitcode"], self.folder, self.environ).returncode

    def output(self) -> Any:
        return json.loads(run(["output", "-json", "vpc"], self.folder, self.environ).stdout)

    def keys(self) -> set[str]:
        """The objects of the team's bucket."""
        with self.world.reading() as tx:
            return {row.key for row in tx.find(ObjectRow, "bucket", "team-state")}

    def locks(self) -> set[str]:
        """The states that are locked now. Their digests are in the same table."""
        with self.world.reading() as tx:
            keys = [row.primary_key[0].value for row in tx.rows(DataRow)]
        return {key for key in keys if not key.endswith("-md5")}


@dataclass(frozen=True)
class Cloud:
    running: RunningServer
    world: World
    folder: Path

    def stack(self, name: str, configuration: str, **environ: str) -> Stack:
        folder = self.folder / name
        folder.mkdir()
        (folder / "main.tf").write_text(configuration, encoding="utf-8")
        client_variables = client_environment.environment(self.running.settings, bundle=self.running.bundle, environ={})
        return Stack(folder, {**client_variables.applied(clean_environ()), **environ}, self.world)


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    with _served(tmp_path) as served:
        yield served


@contextlib.contextmanager
def _served(tmp_path: Path, **more: Any) -> Iterator[Cloud]:
    seed = tmp_path / "seed.yaml"
    seed.write_text(SEED, encoding="utf-8")
    apps = []

    def app(settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None) -> Any:
        apps.append(create_app(settings, proxy_traffic=proxy_traffic))
        return apps[0]

    with server.private_server(Settings(seed=(seed,), **more), app=app) as running:
        yield Cloud(running, apps[0].extensions["tfmock.universe"].world("default"), tmp_path)


@pytest.fixture
def network(cloud: Cloud) -> Stack:
    """The network's stack, applied."""
    stack = cloud.stack("network", NETWORK)
    stack("init", "-input=false")
    stack("apply", "-input=false", "-auto-approve")
    return stack


def test_a_state_is_kept_in_the_bucket(network: Stack) -> None:
    assert network.plan() == 0
    assert network.keys() == {"stacks/network.tfstate"}
    assert network.locks() == set()
    assert not (network.folder / "terraform.tfstate").exists()
    pulled = json.loads(network("state", "pull").partition("\x1b")[0])
    with network.world.reading() as tx:
        (row,) = tx.find(ObjectRow, "bucket", "team-state")
    assert json.loads(row.content) == pulled
    assert (row.server_side_encryption, row.acl) == ("AES256", "private")
    network("destroy", "-input=false", "-auto-approve")
    assert network.plan() == 2


def test_a_lock_held_by_another_is_respected_and_can_be_broken(network: Stack) -> None:
    slow = """
resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "touch started; while [ -e started ]; do sleep 0.05; done"
  }
}
"""
    (network.folder / "slow.tf").write_text(slow, encoding="utf-8")
    applying = subprocess.Popen(
        ["terraform", "apply", "-input=false", "-auto-approve"],
        cwd=network.folder, env=network.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(lambda: (network.folder / "started").exists())
        assert network.locks() == {"team-state/stacks/network.tfstate"}
        said = network.fails("plan", "-input=false")
        assert "Error acquiring the state lock" in said
        assert "OTSConditionCheckFail" in said
        assert "Operation: OperationTypeApply" in said
        lock = re.search(r"ID: ([0-9a-f-]{36})", said)
        assert lock is not None
        assert "does not match existing lock" in network.fails("force-unlock", "-force", "another")
        network("force-unlock", "-force", lock.group(1))
        assert network.locks() == set()
        assert network.plan() == 2
    finally:
        with contextlib.suppress(FileNotFoundError):
            (network.folder / "started").unlink()
        applying.wait(timeout=60)


def _until(happened: Any) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def test_workspaces(network: Stack) -> None:
    network("workspace", "new", "dev")
    network("apply", "-input=false", "-auto-approve")
    assert network.output() == "dev"
    assert network.keys() == {"stacks/network.tfstate", "stacks/dev/network.tfstate"}
    assert network("workspace", "list").split() == ["default", "*", "dev"]
    network("workspace", "select", "default")
    assert network.output() == "default"
    assert "is not empty" in network.fails("workspace", "delete", "dev")
    network("workspace", "delete", "-force", "dev")
    assert network("workspace", "list").split() == ["*", "default"]
    assert network.keys() == {"stacks/network.tfstate"}


def test_pull_and_push_of_megabytes(network: Stack) -> None:
    state = json.loads(network("state", "pull"))
    state["serial"] += 1
    state["outputs"]["large"] = {"value": "x\u4e2d" * 1_000_000, "type": "string"}
    file = network.folder / "large.json"
    file.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    network("state", "push", str(file))
    assert json.loads(network("state", "pull"))["outputs"]["large"] == state["outputs"]["large"]


def test_a_stack_reads_another_s_state(network: Stack, cloud: Cloud) -> None:
    prod = cloud.stack("prod", PROD)
    prod("init", "-input=false")
    prod("apply", "-input=false", "-auto-approve")
    assert prod.output() == "default"
    assert prod.plan() == 0


def test_worlds_have_states_of_their_own(network: Stack) -> None:
    other = replace(network, environ={**network.environ, "ALICLOUD_ACCESS_KEY": f"other.{ALICE}"})
    assert other.plan() == 2


def test_a_bucket_that_is_not_there_says_where_it_comes_from(cloud: Cloud) -> None:
    stack = cloud.stack("lost", NETWORK.replace("team-state", "nobodys-state"))
    said = stack.fails("init", "-input=false")
    assert "ErrorCode=NoSuchBucket" in said
    assert "a seed makes it" in said


def test_another_account_s_bucket_is_closed_but_to_its_role(cloud: Cloud) -> None:
    bobs = NETWORK.replace("team-state", "bobs-state")
    assert "AccessDenied" in cloud.stack("mine", bobs).fails("init", "-input=false")
    as_bob = {"ALICLOUD_ASSUME_ROLE_ARN": f"acs:ram::{BOB}:role/terraform"}
    untabled = bobs.replace('    tablestore_table = "terraform_lock"\n', "")  # the table is not Bob's
    stack = cloud.stack("bobs", untabled, **as_bob)
    stack("init", "-input=false")
    stack("apply", "-input=false", "-auto-approve")
    assert stack.plan() == 0


def test_signatures_are_checked(tmp_path: Path) -> None:
    accounts = {"LTAItheteam": {"uid": ALICE, "secret": "well kept"}}
    with _served(tmp_path, auth="strict", accounts=accounts) as cloud:
        stack = cloud.stack("network", NETWORK)
        stack("init", "-input=false")
        stack("apply", "-input=false", "-auto-approve")
        assert stack.plan() == 0
        guessed = {**stack.environ, "ALICLOUD_SECRET_KEY": "guessed"}
        assert "OTSAuthFailed" in replace(stack, environ=guessed).fails("state", "pull")
        unlocked = cloud.stack("unlocked", NETWORK.replace('    tablestore_table = "terraform_lock"\n', ""))
        assert "SignatureDoesNotMatch" in replace(unlocked, environ=guessed).fails("init", "-input=false")
