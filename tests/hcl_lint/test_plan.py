"""Plans: the same diagnostics as from the files, with what only the plan knows; with and without the HCL."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.session.request import SessionError
from tests.hcl_lint.linting import HERE, lint

FOLDER = HERE / "plan"
PLAN = FOLDER / "plan.json"


def places(diagnostics: Iterable[Diagnostic]) -> set[tuple[str, str, int]]:
    return {
        (diagnostic.code, Path(diagnostic.path).relative_to(FOLDER).as_posix(), diagnostic.line)
        for diagnostic in diagnostics
    }


def test_without_the_plan_the_variables_are_unknown() -> None:
    assert places(lint(FOLDER).diagnostics) == {("ALI157", "peering/main.tf", 13)}


def test_with_the_plan_the_lines_are_those_of_the_files() -> None:
    assert places(lint(FOLDER, plan=PLAN).diagnostics) == {
        ("ALI101", "peering/main.tf", 17),
        ("ALI157", "peering/main.tf", 13),
        ("ALI353", "peering/main.tf", 13),
        ("ALI354", "main.tf", 39),
    }


def test_the_plan_alone_gives_the_same_rules_and_addresses(tmp_path: Path) -> None:
    with_files = {(diagnostic.code, diagnostic.address) for diagnostic in lint(FOLDER, plan=PLAN).diagnostics}
    alone = lint(tmp_path, plan=PLAN).diagnostics
    assert {(diagnostic.code, diagnostic.address) for diagnostic in alone} == with_files
    assert {diagnostic.path for diagnostic in alone} == {str(PLAN)}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_plan_may_be_written_by_any_shell(encoding: str, tmp_path: Path) -> None:
    """PowerShell 5 writes UTF-16 with a byte order mark for ``terraform show -json plan > plan.json``."""
    path = tmp_path / "plan.json"
    path.write_bytes(PLAN.read_text(encoding="utf-8").encode(encoding))
    assert places(lint(FOLDER, plan=path).diagnostics) == places(lint(FOLDER, plan=PLAN).diagnostics)


def test_an_ignore_comment_counts_for_a_plan_too(tmp_path: Path) -> None:
    for name in ("main.tf", "peering/main.tf"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text.replace("= 10\n", "= 10 # hcl-lint: ignore[ALI101] known\n"), encoding="utf-8")
    assert {diagnostic.code for diagnostic in lint(tmp_path, plan=PLAN).diagnostics} == {"ALI157", "ALI353", "ALI354"}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"planned_values": 1}', "\x00"])
def test_what_is_no_plan_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SessionError, match=r"plan\.json is not"):
        lint(tmp_path, plan=path)
