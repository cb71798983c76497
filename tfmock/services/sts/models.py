"""Temporary credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow(Row):
    """Temporary credentials that AssumeRole issued; ``id`` is their access key id."""

    table = "sts_sessions"

    account: str
    role: str
    session: str
    token: str
    expires: float
    secret: str = ""

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
