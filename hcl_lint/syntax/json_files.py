"""``*.tf.json`` and ``*.tfvars.json`` to the same tree, with offsets into the JSON text.

JSON does not say what is a block and what an argument. Top-level names and ``lifecycle``, ``dynamic``...
are blocks; elsewhere an object (or a list of objects) is given both as an attribute and as blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

from hcl_lint.syntax import tree
from hcl_lint.syntax.errors import MAX_DEPTH, HclSyntaxError
from hcl_lint.syntax.parse import Parser

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
#: How many labels each type of a top-level block has.
_LABELS: Final = {
    "resource": 2, "data": 2, "ephemeral": 2, "action": 2, "list": 2,
    "module": 1, "variable": 1, "output": 1, "provider": 1, "check": 1,
    "locals": 0, "terraform": 0, "moved": 0, "import": 0, "removed": 0,
}  # fmt: skip
#: The name of a member that Terraform ignores.
_COMMENT: Final = "//"
_WORDS: Final = {"true": True, "false": False, "null": None}
_META_BLOCKS: Final = frozenset(
    ["lifecycle", "connection", "provisioner", "dynamic", "required_providers", "backend", "cloud"]
)


class Member(NamedTuple):
    """A name of an object, from ``start`` to ``end``, and its value."""

    start: int
    end: int
    name: str
    value: JsonValue


class JsonValue:
    """A JSON value with its place: ``data`` is a str, bool, None, number text, members or items."""

    __slots__ = ("data", "end", "kind", "start")

    def __init__(
        self, kind: str, start: int, end: int, data: str | bool | list[Member] | list[JsonValue] | None
    ) -> None:
        self.kind, self.start, self.end, self.data = kind, start, end, data

    def members(self) -> list[Member]:
        return [member for member in self.data if isinstance(member, Member)] if isinstance(self.data, list) else []

    def items(self) -> list[JsonValue]:
        return [item for item in self.data if isinstance(item, JsonValue)] if isinstance(self.data, list) else []


def read(text: str, at: int = 0, depth: int = 0) -> JsonValue:
    """The JSON value at ``at``.

    Raises:
        HclSyntaxError: where the text is not JSON.
    """
    at = _space(text, at)
    if depth > MAX_DEPTH:
        raise HclSyntaxError(at, at + 1, f"expected at most {MAX_DEPTH} objects and lists inside each other")
    first = text[at : at + 1]
    if first == '"':
        value, end = _string(text, at)
        return JsonValue("string", at, end, value)
    if first == "{":
        return _object(text, at, depth)
    if first == "[":
        return _array(text, at, depth)
    for word, meaning in _WORDS.items():
        if text.startswith(word, at):
            return JsonValue("word", at, at + len(word), meaning)
    number = _NUMBER.match(text, at)
    if number:
        return JsonValue("number", at, number.end(), number.group())
    raise HclSyntaxError(at, at + 1, f"expected a JSON value, found {first or 'the end of the file'}")


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        value, end = scanstring(text, at + 1, True)
    except ValueError:
        raise HclSyntaxError(at, at + 1, "expected a JSON string that is closed and has valid escapes") from None
    return str(value), int(end)


def _object(text: str, start: int, depth: int) -> JsonValue:
    members: list[Member] = []
    at = _space(text, start + 1)
    while not text.startswith("}", at):
        if not text.startswith('"', at):
            raise HclSyntaxError(
                at,
                at + 1,
                f"expected a name in double quotes or }}, found {text[at : at + 1] or 'the end of the file'}",
            )
        name, end = _string(text, at)
        colon = _space(text, end)
        if not text.startswith(":", colon):
            raise HclSyntaxError(colon, colon + 1, "expected a colon after the name")
        value = read(text, colon + 1, depth + 1)
        members.append(Member(at, end, name, value))
        at = _space(text, value.end)
        if text.startswith(",", at):
            at = _space(text, at + 1)
            if text.startswith("}", at):
                raise HclSyntaxError(at, at + 1, "expected another member after the comma")
        elif not text.startswith("}", at):
            raise HclSyntaxError(at, at + 1, "expected a comma or } after the value")
    return JsonValue("object", start, at + 1, list(members))


def _array(text: str, start: int, depth: int) -> JsonValue:
    items: list[JsonValue] = []
    at = _space(text, start + 1)
    while not text.startswith("]", at):
        value = read(text, at, depth + 1)
        items.append(value)
        at = _space(text, value.end)
        if text.startswith(",", at):
            at = _space(text, at + 1)
            if text.startswith("]", at):
                raise HclSyntaxError(at, at + 1, "expected another element after the comma")
        elif not text.startswith("]", at):
            raise HclSyntaxError(at, at + 1, "expected a comma or ] after the value")
    return JsonValue("array", start, at + 1, list(items))


def parse(text: str, parser: Parser) -> tree.File:
    """A ``.tf.json`` file as a tree."""
    try:
        root = read(text)
        at = _space(text, root.end)
        if at < len(text):
            raise HclSyntaxError(at, at + 1, "expected the end of the file after the JSON value")
        return tree.File(_Builder(text, parser).top(root), (), ())
    except HclSyntaxError as error:
        return _refused(text, error)


def parse_variables(text: str, parser: Parser) -> tree.File:
    """A ``.tfvars.json`` file as a tree: its strings are no templates."""
    try:
        builder = _Builder(text, parser)
        builder.templates = False
        return tree.File(builder.body(read(text), blocks=False), (), ())
    except HclSyntaxError as error:
        return _refused(text, error)


def _refused(text: str, error: HclSyntaxError) -> tree.File:
    body = tree.Body(0, len(text), (), ())
    return tree.File(body, (), (tree.SyntaxProblem(error.start, error.end, error.message),))


class _Builder:
    def __init__(self, text: str, parser: Parser) -> None:
        self.text, self.parser, self.templates = text, parser, True
        self._expressions: dict[JsonValue, tree.Expression] = {}

    def top(self, root: JsonValue) -> tree.Body:
        blocks: list[tree.Block] = []
        for value in self._objects(root):
            for member in value.members():
                if member.name in _LABELS:
                    blocks += self._blocks(member.name, member, _LABELS[member.name])
                elif member.name != _COMMENT:
                    message = f"expected a block type of Terraform, found {member.name}"
                    raise HclSyntaxError(member.start, member.end, message)
        return tree.Body(root.start, root.end, (), tuple(blocks))

    def _objects(self, value: JsonValue) -> list[JsonValue]:
        if value.kind == "object":
            return [value]
        if value.kind == "array":
            return [inner for item in value.items() for inner in self._objects(item)]
        if value.kind == "word" and value.data is None:
            return []
        raise HclSyntaxError(value.start, value.end, "expected an object or a list of objects")

    def _blocks(
        self, kind: str, member: Member, label_count: int, labels: tuple[tree.Label, ...] = ()
    ) -> Iterator[tree.Block]:
        """The blocks of a type that ``member`` holds, ``label_count`` levels of names deep."""
        for value in self._objects(member.value):
            if not label_count:
                yield tree.Block(member.start, member.end, value.end, kind, labels, self.body(value))
                continue
            for inner in value.members():
                if inner.name != _COMMENT:
                    label = tree.Label(inner.start, inner.end, inner.name)
                    yield from self._blocks(kind, inner, label_count - 1, (*labels, label))

    def body(self, value: JsonValue, blocks: bool = True) -> tree.Body:
        """An object as arguments and, where it can be meant so, blocks."""
        attributes: dict[str, tree.Attribute] = {}
        nested: list[tree.Block] = []
        for member in value.members():
            start, end, name, inner = member
            if name == _COMMENT:
                continue
            if name in attributes:
                raise HclSyntaxError(start, end, f"expected each argument once: {name} was already set")
            if blocks and name == "dynamic":
                nested += self._blocks(name, member, 1)
                continue
            if blocks and self._can_be_blocks(inner):
                nested += self._blocks(name, member, 0)
            if not (blocks and name in _META_BLOCKS):
                attributes[name] = tree.Attribute(start, end, inner.end, name, self.expression(inner))
        return tree.Body(value.start + 1, value.end - 1, tuple(attributes.values()), tuple(nested))

    @staticmethod
    def _can_be_blocks(value: JsonValue) -> bool:
        return value.kind == "object" or (
            value.kind == "array" and bool(value.items()) and all(item.kind == "object" for item in value.items())
        )

    def expression(self, value: JsonValue) -> tree.Expression:
        """The value as an expression; converted once, since an object may be part of several arguments and blocks."""
        if value.kind not in ("object", "array"):
            return self._expression(value)
        expression = self._expressions.get(value)
        if expression is None:
            expression = self._expressions[value] = self._expression(value)
        return expression

    def _expression(self, value: JsonValue) -> tree.Expression:
        data = value.data
        if value.kind == "number":
            text = str(data)
            number = tree.Number(value.start + text.startswith("-"), value.end, text.removeprefix("-"))
            return tree.Unary(value.start, value.end, "-", number) if text.startswith("-") else number
        if value.kind == "object":
            items = tuple(
                (self._string(JsonValue("string", at, end, name)), self.expression(inner))
                for at, end, name, inner in value.members()
            )
            return tree.ObjectCons(value.start, value.end, items)
        if value.kind == "array":
            return tree.TupleCons(value.start, value.end, tuple(self.expression(item) for item in value.items()))
        if isinstance(data, str):
            return self._string(value)
        return tree.Literal(value.start, value.end, data if isinstance(data, bool) else None)

    def _string(self, value: JsonValue) -> tree.Expression:
        data = str(value.data)
        if not self.templates or ("${" not in data and "%{" not in data):
            return tree.Literal(value.start, value.end, data)
        if "\\" not in self.text[value.start : value.end]:
            expression, end = self.parser.expression(self.text, value.start, [], value.end)
            if end != value.end:
                raise HclSyntaxError(value.start, value.end, "expected a template that ends with the string")
            return expression
        try:
            expression, _ = self.parser.template(data)
        except HclSyntaxError as problem:
            raise HclSyntaxError(value.start, value.end, problem.message) from None
        return _moved(expression, value.start, value.end)


def _moved(node: tree.Expression, start: int, end: int) -> tree.Expression:
    """The same expression, all of it at one place: escapes make finer offsets meaningless."""

    def move(part: Any) -> Any:
        if isinstance(part, tuple):
            items = [move(item) for item in part]
            if hasattr(part, "_fields"):
                items[:2] = [start, end]
                return type(part)(*items)
            return tuple(items)
        return part

    moved: tree.Expression = move(node)
    return moved
