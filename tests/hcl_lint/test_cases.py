"""Configurations as people write them: each folder of ``cases`` is judged as a whole, and gives what it names.

``# expect: error[ALI401] notice[ALI006]`` names the diagnostics of its line with their severity;
``# expect-below:`` those of the next line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hcl_lint.linting import HERE, lint

CASES = sorted(path for path in (HERE / "cases").iterdir() if path.is_dir())
EXPECT = re.compile(r"#\s*expect(?P<below>-below)?:(?P<named>(?:\s+\w+\[ALI\d{3}\])+)")
NAMED = re.compile(r"(\w+)\[(ALI\d{3})\]")

Place = tuple[str, int, str, str]


def expected(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.rglob("*.*")):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            for match in EXPECT.finditer(line):
                for severity, code in NAMED.findall(match["named"]):
                    yield str(path.relative_to(folder)), number + bool(match["below"]), severity, code


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_a_case_gives_exactly_what_it_names(folder: Path) -> None:
    reported = Counter(
        (str(Path(diagnostic.path).relative_to(folder)), diagnostic.line, diagnostic.severity, diagnostic.code)
        for diagnostic in lint(folder).diagnostics
    )
    assert reported == Counter(expected(folder))
