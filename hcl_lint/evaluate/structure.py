"""What Terraform refuses of blocks before it evaluates: arguments that do not go together, names, repetition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from hcl_lint.common.suggestions import misspelt
from hcl_lint.evaluate.merged_block import MergedBlock
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.names import is_name
from hcl_lint.syntax.tree import Expression

BlockProblem: TypeAlias = tuple[Span, str]

#: Top-level blocks of Terraform that hold nothing of ours.
OTHER_BLOCKS: Final = frozenset(["action", "check", "ephemeral", "list"])
_UNLABELLED: Final = ("import", "locals", "moved", "removed", "terraform")
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


def unknown_block(kind: str, labelled: Iterable[str]) -> str:
    """What to say of a top-level block that there is not."""
    known = [*labelled, *OTHER_BLOCKS, *_UNLABELLED]
    return f"expected a block of Terraform, found {kind}{misspelt(kind, known)}"


def settings_twice(known: Iterable[MergedBlock], view: MergedBlock) -> Iterator[BlockProblem]:
    """Settings in the ``terraform`` block ``view`` that a module may have once, and that ``known`` blocks have, too."""
    seen: dict[str, MergedBlock] = {_setting(inner): inner for one in known for inner in one.blocks}
    for inner in view.blocks:
        kind = _setting(inner)
        first = seen.get(kind)
        if first is not None and kind:
            where = f"{first.source.path} line {first.source.position(first.block.start)[0]}"
            yield inner.span, f"expected {kind} once in a module: it is already in {where}"
        seen[kind] = inner


def _setting(view: MergedBlock) -> str:
    """What a block in ``terraform`` sets; ``cloud`` is in the place of a backend."""
    kind = view.block.type
    return {"backend": "a backend", "cloud": "a backend", "required_providers": kind}.get(kind, "")


def block_problems(view: MergedBlock) -> Iterator[BlockProblem]:
    """What Terraform refuses in a merged block of the top level."""
    kind = view.block.type
    yield from _names(view)
    if kind in ("resource", "data", "module"):
        if "count" in view.attributes and "for_each" in view.attributes:
            yield _at(view, "for_each"), "expected count or for_each, found both"
        for inner in view.nested("lifecycle"):
            yield from _ignored(inner)
    elif kind in _KNOWN:
        yield from _unknown_parts(view, kind)
    if kind == "variable" and _literal(view, "nullable") == (False,) and _literal(view, "default") == (None,):
        yield _at(view, "default"), "expected a default that is not null, since nullable is false"
    if kind == "output" and "value" not in view.attributes:
        yield view.span, "expected the argument value in this output"


def _names(view: MergedBlock) -> Iterator[BlockProblem]:
    for label in view.block.labels:
        span = Span(view.source, label.start, label.end)
        if not is_name(label.value):
            yield span, "expected a name that begins with a letter or _ and has letters, digits, _ and - only"
        elif view.block.type == "variable" and label.value in _RESERVED:
            yield span, f"expected another name: {label.value} is an argument of every module call"


def _unknown_parts(view: MergedBlock, kind: str) -> Iterator[BlockProblem]:
    known = _KNOWN[kind]
    parts = [(name, _at(view, name)) for name in view.attributes]
    if not view.source.path.endswith(".json"):  # where an object is given as an argument and as a block
        parts += [(inner.block.type, inner.span) for inner in view.blocks]
    for name, span in parts:
        if name not in known:
            yield span, f"expected an argument of a {kind}, found {name}{misspelt(name, known)}"


def _ignored(lifecycle: MergedBlock) -> Iterator[BlockProblem]:
    found = lifecycle.attributes.get("ignore_changes")
    if found is None:
        return
    node, source = found
    if _word(node.expression) == "all":
        return
    span = Span(source, node.expression.start, node.expression.end)
    if not isinstance(node.expression, tree.TupleCons):
        yield span, "expected all, or a list of arguments in brackets, after ignore_changes"
        return
    for item in node.expression.items:
        if _word(item) == "*":
            yield Span(source, item.start, item.end), 'expected ignore_changes = all in the place of ["*"]'
        elif not _is_path(item):
            yield Span(source, item.start, item.end), "expected the name of an argument in ignore_changes"


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


def _literal(view: MergedBlock, name: str) -> tuple[object, ...]:
    """The constant that an argument is; nothing for others."""
    found = view.attributes.get(name)
    return (found[0].expression.value,) if found and isinstance(found[0].expression, tree.Literal) else ()


def _at(view: MergedBlock, name: str) -> Span:
    attribute, source = view.attributes[name]
    return Span(source, attribute.start, attribute.name_end)
