"""Alarms and quotas through the real provider, and an alarm that fires."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, EXAMPLES, import_blocks, mock

pytestmark = pytest.mark.terraform

#: Ten in the morning in China, within the rule's effective interval.
MORNING = "2026-01-05T02:00:00Z"


def test_monitoring_example(tmp_path: Path) -> None:
    source = EXAMPLES / "monitoring"
    with mock() as tfmock:
        tfmock.ask("POST", "/clock/freeze", {"at": MORNING})
        terraform = tfmock.terraform(source, tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean

        flow = tfmock.ask(
            "POST", "/traffic",
            {"source": "north", "target": "south", "rate": "200Mbps", "seconds": "10m", "advance": True},
        )  # fmt: skip
        assert (flow["passed"], flow["dropped"]) == (7.5e9, 7.5e9)
        report = {resource["id"]: resource["detail"] for resource in tfmock.ask("GET", "/report")["left"]}
        assert terraform.plan().clean  # an alarm that fires is no drift; the read has evaluated it
        report = {resource["id"]: resource["detail"] for resource in tfmock.ask("GET", "/report")["left"]}
        assert report[terraform.resources()["alicloud_cms_alarm.busy"]] == "ALARM"
        bill = tfmock.ask("GET", "/bill")
        assert bill["totals"] == {"1000000000000001": pytest.approx(7.5 * 0.072)}

        (terraform.folder / "changed.auto.tfvars").write_text("threshold = 1\nbandwidth = 200\n", encoding="utf-8")
        plan = terraform.plan()
        assert plan.actions == {
            "alicloud_cms_alarm.busy": ("update",),
            "alicloud_vpc_peer_connection.this": ("update",),
        }
        terraform.apply(plan)
        assert terraform.plan().clean

        resources = terraform.resources()
        extra = {"changed.auto.tfvars": "threshold = 1\nbandwidth = 200\n", "imports.tf": import_blocks(resources)}
        plan = tfmock.terraform(source, tmp_path / "imported", extra=extra).plan()
        assert (plan.imported, plan.actions) == (frozenset(resources), {})

        terraform.destroy()
        assert tfmock.left() == set()


def test_alarms_fire_and_recover(tmp_path: Path) -> None:
    """One by traffic, until it ends; the other by a route that is taken away, until it is back."""

    def statuses() -> dict[str, str]:
        assert terraform.plan().clean
        shown = {resource["id"]: resource["detail"] for resource in tfmock.ask("GET", "/report")["left"]}
        return {name: shown[terraform.resources()[f"alicloud_cms_alarm.{name}"]] for name in ("busy", "quiet")}

    with mock() as tfmock:
        tfmock.ask("POST", "/clock/freeze", {"at": MORNING})
        terraform = tfmock.terraform(EXAMPLES / "monitoring", tmp_path / "applied")
        terraform.apply()
        ends = {"source": "north", "target": "south"}
        tfmock.ask("POST", "/traffic", {**ends, "rate": "50Mbps", "seconds": "10m", "advance": True})
        assert statuses() == {"busy": "ALARM", "quiet": "OK"}
        tfmock.ask("POST", "/traffic", {**ends, "rate": "8Mbps", "seconds": "4h"})
        tfmock.ask("POST", "/clock/advance", {"by": "5m"})
        assert statuses() == {"busy": "OK", "quiet": "OK"}

        override = terraform.folder / "route_override.tf"
        override.write_text('resource "alicloud_route_entry" "north" {\n  count = 0\n}\n', encoding="utf-8")
        terraform.apply()
        tfmock.ask("POST", "/clock/advance", {"by": "10m"})
        assert statuses() == {"busy": "OK", "quiet": "ALARM"}
        override.unlink()
        terraform.apply()
        tfmock.ask("POST", "/clock/advance", {"by": "5m"})
        assert statuses() == {"busy": "OK", "quiet": "OK"}
        (flow,) = [flow for flow in tfmock.ask("GET", "/traffic")["flows"] if flow["rate"] == 8e6]
        assert flow["lost"] == 600e6
        terraform.destroy()


def test_every_kind_of_alarm(tmp_path: Path) -> None:
    with mock() as tfmock:
        terraform = tfmock.terraform(CONFIGS / "alarms", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        more = {"changed.auto.tfvars": "times = 4\n"}
        (terraform.folder / "changed.auto.tfvars").write_text(more["changed.auto.tfvars"], encoding="utf-8")
        plan = terraform.plan()
        names = ("levels", "several", "raw", "prometheus")
        assert plan.actions == {f"alicloud_cms_alarm.{name}": ("update",) for name in names}
        terraform.apply(plan)
        assert terraform.plan().clean

        resources = terraform.resources()
        extra = {**more, "imports.tf": import_blocks(resources)}
        plan = tfmock.terraform(CONFIGS / "alarms", tmp_path / "imported", extra=extra).plan()
        assert (plan.imported, plan.actions) == (frozenset(resources), {})
        terraform.destroy()
        assert tfmock.left() == set()


def test_quotas_and_alarm_data_sources(tmp_path: Path) -> None:
    with mock() as tfmock:
        tfmock.ask("PUT", "/quotas", {"name": "vpc_quota_peer_num", "value": 77})
        terraform = tfmock.terraform(CONFIGS / "quotas", tmp_path / "applied")
        terraform.apply()
        assert terraform.plan().clean
        assert terraform.outputs() == {
            "limit": 77,
            "contacts": ["someone"],
            "groups": ["everyone"],
        }
        assert tfmock.ask("GET", "/quotas")["quotas"]["vpc_quota_vswitches_num"] == 200
        terraform.destroy()
        assert tfmock.left() == set()
