"""No input, however small, keeps the linter busy for ever or fills the memory; what is not judged is said."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from hcl_lint.evaluate.budget import Budget, BudgetExceededError
from hcl_lint.evaluate.load import Options, load
from hcl_lint.settings.config import ConfigError, read
from tests.hcl_lint.hostile import HOSTILE

#: Seconds of CPU and bytes of address space (the interpreter alone maps 200 MB): far more than any case takes.
_CPU = 60
_MEMORY = 700 << 20

#: These are held by a limit of their own, or are not expensive at all for RE2.
_JUDGED = frozenset(
    {
        "regex: nested options", "regex: many stars", "regex: one letter", "regex: classes", "replace: stars",
        "replace: a large replacement", "replace: groups", "format: widths", "format: one large argument",
        "setproduct of many", "long numbers", "numbers that grow", "numbers with large exponents",
        "parseint", "yamldecode: aliases", "fileset", "fileset: braces",
        "misspelt names", "ignore comments without end", "an encoding that takes long",
        "indent by very many spaces", "numbers that are long when written out", "a template in a loop",
        "an intersection of many sets", "many templates in JSON", "a long value that many instances have",
        "heredocs in a skipped block", "heredocs with many markers",
        "a long list in a variable file",
    }
)  # fmt: skip


def write(folder: Path, name: str) -> None:
    for path, text in HOSTILE[name].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU, _CPU))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_and_says_what_it_did_not_judge(tmp_path: Path, name: str) -> None:
    write(tmp_path, name)
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "hcl_lint", "-f", "compact", "."]
    done = subprocess.run(
        command, cwd=tmp_path, env=home, capture_output=True, text=True, preexec_fn=bound, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr.startswith(("", "hcl-lint: "))
    assert "Traceback" not in done.stderr
    unjudged = [line for line in done.stdout.splitlines() if "[ALI006]" in line]
    assert bool(unjudged) == (name not in _JUDGED), done.stdout[:2000]
    placed = [
        line for line in unjudged if not line.startswith(".:1:1: ")
    ]  # what a rule has not judged is the whole root
    assert all(line.split(":")[0].endswith((".tf", ".tf.json")) and line.split(":")[1].isdigit() for line in placed)


def test_try_does_not_turn_what_was_given_up_into_a_value(tmp_path: Path) -> None:
    text = 'output "o" {\n  value = try([for i in range(1000) : setproduct(range(100), range(100))], "fallback")\n}\n'
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    (root,) = load([str(tmp_path)], Options(strict_syntax=True)).roots
    assert not root.root.outputs["o"].known
    assert not root.complete
    assert [(issue.code, issue.severity) for issue in root.issues] == [("ALI006", "error")]


def test_one_root_does_not_use_up_what_the_next_one_gets(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "main.tf").write_text(HOSTILE["loops in loops"]["main.tf"], encoding="utf-8")
    (tmp_path / "b" / "main.tf").write_text('resource "alicloud_vpc" "b" {\n  vpc_name = "b"\n}\n', encoding="utf-8")
    first, second = load([str(tmp_path)], Options()).roots
    assert (first.complete, second.complete) == (False, True)
    assert second.resources[0].arguments["vpc_name"].value.text() == "b"


def test_a_budget_stays_used_up() -> None:
    budget = Budget(10)
    budget.consume(4)
    with pytest.raises(BudgetExceededError):
        budget.consume(7)
    with pytest.raises(BudgetExceededError):
        budget.consume(1)
    assert (budget.exhausted, budget.spent) == (True, 10)


def test_standard_input_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "hcl_lint", "-f", "compact", "-"]
    with Path("/dev/zero").open("rb") as zeros:
        done = subprocess.run(
            command, cwd=tmp_path, env=home, stdin=zeros, capture_output=True, text=True, preexec_fn=bound, check=False
        )
    assert (done.returncode, "expected at most 4000000 bytes" in done.stdout) == (1, True), done.stderr


@pytest.mark.parametrize("text", ["a" + ".a" * 70 + " = 1", "x = [" + "1," * 200_000 + "1]"])
def test_settings_that_take_long_to_read_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / ".hcl-lint.toml").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="at most"):
        read(tmp_path / ".hcl-lint.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("".join(f'[per-path."{i}/**"]\n' for i in range(9_000)), "per-path has at most 200 entries, found 9,000"),
        ("ignore = [" + '"ALI101", ' * 20_000 + "]", "ignore has at most 1,000 entries, found 20,000"),
        ("exclude = [" + ", ".join(f'"a*{i}"' for i in range(900)) + "]", "exclude has at most 200 entries, found 900"),
        ("expect-reach = [" + '"a:b", ' * 5_000 + "]", "expect-reach has at most 1,000 entries, found 5,000"),
    ],
)  # fmt: skip
def test_settings_with_very_many_entries_are_refused(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / ".hcl-lint.toml").write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        read(tmp_path / ".hcl-lint.toml")


def test_expectations_of_all_globs_together_are_bounded(tmp_path: Path) -> None:
    many = "expect-reach = [" + ", ".join(f'"g:h{i}"' for i in range(500)) + "]\n"
    lines = (f'[per-path."{i}"]\nexpect-reach = [' + f'"a:b{i}", "c:d{i}", "e:f{i}"' + "]\n" for i in range(200))
    (tmp_path / ".hcl-lint.toml").write_text(many + "".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError, match="expect-reach has at most 1,000 entries, found 1,100"):
        read(tmp_path / ".hcl-lint.toml")
