"""The real provider on bad days: it comes through or fails with the fault's error, and a good day mends all."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.terraform import EXAMPLES, Mock, Terraform, mock

pytestmark = pytest.mark.terraform


def _control(tfmock: Mock, method: str, path: str) -> dict[str, object]:
    request = urllib.request.Request(f"{tfmock.running.url}/_tfmock{path}", method=method)
    with urllib.request.urlopen(request) as answer:
        body: dict[str, object] = json.load(answer)
        return body


def _struck(tfmock: Mock) -> int:
    faults = _control(tfmock, "GET", "/faults")["faults"]
    assert isinstance(faults, list)
    return sum(fault["fired"] for fault in faults)


def _no_orphan(tfmock: Mock, terraform: Terraform) -> None:
    """Everything in the world is in Terraform's state. A route or an attachment has ids made of other ids."""
    known = " ".join(terraform.resources().values())
    for kind, id in tfmock.left():
        if kind == "route_entry":
            continue  # counted below: Terraform names it by table and destination
        assert id in known, f"{kind} {id} is in the world and not in the state"
    routes = [id for kind, id in tfmock.left() if kind == "route_entry"]
    assert len(routes) == sum(address.startswith("alicloud_route_entry.") for address in terraform.resources())


@pytest.mark.parametrize("profile", ["throttled", "flaky", "task-conflict", "slow"])
def test_provider_comes_through(profile: str, tmp_path: Path) -> None:
    with mock(fault_profile=profile) as tfmock:
        terraform = tfmock.terraform(EXAMPLES / "same_account", tmp_path / "applied")
        started = time.monotonic()
        terraform.apply()
        seconds = time.monotonic() - started
        struck = _struck(tfmock)
        print(f"{profile}: apply {seconds:.0f} s, {struck} calls struck")
        assert struck
        _control(tfmock, "DELETE", "/faults")
        terraform.apply()
        assert terraform.plan().clean
        assert len(terraform.resources()) == 11
        _no_orphan(tfmock, terraform)
        terraform.destroy()
        assert not tfmock.left()
