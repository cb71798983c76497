"""Helpers of the linter's tests: judge files or text, and read what a fixture expects."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.report import Report
from hcl_lint.session.request import Request
from hcl_lint.session.run import run
from hcl_lint.settings.config import Config, Selection
from tfmock.rulebook.expectation import parse_expectation

HERE: Final = Path(__file__).parent
SAID: Final = re.compile(r"--expect-reach (\S+)")
EXPECT: Final = re.compile(r"#\s*expect(-below)?:\s*((?:ALI\d{3}\s*)+)")


@cache
def cache_folder() -> tempfile.TemporaryDirectory[str]:
    """One cache for the tests of this process; building the grammar's tables each time takes longer than they do."""
    return tempfile.TemporaryDirectory(prefix="hcl-lint-tests-")


def lint(path: Path, *, select: tuple[str, ...] = (), ignore: tuple[str, ...] = (), **more: object) -> Report:
    """The report on a directory or file, with no settings and no environment."""
    config = Config(root=path, selection=Selection(select, ignore))
    request = Request(paths=(str(path),), config=config, environment={}, cache_directory=cache_folder().name, **more)  # type: ignore[arg-type]
    return run(request)


def lint_text(tmp_path: Path, text: str, **more: object) -> list[Diagnostic]:
    """The diagnostics on a text, as the only file of a directory; expectations can stand in its first line."""
    folder = tmp_path / "text"
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(text, encoding="utf-8")
    expected = tuple(map(parse_expectation, SAID.findall(text.partition("\n")[0])))
    return list(lint(folder, **{"expected": expected, **more}).diagnostics)  # type: ignore[arg-type]


def codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


def expected(path: Path) -> Counter[tuple[int, str]]:
    """The lines and codes that ``# expect: ALI101`` comments of a file name."""
    codes: Counter[tuple[int, str]] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        match = EXPECT.search(line)
        if match:
            for code in match[2].split():
                codes[number + bool(match[1]), code] += 1
    return codes


def command(folder: Path, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """The ``hcl-lint`` of this tree, run in a folder, with an environment of its own."""
    home = {"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "hcl_lint", *arguments], cwd=folder, input=stdin, capture_output=True, text=True,
        env={**home, "PYTHONPATH": str(Path(__file__).parents[2]), **environment}, check=False,
    )  # fmt: skip
