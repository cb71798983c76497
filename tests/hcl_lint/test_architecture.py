"""Who may import whom: the linter shares the rulebook with the mock and nothing else, and layers point down."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = sorted((ROOT / "hcl_lint").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", LINT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_of_tfmock_only_the_rulebook_and_what_both_tools_say(path: Path) -> None:
    ours = [name for name in imported(path) if name.split(".")[0] == "tfmock"]
    assert [
        name
        for name in ours
        if not name.startswith(("tfmock.rulebook", "tfmock.text.printable", "tfmock.text.suggest"))
    ] == []


def test_the_lower_layers_do_not_know_the_upper() -> None:
    upper = ("hcl_lint.network", "hcl_lint.rules", "hcl_lint.report", "hcl_lint.cli", "hcl_lint.engine")
    for folder in ("source", "syntax", "evaluate"):
        for path in (ROOT / "hcl_lint" / folder).rglob("*.py"):
            assert [name for name in imported(path) if name.startswith(upper)] == [], path


def test_a_rule_knows_neither_reports_nor_the_command_line() -> None:
    for path in (ROOT / "hcl_lint" / "rules").glob("*.py"):
        network = ("hcl_lint.network", "hcl_lint.work")  # what a rule reads of the network, it pays for
        # evaluate.model: the types of what a topology holds
        allowed = (
            "hcl_lint.evaluate.model",
            "hcl_lint.diagnostic",
            "hcl_lint.fixes",
            *network,
            "hcl_lint.rule",
            "hcl_lint.source",
        )
        ours = [name for name in imported(path) if name.startswith("hcl_lint.")]
        assert [name for name in ours if not name.startswith(allowed)] == [], path


def test_start_imports_little() -> None:
    code = (
        "import sys, hcl_lint.cli; print(*[n for n in ('lark', 'hcl2', 'json', 'hcl_lint.engine') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_files_stay_small() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in LINT}
    assert {name: length for name, length in lengths.items() if length > 480} == {}
