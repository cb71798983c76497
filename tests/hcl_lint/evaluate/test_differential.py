"""Our evaluator and Terraform itself give the same values for the same expressions."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hcl_lint.evaluate.modules import Options, load

TERRAFORM = shutil.which("terraform")
pytestmark = [
    pytest.mark.terraform,
    pytest.mark.skipif(TERRAFORM is None, reason="terraform is not installed: nothing to compare with"),
]

NOT_FOLLOWED = {"1 / 0", 'try(1 / 0, "x")', 'cidrsubnet("10.0.0.0/8", 8, -1)', 'file("nowhere.txt")'}
"""Infinity, an address outside of the prefix, a file that a build may make: unknown is the better answer."""

CONTEXT = """
locals {
  number = 42
  nested = { a = 1, b = ["x", { c = true }] }
  peers = {
    a = { cidr = "10.1.0.0/16", on = true }
    b = { cidr = "10.2.0.0/16", on = false }
  }
}
variable "typed" {
  type    = object({ a = string, b = optional(number, 5), c = optional(list(string)) })
  default = { a = 1 }
}
variable "listed" {
  type    = list(object({ n = string, w = optional(number, 1) }))
  default = [{ n = "x" }, { n = "y", w = "2" }]
}
variable "anything" {
  default = { a = [1, "b"] }
}
"""


def expressions() -> list[str]:
    """One expression a line; a heredoc goes up to its end marker."""
    out: list[str] = []
    for line in Path(__file__).with_name("expressions.txt").read_text("utf-8").splitlines():
        if out and out[-1].startswith("<<") and not out[-1].endswith("EOT"):
            out[-1] += "\n" + line
        else:
            out.append(line if not line.startswith("<<") else line + "\n")
    return [one.replace("EOT\n\n", "EOT\n") for one in out]


def write(directory: Path, written: list[str]) -> None:
    """Outputs that give the JSON of each expression, or ERROR."""
    out = [CONTEXT]
    for index, expression in enumerate(written):
        if "<<" in expression:
            out.append(f"locals {{\n  h{index} = {expression}\n}}\n")
            expression = f"local.h{index}"
        out.append(f'output "e{index}" {{\n  value = try(jsonencode([{expression}]), "ERROR")\n}}\n')
    (directory / "main.tf").write_text("\n".join(out), "utf-8")
    (directory / "hello.txt").write_text("hello\n", "utf-8")
    (directory / "sub").mkdir(exist_ok=True)
    (directory / "sub" / "more.txt").write_text("more\n", "utf-8")
    (directory / "hello.tpl").write_text("Hello ${name}!\n%{ for x in items ~}\n- ${x}\n%{ endfor ~}\n", "utf-8")


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert TERRAFORM
    return subprocess.run(
        [TERRAFORM, *arguments], cwd=directory, capture_output=True, text=True, timeout=120, check=False
    )


def terraform_values(directory: Path, written: list[str]) -> dict[int, object]:
    """What Terraform says; expressions that it refuses statically are errors, too."""
    refused: set[int] = set()
    for _ in range(5):
        left = [one if index not in refused else "1" for index, one in enumerate(written)]
        write(directory, left)
        applied = run(directory, "apply", "-auto-approve", "-no-color", "-json")
        if applied.returncode == 0:
            break
        found = {
            int(number) for line in applied.stdout.splitlines() for number in re.findall(r'output \\"e(\d+)\\"', line)
        }
        assert found - refused, applied.stdout[-3000:]
        refused |= found
    shown = json.loads(run(directory, "output", "-json").stdout)
    values: dict[int, object] = {}
    for index in range(len(written)):
        text = shown[f"e{index}"]["value"]
        if not isinstance(text, str):  # Terraform itself gives nothing: format("%v", null)
            continue
        values[index] = "ERROR" if index in refused or text == "ERROR" else json.loads(text)
    return values


def our_values(directory: Path, written: list[str]) -> dict[int, object]:
    write(directory, written)
    root = load([str(directory)], Options(strict_syntax=True)).roots[0]
    values: dict[int, object] = {}
    for index in range(len(written)):
        value = root.root.outputs[f"e{index}"]
        if not value.known:
            values[index] = "UNKNOWN"
        else:
            text = str(value.data)
            values[index] = "ERROR" if text == "ERROR" else json.loads(text)
    return values


def test_expressions_have_the_values_that_terraform_gives_them(tmp_path: Path) -> None:
    written = expressions()
    assert len(written) > 350
    theirs = terraform_values(tmp_path, written)
    ours = our_values(tmp_path, written)
    differ = {
        written[index]: (ours[index], theirs[index])
        for index in theirs
        if ours[index] != theirs[index] and ours[index] != "UNKNOWN"
    }
    assert differ == {}, "\n".join(
        f"{text}\n   ours   {one!r}\n   theirs {two!r}" for text, (one, two) in differ.items()
    )
    given_up = {written[index] for index in theirs if ours[index] == "UNKNOWN"}
    assert given_up <= NOT_FOLLOWED, f"known to Terraform but not to us: {given_up - NOT_FOLLOWED}"
