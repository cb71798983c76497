"""The GitHub Action and the pre-commit hooks do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BAD = 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.1/8"\n}\n'


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment whose ``hcl-lint`` is this one."""
    bin = tmp_path / "bin"
    bin.mkdir()
    script = bin / "hcl-lint"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hcl_lint "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    (tmp_path / "main.tf").write_text(BAD, encoding="utf-8")
    home = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    return {**home, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}


def test_the_action_annotates_and_writes_sarif(tmp_path: Path, shell: dict[str, str]) -> None:
    script = textwrap.dedent((ROOT / "action.yml").read_text(encoding="utf-8").split("      run: |\n")[1])
    inputs = {"LINT_PATH": ".", "LINT_FAIL_ON": "never", "LINT_ARGS": "--ignore ALI6", "LINT_SARIF": "out.sarif"}
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path, env={**shell, **inputs}, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("::error file=main.tf,line=2,")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out.sarif").is_file()
    failing = {**shell, **inputs, "LINT_FAIL_ON": ""}
    again = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=failing, capture_output=True, check=False)
    assert again.returncode == 1


def test_inputs_of_the_action_are_not_commands(tmp_path: Path, shell: dict[str, str]) -> None:
    script = textwrap.dedent((ROOT / "action.yml").read_text(encoding="utf-8").split("      run: |\n")[1])
    inputs = {"LINT_PATH": ".; touch owned", "LINT_FAIL_ON": "", "LINT_ARGS": "$(touch owned)", "LINT_SARIF": ""}
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env={**shell, **inputs}, capture_output=True, check=False)
    assert not (tmp_path / "owned").exists()


def test_every_hook_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    lines = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines()
    entries = [line.split("entry:")[1].strip() for line in lines if "entry:" in line]
    assert entries == ["hcl-lint --allow-empty", "hcl-lint --allow-empty --fix"]
    codes = [subprocess.run(entry.split(), cwd=tmp_path, env=shell, capture_output=True, check=False).returncode
             for entry in entries]  # fmt: skip
    assert codes == [1, 0]
    (tmp_path / "main.tf").write_text('variable "a" {}\n', encoding="utf-8")
    codes = [subprocess.run(entry.split(), cwd=tmp_path, env=shell, capture_output=True, check=False).returncode
             for entry in entries]  # fmt: skip
    assert codes == [0, 0]  # nothing to judge yet: no reason to refuse a commit


@pytest.mark.parametrize(
    ("name", "runs"),
    [("a.tf", True), ("a.tf.json", True), ("prod.tfvars", True), ("x/prod.tfvars.json", True), ("a.json", False)],
)
def test_the_hooks_run_for_every_file_that_counts(name: str, runs: bool) -> None:
    lines = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines()
    patterns = [line.split("files:")[1].strip() for line in lines if "files:" in line]
    assert len(patterns) == 2
    assert all(bool(re.search(pattern, name)) == runs for pattern in patterns)
