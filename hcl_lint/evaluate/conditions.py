"""Which unknown facts must hold for a resource to exist, and which of them exclude each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Condition(NamedTuple):
    """An unknown fact: ``subject`` is (``holds``) or is not (not ``holds``) ``equal``.

    ``subject`` names an unknown value, the same one everywhere in a root: ``var.enabled``,
    ``module.a/local.x > 3``. A bool that must be true is ``equal="true"``.
    """

    subject: str
    equal: str
    holds: bool


def exclusive(conditions: Iterable[Condition]) -> bool:
    """True if the conditions cannot hold together whatever the unknown values are."""
    must: dict[str, str] = {}
    not_these: dict[str, set[str]] = {}
    for subject, equal, holds in conditions:
        if holds:
            if must.setdefault(subject, equal) != equal:
                return True
        else:
            not_these.setdefault(subject, set()).add(equal)
    return any(must.get(subject) in values for subject, values in not_these.items()) or any(
        {"true", "false"} <= values for values in not_these.values()
    )
