from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.example_batch import BatchOptions, Terraform
from benchmarks.example_pages import Page
from benchmarks.example_results import Outcome, PageResult, read_results
from benchmarks.examples import Ratchet, check_ratchet, main, parse_arguments, run_all, select, split_doubtful
from tests.benchmarks.pages import write_checkout


def page(name: str) -> Page:
    return Page(name=name, product="X", body="", types=(), providers=frozenset())


def result(name: str, outcome: Outcome) -> PageResult:
    return PageResult(page=name, product="X", types=(), outcome=outcome)


def selected(tmp_path: Path, *arguments: str) -> list[str]:
    options = parse_arguments(["--provider-docs", str(tmp_path), *arguments])
    return [chosen.name for chosen in select([page(name) for name in "abcd"], options)]


def test_which_pages_run(tmp_path: Path) -> None:
    ratchet, excluded = tmp_path / "examples.txt", tmp_path / "excluded.txt"
    ratchet.write_text("# a comment\nb\nc\n", "utf-8")
    excluded.write_text("a  # why\n\nd\n", "utf-8")
    assert selected(tmp_path) == ["a", "b", "c", "d"]
    assert selected(tmp_path, "--only", "alicloud_d,a") == ["a", "d"]
    assert selected(tmp_path, "--exclude-file", str(excluded)) == ["b", "c"]
    assert selected(tmp_path, "--ratchet", str(ratchet)) == ["b", "c"]
    assert selected(tmp_path, "--ratchet", str(ratchet), "--update") == ["a", "b", "c", "d"]
    assert selected(tmp_path, "--ratchet", str(ratchet), "--only", "d") == ["d"]


def test_the_ratchet_of_imports_counts_only_with_imports(tmp_path: Path) -> None:
    converging, imported = tmp_path / "examples.txt", tmp_path / "imports.txt"
    converging.write_text("b\n", "utf-8")
    imported.write_text("c\n", "utf-8")
    ratchets = ("--ratchet", str(converging), "--import-ratchet", str(imported))
    assert selected(tmp_path, *ratchets) == ["b"]
    assert selected(tmp_path, *ratchets, "--imports") == ["b", "c"]


def test_an_empty_ratchet_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "examples.txt").write_text("# none yet\n", "utf-8")
    assert selected(tmp_path, "--ratchet", str(tmp_path / "examples.txt")) == []


@pytest.mark.parametrize(
    ("arguments", "problem"), [(["--only", "vcp"], "no page with an example is called vcp"), ([], "is no checkout")]
)
def test_mistakes_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    checkout = write_checkout(tmp_path) if arguments else tmp_path
    assert main(["--provider-docs", str(checkout), *arguments]) == 2
    assert problem in capsys.readouterr().err


def test_victims_of_a_crash_run_again_in_small_batches_then_alone() -> None:
    batch = [page(f"p{number}") for number in range(12)]
    rows = [result(member.name, Outcome.CRASHES) for member in batch[:10]]
    rows += [result("p10", Outcome.CONVERGES), result("p11", Outcome.FAILS)]
    again, certain = split_doubtful(batch, rows)
    assert [len(smaller) for smaller in again] == [8, 2]
    assert [row.page for row in certain] == ["p10", "p11"]
    again, certain = split_doubtful(batch[:2], rows[:2])
    assert (again, certain) == ([[batch[0]], [batch[1]]], [])


def test_batches_run_beside_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both_run = threading.Barrier(2, timeout=20)

    def run_batch(pages: Sequence[Page], _: BatchOptions) -> list[PageResult]:
        both_run.wait()
        return [result(member.name, Outcome.CONVERGES) for member in pages]

    monkeypatch.setattr("benchmarks.examples.run_batch", run_batch)
    path = tmp_path / "results.jsonl"
    rows = run_all([page(name) for name in "abcd"], 2, BatchOptions(logs=tmp_path), results=path, jobs=2)
    assert sorted(row.page for row in rows) == [row.page for row in read_results(path)] == ["a", "b", "c", "d"]


def test_a_crash_alone_stands() -> None:
    rows = [result("p", Outcome.CRASHES)]
    assert split_doubtful([page("p")], rows) == ([], rows)


def test_a_ratchet_fails_and_grows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "examples.txt"
    path.write_text("a\n", "utf-8")
    rows = [result("a", Outcome.FAILS), result("b", Outcome.CONVERGES)]
    assert check_ratchet(Ratchet(path), rows, {"a", "b"}, update=False) == 1
    assert path.read_text("utf-8") == "a\n"
    assert check_ratchet(Ratchet(path), rows, {"a", "b"}, update=True) == 1
    assert path.read_text("utf-8") == "a\nb\n"
    assert "no longer converges: a: fails" in capsys.readouterr().out
    assert check_ratchet(Ratchet(path), rows[1:], {"a", "b"}, update=False) == 0


def test_a_time_limit_interrupts_first(tmp_path: Path) -> None:
    """Terraform saves its state when it is interrupted, and loses it when it is killed."""
    program = tmp_path / "terraform"
    # Not in sh: what runs in the background may ignore interrupts, and a shell cannot undo that
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, signal, sys, time\n"
        "def save(*_):\n"
        "    pathlib.Path('state').write_text('saved\\n')\n"
        "    print('interrupted')\n"
        "    sys.exit(1)\n"
        "signal.signal(signal.SIGINT, save)\n"
        "time.sleep(60)\n",
        "utf-8",
    )
    program.chmod(0o755)
    environ = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    terraform = Terraform(tmp_path, tmp_path, environ)
    step = terraform.run("apply", "apply", seconds=3.0)
    assert step.cut_off
    assert (tmp_path / "state").read_text("utf-8") == "saved\n"
    assert (tmp_path / "apply.out").read_text("utf-8") == step.stdout == "interrupted\n"


def test_it_starts_as_a_module() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.examples", "--help"], capture_output=True, text=True, cwd=root, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "--ratchet" in done.stdout
