"""Whether the values of a snapshot are ones that a world can have: its form was checked when it was read.

Called where a snapshot comes in from outside (a control request, a seed). A state file of an older tfmock is read as
it is: there, times are held within the calendar where they are used (:mod:`tfmock.core.clock`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, get_args

from pydantic import JsonValue

from tfmock.core.clock import LATEST, MAX_SPEED
from tfmock.core.lifecycle import Lifecycle, ProfileName
from tfmock.core.snapshot import Document, SnapshotError
from tfmock.core.transitions import check_transitions
from tfmock.rulebook.values import check_encodable

#: Fields of rows that are moments of the world's clock, in seconds since 1970; so are those that end in _time or _date.
_MOMENTS: Final = frozenset(
    {
        "at", "created", "end", "evaluated", "expires", "gmt_create", "gmt_modified", "last_modified", "modified",
        "sent", "since", "start", "until",
    }
)  # fmt: skip
#: No other number in a world is as large; rates of streams go up to 10^15.
_LARGEST: Final = 10**18


def is_moment(name: str) -> bool:
    """Whether a number in a row is a moment of the world's clock, by the name of its field."""
    return name in _MOMENTS or name.endswith(("_time", "_date"))


def check_values(document: Document, lifecycles: Collection[Lifecycle]) -> None:
    """Refuses times outside of the calendar, numbers without bound, texts that cannot be written, unknown profiles.

    Raises:
        SnapshotError: the message names the place.
    """
    _check_clock(document)
    if document.profile is not None:
        if document.profile.name not in get_args(ProfileName):
            known = ", ".join(get_args(ProfileName))
            raise SnapshotError(f"profile.name: there is no profile {document.profile.name!r}. Known: {known}")
        try:
            check_transitions(document.profile.custom, lifecycles)
        except ValueError as problem:
            raise SnapshotError(f"profile.custom: {str(problem).rstrip('.')}") from None
    for name in ("serial", "requests"):
        if getattr(document, name) > _LARGEST:
            raise SnapshotError(f"{name}: is larger than {_LARGEST}")
    try:
        check_encodable(document.terms.model_dump(mode="python"))
    except ValueError as problem:
        raise SnapshotError(f"terms: {problem}") from None
    for table, rows in document.tables.items():
        for number, row in enumerate(rows):
            for path, value in _values(row, f"tables.{table}.{number}"):
                _check_value(path, value)


def _check_clock(document: Document) -> None:
    clock = document.clock
    bounds = {"base_real": LATEST, "base_world": LATEST, "speed": MAX_SPEED}
    for name, most in bounds.items():
        value: float = getattr(clock, name)
        if not 0 <= value <= most:  # nan is neither
            raise SnapshotError(f"clock.{name}: {value:g} is outside of 0 to {most:.0f}")


def _values(value: JsonValue, path: str) -> Iterator[tuple[str, JsonValue]]:
    pending: list[tuple[str, JsonValue]] = [(path, value)]
    while pending:
        place, part = pending.pop()
        if isinstance(part, dict):
            pending += [(f"{place}.{name}", member) for name, member in part.items()]
            for name in part:
                yield place, name
        elif isinstance(part, list):
            pending += [(f"{place}.{index}", member) for index, member in enumerate(part)]
        else:
            yield place, part


def _check_value(path: str, value: JsonValue) -> None:
    if isinstance(value, str):
        try:
            check_encodable(value)
        except ValueError as problem:
            raise SnapshotError(f"{path}: {problem}") from None
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if not -_LARGEST <= value <= _LARGEST:  # nan is not; math.isfinite raises for integers beyond a float's range
            raise SnapshotError(f"{path}: is no number that a world can have")
        if is_moment(path.rpartition(".")[2]) and not 0 <= value <= LATEST:
            raise SnapshotError(f"{path}: {value:g} is no moment between 1970 and 9998")
