"""Who calls: an access key names a world and an account in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tfmock.core.store import Row
from tfmock.rulebook.names import ACCESS_KEY

DEFAULT_WORLD: Final = "default"
DEFAULT_ACCOUNT: Final = "1000000000000001"

_WORLD: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_KEY: Final = re.compile(ACCESS_KEY)
_SESSION_KEY: Final = re.compile(r"STS\.([a-z0-9][a-z0-9-]{0,62})\.([a-z0-9]{8,64})")


def is_world(name: str) -> bool:
    """Whether a world can have this name: it must fit in an access key."""
    return _WORLD.fullmatch(name) is not None


def is_own_key(access_key_id: str) -> bool:
    """Whether a long-lived key is of tfmock's form, ``<world>.<account>``."""
    return _KEY.fullmatch(access_key_id) is not None


@dataclass(frozen=True, slots=True)
class Caller:
    """The identity behind a call.

    Attributes:
        account: the account's id, decimal digits.
        identity: as GetCallerIdentity names it.
        role, session: role name and session name of an assumed role, else empty.
    """

    account: str
    identity: Literal["Account", "AssumedRoleUser"] = "Account"
    role: str = ""
    session: str = ""

    @property
    def role_session(self) -> str:
        """``role/session`` of an assumed role, else empty."""
        return f"{self.role}/{self.session}" if self.role else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow(Row):
    """Temporary credentials made by AssumeRole; ``id`` is their access key id."""

    table = "sts_sessions"

    account: str
    role: str
    session: str
    token: str
    expires: float
    secret: str = ""

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which key belongs to whom.

    ``<world>.<account>`` names both; a key of the ``[accounts]`` table is that account in the default world; any
    other key is the default account, so that a laptop needs no set-up.
    """

    keys: Mapping[str, str]
    default: str = DEFAULT_ACCOUNT

    def owner(self, access_key_id: str) -> tuple[str, str]:
        """World and account of a long-lived key."""
        configured = self.keys.get(access_key_id)
        if configured is not None:
            return DEFAULT_WORLD, configured
        named = _KEY.fullmatch(access_key_id)
        return (named.group(1), named.group(2)) if named else (DEFAULT_WORLD, self.default)

    def world_of_session(self, access_key_id: str) -> str | None:
        """The world that issued a temporary key; None when this is no temporary key."""
        issued = _SESSION_KEY.fullmatch(access_key_id)
        if issued:
            return issued.group(1)
        return DEFAULT_WORLD if access_key_id.startswith("STS.") else None
