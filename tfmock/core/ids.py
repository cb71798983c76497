"""Ids that look like the cloud's, the same in every run of the same requests against the same world seed."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from tfmock.rulebook import regions

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def token(seed: str, length: int) -> str:
    """``length`` lower-case letters and digits that follow from ``seed`` alone."""
    number = int.from_bytes(blake2b(seed.encode(), digest_size=20).digest(), "big")
    letters = []
    for _ in range(length):
        number, digit = divmod(number, 36)
        letters.append(_DIGITS[digit])
    return "".join(letters)


def resource_id(seed: str, serial: int, prefix: str, region: str = "", length: int = 21) -> str:
    """``vpc-bp1`` and 18 more: the prefix, the region's three letters, the rest (published samples)."""
    known = regions.find(region)
    start = (known.id_prefix if known else "") or (token(f"region:{region}", 3) if region else "")
    return f"{prefix}-{start}{token(f'{seed}:{prefix}:{serial}', length - len(start))}"


def request_id(seed: str) -> str:
    """An upper-case UUID, as in every reply."""
    digest = blake2b(seed.encode(), digest_size=16).hexdigest().upper()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
