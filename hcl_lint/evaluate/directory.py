"""One module's blocks: all files of a directory, override files merged as Terraform merges them."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from hcl_lint.evaluate.file_loader import FileLoader
from hcl_lint.evaluate.merged_block import MergedBlock as MergedBlock
from hcl_lint.evaluate.structure import OTHER_BLOCKS, block_problems, settings_twice, unknown_block
from hcl_lint.source.files import Listing
from hcl_lint.source.issue import STRUCTURE, SourceIssue
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import tree

#: Mode, type and name.
ResourceKey: TypeAlias = tuple[str, str, str]
_Key = TypeVar("_Key")
_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "module": 1, "provider": 1}


@dataclass(slots=True)
class Directory:
    """The blocks of one module. ``complete`` is False if something in it could not be read or parsed."""

    path: str
    resources: dict[ResourceKey, MergedBlock] = field(default_factory=dict)
    variables: dict[str, MergedBlock] = field(default_factory=dict)
    outputs: dict[str, MergedBlock] = field(default_factory=dict)
    calls: dict[str, MergedBlock] = field(default_factory=dict)
    providers: dict[tuple[str, str | None], MergedBlock] = field(default_factory=dict)
    locals: dict[str, tuple[tree.Attribute, Source]] = field(default_factory=dict)
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


def assemble(listing: Listing, library: FileLoader, strict: frozenset[str] = frozenset()) -> Directory:
    """Read all files of ``listing`` into one module."""
    directory = Directory(listing.directory, variable_files=listing.automatic_variables, complete=listing.complete)
    for path in listing.primary:
        _add(directory, library, path, path in strict, False)
    for path in listing.overrides:
        _add(directory, library, path, path in strict, True)
    tables = (directory.resources, directory.variables, directory.outputs, directory.calls)
    for view in (view for table in tables for view in table.values()):
        for span, message in block_problems(view):
            _complain(directory, span, message)
    return directory


def _add(directory: Directory, library: FileLoader, path: str, strict: bool, override: bool) -> None:
    found = library.file(path, strict)
    if found is None:
        directory.complete = False
        return
    source, file = found
    if file.problems:
        directory.complete = False
    for attribute in file.body.attributes:
        _complain(
            directory,
            Span(source, attribute.start, attribute.name_end),
            f"expected a block, found the argument {attribute.name}",
        )
    for block in file.body.blocks:
        _block(directory, MergedBlock(source, block), override)


def _complain(directory: Directory, span: Span, message: str) -> None:
    directory.issues.append(SourceIssue(STRUCTURE, message, span.path, span))


def _block(directory: Directory, view: MergedBlock, override: bool) -> None:
    block = view.block
    kind, labels = block.type, block.labels
    wanted = _LABELS.get(kind, 0 if kind in ("locals", "terraform", "moved", "import", "removed") else None)
    if wanted is None:
        if kind not in OTHER_BLOCKS:
            _complain(directory, view.span, unknown_block(kind, _LABELS))
        return
    if len(labels) != wanted:
        many = {0: "no labels", 1: "one label", 2: "two labels"}[wanted]
        _complain(directory, view.span, f"expected {many} after {kind}, found {len(labels)}")
        return
    if kind == "locals":
        for name, (attribute, source) in view.attributes.items():
            if name in directory.locals and not override:
                _twice(
                    directory,
                    Span(source, attribute.start, attribute.name_end),
                    f"local.{name}",
                    directory.locals[name],
                )
            else:
                directory.locals[name] = (attribute, source)
    elif kind == "terraform":
        if not override:
            for span, message in settings_twice(directory.terraform, view):
                _complain(directory, span, message)
        directory.terraform.append(view)
    elif kind in ("moved", "import", "removed"):
        directory.addresses.append(view)
    elif kind in ("resource", "data"):
        mode = "data" if kind == "data" else "managed"
        _put(directory, directory.resources, (mode, labels[0].value, labels[1].value), view, override)
    elif kind == "provider":
        _put(directory, directory.providers, (labels[0].value, _alias(view)), view, override)
    else:
        tables = {"variable": directory.variables, "output": directory.outputs, "module": directory.calls}
        _put(directory, tables[kind], labels[0].value, view, override)


def _alias(view: MergedBlock) -> str | None:
    found = view.attributes.get("alias")
    expression = found[0].expression if found else None
    return str(expression.value) if isinstance(expression, tree.Literal) else None


def _is_default_provider(view: MergedBlock) -> bool:
    """Of these Terraform takes an override without a base: an absent block is an empty one. One with an alias must be
    there (internal/configs, Module.mergeFile)."""
    return view.block.type == "provider" and "alias" not in view.attributes


def _put(directory: Directory, table: dict[_Key, MergedBlock], key: _Key, view: MergedBlock, override: bool) -> None:
    known = table.get(key)
    if known is None:
        if override and not _is_default_provider(view):
            _complain(directory, view.span, f"expected a {view.block.type} of this name to override: there is none")
        table[key] = view
    elif override:
        known.override(view)
    else:
        name = " ".join(f'"{label.value}"' for label in view.block.labels)
        first = f"{known.source.path} line {known.source.position(known.block.start)[0]}"
        _complain(directory, view.span, f"expected each {view.block.type} once: {name} is already declared in {first}")


def _twice(directory: Directory, span: Span, name: str, first: tuple[tree.Attribute, Source]) -> None:
    line = first[1].position(first[0].start)[0]
    _complain(directory, span, f"expected each local value once: {name} is already set in {first[1].path} line {line}")


def roots_of(names: Iterable[tree.Expression]) -> Iterable[tuple[str, str, str]]:
    """The names that references in these expressions start with (up to three)."""
    todo: list[object] = list(names)
    while todo:
        node = todo.pop()
        if isinstance(node, tree.GetAttr):
            steps = [node.name]
            inner: object = node.source
            while isinstance(inner, (tree.GetAttr, tree.Index)):
                if isinstance(inner, tree.GetAttr):
                    steps.append(inner.name)
                else:
                    todo.append(inner.key)
                inner = inner.source
            if isinstance(inner, tree.Variable):
                second = steps[-2] if len(steps) > 1 else ""
                yield inner.name, steps[-1], second
                continue
            todo.append(inner)
        elif isinstance(node, tuple):
            todo.extend(part for part in node if isinstance(part, tuple))
