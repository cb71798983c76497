"""Resources that surely stand for one thing, and those that do what an earlier one does already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hcl_lint.evaluate.model import ResourceInstance, may_coexist
from hcl_lint.network.identity import Id


def is_single(resource: ResourceInstance) -> bool:
    """It stands for one thing; False where an unknown ``count`` or ``for_each`` makes any number of it."""
    return "[*]" not in resource.address


def both_there(one: ResourceInstance, other: ResourceInstance) -> bool:
    """Each stands for one thing, and they can exist together."""
    return may_coexist(one, other) and is_single(one) and is_single(other)


def repeated(
    resources: Iterable[ResourceInstance], key: Callable[[ResourceInstance], Id]
) -> Iterator[tuple[ResourceInstance, ResourceInstance]]:
    """Each resource that surely has the key of an earlier one and can exist next to it, with the earlier one."""
    first: dict[str, ResourceInstance] = {}
    for one in resources:
        which = key(one)
        if not isinstance(which, str) or not is_single(one):
            continue
        other = first.setdefault(which, one)
        if other is not one and may_coexist(other, one):
            yield one, other
