"""Access keys: which world and which account a key stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tfmock.rulebook.names import ACCESS_KEY, SESSION_KEY, SESSION_KEY_PREFIX

DEFAULT_WORLD: Final = "default"
DEFAULT_ACCOUNT: Final = "1000000000000001"

_WORLD: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_KEY: Final = re.compile(ACCESS_KEY)
_SESSION_KEY: Final = re.compile(SESSION_KEY)


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


@dataclass(frozen=True, slots=True)
class Accounts:
    """Which account a key belongs to.

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
        match = _KEY.fullmatch(access_key_id)
        return (match.group(1), match.group(2)) if match else (DEFAULT_WORLD, self.default)

    def world_of_session(self, access_key_id: str) -> str | None:
        """The world that issued a temporary key; None when this is no temporary key."""
        match = _SESSION_KEY.fullmatch(access_key_id)
        if match:
            return match.group(1)
        return DEFAULT_WORLD if access_key_id.startswith(SESSION_KEY_PREFIX) else None
