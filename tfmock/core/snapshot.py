"""A world as one JSON document, and the records of a journal: the same rows, the same form.

    {"format": "tfmock-snapshot", "version": 1, "clock": {...}, "serial": 12, "requests": 40,
     "tables": {"peerings": [{"id": "pcc-...", ...}], "vpcs": [...]}}

Rows are sorted by table and age and one field a line, so that git and ``tfmock snapshot diff`` show what changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, ValidationError, model_validator
from pydantic_core import from_json

from tfmock.core.clock import Clock
from tfmock.core.former_names import Renaming, renaming_for
from tfmock.core.lifecycle import Profile
from tfmock.core.store import Change, Row, Store
from tfmock.core.world_overrides import WorldOverrides
from tfmock.text.wording import first_problem

FORMAT: Final = "tfmock-snapshot"
#: Raised when a document of the new form would be misread by an older tfmock.
VERSION: Final = 1


class SnapshotError(Exception):
    """A document that cannot be loaded; the message says why in one line."""


class ClockState(BaseModel):
    """How a world's clock is set. A clock that was running has moved on when it is loaded; a frozen one has not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_real: float = 0.0
    base_world: float = 0.0
    speed: float = Field(1.0, ge=0)

    @classmethod
    def of(cls, clock: Clock) -> ClockState:
        return cls(base_real=clock.base_real, base_world=clock.base_world, speed=clock.speed)

    def clock(self) -> Clock:
        return Clock(base_real=self.base_real, base_world=self.base_world, speed=self.speed)


class ProfileState(BaseModel):
    """How long states last in a world, where that differs from its server."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "instant"
    custom: Mapping[str, float] = Field(default_factory=dict)

    @classmethod
    def of(cls, profile: Profile | None) -> ProfileState | None:
        return None if profile is None else cls(name=profile.name, custom=dict(profile.custom))


class Document(BaseModel):
    """A snapshot whose form is right; its rows are not checked yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str = FORMAT
    version: int = VERSION
    clock: ClockState = ClockState()
    profile: ProfileState | None = None
    terms: WorldOverrides = WorldOverrides()
    serial: int = Field(0, ge=0)
    requests: int = Field(0, ge=0)
    tables: Mapping[str, list[dict[str, JsonValue]]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _check_format(cls, read: object) -> object:
        if not isinstance(read, dict) or read.get("format") != FORMAT:
            raise ValueError(f'is no snapshot of tfmock: it lacks "format": "{FORMAT}"')
        version = read.get("version")
        if not isinstance(version, int) or version < 1:
            raise ValueError(f"has no version that makes sense: {version!r}")
        if version > VERSION:
            raise ValueError(f"has version {version}, and this tfmock reads up to {VERSION}: use a newer tfmock")
        return read

    def text(self) -> str:
        """The document as people read it, and as it is kept in git."""
        return json.dumps(self.model_dump(), indent=1, ensure_ascii=False) + "\n"


class StoredSettings(BaseModel):
    """What is set in a world and is not a row."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clock: ClockState
    profile: ProfileState | None
    terms: WorldOverrides = WorldOverrides()


class Changes(BaseModel):
    """A journal's record of one transaction: rows as they are now, None for those removed; or of a change of
    settings, without rows."""

    model_config = ConfigDict(frozen=True)

    serial: int
    requests: int
    settings: StoredSettings | None = None
    rows: Mapping[str, Mapping[str, JsonValue]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a world is made of, apart from its server's settings.

    Attributes:
        profile: None for the server's.
        overrides: quotas and account terms that are not the server's.
    """

    store: Store
    clock: Clock
    profile: Profile | None
    requests: int
    overrides: WorldOverrides = field(default_factory=WorldOverrides)


def _settings(state: State) -> StoredSettings:
    return StoredSettings(
        clock=ClockState.of(state.clock), profile=ProfileState.of(state.profile), terms=state.overrides
    )


class Codec:
    """Rows to JSON and back. Makes an adapter when a table is first used: it costs a millisecond.

    Args:
        row_types: every type of row that there may be.
    """

    def __init__(self, row_types: Iterable[type[Row]]) -> None:
        self._kinds = {table: kind for kind in row_types for table in (*kind.former_tables, kind.table)}
        self._adapters: dict[str, TypeAdapter[Row]] = {}
        self._renamings: dict[str, Renaming | None] = {}

    def document(self, state: State) -> Document:
        """A world as a document."""
        tables: dict[str, list[dict[str, JsonValue]]] = {}
        for kind, table in sorted(state.store.tables().items(), key=lambda pair: pair[0].table):
            rows = sorted(table.rows(), key=lambda row: (row.serial, row.id))
            if rows:
                adapter = self._adapter(kind.table)
                tables[kind.table] = [adapter.dump_python(row, mode="json") for row in rows]
        return Document(
            format=FORMAT, version=VERSION, clock=ClockState.of(state.clock), profile=ProfileState.of(state.profile),
            terms=state.overrides, serial=state.store.serial, requests=state.requests, tables=tables,
        )  # fmt: skip

    def state(self, document: Document) -> State:
        """The world that a document describes.

        Raises:
            SnapshotError: it has tables or rows that this tfmock does not know.
        """
        store = Store()
        highest = document.serial
        for table, rows in document.tables.items():
            for number, value in enumerate(rows):
                row = self._row(table, value, f"tables.{table}.{number}")
                if store.table(type(row)).replace(row.id, row) is not None:
                    raise SnapshotError(f"tables.{table}.{number}: {row.id} is there twice")
                highest = max(highest, row.serial)
        store.serial = highest
        return State(
            store=store, clock=document.clock.clock(), profile=_profile(document.profile), requests=document.requests,
            overrides=document.terms,
        )  # fmt: skip

    def base(self, state: State) -> bytes:
        """A world as a journal's base record."""
        return self.document(state).model_dump_json().encode()

    def changes(self, state: State, changes: Iterable[Change], *, with_settings: bool = False) -> bytes:
        """A transaction as a journal's record; of a row changed twice, the last form.

        Args:
            with_settings: whether it changed the world's settings as well, which then are in the record.
        """
        last = {(change.kind.table, change.id): change.new for change in changes}
        rows: dict[str, list[bytes]] = {}
        for (table, id), row in last.items():
            encoded = b"null" if row is None else self._adapter(table).dump_json(row)
            rows.setdefault(table, []).append(json.dumps(id).encode() + b":" + encoded)
        tables = b",".join(b'"%s":{%s}' % (table.encode(), b",".join(members)) for table, members in rows.items())
        settings = b',"settings":' + _settings(state).model_dump_json().encode() if with_settings else b""
        return b'{"serial":%d,"requests":%d,"rows":{%s}%s}' % (state.store.serial, state.requests, tables, settings)

    def settings(self, state: State) -> bytes:
        """A change of settings as a journal's record."""
        now = _settings(state)
        return Changes(serial=state.store.serial, requests=state.requests, settings=now).model_dump_json().encode()

    def replay(self, record: bytes, state: State) -> State:
        """The world after one more record.

        Raises:
            SnapshotError: the record is not one of this tfmock.
        """
        try:
            read = from_json(record)
            if isinstance(read, dict) and "format" in read:
                return self.state(checked(read))
            changes = Changes.model_validate(read)
        except (ValueError, ValidationError) as error:
            what = first_problem(error)[1] if isinstance(error, ValidationError) else str(error).splitlines()[0]
            raise SnapshotError(f"a record is not readable: {what}") from None
        for table, rows in changes.rows.items():
            for id, value in rows.items():
                if value is None:
                    state.store.table(self._kind(table)).replace(id, None)
                else:
                    row = self._row(table, value, f"{table}.{id}")
                    state.store.table(type(row)).replace(id, row)
        state.store.serial = changes.serial
        state = replace(state, requests=changes.requests)
        settings = changes.settings
        if settings is None:
            return state
        profile = _profile(settings.profile)
        return replace(state, clock=settings.clock.clock(), profile=profile, overrides=settings.terms)

    def _kind(self, table: str) -> type[Row]:
        kind = self._kinds.get(table)
        if kind is None:
            raise SnapshotError(f"this tfmock has no table '{table}'")
        return kind

    def with_present_names(self, document: Document) -> Document:
        """A document of an earlier version with the names that tables and fields have now. Tables that this tfmock
        does not know stay as they are."""
        tables: dict[str, list[dict[str, JsonValue]]] = {}
        for table, rows in document.tables.items():
            try:
                name, renaming = self._kind(table).table, self._renaming(table)
            except SnapshotError:
                name, renaming = table, None
            renamed = rows if renaming is None else [cast("dict[str, JsonValue]", renaming(row)) for row in rows]
            tables.setdefault(name, []).extend(renamed)
        return document.model_copy(update={"tables": tables})

    def _renaming(self, table: str) -> Renaming | None:
        if table not in self._renamings:
            self._renamings[table] = renaming_for(self._kind(table))
        return self._renamings[table]

    def _adapter(self, table: str) -> TypeAdapter[Row]:
        adapter = self._adapters.get(table)
        if adapter is None:
            adapter = self._adapters[table] = TypeAdapter(self._kind(table))
        return adapter

    def _row(self, table: str, value: JsonValue, where: str) -> Row:
        renaming = self._renaming(table)
        try:
            return self._adapter(table).validate_python(value if renaming is None else renaming(value))
        except ValidationError as invalid:
            field, what = first_problem(invalid)
            raise SnapshotError(f"{where}.{field}: {what}") from None


def _profile(state: ProfileState | None) -> Profile | None:
    return None if state is None else Profile(state.name, dict(state.custom))


def parse(text: str | bytes) -> Document:
    """Read a snapshot.

    Raises:
        SnapshotError: not JSON, not a snapshot, or of a newer form than this tfmock knows.
    """
    try:
        read = from_json(text)
    except ValueError as error:
        raise SnapshotError(f"is not JSON: {error}") from None
    return checked(read)


def checked(read: object) -> Document:
    """A snapshot that was parsed as JSON.

    Raises:
        SnapshotError: see :func:`parse`.
    """
    try:
        return Document.model_validate(read)
    except ValidationError as invalid:
        where, what = first_problem(invalid)
        raise SnapshotError(f"{where}: {what}" if where else what) from None
