"""Tags of any resource, kept per account: the two owners of a peering tag their own side of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tfmock.core.store import Row, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsRow(Row):
    """All tags that one account put on one resource."""

    table = "tags"
    former_fields = {
        "resource": "resource_id",
        "kind": "resource_type",
        "region": "region_id",
    }

    account: str
    resource_id: str
    #: Resource type as the product's tag actions name it, e.g. ``VPC`` or ``PeerConnection``.
    resource_type: str
    region_id: str
    tags: tuple[tuple[str, str], ...]

    def keys(self) -> Iterator[tuple[str, tuple[str, str, str]]]:
        yield "kind", (self.account, self.region_id, self.resource_type)


def _id(account: str, resource: str) -> str:
    return f"{account}/{resource}"


def tags_of(tx: Transaction, account: str, resource: str) -> tuple[tuple[str, str], ...]:
    """The tags of a resource, in the order they were put on."""
    row = tx.get(TagsRow, _id(account, resource))
    return row.tags if row else ()


def tagged(tx: Transaction, account: str, region: str, kind: str) -> list[TagsRow]:
    """Everything of one kind that has tags."""
    return tx.find(TagsRow, "kind", (account, region, kind))


def put_tags(
    tx: Transaction, account: str, region: str, kind: str, resource: str, tags: Iterable[tuple[str, str]]
) -> None:
    """Add tags; a key that is there gets the new value."""
    added = dict(tags)
    row = tx.get(TagsRow, _id(account, resource))
    if row is not None:
        tx.put(replace(row, tags=tuple({**dict(row.tags), **added}.items())))
    elif added:
        tx.put(
            TagsRow(
                id=_id(account, resource),
                serial=tx.next_serial(),
                account=account,
                resource_id=resource,
                resource_type=kind,
                region_id=region,
                tags=tuple(added.items()),
            )
        )


def drop_tags(tx: Transaction, account: str, resource: str, keys: Iterable[str] | None = None) -> None:
    """Remove tags by key, or all of them, as when the resource is deleted."""
    row = tx.get(TagsRow, _id(account, resource))
    if row is None:
        return
    removed = set(keys) if keys is not None else None
    remaining = tuple((k, v) for k, v in row.tags if removed is not None and k not in removed)
    if remaining:
        tx.put(replace(row, tags=remaining))
    else:
        tx.delete(row)


def has_tags(tags: Iterable[tuple[str, str]], required: Iterable[tuple[str, str | None]]) -> bool:
    """Whether all wanted tags are there; a wanted value of None or "" means any value."""
    present = dict(tags)
    return all(key in present and (not value or present[key] == value) for key, value in required)
