"""Instance keys of an address, from the outermost module to the resource."""

from __future__ import annotations

from collections.abc import Sequence

from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, ModulePath


def keys_of(path: ModulePath, key: Key) -> list[Key]:
    """The keys of the modules on the way and of the instance itself."""
    return [*(step.key for step in path), key]


def agree(these: Sequence[Key], others: Sequence[Key]) -> bool:
    """Whether two addresses of one block can mean the same instance."""
    return all(a is UNKNOWN_VALUE or b is UNKNOWN_VALUE or a == b for a, b in zip(these, others, strict=False))
