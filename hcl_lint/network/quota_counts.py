"""Counting against quotas: over ``count`` and ``for_each``, leaving out what may not exist."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from hcl_lint.evaluate.model import RootModule
from hcl_lint.network.entities import Entity
from hcl_lint.network.identity import account_of_resource, identity, region_of
from tfmock.rulebook import quotas
from tfmock.rulebook.rule import UNKNOWN, Rule, Violation

E = TypeVar("E", bound=Entity)


def groups(entities: Iterable[E], key: Callable[[E], Hashable | None]) -> Iterator[list[E]]:
    """Entities that certainly exist, by key; those whose key is None are left out."""
    by_key: dict[Hashable, list[E]] = {}
    for entity in entities:
        value = key(entity) if entity.resource.certain and entity.single else None
        if value is not None:
            by_key.setdefault(value, []).append(entity)
    yield from by_key.values()


def exceeded(
    rule: Rule, entities: Iterable[E], key: Callable[[E], Hashable | None], quota: str
) -> Iterator[tuple[E, Violation]]:
    """Of each group the first entity that is one too many.

    Args:
        rule: what it breaks.
        key: as for :func:`groups`.
        quota: the name of a field of :class:`~tfmock.rulebook.quotas.Quotas`.
    """
    limit = getattr(quotas.Quotas(), quota)
    for group in groups(entities, key):
        for violation in quotas.check_count(rule, used=len(group) - 1, limit=limit, quota=quota):
            yield group[limit], violation


def written(root: RootModule, type: str) -> list[Entity]:
    """The resources of a type, as far as counting needs them."""
    return [Entity(resource, region_of(resource), account_of_resource(resource)) for resource in root.of_type(type)]


def named(root: RootModule, argument: str) -> Callable[[Entity], Hashable | None]:
    """What an argument names, as a key; None where that is not known."""

    def key(entity: Entity) -> Hashable | None:
        id = identity(root, entity.value(argument))
        return id if isinstance(id, str) else None

    return key


def home(entity: Entity) -> Hashable | None:
    """The account and region that an entity is created in; None where they cannot be told apart from others."""
    if entity.account is UNKNOWN or not entity.resource.provider_known:
        return None
    region = region_of(entity.resource)
    provider = entity.resource.provider
    where = (provider.address if provider else "") if region is UNKNOWN else region
    return (entity.account, where)
