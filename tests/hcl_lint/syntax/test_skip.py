"""Skipping finds the same blocks as parsing, whatever stands in what is skipped."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcl_lint.common.cache import Cache
from hcl_lint.syntax import tree
from hcl_lint.syntax.grammar import ExpressionParser
from hcl_lint.syntax.parse import Parser
from hcl_lint.syntax.skipped_blocks import skip_body
from tests.hcl_lint.syntax.mutate import mutated, seeds

EXPRESSIONS = ExpressionParser(Cache(None))
PARSER = Parser(lambda: EXPRESSIONS)

HEADERS = ('resource "random_uuid" "x"', 'data "http" "y"', 'check "z"', "locals", "moved", 'module "m"')
VALUES = (
    "1", '"x"', '"{"', '"}"', '"{}"', '"${a.b}"', '"${a.b}}"', '"${f("}")}"', '"$${"', '"# {"', '"// }"', '"\\"}"',
    '"\\\\"', '"<<E"', "{}", '{ k = "}" }', "{\n    k = 1\n  }", "[{}, {}]", "[\n]", "<<E\n}\n{\nE",
    "<<-E\n  ${a}\n  E", '<<E\n${"}"}\n}\nE', "f(\n)", '"/*"', '"%{ if a }}%{ endif }"',
)  # fmt: skip
COMMENTS = ("# }", "// {", "/* } */", "/* {\n} */", '# "', "# it's <<E", "")


def _body(items: list[str]) -> str:
    return "{\n" + "".join(items) + "}"


def _numbered(values: list[str]) -> list[str]:
    return [f"  a{number} = {value}\n" for number, value in enumerate(values)]


one_line = st.one_of(
    st.sampled_from(["{}", "{ }", "{ /* } */ }"]),
    st.sampled_from([value for value in VALUES if "\n" not in value]).map(lambda value: f"{{ a = {value} }}"),
)
flat = st.lists(st.sampled_from(VALUES), max_size=3).map(_numbered)
remarks = st.lists(st.sampled_from(COMMENTS).map(lambda text: f"  {text}\n"), max_size=2)
inner = st.tuples(st.sampled_from(["  b ", "b "]), st.one_of(one_line, flat.map(_body))).map(lambda two: "".join(two))
many_lines = st.tuples(flat, remarks, st.lists(inner.map(lambda text: f"{text}\n"), max_size=2)).map(
    lambda parts: _body([*parts[0], *parts[1], *parts[2]])
)
blocks = st.tuples(
    st.sampled_from(HEADERS), st.one_of(one_line, many_lines), st.sampled_from(["", " # }", " // {", " "])
).map(lambda three: f"{three[0]} {three[1]}{three[2]}\n")
files = st.lists(blocks, min_size=2, max_size=5).map("".join)


def places(file: tree.File) -> list[tuple[str, tuple[str, ...], int, int]]:
    return [
        (block.type, tuple(label.value for label in block.labels), block.start, block.end) for block in file.body.blocks
    ]


def agrees(text: str) -> None:
    parsed = PARSER.parse(text)
    for kinds in ((), ("locals",), ("resource", "module")):
        partly = PARSER.parse(text, lambda kind, labels, kinds=kinds: kind in kinds)  # type: ignore[misc]
        assert places(partly) == places(parsed)
        assert [block for block in partly.body.blocks if not block.skipped] == [
            block for block, other in zip(parsed.body.blocks, partly.body.blocks, strict=True) if not other.skipped
        ]


@settings(max_examples=400, deadline=None)
@given(files)
def test_skipping_finds_the_blocks_that_parsing_finds(text: str) -> None:
    assert PARSER.parse(text).problems == ()
    agrees(text)


@settings(max_examples=200, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(seeds()), st.sampled_from(seeds()))
def test_skipping_finds_the_same_blocks_in_mutated_text(chance: random.Random, first: str, second: str) -> None:
    text = mutated(first, chance) + "\n" + second
    if not PARSER.parse(text).problems:
        agrees(text)


@pytest.mark.parametrize(
    "block",
    ['resource "random_uuid" "x" {}', 'data "http" "y" { url = "x" }', 'data "http" "y" { url = "{" }', "moved { }"],
)
def test_a_block_on_one_line_leaves_the_next_one_alone(block: str) -> None:
    text = block + '\nlocals {\n  name = "net" # }\n}\n'
    file = PARSER.parse(text, lambda kind, labels: kind == "locals")
    assert [block.type for block in file.body.blocks] == [block.split()[0], "locals"]
    assert file.body.blocks[0].skipped
    assert file.body.blocks[1].body.attributes[0].name == "name"


@pytest.mark.parametrize(
    "body", ['  a = "x ${b.c}"\n  tags = { Name = "y" } # {\n', "  a = 1 // }\n  b {\n    c = <<E\n}\nE\n  }\n"]
)
def test_ordinary_blocks_are_skipped_without_being_parsed(body: str) -> None:
    text = f"x {{\n{body}}}\nlocals {{\n}}\n"
    assert skip_body(text, 3)[-1][1] == len(f"x {{\n{body}")


@pytest.mark.parametrize("text", ['"\\' * 60_000, '"${' * 60_000, '"a{b' * 60_000, '"' * 200_001])
def test_hostile_strings_are_read_once(text: str) -> None:
    assert skip_body(f"{text}\n}}\n", 0) == []
