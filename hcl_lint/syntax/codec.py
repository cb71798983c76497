"""A parsed file as bytes and back: ``marshal`` of plain tuples (a node) and lists (a tuple of nodes)."""

from __future__ import annotations

import importlib.util
import marshal
import os
from typing import Any, Final

from hcl_lint.syntax import tree

_CLASSES: Final[tuple[Any, ...]] = (
    tree.Literal,
    tree.Number,
    tree.Template,
    tree.TemplateWrap,
    tree.TemplateIf,
    tree.TemplateFor,
    tree.Variable,
    tree.GetAttr,
    tree.Index,
    tree.SplatItem,
    tree.Splat,
    tree.Call,
    tree.Unary,
    tree.Binary,
    tree.Conditional,
    tree.Parentheses,
    tree.TupleCons,
    tree.ObjectCons,
    tree.For,
    tree.Attribute,
    tree.Label,
    tree.Body,
    tree.Block,
    tree.SyntaxProblem,
    tree.File,
)
_NESTED: Final = frozenset([tuple, list])
_new = tuple.__new__
_TAGS: Final = {kind: tag for tag, kind in enumerate(_CLASSES)}


def _plain(node: Any) -> Any:
    tag = _TAGS.get(type(node))
    if tag is not None:
        return (tag, *[_plain(part) if isinstance(part, tuple) else part for part in node])
    return [_plain(part) if isinstance(part, tuple) else part for part in node]


def _node(data: Any) -> Any:
    if type(data) is list:
        return tuple([_node(part) if type(part) in _NESTED else part for part in data])
    fields = [_node(part) if type(part) in _NESTED else part for part in data]
    kind = _CLASSES[fields[0]]
    fields.pop(0)
    return _new(kind, fields)


def encode(file: tree.File) -> bytes | None:
    """Bytes for the cache; None for a tree that is nested too deeply for ``marshal``."""
    try:
        return marshal.dumps(_plain(file))
    except (ValueError, RecursionError):
        return None


def decode(data: bytes) -> tree.File | None:
    """The tree; None if the bytes are not one."""
    try:
        file = _node(marshal.loads(data))
    except (ValueError, TypeError, EOFError, IndexError, RecursionError):
        return None
    return file if isinstance(file, tree.File) else None


def version() -> str:
    """Identifies this package and python-hcl2's grammar by size and time of their files."""
    package = importlib.util.find_spec("hcl2")
    folders = [os.path.dirname(__file__), *(package.submodule_search_locations or () if package else ())]
    parts: list[str] = []
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".py", ".lark")):
                    status = entry.stat()
                    parts.append(f"{entry.name}:{status.st_size}:{status.st_mtime_ns}")
    return " ".join(sorted(parts))
