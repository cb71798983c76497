"""Which provider version brought what a resource or data source has written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hcl_lint.common.work import consume_budget
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance
from hcl_lint.schema.checks import title_of
from hcl_lint.schema.facts import Arguments, provider_schema
from hcl_lint.schema.versions import Version


class Feature(NamedTuple):
    """A type, an argument or a block that came with a known version.

    Attributes:
        what: ``alicloud_vpc.force_delete``, for messages.
        argument: its name; empty for a type or a block.
        block: the nested block that it is, or that has the argument; None otherwise.
        since: the first version that has it.
        earliest: the oldest version that may have it, since not all versions were looked at.
    """

    what: str
    argument: str
    block: NestedBlock | None
    since: Version
    earliest: Version


def written_features(resource: ResourceInstance) -> Iterator[Feature]:
    """The type if it came with a known version, else what is written of it."""
    schema = provider_schema()
    title = title_of(resource)
    since = schema.history(resource.mode, resource.type).since
    if since is not None:
        yield Feature(title, "", None, since, schema.earliest(since))
    arguments = schema.arguments(resource.mode, resource.type)
    if arguments is not None:
        yield from _of_block(title, resource, arguments)


def _of_block(title: str, block: ResourceInstance | NestedBlock, schema: Arguments) -> Iterator[Feature]:
    consume_budget(len(block.arguments) + len(block.blocks))
    newest = provider_schema()
    for name in block.arguments:
        since = schema[name].since if name in schema else None
        if since is not None:
            inside = block if isinstance(block, NestedBlock) else None
            yield Feature(f"{title}.{name}", name, inside, since, newest.earliest(since))
    for inner in block.blocks:
        facts = schema.get(inner.type)
        if facts is None or inner.type in block.arguments:  # JSON gives an object as both
            continue
        path = f"{title}.{inner.type}"
        if facts.since is not None:
            yield Feature(path, "", inner, facts.since, newest.earliest(facts.since))
        if facts.block is not None:
            yield from _of_block(path, inner, facts.block)
