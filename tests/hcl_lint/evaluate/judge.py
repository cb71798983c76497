"""What Terraform and what we make of the same expressions, in a shape that can be compared and written down.

A result is ``[type, value, mark]``: the type as Terraform's state has it, the value with numbers as text (no digit is
lost), and how sensitive it is (0 not, 1 in a part, 2 as a whole); or ``ERROR`` where the expression is refused.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from hcl_lint.evaluate.arithmetic import rounded
from hcl_lint.evaluate.load import Options, load
from hcl_lint.evaluate.model import RootModule
from hcl_lint.evaluate.numbers import Float, is_infinite, number_text, parts
from hcl_lint.evaluate.types import Collection, ObjectType, TupleType, Type
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Value

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
TERRAFORM: Final = shutil.which("terraform")
needs_terraform: Final = pytest.mark.skipif(
    TERRAFORM is None, reason="terraform is not installed: nothing to compare with"
)
ERROR: Final = "ERROR"
#: A number that Terraform computes with, but does not write into a state.
INFINITE: Final = "INFINITE"
NOT_KNOWN: Final = "UNKNOWN"
TABLE: Final = Path(__file__).with_name("table")
#: What Terraform 1.11.4 gave for the table: one expression and its result a line. Made by ``record.py``.
RECORD: Final = Path(__file__).with_name("terraform_1.11.4.jsonl")
_MAY_BE_MADE_LATER: Final = "a build may make the file: unknown is the better answer"
#: Expressions of the table that are known to have another result here, and why.
DIFFERENT: Final = {
    'base64gzip("test")': "the bytes depend on the compressor",
    'base64gzip("")': "the bytes depend on the compressor",
    'base64gzip("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")': "the bytes depend on the compressor",
    'file("nowhere.txt")': _MAY_BE_MADE_LATER,
    'file("sub")': _MAY_BE_MADE_LATER,
    'file("")': _MAY_BE_MADE_LATER,
    'templatefile("nowhere.tpl", {})': _MAY_BE_MADE_LATER,
    'templatestring("a", {})': "templatestring is never known here",
    'provider::x::y("a")': "functions of providers are never known here",
    'element(["a", "b", "c"], -1)': "Terraform 1.11 crashes on it, later versions count from the end, as we do",
    'regex("(?P<x>a)|(?P<x>b)", "ab")': "RE2 keeps one of two groups with the same name",
    'timeadd("0001-01-01T00:00:00Z", "-1h")': "years 1 to 9999 are known",
    'timeadd("9999-12-31T23:59:59Z", "1h")': "years 1 to 9999 are known",
}

_CONTEXT = """
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
_FILES: Final = {
    "hello.txt": b"hello\n",
    "sub/more.txt": b"more\n",
    "hello.tpl": b"Hello ${name}!\n%{ for x in items ~}\n- ${x}\n%{ endfor ~}\n",
    "latin1.bin": b"\xe9\n",
    "bom.txt": b"\xef\xbb\xbfx",
    "nfd.txt": b"e\xcc\x81",
    "empty.txt": b"",
    "bool.tpl": b"a${~ true ~}",
    "wrap.tpl": b"${true}",
    "null.tpl": b"${null}",
    "list.tpl": b"${[1, 2]}",
    "number.tpl": b"${1.50}",
    "recursive.tpl": b'${templatefile("hello.tpl", {})}',
    "core.tpl": b'${core::templatefile("hello.tpl", {})}',
    "inner.tpl": b'${upper("a")} ${file("hello.txt")}',
    "broken.tpl": b"${",
    "local.tpl": b"${local.number}",
}


def expressions(path: Path) -> list[str]:
    """One expression a line; a heredoc goes up to its end marker."""
    out: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        if out and out[-1].startswith("<<") and not out[-1].endswith("EOT"):
            out[-1] += "\n" + line
        elif line:
            out.append(line if not line.startswith("<<") else line + "\n")
    return [text.replace("EOT\n\n", "EOT\n") for text in out]


def table() -> list[str]:
    """All expressions of the table."""
    return [expression for path in sorted(TABLE.glob("*.txt")) for expression in expressions(path)]


def write(directory: Path, written: Sequence[str]) -> None:
    """Outputs that give each expression with its marks, or ERROR."""
    out = [_CONTEXT]
    for index, expression in enumerate(written):
        if "<<" in expression and "\n" in expression:
            out.append(f"locals {{\n  h{index} = {expression}\n}}\n")
            expression = f"local.h{index}"
        marks = f"issensitive({expression}), issensitive(jsonencode([{expression}]))"
        out.append(
            f'output "e{index}" {{\n  sensitive = true\n'
            f'  value = try([{expression}, {marks}], [{expression}, issensitive({expression}), true], "{ERROR}")\n}}\n'
        )
    (directory / "main.tf").write_text("\n".join(out), "utf-8")
    for name, data in _FILES.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_bytes(data)


def run(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Terraform in ``directory``, whatever it says."""
    assert TERRAFORM
    return subprocess.run(
        [TERRAFORM, *arguments], cwd=directory, capture_output=True, text=True, timeout=300, check=False
    )


def terraform_version() -> str:
    """Of the program in PATH: ``1.11.4``."""
    assert TERRAFORM
    shown = subprocess.run([TERRAFORM, "version", "-json"], capture_output=True, text=True, check=True).stdout
    return str(json.loads(shown)["terraform_version"])


def terraform_results(directory: Path, written: Sequence[str]) -> list[Json]:
    """What Terraform says; expressions that it refuses before it evaluates them are errors, too."""
    known: dict[int, Json] = {}
    for _ in range(6):
        write(directory, [expression if index not in known else "1" for index, expression in enumerate(written)])
        applied = run(directory, "apply", "-auto-approve", "-no-color", "-json")
        if applied.returncode == 0:
            break
        before = len(known)
        known |= {int(index): ERROR for index in re.findall(r'output \\"e(\d+)\\"', applied.stdout)}
        known |= {int(index): INFINITE for index in re.findall(r'output value \\"e(\d+)\\"', applied.stdout)}
        assert len(known) > before, applied.stdout[-3000:] + applied.stderr[-3000:]
    shown = json.loads(run(directory, "output", "-json").stdout, parse_int=str, parse_float=str)
    return [known[index] if index in known else _shown(shown[f"e{index}"]) for index in range(len(written))]


def _shown(output: dict[str, Json]) -> Json:
    kind, value = output["type"], output["value"]
    if value is None:  # not known even after apply
        return NOT_KNOWN
    if not isinstance(kind, list) or not isinstance(value, list) or not isinstance(kind[1], list):
        return ERROR
    return [kind[1][0], value[0], 2 if value[1] else 1 if value[2] else 0]


def our_results(directory: Path, written: Sequence[str]) -> list[Json]:
    """What we say; UNKNOWN where a value or a part of it is not known."""
    write(directory, written)
    root = load([str(directory)], Options(strict_syntax=True, applied=lambda directory: True)).roots[0]
    refused = _refused(root)
    outputs = {name: value for name, value in root.root.outputs.items() if name not in refused}
    return [_ours(outputs[f"e{index}"]) if f"e{index}" in outputs else ERROR for index in range(len(written))]


def _refused(root: RootModule) -> set[str]:
    """The outputs with references to what is not declared, which ``try`` does not catch."""
    places = [span for issue in root.issues for span in (issue.span, *issue.others) if span is not None]
    return {place.source.text[: place.start].rpartition('output "')[2].partition('"')[0] for place in places}


def _ours(output: Value) -> Json:
    if not output.wholly_known:
        return NOT_KNOWN
    data = output.data
    if not isinstance(data, tuple):
        return ERROR
    if _has_infinity(data[0]):
        return INFINITE
    return [type_json(data[0].type), value_json(data[0]), 2 if data[1].data else 1 if data[2].data else 0]


def _has_infinity(value: Value) -> bool:
    if isinstance(value.data, Float):
        return value.data.infinite
    return any(map(_has_infinity, value.elements()))


def type_json(kind: Type) -> Json:
    """A type as Terraform's state has it."""
    if isinstance(kind, Collection):
        return [kind.kind, type_json(kind.element)]
    if isinstance(kind, TupleType):
        return ["tuple", [type_json(item) for item in kind.items]]
    if isinstance(kind, ObjectType):
        return ["object", {name: type_json(inner) for name, inner in kind.attributes}]
    return kind


def value_json(value: Value) -> Json:
    """A known value, with numbers as text."""
    data = value.data
    if isinstance(data, tuple):
        return [value_json(item) for item in data]
    if isinstance(data, dict):
        return {key: value_json(item) for key, item in data.items()}
    if isinstance(data, (bool, str)) or data is None:
        return data
    if data is UNKNOWN_VALUE:
        return NOT_KNOWN
    return _stored(data) if isinstance(data, (int, Float)) else str(data)


def _stored(number: int | Float) -> str:
    """A number as it comes out of a plan file, which keeps whole numbers, doubles and text: -0 is lost there."""
    if not number:
        return "0"
    double = number if is_infinite(number) else rounded(*parts(number), 53)
    return number_text(double if not isinstance(number, int) and double == number else number)


def recorded() -> dict[str, Json]:
    """What ``record.py`` wrote: the result of each expression of the table."""
    return dict(json.loads(line) for line in RECORD.read_text("utf-8").splitlines())


def difference(expression: str, ours: Json, theirs: Json) -> str:
    """The lines of a test's message."""
    return f"{expression}\n   ours   {json.dumps(ours)[:600]}\n   theirs {json.dumps(theirs)[:600]}"
