"""A block as it counts after override files were merged into it."""

from __future__ import annotations

from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree


class MergedBlock:
    """A block as it counts after merging: each attribute and nested block with the file it stands in."""

    __slots__ = ("attributes", "block", "blocks", "source")

    def __init__(self, source: Source, block: tree.Block) -> None:
        self.source = source
        self.block = block
        self.attributes: dict[str, tuple[tree.Attribute, Source]] = {
            one.name: (one, source) for one in block.body.attributes
        }
        self.blocks: list[MergedBlock] = [MergedBlock(source, inner) for inner in block.body.blocks]

    @property
    def span(self) -> Span:
        """The header."""
        return Span(self.source, self.block.start, self.block.header_end)

    def override(self, other: MergedBlock) -> None:
        """Arguments of ``other`` replace ours, nested blocks replace all of ours of the same type."""
        self.attributes.update(other.attributes)
        kinds = {_kind(inner) for inner in other.blocks}
        merged = [inner for inner in self.blocks if _kind(inner) not in kinds or inner.block.type == "lifecycle"]
        for inner in other.blocks:
            mine = next((one for one in merged if one.block.type == "lifecycle" == inner.block.type), None)
            if mine is not None:
                mine.override(inner)
            else:
                merged.append(inner)
        self.blocks = merged

    def nested(self, kind: str) -> list[MergedBlock]:
        return [inner for inner in self.blocks if inner.block.type == kind]


def _kind(view: MergedBlock) -> str:
    """The type of a nested block; a ``dynamic`` block counts as what it makes."""
    block = view.block
    return block.labels[0].value if block.type == "dynamic" and block.labels else block.type
