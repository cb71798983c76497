"""Resources that certainly stand for one thing, and those that repeat an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from hcl_lint.evaluate.model import ResourceInstance, may_coexist
from hcl_lint.network.identity import Id


def is_single(resource: ResourceInstance) -> bool:
    """It stands for one thing; False where an unknown ``count`` or ``for_each`` makes any number of it."""
    return "[*]" not in resource.address


def both_exist(resource: ResourceInstance, other: ResourceInstance) -> bool:
    """Each stands for one thing, and they can exist together."""
    return may_coexist(resource, other) and is_single(resource) and is_single(other)


def with_earlier_duplicate(
    resources: Iterable[ResourceInstance], key: Callable[[ResourceInstance], Id]
) -> Iterator[tuple[ResourceInstance, ResourceInstance]]:
    """Each resource that certainly has the key of an earlier one and can exist next to it, with the earlier one."""
    first: dict[str, ResourceInstance] = {}
    for resource in resources:
        value = key(resource)
        if not isinstance(value, str) or not is_single(resource):
            continue
        earlier = first.setdefault(value, resource)
        if earlier is not resource and may_coexist(earlier, resource):
            yield resource, earlier
