"""One module's blocks: all files of a directory, override files merged as Terraform merges them."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.merged_block import MergedAttribute, MergedBlock
from hcl_lint.evaluate.structure import OTHER_BLOCKS, block_problems, settings_twice, unknown_block
from hcl_lint.source.files import Listing
from hcl_lint.source.issue import STRUCTURE, SourceIssue, issue_at
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree

#: Mode, type and name.
ResourceKey: TypeAlias = tuple[str, str, str]
_Key = TypeVar("_Key")
_ADDRESS_BLOCKS: Final = ("moved", "import", "removed")
#: How many labels each type of a top-level block has.
_LABELS: Final = {
    "resource": 2, "data": 2, "variable": 1, "output": 1, "module": 1, "provider": 1,
    "locals": 0, "terraform": 0, "moved": 0, "import": 0, "removed": 0,
}  # fmt: skip
_COUNTS: Final = {0: "no labels", 1: "one label", 2: "two labels"}


@dataclass(slots=True, kw_only=True)
class Directory:
    """The blocks of one module. ``complete`` is False if something in it could not be read or parsed."""

    path: str
    resources: dict[ResourceKey, MergedBlock] = field(default_factory=dict)
    variables: dict[str, MergedBlock] = field(default_factory=dict)
    outputs: dict[str, MergedBlock] = field(default_factory=dict)
    calls: dict[str, MergedBlock] = field(default_factory=dict)
    providers: dict[tuple[str, str | None], MergedBlock] = field(default_factory=dict)
    locals: dict[str, MergedAttribute] = field(default_factory=dict)
    terraform: list[MergedBlock] = field(default_factory=list)
    addresses: list[MergedBlock] = field(default_factory=list)
    variable_files: tuple[str, ...] = ()
    complete: bool = True
    issues: list[SourceIssue] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many blocks are walked through for each instance of the module."""
        tables: tuple[Sized, ...] = (self.resources, self.variables, self.outputs, self.calls, self.providers)
        return sum(map(len, tables)) + len(self.terraform) + len(self.addresses)

    def declares(self, root: str, name: str, second: str = "") -> bool:
        """A reference that starts with these names means something that is declared here."""
        if root == "var":
            return name in self.variables
        if root == "local":
            return name in self.locals
        if root == "module":
            return name in self.calls
        if root in ("data", "resource"):
            return ("data" if root == "data" else "managed", name, second) in self.resources
        return ("managed", root, name) in self.resources

    def add_issue(self, span: Span, message: str) -> None:
        self.issues.append(issue_at(STRUCTURE, message, span))


def read_directory(listing: Listing, loader: FileLoader, strict: frozenset[str] = frozenset()) -> Directory:
    """Read all files of ``listing`` into one module; every block of those in ``strict`` is parsed."""
    directory = Directory(path=listing.directory, variable_files=listing.automatic_variables, complete=listing.complete)
    for path in listing.primary:
        _add_file(directory, loader, path, path in strict, False)
    for path in listing.overrides:
        _add_file(directory, loader, path, path in strict, True)
    tables = (directory.resources, directory.variables, directory.outputs, directory.calls)
    for block in (block for table in tables for block in table.values()):
        for span, message in block_problems(block):
            directory.add_issue(span, message)
    return directory


def _add_file(directory: Directory, loader: FileLoader, path: str, strict: bool, override: bool) -> None:
    loaded = loader.file(path, strict)
    if loaded is None:
        directory.complete = False
        return
    source, file = loaded
    if file.problems:
        directory.complete = False
    for attribute in file.body.attributes:
        span = Span(source, attribute.start, attribute.name_end)
        directory.add_issue(span, f"expected a block, found the argument {attribute.name}")
    for block in file.body.blocks:
        _add_block(directory, MergedBlock(source, block), override)


def _add_block(directory: Directory, block: MergedBlock, override: bool) -> None:
    kind, labels = block.type, block.labels
    count = _LABELS.get(kind)
    if count is None:
        if kind not in OTHER_BLOCKS:
            directory.add_issue(block.span, unknown_block(kind, _LABELS))
    elif len(labels) != count:
        directory.add_issue(block.span, f"expected {_COUNTS[count]} after {kind}, found {len(labels)}")
    elif kind == "locals":
        _add_locals(directory, block, override)
    elif kind == "terraform":
        if not override:
            for span, message in settings_twice(directory.terraform, block):
                directory.add_issue(span, message)
        directory.terraform.append(block)
    elif kind in _ADDRESS_BLOCKS:
        directory.addresses.append(block)
    else:
        _add_named(directory, block, override)


def _add_locals(directory: Directory, block: MergedBlock, override: bool) -> None:
    for name, definition in block.attributes.items():
        first = directory.locals.get(name)
        if first is not None and not override:
            place = f"{first.source.path} line {first.name_span.line}"
            message = f"expected each local value once: local.{name} is already set in {place}"
            directory.add_issue(definition.name_span, message)
        else:
            directory.locals[name] = definition


def _add_named(directory: Directory, block: MergedBlock, override: bool) -> None:
    kind, labels = block.type, block.labels
    if kind in ("resource", "data"):
        mode = "data" if kind == "data" else "managed"
        _put(directory, directory.resources, (mode, labels[0], labels[1]), block, override)
    elif kind == "provider":
        _put(directory, directory.providers, (labels[0], _alias(block)), block, override)
    else:
        tables = {"variable": directory.variables, "output": directory.outputs, "module": directory.calls}
        _put(directory, tables[kind], labels[0], block, override)


def _alias(block: MergedBlock) -> str | None:
    argument = block.attributes.get("alias")
    expression = argument.expression if argument else None
    return str(expression.value) if isinstance(expression, tree.Literal) else None


def _is_default_provider(block: MergedBlock) -> bool:
    """Of these Terraform takes an override without a base: an absent block is an empty one. One with an alias must be
    there (internal/configs, Module.mergeFile)."""
    return block.type == "provider" and "alias" not in block.attributes


def _put(directory: Directory, table: dict[_Key, MergedBlock], key: _Key, block: MergedBlock, override: bool) -> None:
    first = table.get(key)
    if first is None:
        if override and not _is_default_provider(block):
            directory.add_issue(block.span, f"expected a {block.type} of this name to override: there is none")
        table[key] = block
    elif override:
        first.override(block)
    else:
        name = " ".join(f'"{label}"' for label in block.labels)
        message = f"expected each {block.type} once: {name} is already declared in {first.place}"
        directory.add_issue(block.span, message)
