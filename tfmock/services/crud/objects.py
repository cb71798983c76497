"""Rows of the CRUD tier as objects that one call works on, and where they are found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from tfmock.core.store import Transaction
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ResourceType, StatusWord
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest, ten_digits
from tfmock.services.crud.rows import CrudRow
from tfmock.services.resources import described_types

#: Jobs of one object by which the provider may still ask.
_MOST_JOBS: Final = 9


#: Attributes that say where an object is: the VPC and so on are not deleted under it.
_PLACES: Final = re.compile(
    r"vpc_id|(\w+_)?v_?switch_ids?|security_group_ids?|security_groups|resource_group_id|server_group_id"
)


@dataclass(slots=True, kw_only=True, eq=False)
class CrudObject:
    """A row that may be changed; :meth:`Objects.save` stores it. Attributes as of :class:`CrudRow`.

    Attributes:
        number: ten digits of its own, for values that only have to differ from others'.
        row: what is stored of it; None as long as nothing is.
    """

    type: ResourceType
    region: str
    number: str
    creation_time: float
    change_time: float
    parts: list[str] = field(default_factory=list)
    attributes: JsonObject = field(default_factory=dict)
    parameters: JsonObject = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    jobs: tuple[str, ...] = ()
    row: CrudRow | None = None

    @property
    def id(self) -> str:
        """The whole id."""
        return self.type.separator.join(self.parts)

    @property
    def is_deleted(self) -> bool:
        """Whether it is gone, and only still shown with the words that the provider waits for."""
        return self.row is not None and self.row.deleted

    def remember_job(self, job: str) -> None:
        """Note a job that a call about it began; the latest are remembered."""
        self.jobs = (*self.jobs[-(_MOST_JOBS - 1) :], job)

    def show(self, words: Iterable[StatusWord]) -> None:
        """Answer these words from now on."""
        for word in words:
            self.words[word.call, word.path] = word.word


def _number_of(row: CrudRow) -> str:
    """Of the row alone, so that made-up values stay as they are in a copy of the world."""
    return ten_digits(row.id, row.account, row.creation_time)


class Objects:
    """The objects of one account, within one call. One row is one object, however often it is found."""

    def __init__(self, request: CrudRequest, contracts: Contracts) -> None:
        self._request = request
        self._contracts = contracts
        self._transaction: Transaction = request.call.transaction
        self._account = request.call.account
        self._loaded: dict[str, CrudObject] = {}

    def of_type(self, type: ResourceType, *, deleted: bool = False) -> list[CrudObject]:
        """Every object of a type, oldest first."""
        return self._load(self._transaction.find(CrudRow, "type", (self._account, type.name, deleted)))

    def of_kind(self, name: str) -> list[CrudObject]:
        """Every object of the type of a name, oldest first."""
        return self._load(self._transaction.find(CrudRow, "type", (self._account, name, False)))

    def with_part(
        self, type: ResourceType, place: int, values: Iterable[str], *, deleted: bool = False
    ) -> list[CrudObject]:
        """Objects of a type of whose ids this part is one of the values, or is not known yet; oldest first."""
        rows: dict[str, CrudRow] = {}
        for value in {*values, ""}:
            for row in self._transaction.find(CrudRow, "part", (self._account, type.name, deleted, place, value)):
                rows[row.id] = row
        return self._load(sorted(rows.values(), key=lambda row: row.serial))

    def with_value(self, value: str) -> list[CrudObject]:
        """Objects of any type that have a value as a part of their ids."""
        return self._load(self._transaction.find(CrudRow, "value", (self._account, value)))

    def holding(self, value: str) -> list[CrudObject]:
        """Objects of any type because of which a thing of this id cannot be deleted."""
        return self._load(
            row for row in self._transaction.find(CrudRow, "holds", value) if row.account == self._account
        )

    def with_job(self, job: str) -> list[CrudObject]:
        """Objects that a job is about."""
        return self._load(self._transaction.find(CrudRow, "job", (self._account, job)))

    def _load(self, rows: Iterable[CrudRow]) -> list[CrudObject]:
        objects = []
        for row in rows:
            type = self._contracts.type(row.type)
            if type is None:
                continue  # stored by a tfmock of another provider version
            if row.id not in self._loaded:
                self._loaded[row.id] = CrudObject(
                    type=type, region=row.region, number=_number_of(row), parts=list(row.parts),
                    attributes=json.loads(row.attributes), parameters=json.loads(row.parameters),
                    words={(call, path): word for call, path, word in row.words}, jobs=row.jobs,
                    creation_time=row.creation_time, change_time=row.change_time, row=row,
                )  # fmt: skip
            objects.append(self._loaded[row.id])
        return objects

    def create(self, type: ResourceType, *names: str) -> CrudObject:
        """A new object, not stored yet, with the words that the provider waits for after its creation.

        Args:
            names: what its number follows from; a stored object's follows from its row.
        """
        now = self._request.call.now
        number = self._request.number(type.name, *names)
        created = CrudObject(
            type=type, region=self._request.region, number=number, creation_time=now, change_time=now,
        )  # fmt: skip
        created.show(type.initial_words)
        return created

    def save(self, changed: CrudObject) -> None:
        """Store an object as it is now."""
        self._put(changed, deleted=False)

    def delete(self, gone: CrudObject) -> None:
        """Remove an object; where the provider asks after it until it reads a certain word, that is remembered."""
        if gone.row is None:
            return
        if gone.type.last_words or gone.jobs:
            gone.show(gone.type.last_words)
            self._put(gone, deleted=True)
        else:
            self._transaction.delete(gone.row)
        gone.row = None

    def _put(self, changed: CrudObject, *, deleted: bool) -> None:
        serial = changed.row.serial if changed.row is not None else self._transaction.next_serial()
        id = changed.row.id if changed.row is not None else f"{changed.type.name}:{serial}"
        changed.row = CrudRow(
            id=id, serial=serial, type=changed.type.name, account=self._account, region=changed.region,
            parts=tuple(changed.parts), attributes=json.dumps(changed.attributes, separators=(",", ":")),
            parameters=json.dumps(changed.parameters, separators=(",", ":")),
            words=tuple((call, path, word) for (call, path), word in changed.words.items()), jobs=changed.jobs,
            holds=tuple(sorted(set(_held(changed.attributes)))) if self._holds_others(changed.type) else (),
            creation_time=changed.creation_time, change_time=changed.change_time, deleted=deleted,
        )  # fmt: skip
        self._transaction.put(changed.row)
        self._loaded[id] = changed

    def _holds_others(self, type: ResourceType) -> bool:
        """Whether what an object of a type is in cannot be deleted before. What nothing deletes would hold it forever,
        and an object of the emulated tier may be gone without a word to this one."""
        return bool(type.deletes) and type.name not in described_types()

    def is_emulated(self, value: str) -> bool:
        """Whether the emulated tier has something of this id."""
        return value != "" and self._transaction.has_id(value)


def _held(node: JsonValue) -> Iterator[str]:
    """The ids of what an object is in or belongs to, by the names of its attributes."""
    if isinstance(node, list):
        for member in node:
            yield from _held(member)
    elif isinstance(node, dict):
        for name, member in node.items():
            if _PLACES.fullmatch(name):
                values = paths.flatten([member])
                yield from (value for value in values if isinstance(value, str) and value)
            else:
                yield from _held(member)
