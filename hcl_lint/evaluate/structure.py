"""What Terraform refuses of blocks before it evaluates: arguments that do not go together, names, repetition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from hcl_lint.common.suggestions import suggest_name
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.names import is_name
from hcl_lint.syntax.tree import Expression

BlockProblem: TypeAlias = tuple[Span, str]

#: Top-level blocks of Terraform that hold nothing that is linted.
OTHER_BLOCKS: Final = frozenset(["action", "check", "ephemeral", "list"])
#: Names that no variable may have, since module calls have arguments of these names.
_RESERVED: Final = frozenset(
    ["count", "depends_on", "for_each", "lifecycle", "locals", "providers", "source", "version"]
)
#: All that these blocks may hold, in any version of Terraform and OpenTofu.
_KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "variable": frozenset(
        ["const", "default", "deprecated", "description", "ephemeral", "nullable", "sensitive", "type", "validation"]
    ),
    "output": frozenset(
        ["depends_on", "deprecated", "description", "ephemeral", "precondition", "sensitive", "type", "value"]
    ),
}


def unknown_block(kind: str, known_types: Iterable[str]) -> str:
    """The message for a top-level block of a type that Terraform does not have."""
    known = [*known_types, *OTHER_BLOCKS]
    return f"expected a block of Terraform, found {kind}{suggest_name(kind, known)}"


def settings_twice(known: Iterable[MergedBlock], block: MergedBlock) -> Iterator[BlockProblem]:
    """Settings of a ``terraform`` block that a module may have once, and that the ``known`` blocks have, too."""
    seen: dict[str, MergedBlock] = {_setting(inner): inner for terraform in known for inner in terraform.blocks}
    for inner in block.blocks:
        setting = _setting(inner)
        first = seen.get(setting)
        if first is not None and setting:
            yield inner.span, f"expected {setting} once in a module: it is already in {first.place}"
        seen[setting] = inner


def _setting(block: MergedBlock) -> str:
    """What a block in ``terraform`` sets; ``cloud`` is in the place of a backend."""
    kind = block.type
    return {"backend": "a backend", "cloud": "a backend", "required_providers": kind}.get(kind, "")


def block_problems(block: MergedBlock) -> Iterator[BlockProblem]:
    """What Terraform refuses in a merged block of the top level."""
    kind = block.type
    yield from _names(block)
    if kind in ("resource", "data", "module"):
        if "count" in block.attributes and "for_each" in block.attributes:
            yield block.attributes["for_each"].name_span, "expected count or for_each, found both"
        for inner in block.nested("lifecycle"):
            yield from _ignored(inner)
    elif kind in _KNOWN:
        yield from _unknown_parts(block, kind)
    if kind == "variable" and _literal(block, "nullable") == (False,) and _literal(block, "default") == (None,):
        yield block.attributes["default"].name_span, "expected a default that is not null, since nullable is false"
    if kind == "output" and "value" not in block.attributes:
        yield block.span, "expected the argument value in this output"


def _names(block: MergedBlock) -> Iterator[BlockProblem]:
    for label in block.syntax.labels:
        span = Span(block.source, label.start, label.end)
        if not is_name(label.value):
            yield span, "expected a name that begins with a letter or _ and has letters, digits, _ and - only"
        elif block.type == "variable" and label.value in _RESERVED:
            yield span, f"expected another name: {label.value} is an argument of every module call"


def _unknown_parts(block: MergedBlock, kind: str) -> Iterator[BlockProblem]:
    known = _KNOWN[kind]
    parts = [(name, argument.name_span) for name, argument in block.attributes.items()]
    if not block.source.path.endswith(".json"):  # where an object is given as an argument and as a block
        parts += [(inner.type, inner.span) for inner in block.blocks]
    for name, span in parts:
        if name not in known:
            yield span, f"expected an argument of a {kind}, found {name}{suggest_name(name, known)}"


def _ignored(lifecycle: MergedBlock) -> Iterator[BlockProblem]:
    argument = lifecycle.attributes.get("ignore_changes")
    if argument is None or _word(argument.expression) == "all":
        return
    if not isinstance(argument.expression, tree.TupleCons):
        yield argument.expression_span, "expected all, or a list of arguments in brackets, after ignore_changes"
        return
    for item in argument.expression.items:
        span = Span(argument.source, item.start, item.end)
        if _word(item) == "*":
            yield span, 'expected ignore_changes = all in the place of ["*"]'
        elif not _is_path(item):
            yield span, "expected the name of an argument in ignore_changes"


def _word(node: Expression) -> str:
    if isinstance(node, tree.Variable):
        return node.name
    return node.value if isinstance(node, tree.Literal) and isinstance(node.value, str) else ""


def _is_path(node: Expression) -> bool:
    """A name with attributes and constant indexes; as before Terraform 0.12 also in quotes."""
    while isinstance(node, (tree.GetAttr, tree.Index)):
        if isinstance(node, tree.Index) and not isinstance(node.key, (tree.Literal, tree.Number)):
            return False
        node = node.source
    return bool(_word(node))


def _literal(block: MergedBlock, name: str) -> tuple[object, ...]:
    """The constant that an argument is, in a tuple of one; an empty tuple for others."""
    argument = block.attributes.get(name)
    return (argument.expression.value,) if argument and isinstance(argument.expression, tree.Literal) else ()
