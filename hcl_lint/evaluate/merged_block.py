"""A block as it counts after override files were merged into it."""

from __future__ import annotations

from typing import NamedTuple

from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


class MergedAttribute(NamedTuple):
    """An argument with the file it stands in."""

    attribute: tree.Attribute
    source: Source

    @property
    def expression(self) -> Expression:
        return self.attribute.expression

    @property
    def name_span(self) -> Span:
        return Span(self.source, self.attribute.start, self.attribute.name_end)

    @property
    def expression_span(self) -> Span:
        return Span(self.source, self.attribute.expression.start, self.attribute.expression.end)


class MergedBlock:
    """A block as it counts after merging: each argument and nested block with the file it stands in.

    ``syntax`` is the block that others may have overridden.
    """

    __slots__ = ("attributes", "blocks", "source", "syntax")

    def __init__(self, source: Source, syntax: tree.Block) -> None:
        self.source = source
        self.syntax = syntax
        self.attributes: dict[str, MergedAttribute] = {
            attribute.name: MergedAttribute(attribute, source) for attribute in syntax.body.attributes
        }
        self.blocks: list[MergedBlock] = [MergedBlock(source, inner) for inner in syntax.body.blocks]

    @property
    def type(self) -> str:
        return self.syntax.type

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label.value for label in self.syntax.labels)

    @property
    def span(self) -> Span:
        """The header."""
        return Span(self.source, self.syntax.start, self.syntax.header_end)

    @property
    def place(self) -> str:
        """``FILE line NUMBER``, for messages."""
        return f"{self.source.path} line {self.source.position(self.syntax.start)[0]}"

    def override(self, other: MergedBlock) -> None:
        """Arguments of ``other`` replace ours, nested blocks replace all of ours of the same type."""
        self.attributes.update(other.attributes)
        types = {inner.produced_type for inner in other.blocks}
        merged = [inner for inner in self.blocks if inner.produced_type not in types or inner.type == "lifecycle"]
        lifecycle = next((inner for inner in merged if inner.type == "lifecycle"), None)
        for inner in other.blocks:
            if inner.type == "lifecycle" and lifecycle is not None:
                lifecycle.override(inner)
                continue
            merged.append(inner)
            if inner.type == "lifecycle":
                lifecycle = inner
        self.blocks = merged

    def nested(self, type: str) -> list[MergedBlock]:
        return [inner for inner in self.blocks if inner.syntax.type == type]

    @property
    def produced_type(self) -> str:
        """The type of a nested block; a ``dynamic`` block counts as what it makes."""
        syntax = self.syntax
        return syntax.labels[0].value if syntax.type == "dynamic" and syntax.labels else syntax.type
