"""The progress bar: each step of a run tells how far it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from hcl_lint.common import progress
from hcl_lint.session.request import Request
from hcl_lint.session.run import run
from hcl_lint.settings.config import Config

VPC = 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.0/8"\n}\n'


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_reading_and_checking_report_progress(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(VPC, encoding="utf-8")
    reports: list[tuple[str, int, int]] = []
    config = Config(root=tmp_path)
    run(Request(paths=(str(tmp_path),), config=config, progress=lambda *step: reports.append(step)))
    steps = ("looking through directories", "reading modules")
    assert reports == [
        *((step, done, 2) for step in steps for done in (0, 1)), *(("judging modules", done, 2) for done in (0, 1, 2)),
    ]  # fmt: skip


def test_the_bar_appears_after_a_delay_and_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    stream = Terminal()
    draw = progress.bar(stream)
    assert draw
    draw("reading", 1, 4)
    assert stream.getvalue() == ""
    now = 1.0
    draw("reading", 2, 4)
    draw("reading", 3, 4)  # at once: not drawn again
    assert stream.getvalue().endswith(f"{'#' * 15}{'.' * 15} reading: 2/4")
    draw("judging", 4, 4)
    assert stream.getvalue().endswith("\r\x1b[K")


def test_there_is_no_bar_without_a_terminal() -> None:
    assert progress.bar(io.StringIO()) is None
