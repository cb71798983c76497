"""Reports: each format is what its readers expect, also for strange characters and diagnostics without a place."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from hcl_lint import catalog
from hcl_lint.diagnostic import Diagnostic, Fix, Note
from hcl_lint.report import FORMATS, Report, renderer
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax.edits import Edit
from tests.hcl_lint.linting import HERE

TEXT = 'resource "x" "y" {\n\tname = "变量" # why\n  secret_key = "LTAIverysecret"\n}\n'
SOURCE = Source("infra/main, it's:100%.tf", TEXT)


def span(part: str) -> Span:
    start = TEXT.index(part)
    return Span(SOURCE, start, start + len(part))


FIX = Fix("Remove name", (Edit(span('\tname = "变量"'), ""),))
DIAGNOSTICS = (
    Diagnostic(code="ALI002", name="unreadable", severity="error", message="no such file", path="gone.tf"),
    Diagnostic(
        code="ALI101",
        name="bandwidth-within-region",
        severity="error",
        message='a "quoted" <message> & more\nin two lines: 50%',
        path=SOURCE.path,
        span=span('"变量"'),
        address='module.a["x"].alicloud_vpc.b',
        subject="name",
        help="Do it.",
        notes=(Note("its provider", span("resource")),),
        fix=FIX,
    ),
    Diagnostic(
        code="ALI152",
        name="cross-border",
        severity="notice",
        message="plain",
        path=SOURCE.path,
        span=span("resource"),
        fix=None,
    ),
    Diagnostic(
        code="ALI352", name="route-missing", severity="warning", message="plain", path=SOURCE.path, span=span('"y"')
    ),
    Diagnostic(
        code="ALI601",
        name="x",
        severity="error",
        message="written",
        path=SOURCE.path,
        span=span('"LTAIverysecret"'),
        secret=True,
    ),
)
REPORT = Report(diagnostics=DIAGNOSTICS, files=2, silenced=1, accepted=3, rules=catalog.load(entry_points=False))
EMPTY = Report(diagnostics=(), files=1)


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_prints_a_secret_of_the_source(format: str) -> None:
    text = renderer(format)(REPORT)
    assert "LTAIverysecret" not in text
    assert text.endswith("\n")
    assert "\x1b" not in text


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_report_can_be_written(format: str) -> None:
    renderer(format)(EMPTY)


def test_text_marks_the_place_under_wide_characters() -> None:
    lines = renderer("text")(REPORT).split("\n")
    at = next(number for number, line in enumerate(lines) if "变量" in line)
    assert lines[at] == '2 | \tname = "变量" # why'
    assert lines[at + 1] == "  | \t       ^^^^^^"
    assert "Found 3 errors, 1 warning, 1 notice in 2 files." in lines
    assert lines[-2] == "1 fixable with --fix; 1 silenced by comments; 3 accepted by the baseline."


def test_text_is_coloured_on_demand_only() -> None:
    assert "\x1b[31m\x1b[1merror[ALI002]" in renderer("text")(REPORT, colour=True)


def test_text_cannot_rewrite_the_terminal() -> None:
    source = Source("a.tf", "x = 1 # \x1b[2J\n")
    diagnostic = Diagnostic(
        code="ALI101", name="x", severity="error", message="m", path="a.tf", span=Span(source, 0, 1)
    )
    assert "\x1b" not in renderer("text")(Report(diagnostics=(diagnostic,), files=1))


#: Line ends, escapes and commands of CI runners, in every place that comes from outside.
EVIL = "a\n::error::b\r\x1b[2Jc\x9bd##[error]e\u202ef##vso[g]"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("colour", [False, True])
def test_no_format_prints_text_from_outside_as_a_command(format: str, colour: bool) -> None:
    source = Source(f"::warning::{EVIL}.tf", f"x = 1 {EVIL}\n::add-mask::y\n")
    note = Note(EVIL, Span(source, 0, 3))
    diagnostic = Diagnostic(
        code="ALI101",
        name="x",
        severity="error",
        message=EVIL,
        path=source.path,
        span=Span(source, 0, 5),
        address=EVIL,
        subject=EVIL,
        help=EVIL,
        notes=(note,),
        fix=Fix(EVIL, ()),
    )
    unreadable = Diagnostic(code="ALI002", name="x", severity="error", message="m", path=source.path)
    text = renderer(format)(Report(diagnostics=(diagnostic, unreadable), files=1), colour=colour)
    ours = re.sub(r"\x1b\[[0-9;]*m", "", text) if colour else text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]|##\[|##vso\[", ours)
    lines = [line for line in ours.splitlines() if line.lstrip().startswith("::")]
    assert len(lines) == (2 if format == "github" else 0)
    assert all(line.startswith("::error file=") for line in lines)
    if format in ("junit", "checkstyle"):
        ElementTree.fromstring(text)


def test_json_escapes_keep_the_text() -> None:
    diagnostic = Diagnostic(code="ALI101", name="x", severity="error", message=EVIL, path="a.tf")
    assert json.loads(renderer("json")(Report(diagnostics=(diagnostic,), files=1)))["findings"][0]["message"] == EVIL


def test_compact_has_one_line_each() -> None:
    lines = renderer("compact")(REPORT).splitlines()
    assert len(lines) == len(DIAGNOSTICS)
    assert lines[0] == "gone.tf:1:1: error [ALI002] no such file"


def test_json_carries_everything() -> None:
    content = json.loads(renderer("json")(REPORT))
    assert content["summary"] | {"errors": 3} == content["summary"]
    second = content["findings"][1]
    assert second["range"]["start"] == {"line": 2, "column": 9, "offset": TEXT.index('"变量"')}
    assert second["fix"]["edits"][0]["replacement"] == ""


def test_sarif_is_valid() -> None:
    schema = json.loads((HERE / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    checker = jsonschema.validators.validator_for(schema)(schema)
    for report in (REPORT, EMPTY):
        content = json.loads(renderer("sarif")(report))
        assert [error.message for error in checker.iter_errors(content)] == []
    run = json.loads(renderer("sarif")(REPORT))["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "infra/main%2C%20it%27s%3A100%25.tf"
    assert place["region"] == {"startLine": 2, "startColumn": 9, "endLine": 2, "endColumn": 13}


def test_junit_counts_and_parses() -> None:
    root = ElementTree.fromstring(renderer("junit")(REPORT))
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("5", "4")
    assert len(suite.findall("testcase/failure")) == 4
    assert ElementTree.fromstring(renderer("junit")(EMPTY)).get("failures") == "0"


def test_checkstyle_parses() -> None:
    root = ElementTree.fromstring(renderer("checkstyle")(REPORT))
    assert [file.get("name") for file in root.findall("file")] == ["gone.tf", SOURCE.path]
    assert root.findall("file/error")[1].get("source") == "hcl-lint.ALI101"


def test_xml_has_no_forbidden_characters() -> None:
    diagnostic = Diagnostic(code="ALI101", name="x", severity="error", message="a\x00b\x1bc\ud800", path="a.tf")
    for format in ("junit", "checkstyle"):
        ElementTree.fromstring(renderer(format)(Report(diagnostics=(diagnostic,), files=1)))


def test_github_escapes_commands() -> None:
    lines = renderer("github")(REPORT).splitlines()
    assert len(lines) == len(DIAGNOSTICS)
    assert lines[1].startswith("::error file=infra/main%2C it's%3A100%25.tf,line=2,col=9,")
    assert "in two lines: 50%25" in lines[1]
    assert "%0A" in lines[1]


def test_gitlab_fingerprints_are_unique() -> None:
    again = Report(diagnostics=(*DIAGNOSTICS, *DIAGNOSTICS), files=1)
    rows = json.loads(renderer("gitlab")(again))
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert {row["severity"] for row in rows} == {"critical", "minor", "info"}


def test_fingerprint_survives_moved_lines() -> None:
    moved = Source(SOURCE.path, "\n\n" + TEXT)
    before, after = (
        Diagnostic(
            code="ALI101",
            name="x",
            severity="error",
            message="m",
            path=SOURCE.path,
            span=place,
            address="a.b",
            subject="c",
        )
        for place in (Span(SOURCE, 0, 3), Span(moved, 2, 5))
    )
    assert before.fingerprint == after.fingerprint


def test_every_format_has_a_module() -> None:
    folder = Path(__file__).parents[3] / "hcl_lint" / "report"
    modules = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}
    assert modules == set(FORMATS)
