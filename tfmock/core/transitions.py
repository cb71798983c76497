"""Which states pass by themselves, by resource: what may be set in ``transitions``, and what it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tfmock.core.lifecycle import Lifecycle, Profile
from tfmock.text.suggest import did_you_mean


def durations(profile: Profile, lifecycles: Iterable[Lifecycle]) -> dict[str, float]:
    """How long each state lasts under a profile: ``{"VpcPeer.Creating": 3.0, ...}``."""
    return {
        f"{lifecycle.kind}.{state}": profile.duration(lifecycle, state)
        for lifecycle in lifecycles
        for state in (*lifecycle.seconds, *lifecycle.fixed)
    }


def check_transitions(custom: Mapping[str, float], lifecycles: Collection[Lifecycle]) -> None:
    """Refuse durations that would silently do nothing.

    Raises:
        ValueError: a state that no resource has, one whose duration is a rule of the cloud, or negative seconds.
    """
    known = {f"{lifecycle.kind}.{state}" for lifecycle in lifecycles for state in lifecycle.seconds}
    fixed = {f"{lifecycle.kind}.{state}" for lifecycle in lifecycles for state in lifecycle.fixed}
    for name, seconds in custom.items():
        if name in fixed:
            raise ValueError(f"{name} lasts as long as the cloud says; move the clock instead (tfmock clock advance).")
        if name not in known:
            kind = name.partition(".")[0]
            of_kind = sorted(state for state in known if state.startswith(f"{kind}."))
            hint = did_you_mean(name, known)
            if not hint and of_kind:
                hint = f"{kind} has {', '.join(state.partition('.')[2] for state in of_kind)}."
            raise ValueError(f"no resource has the state {name}. {hint or 'tfmock clock show lists all.'}")
        if not 0 <= seconds <= 86400:
            raise ValueError(f"{name} = {seconds:g}: must be from 0 to 86400 seconds.")
