"""Validators of single settings: texts of variables and of TOML become the values of fields."""

from __future__ import annotations

import ipaddress
import os
import re
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

#: Sets of fault rules (tfmock.middleware.fault_injection.profiles).
FaultProfileName: TypeAlias = Literal["throttled", "flaky", "task-conflict", "slow"]
FAULT_PROFILES: Final[tuple[str, ...]] = get_args(FaultProfileName)


def host(value: str) -> str:
    """An address to listen on, or a host's name.

    Raises:
        ValueError: it is none.
    """
    try:
        if re.search(r"[\x00-\x20\x7f/@\s]", value) or value.count(":") == 1:  # more colons: IPv6
            raise ValueError
        value.encode("idna")  # as the resolver does, which raises UnicodeError
    except ValueError:
        raise ValueError(f"{value!r} is no address; write 127.0.0.1 or a host's name, the port apart") from None
    return value


def price_key(key: str) -> str:
    """``region:region:link type``.

    Raises:
        ValueError: it is none.
    """
    if not re.fullmatch(r"[^:]+:[^:]+:(Gold|Platinum|Silver|\*)", key):
        raise ValueError(f"{key!r} prices nothing; write it as cn-hangzhou:cn-beijing:Gold, * for any")
    return key


def paths(value: object) -> object:
    """``TFMOCK_SEED=a.tf:b.tf`` reads as PATH does; a single path needs no list."""
    if isinstance(value, str):
        return tuple(part for part in value.split(os.pathsep) if part)
    return (value,) if isinstance(value, Path) else value


def names(value: object) -> object:
    """``TFMOCK_PROXY_ALLOW=10.0.0.0/8,fd00::/8`` separates as NO_PROXY does."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def networks(value: tuple[str, ...]) -> tuple[str, ...]:
    """Networks in CIDR form.

    Raises:
        ValueError: it is none.
    """
    for text in value:
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            raise ValueError(f"{text!r} is no network; write it as 10.0.0.0/8") from None
    return value


def uid(value: object) -> object:
    """A number in TOML is meant as the account uid that it looks like."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
