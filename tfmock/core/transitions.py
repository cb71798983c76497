"""Which states pass by themselves, by resource: what may be set in ``transitions``, and what it is."""

from __future__ import annotations

from collections.abc import Mapping

from tfmock.core.lifecycle import Lifecycle, Profile
from tfmock.core.operation import all_operations
from tfmock.core.store import StatefulRow
from tfmock.text.suggest import did_you_mean


def lifecycles() -> tuple[Lifecycle, ...]:
    """One per kind of resource that has states."""
    all_operations()  # imports every service, and with it every kind of row
    return tuple(
        sorted({row.lifecycle.kind: row.lifecycle for row in StatefulRow.__subclasses__()}.values(), key=_kind)
    )


def _kind(lifecycle: Lifecycle) -> str:
    return lifecycle.kind


def durations(profile: Profile) -> dict[str, float]:
    """How long each state lasts under a profile: ``{"VpcPeer.Creating": 3.0, ...}``."""
    return {
        f"{lifecycle.kind}.{state}": profile.duration(lifecycle, state)
        for lifecycle in lifecycles()
        for state in (*lifecycle.seconds, *lifecycle.fixed)
    }


def check(custom: Mapping[str, float]) -> None:
    """Refuse what would silently do nothing.

    Raises:
        ValueError: a state that no resource has, one whose duration is a rule of the cloud, or negative seconds.
    """
    known = {f"{lifecycle.kind}.{state}" for lifecycle in lifecycles() for state in lifecycle.seconds}
    fixed = {f"{lifecycle.kind}.{state}" for lifecycle in lifecycles() for state in lifecycle.fixed}
    for name, seconds in custom.items():
        if name in fixed:
            raise ValueError(f"{name} lasts as long as the cloud says; move the clock instead (tfmock clock advance).")
        if name not in known:
            kind = name.partition(".")[0]
            of_kind = sorted(each for each in known if each.startswith(f"{kind}."))
            hint = did_you_mean(name, known)
            if not hint and of_kind:
                hint = f"{kind} has {', '.join(each.partition('.')[2] for each in of_kind)}."
            raise ValueError(f"no resource has the state {name}. {hint or 'tfmock clock show lists all.'}")
        if not 0 <= seconds <= 86400:
            raise ValueError(f"{name} = {seconds:g}: must be from 0 to 86400 seconds.")
