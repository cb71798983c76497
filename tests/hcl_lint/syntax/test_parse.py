"""Syntax errors in words at the right place, exact offsets, and a parser that nothing can hang."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcl_lint.common.cache import Cache
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import codec, json_files, tree
from hcl_lint.syntax.edits import Edit, OverlappingEditsError, apply, delete_attribute, insert_line_after
from hcl_lint.syntax.grammar import ExpressionParser
from hcl_lint.syntax.parse import Parser
from tests.hcl_lint.syntax.mutate import mutated, seeds

EXPRESSIONS = ExpressionParser(Cache(None))
PARSER = Parser(lambda: EXPRESSIONS)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a = \n", 1, 1, "expected a value after a = on the same line"),
        ("a = 1 b = 2\n", 1, 7, "expected an operator or the end of the line, found b"),
        ('a = "x" b = 2\n', 1, 9, "expected an operator or the end of the line, found b"),
        ("a = 1\na = 2\n", 2, 1, "expected each argument once: a was already set on line 1"),
        ("a = 'x'\n", 1, 5, "expected a double quote: strings are written with \", not with '"),
        ('a = "x\n', 1, 5, 'expected a closing quote " on the same line'),
        ('a = "\\q"\n', 1, 6, 'expected one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN, found \\q'),
        ("a = [1 2]\n", 1, 8, "expected a comma or ], found 2"),
        ("a = [1, 2\n", 1, 5, "expected a closing bracket ] for what opens here"),
        ("a = (1\n", 1, 5, "expected a closing parenthesis ) for what opens here"),
        ("a = {\n  b = 1 c = 2\n}\n", 2, 9, "expected a comma or a new line before this element"),
        ("a = { b }\n", 1, 9, "expected = and a value, found }"),
        ("a = f(1 2)\n", 1, 9, "expected a comma or ), found 2"),
        ("a = 1 +\n", 1, 8, "expected a value, found the end of the line"),
        ("a = [for x y : x]\n", 1, 12, "expected in, found y"),
        ('r "a" "b"\n{\n}\n', 1, 10, "expected { on this line, after the header of r"),
        ('r "a" = {\n}\n', 1, 7, "expected { without =: a block is not assigned"),
        ('r "a${x}" {\n}\n', 1, 5, "expected a plain string: ${ is not allowed in a block label"),
        ("r {\n  a = 1\n", 3, 1, "expected a closing brace } for a block before the end of the file"),
        ("r { a = 1, b = 2 }\n", 1, 10, "expected } on the same line: a block on one line holds one argument"),
        ("<<<<<<< HEAD\na = 1\n", 1, 1, "expected an argument or a block, found a merge conflict marker"),
        (
            "a = <<EOT\nx\n",
            1,
            5,
            "expected the end marker of the heredoc, alone on a line that ends, for what opens here",
        ),
        ("a = <<EOT\n${x\nEOT\n", 2, 1, "expected a closing brace } of the interpolation for what opens here"),
        ('a = "%{ if x }y"\n', 1, 6, "expected %{ endif } for this %{ if }"),
        ('a = "%{ endif }"\n', 1, 6, "expected no endif here: nothing is open that it belongs to"),
        ("a = x.*.*\n", 1, 8, "expected no * here: it cannot follow another .* (use [*])"),
        ("a = x & y\n", 1, 7, "expected &&: HCL has no operator &"),
        ("/* a\n", 1, 1, "expected */ to end this comment"),
        ('"a" = 1\n', 1, 1, "expected an argument or a block: names are not quoted"),
    ],
)
def test_an_error_says_what_was_expected_and_where(text: str, line: int, column: int, message: str) -> None:
    problem = PARSER.parse(text).problems[0]
    assert (*Source("a.tf", text).position(problem.start), problem.message) == (
        line,
        column,
        message,
    )


def test_after_an_error_the_next_top_level_block_is_read() -> None:
    file = PARSER.parse('r "a" {\n  x = [\n}\nr "b" {\n  y = 1\n}\nr "c" {\n  z = )\n}\nr "d" {\n}\n')
    assert [block.labels[0].value for block in file.body.blocks] == ["b", "d"]
    assert len(file.problems) == 2


def expressions(body: tree.Body) -> Iterator[tree.Expression]:
    todo: list[object] = [body]
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            if hasattr(node, "start") and not isinstance(node, (tree.Body, tree.Block, tree.Attribute, tree.Label)):
                yield node  # type: ignore[misc]
            todo.extend(node)


def test_offsets_are_exact() -> None:
    text = 'b "l" {\n  a = f(x.y[0], "q${ z }") + 1 # c\n  h = <<E\n t ${v}\nE\n}\n'
    file = PARSER.parse(text)
    (block,) = file.body.blocks
    assert [text[label.start : label.end] for label in block.labels] == ['"l"']
    assert text[block.start : block.header_end] == 'b "l"'
    texts = {text[node.start : node.end] for node in expressions(block.body)}
    assert {"x.y[0]", "x.y", "x", '"q${ z }"', "z", 'f(x.y[0], "q${ z }") + 1', "1", "v", "<<E\n t ${v}\nE"} <= texts
    assert [text[start:end] for start, end in file.comments] == ["# c"]


def test_an_expression_parsed_again_from_its_own_text_is_the_same() -> None:
    for text in seeds():
        for node in expressions(PARSER.parse(text).body):
            written = text[node.start : node.end]
            if (
                not isinstance(node, (tree.GetAttr, tree.Call, tree.Binary, tree.For, tree.Conditional))
                or written[:1] == "."
            ):
                continue
            if written.startswith(("*", "[*]")):  # a step inside a splat
                continue
            again = PARSER.parse(f"a = ({written}\n)\n").body.attributes[0].expression
            assert isinstance(again, tree.Parentheses)
            assert type(again.inner) is type(node), written


def test_every_tree_survives_the_cache() -> None:
    for text in seeds():
        file = PARSER.parse(text)
        encoded = codec.encode(file)
        assert encoded is not None
        assert codec.decode(encoded) == file
    assert codec.decode(b"") is None
    assert codec.decode(b"i\x01\x00\x00\x00") is None


def test_a_skipped_block_has_its_place_and_its_ignore_comments() -> None:
    text = 'resource "x" "y" {\n  a = <<E\n}\nE\n  # hcl-lint: ignore[ALI101]\n}\nlocals {\n  b = 1\n}\n'
    file = PARSER.parse(text, lambda kind, labels: kind == "locals")
    skipped, parsed = file.body.blocks
    assert skipped.skipped
    assert skipped.body.attributes == ()
    assert text[skipped.end - 1] == "}"
    assert parsed.body.attributes[0].name == "b"
    assert [text[start:end] for start, end in file.comments] == ["# hcl-lint: ignore[ALI101]"]


def test_json_becomes_the_same_blocks() -> None:
    text = '{"resource": {"a_b": {"c": {"x": "${var.y}", "n": -1, "nested": [{"z": true}], "q": "${f(\\"s\\")}"}}}}'
    (block,) = json_files.parse(text, PARSER).body.blocks
    assert (block.type, [label.value for label in block.labels]) == ("resource", ["a_b", "c"])
    attributes = {attribute.name: attribute for attribute in block.body.attributes}
    assert isinstance(attributes["x"].expression, tree.TemplateWrap)
    assert text[attributes["x"].expression.inner.start : attributes["x"].expression.inner.end] == "var.y"
    assert isinstance(attributes["q"].expression, tree.TemplateWrap)
    assert [inner.type for inner in block.body.blocks] == ["nested"]
    assert (
        json_files.parse('{"resource": ', PARSER).problems[0].message
        == "expected a JSON value, found the end of the file"
    )


def test_edits_change_nothing_else() -> None:
    text = "a {\r\n  b = 1 # why\r\n  c = 2\r\n}\r\n"
    source = Source("a.tf", text)
    first, second = PARSER.parse(text).body.blocks[0].body.attributes
    assert apply(source, [delete_attribute(source, second)]) == "a {\r\n  b = 1 # why\r\n}\r\n"
    assert apply(source, [delete_attribute(source, first)]) == "a {\r\n   # why\r\n  c = 2\r\n}\r\n"
    assert apply(source, [insert_line_after(source, second.end, "d = 3")]) == text.replace(
        "c = 2\r\n", "c = 2\r\n  d = 3\r\n"
    )
    clash = [Edit(Span(source, 0, 3), "x"), Edit(Span(source, 2, 4), "y")]
    with pytest.raises(OverlappingEditsError):
        apply(source, clash)


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(seeds()))
def test_mutated_text_never_crashes_the_parser(chance: st.randoms, text: str) -> None:  # type: ignore[valid-type]
    for _ in range(5):
        text = mutated(text, chance)
    for file in (PARSER.parse(text), PARSER.parse(text, lambda kind, labels: False)):
        assert all(0 <= problem.start <= len(text) for problem in file.problems)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab01 \n\r\t\"'${}%~()[]<>-=.,:?!&|*/#\\é\x00", max_size=60))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    PARSER.parse(text)
    json_files.parse(text, PARSER)


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "(" * 20_000,
        "a = " + "/*" * 20_000,
        "a = <<E\n" + "   \n" * 20_000,
        "a = " + "!" * 20_000 + "x\n",
        "a = " + "-".join(["1"] * 10_000) + "\n",
        "a = b" + "[*]" * 20_000 + "\n",
        'a = "' + "%{ if x }" * 10_000 + '"\n',
        "b {\n" * 20_000,
        "a = [" + "1, " * 100_000 + "]\n",
        "a = b" + "/* */" * 20_000 + "\n",
    ],
    ids=[
        "parentheses",
        "comments",
        "heredoc",
        "unary",
        "minus",
        "splats",
        "directives",
        "blocks",
        "list",
        "comments after",
    ],
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    PARSER.parse(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "body",
    [
        "  a = <<EOT\n}\n{ {\nEOT\n",
        "  a = <<-EOT\n  } # hcl-lint: no comment\n  ${x.y} EOT\n  EOT\n  b = f(<<B\n}\nB\n  )\n",
        "  a = <<EOT\n${f(<<E\nEOT\nE\n)}\n}\nEOT\n",
        "  # a = <<EOT\n  b = 1\n",
        "  a = <<EOT\r\n}\r\nEOT\r\n",
        '  a = "<<EOT"\n',
        "  a = <<EOT\n}\nEOT x\nEOT\n",
        "  a = <<A\n}\nA\n  # hcl-lint: ignore[ALI101] x\n  b = <<B\nA\n}\nB\n",
    ],
)
def test_a_skipped_block_ends_where_the_parsed_one_does(body: str) -> None:
    text = 'resource "x" "y" {\n' + body + "}\nlocals {\n  z = 1\n}\n"
    parsed = PARSER.parse(text)
    skipped = PARSER.parse(text, lambda kind, labels: kind == "locals")
    ends = [[(block.type, block.start, block.end) for block in file.body.blocks] for file in (parsed, skipped)]
    assert ends[0] == ends[1]
    assert [text[start:end] for start, end in skipped.comments if "hcl-lint:" in text[start:end]] == [
        text[start:end].rstrip() for start, end in parsed.comments if "hcl-lint:" in text[start:end]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "e\u0301 = 1\n",  # a combining mark
        "a = e\u0301.b\u0301\n",
        "a = { e\u0301 = 1 }\n",
        "e\u0301 l\u0301 {\n}\n",
        "a = <<E\u0301\nx\nE\u0301\n",
        "a = provider::e\u0301::f\u0301(1)\n",
        "\u0915\u094d\u0937 = \u0915\u094d\u0937\n",  # a virama
        "a\u00b7b = a\u203fb\n",  # a middle dot, a connecting stroke
        "a = t.1e5\n",  # an index, as in t.1
        "a = t.*.1e5\n",
        "a = t[*].1e5.b\n",
    ],
)
def test_names_and_indexes_that_terraform_takes(text: str) -> None:
    assert PARSER.parse(text).problems == ()


@pytest.mark.parametrize(
    ("text", "column", "character"),
    [
        ("a\u00b2 = 1\n", 2, "\u00b2"),
        ("a\u00a0= 1\n", 2, "\xa0"),
        ("a = b\u2192c\n", 6, "\u2192"),
        ("\u0301 = 1\n", 1, "\u0301"),
    ],
)
def test_characters_that_no_name_has(text: str, column: int, character: str) -> None:
    problem = PARSER.parse(text).problems[0]
    assert problem.start == column - 1
    assert repr(character) in problem.message


@pytest.mark.parametrize("text", ['a = "${"5" - 3}"\n', 'a = "${"5" -3}"\n', 'a = "%{if "5" - 3 > 1}x%{endif}"\n'])
def test_a_minus_after_a_string_in_an_interpolation_subtracts(text: str) -> None:
    assert PARSER.parse(text).problems == ()


def test_an_index_behind_a_dot_is_read_as_a_number() -> None:
    (attribute,) = PARSER.parse("a = t.1e1\n").body.attributes
    assert isinstance(attribute.expression, tree.Index)
    assert isinstance(attribute.expression.key, tree.Number)
    assert attribute.expression.key.text == "1e1"
