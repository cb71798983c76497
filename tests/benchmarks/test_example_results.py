from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.example_imports import IMPORTED
from benchmarks.example_pages import Page
from benchmarks.example_results import (
    WHOLE_BATCH,
    Evidence,
    Outcome,
    PageResult,
    diagnostics,
    extend_ratchet,
    judge,
    lost,
    not_imported,
    owner,
    pages_in_state,
    planned_changes,
    read_names,
    read_results,
    table,
)

ROOT = 'terraform {\n}\nmodule "a" {\n  source = "./a"\n}\nmodule "b" {\n  source = "./b"\n}\n'
DIED = "Plugin did not respond The plugin encountered an error"


def page(name: str = "a", *, providers: frozenset[str] = frozenset()) -> Page:
    return Page(name=name, product="VPC", body="", types=("alicloud_a",), providers=providers)


def result(
    name: str,
    outcome: Outcome = Outcome.CONVERGES,
    *,
    errors: tuple[str, ...] = (),
    drift: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> PageResult:
    return PageResult(page=name, product="VPC", types=(), outcome=outcome, errors=errors, drift=drift, missing=missing)


@pytest.mark.parametrize(
    ("diagnostic", "page_name"),
    [
        ({"address": "module.a.alicloud_vpc.x[0]"}, "a"),
        ({"range": {"filename": "b/main.tf", "start": {"line": 1}}}, "b"),
        ({"range": {"filename": "main.tf", "start": {"line": 4}}}, "a"),
        ({"range": {"filename": "main.tf", "start": {"line": 6}}}, "b"),
        ({"summary": "Cycle: module.b.alicloud_vpc.x, module.b.local.y"}, "b"),
        ({"summary": "No configuration files"}, WHOLE_BATCH),
    ],
)
def test_whose_a_diagnostic_is(diagnostic: dict[str, object], page_name: str) -> None:
    assert owner(diagnostic, ROOT) == page_name


def test_errors_are_read_from_both_forms_of_output() -> None:
    error = {"severity": "error", "summary": "No.", "detail": "Why.", "address": "module.a.alicloud_vpc.x"}
    warning = {**error, "severity": "warning"}
    lines = [{"type": "version"}, {"type": "diagnostic", "diagnostic": error}, {"diagnostic": warning}]
    stream = "\n".join(["Warning: not JSON", *map(json.dumps, lines)])
    assert diagnostics(stream, ROOT) == {"a": ["No. Why."]}
    assert diagnostics(json.dumps({"valid": False, "diagnostics": [error, warning]}), ROOT) == {"a": ["No. Why."]}
    assert diagnostics("", ROOT) == {}


def test_errors_of_destroy_are_of_the_pages_whose_resources_failed() -> None:
    """They come without an address."""

    def failed(page_name: str) -> dict[str, object]:
        return {"type": "apply_errored", "hook": {"resource": {"addr": f"module.{page_name}.alicloud_vpc.x"}}}

    error = {"severity": "error", "summary": "DependencyViolation", "detail": ""}
    own = {**error, "summary": "Own", "address": "module.b.alicloud_vpc.x"}
    lines = [failed("a"), failed("b"), {"diagnostic": error}, {"diagnostic": own}]
    assert diagnostics("\n".join(map(json.dumps, lines)), ROOT) == {"a": ["DependencyViolation"], "b": ["Own"]}
    assert diagnostics(json.dumps({"diagnostic": error}), ROOT) == {WHOLE_BATCH: ["DependencyViolation"]}


def test_what_a_plan_would_change() -> None:
    def event(action: str, address: str) -> str:
        change = {"action": action, "resource": {"addr": address}}
        return json.dumps({"type": "planned_change", "change": change})

    events = [event("update", "module.a.x.y"), event("noop", "module.a.x.z"), event("read", "module.b.data.x.y")]
    assert planned_changes("\n".join(events)) == {"a": ["update module.a.x.y"]}


def test_pages_in_the_state() -> None:
    listed = "module.a.data.alicloud_zones.z\nmodule.b.alicloud_vpc.x\nmodule.c.module.d.alicloud_vpc.x[0]\n"
    assert pages_in_state(listed) == {"b", "c"}
    assert pages_in_state(listed, with_data_sources=True) == {"a", "b", "c"}


def test_an_example_that_only_reads_is_applied_when_it_was_read() -> None:
    reading = replace(page(), has_resources=False)
    assert judge(reading, Evidence(read={"a"})).outcome is Outcome.CONVERGES
    assert judge(reading, Evidence(read={"b"})).outcome is Outcome.FAILS
    assert judge(page(), Evidence(read={"a"})).outcome is Outcome.FAILS


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        (Evidence(created={"a"}), Outcome.CONVERGES),
        (Evidence(created={"a"}, planned_again={"a": ["update x"]}), Outcome.DRIFTS),
        (Evidence(created={"a"}, planned_again={"b": ["update x"]}), Outcome.CONVERGES),
        (Evidence(created={"a"}, remaining={"a"}, destroy_errors={"a": ["DependencyViolation"]}), Outcome.REMAINS),
        (Evidence(created={"a"}, errors={"a": ["InvalidParameter"]}, remaining={"a"}), Outcome.FAILS),
        (Evidence(), Outcome.FAILS),
        (Evidence(errors={WHOLE_BATCH: ["no credentials"]}), Outcome.FAILS),
        (Evidence(invalid={"a": ["Unsupported argument"]}), Outcome.INVALID),
        (Evidence(created={"a"}, errors={"a": [DIED]}), Outcome.CRASHES),
        (Evidence(created={"a"}, errors={"b": [DIED]}), Outcome.CONVERGES),
        (Evidence(created={"a"}, planned_again={"a": [f"error: {DIED}"]}), Outcome.CRASHES),
        (Evidence(created={"a"}, remaining={"a"}, destroy_errors={"a": [DIED]}), Outcome.CRASHES),
        # A time limit is not the fault of those that were done in time.
        (Evidence(created={"a"}, cut_off={"apply"}), Outcome.CONVERGES),
        (Evidence(created={"a"}, planned_again={"a": ["create x"]}, cut_off={"apply"}), Outcome.UNFINISHED),
        (Evidence(cut_off={"apply"}), Outcome.UNFINISHED),
        (Evidence(cut_off={"plan"}), Outcome.UNFINISHED),
        (Evidence(created={"a"}, cut_off={"second_plan"}), Outcome.UNFINISHED),
        (Evidence(created={"a"}, remaining={"a"}, cut_off={"destroy"}), Outcome.UNFINISHED),
        (Evidence(created={"a"}, remaining={"b"}, cut_off={"destroy"}), Outcome.CONVERGES),
    ],
)
def test_outcome(evidence: Evidence, outcome: Outcome) -> None:
    assert judge(page(), evidence).outcome is outcome


def test_a_provider_that_is_not_installed_is_no_fault_of_the_page() -> None:
    evidence = Evidence(invalid={"a": ["Error: Failed to query available provider packages"]})
    assert judge(page(providers=frozenset({"tls"})), evidence).outcome is Outcome.NO_PROVIDER
    assert judge(page(), evidence).outcome is Outcome.INVALID


def test_missing_actions_are_listed() -> None:
    refusals = [
        "Code: Tfmock.NotImplemented tfmock does not implement SLB 2014-05-15 CreateLoadBalancer. 'tfmock actions' ..",
        "tfmock does not implement SAE 2019-05-06 POST /pop/v1/paas/namespace. 'tfmock actions' ..",
    ]
    row = judge(page(), Evidence(errors={"a": refusals}), "logs")
    assert row.missing == ("SAE 2019-05-06 POST /pop/v1/paas/namespace", "SLB 2014-05-15 CreateLoadBalancer")


def test_long_errors_are_shortened_to_plain_text() -> None:
    row = judge(page(), Evidence(errors={"a": ["\x1b[31m[ERROR]\x1b[0m\n  why " + "x" * 1000]}))
    assert row.errors[0].startswith("[ERROR] why xxx")
    assert len(row.errors[0]) < 700


def test_results_are_read_back_the_last_of_each_page(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    assert read_results(path) == []
    rows = [result("b", Outcome.FAILS, errors=("x",)), result("a"), result("b", missing=("y",))]
    path.write_text("".join(f"{row.to_json()}\n" for row in rows), "utf-8")
    assert read_results(path) == [rows[1], rows[2]]


def test_table_counts_by_product() -> None:
    rows = [result("a"), result("b", Outcome.FAILS, missing=("SLB 1 X",)), result("c", Outcome.FAILS)]
    lines = table(rows).splitlines()
    assert lines[0].split() == ["pages", "converges", "fails"]
    assert lines[1].split() == ["VPC", "3", "1", "2"]
    assert lines[2].split() == ["all", "3", "1", "2"]
    assert lines[-1].split() == ["1", "SLB", "1", "X"]


def test_a_ratchet_tells_what_was_lost() -> None:
    rows = [result("a"), result("b", Outcome.DRIFTS, drift=("update x",)), result("c", Outcome.FAILS)]
    reasons = lost(["a", "b", "gone", "not_run"], rows, {"a", "b", "c", "not_run"})
    assert reasons == ["b: drifts: update x", "gone: the checkout has no such page, or it has no example any more"]


def test_a_ratchet_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "examples.txt"
    path.write_text("# how it is made\nb\n", "utf-8")
    assert extend_ratchet(path, [result("a"), result("b", Outcome.FAILS), result("c", Outcome.DRIFTS)]) == ["a"]
    assert path.read_text("utf-8") == "# how it is made\na\nb\n"
    assert extend_ratchet(path, [result("a")]) == []
    assert read_names(path) == ["a", "b"]


def test_the_table_counts_imports() -> None:
    rows = [judge(page(name), Evidence(created={"a", "b"}, imported=imports)) for name, imports in [
        ("a", {"a": IMPORTED}), ("b", {"b": "planned: update: x"}), ("c", {}),
        ("d", {"d": f"{IMPORTED}, apart from password"}),
    ]]  # fmt: skip
    assert "of 3 resources 1 were imported again without a change, 1 with ignored ones" in table(rows)


def test_the_ratchet_of_imports_is_about_imports_only(tmp_path: Path) -> None:
    imports = {"a": IMPORTED, "b": "planned: update: x", "c": f"{IMPORTED}, apart from password"}
    rows = [judge(page(name), Evidence(imported=imports)) for name in ("a", "b", "c", "d")]
    assert lost(["a", "b", "c", "d"], rows, {"a", "b", "c", "d"}, not_imported) == [
        "b: planned: update: x", "d: fails, and no import was planned",
    ]  # fmt: skip
    assert extend_ratchet(tmp_path / "imports.txt", rows, not_imported) == ["a", "c"]
