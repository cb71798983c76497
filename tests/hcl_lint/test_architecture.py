"""Who may import whom: the linter shares the rulebook with the mock and nothing else, and layers point down."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

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
        if not name.startswith(("tfmock.rulebook", "tfmock.text.printable", "tfmock.text.suggest", "tfmock.coverage"))
    ] == []


#: The parts of the linter, from the lowest up: each may import those before it, and itself. A part is a package
#: or a module directly in ``hcl_lint``.
PARTS: Final = (
    "__version__",
    "common",
    "source",
    "syntax",
    "evaluate",
    "plan",
    "schema",
    "diagnostic",
    "settings",
    "network",
    "fixes",
    "rule",
    "rules",
    "catalog",
    "manual",
    "codes",
    "engine",
    "report",
    "session",
    "fixing",
    "cli",
    "__main__",
)


def part_of(module: str) -> str:
    """``hcl_lint.network.topology`` is of ``network``; the package itself only holds its version."""
    return [*module.split("."), "__version__"][1]


@pytest.mark.parametrize("path", LINT, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path: Path) -> None:
    """No circle can be where each import points to a lower part."""
    part = path.relative_to(ROOT / "hcl_lint").parts[0].removesuffix(".py")
    own = PARTS.index("__version__" if part == "__init__" else part)
    upward = {name for name in imported(path) if name.split(".")[0] == "hcl_lint" and part_of(name) in PARTS[own + 1 :]}
    assert upward == set()


def test_every_part_has_its_place() -> None:
    parts = {path.relative_to(ROOT / "hcl_lint").parts[0].removesuffix(".py") for path in LINT} - {"__init__"}
    assert parts | {"__version__"} == set(PARTS)


def modules_by_import(folder: str) -> dict[str, set[str]]:
    """The modules of a part, each with those of the same part that it imports when it is loaded."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / "hcl_lint" / folder).rglob("*.py")
    }
    return {
        name: {other for other in loaded(path) if other in modules and not name.startswith(f"{other}.")} - {name}
        for name, path in modules.items()
    }


def loaded(path: Path) -> Iterator[str]:
    """What a file imports at its top level: neither in functions nor for type checkers only."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("folder", sorted(path.name for path in (ROOT / "hcl_lint").iterdir() if path.is_dir()))
def test_no_circle_within_a_part(folder: str) -> None:
    try:
        TopologicalSorter(modules_by_import(folder)).prepare()
    except CycleError as error:
        pytest.fail(f"circle: {' -> '.join(error.args[1])}")


def test_a_rule_knows_neither_reports_nor_the_command_line() -> None:
    for path in (ROOT / "hcl_lint" / "rules").rglob("*.py"):
        network = ("hcl_lint.network", "hcl_lint.common.work")  # what a rule reads of the network, it pays for
        # evaluate.model: the types of what a topology holds
        allowed = (
            "hcl_lint.evaluate.model",
            "hcl_lint.evaluate.known_values",
            "hcl_lint.diagnostic",
            "hcl_lint.fixes",
            *network,
            "hcl_lint.rule",
            "hcl_lint.schema",
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
