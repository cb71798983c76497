"""A parsed file as bytes and back: ``marshal`` of plain tuples (a node) and lists (a tuple of nodes)."""

import marshal
from typing import Any

from hcl_lint.syntax import tree

VERSION = "1"
"""Raise it when the tree or what the parser makes of a text changes."""
_CLASSES: tuple[Any, ...] = (
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
    tree.Problem,
    tree.File,
)
_TAGS = {kind: tag for tag, kind in enumerate(_CLASSES)}


def _plain(node: Any) -> Any:
    tag = _TAGS.get(type(node))
    if tag is not None:
        return (tag, *[_plain(part) if isinstance(part, tuple) else part for part in node])
    return [_plain(part) if isinstance(part, tuple) else part for part in node]


def _node(data: Any) -> Any:
    if type(data) is list:
        return tuple([_node(part) if type(part) in (tuple, list) else part for part in data])
    return _CLASSES[data[0]]._make([_node(part) if type(part) in (tuple, list) else part for part in data[1:]])


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
