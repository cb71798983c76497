"""The kinds of edit that rules offer as fixes. Text outside of an edit stays as it is."""

from __future__ import annotations

import os
import re
from typing import Final

from hcl_lint.diagnostic import Fix
from hcl_lint.evaluate.model import Argument, RootModule
from hcl_lint.network.entities import Entity
from hcl_lint.source.files import HCL
from hcl_lint.source.text import Span
from hcl_lint.syntax.edits import Edit, delete_attribute, delete_lines, insert_line_after
from hcl_lint.syntax.tree import Attribute

#: What a value may hold to be written as a literal: nothing that ends a string or begins a template.
_PLAIN: Final = re.compile(r"[\w./:*, -]*")
_PORTS: Final = re.compile(r"(\d{1,5})(?:\s*[-:]\s*(\d{1,5}))?", re.ASCII)


def _attribute(entity: Entity, *names: str) -> Attribute | None:
    """The attribute in the block's text; None where the value does not stand there (plan, override, JSON)."""
    argument = entity.argument(*names)
    if argument is None or argument.name_span.source is not entity.resource.source:
        return None
    if not argument.name_span.path.endswith(HCL) and argument.name_span.path != "-":
        return None
    attributes = entity.resource.block.body.attributes
    return next((attribute for attribute in attributes if attribute.start == argument.name_span.start), None)


def remove(entity: Entity, *names: str, safe: bool = True) -> Fix | None:
    """Delete an argument."""
    attribute = _attribute(entity, *names)
    if attribute is None:
        return None
    source = entity.resource.source
    return Fix(f"Remove {attribute.name}", (delete_attribute(source, attribute),), safe)


def put(entity: Entity, text: str, *names: str, safe: bool = True) -> Fix | None:
    """Put the literal string ``text`` in the place of an argument's literal value."""
    attribute = _attribute(entity, *names)
    argument = entity.argument(*names)
    if attribute is None or argument is None:
        return None
    return put_literal(argument, text, safe=safe)


def put_literal(argument: Argument, text: str, *, safe: bool = True) -> Fix | None:
    """Put the literal string ``text`` in the place of a literal value, wherever that is written."""
    where = argument.value.span
    if not _PLAIN.fullmatch(text) or where is None or not where.path.endswith(HCL) or not _is_literal(where.text):
        return None
    return Fix(f'Write "{text}"', (Edit(where, f'"{text}"'),), safe)


def put_ports(argument: Argument | None) -> Fix | None:
    """Write one port, or two with a dash or colon, as a range: ``80`` as ``80/80``, ``80-90`` as ``80/90``."""
    text = argument.value.text() if argument else None
    match = _PORTS.fullmatch(text or "")
    if argument is None or match is None:
        return None
    low, high = match[1], match[2] or match[1]
    return put_literal(argument, f"{low}/{high}") if 1 <= int(low) <= int(high) <= 65535 else None


def _is_literal(text: str) -> bool:
    """A quoted string without templates: what can be replaced without loss."""
    return len(text) > 1 and text[0] == text[-1] == '"' and "${" not in text and "%{" not in text


def add(entity: Entity, line: str, *, after: tuple[str, ...], safe: bool = True) -> Fix | None:
    """Insert an argument below another one, indented alike."""
    attribute = _attribute(entity, *after)
    source, body = entity.resource.source, entity.resource.block.body
    if attribute is None or "\n" not in source.text[body.start : attribute.start]:
        return None  # a block on one line holds one argument
    return Fix(f"Add {line}", (insert_line_after(entity.resource.source, attribute.end, line),), safe)


def remove_block(entity: Entity, root: RootModule | None = None, *, safe: bool = False) -> Fix | None:
    """Delete a whole resource block; unsafe, since Terraform then destroys what it made.

    Args:
        entity: whose block.
        root: where to look for references: there is no fix for what something else of its module names.
        safe: whether it cannot change what a right configuration does.
    """
    span = entity.resource.block_span
    if not span.path.endswith(HCL) or (root is not None and _is_named(entity, root)):
        return None
    return Fix(f"Remove {entity.resource.config_address}", (delete_lines(span.source, span.start, span.end),), safe)


def _is_named(entity: Entity, root: RootModule) -> bool:
    """Whether the text of the module names the resource outside of its block, be it in a block that is not parsed."""
    resource, block = entity.resource, entity.resource.block_span
    name = re.compile(rf"(?<![\w.-]){re.escape(resource.type)}\s*\.\s*{re.escape(resource.name)}(?![\w-])")
    for path, source in root.sources.items():
        if os.path.dirname(path) == os.path.dirname(block.path):
            outside = (
                source.text if source is not block.source else source.text[: block.start] + source.text[block.end :]
            )
            if name.search(outside):
                return True
    return not root.sources


def insert_after_block(entity: Entity, text: str, title: str) -> Fix | None:
    """Write a new block below a resource; unsafe, since its author must check it."""
    span = entity.resource.block_span
    if not span.path.endswith(HCL):
        return None
    line_end = span.source.text.find("\n", span.end)
    end = line_end if line_end >= 0 else len(span.source.text)
    new = text.replace("\n", span.source.newline)
    return Fix(title, (Edit(Span(span.source, end, end), span.source.newline * 2 + new),), False)
