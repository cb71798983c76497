"""CIDR blocks, IPv4 and IPv6, as two integers: exact, hashable, and far lighter than ``ipaddress``."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, order=True)
class Cidr:
    """A CIDR block: the addresses whose first ``mask`` bits equal those of ``first``. ``version`` is 4 or 6."""

    version: int
    first: int
    mask: int

    @property
    def bits(self) -> int:
        return 32 if self.version == 4 else 128

    @property
    def last(self) -> int:
        return self.first + self.size - 1

    @property
    def size(self) -> int:
        """The number of addresses in the block."""
        return 1 << (self.bits - self.mask)

    def contains(self, other: Cidr) -> bool:
        """Whether ``other`` is this block or lies inside it."""
        return self.version == other.version and self.mask <= other.mask and self._prefix(other) == self.first

    def overlaps(self, other: Cidr) -> bool:
        """Whether any address is in both. Blocks overlap only if one contains the other."""
        return self.contains(other) or other.contains(self)

    def _prefix(self, other: Cidr) -> int:
        shift = self.bits - self.mask
        return other.first >> shift << shift

    @property
    def host(self) -> str:
        """The first address, without the mask."""
        family = socket.AF_INET if self.version == 4 else socket.AF_INET6
        return socket.inet_ntop(family, self.first.to_bytes(self.bits // 8, "big"))

    def __str__(self) -> str:
        return f"{self.host}/{self.mask}"


def parse_cidr(text: str, *, strict: bool = True) -> Cidr | None:
    """Read ``10.0.0.0/8`` or ``2408::/56``; a bare address is a block of one (CreateRouteEntry page).

    Args:
        text: the block as written.
        strict: refuse host bits (``10.0.0.1/8``); otherwise they are cleared.

    Returns:
        The block, or None when the text is not one.
    """
    address, slash, mask_text = text.partition("/")
    version, bits = (6, 128) if ":" in address else (4, 32)
    try:
        packed = socket.inet_pton(socket.AF_INET6 if version == 6 else socket.AF_INET, address)
    except (OSError, ValueError):  # ValueError: an embedded NUL
        return None
    if not slash:
        mask = bits
    elif mask_text.isascii() and mask_text.isdigit() and len(mask_text) <= 3 and int(mask_text) <= bits:
        mask = int(mask_text)
    else:
        return None
    value = int.from_bytes(packed, "big")
    shift = bits - mask
    first = value >> shift << shift
    if strict and first != value:
        return None
    return Cidr(version, first, mask)


def parse_address(text: str) -> Cidr | None:
    """Read a single address, as a block of one; None when it is not one."""
    return None if "/" in text else parse_cidr(text)


def compress_ipv6(text: str) -> str:
    """An IPv6 address or block in its short spelling; mask and host bits stay as given. Other text stays as it is."""
    address, slash, mask = text.partition("/")
    parsed = parse_cidr(address)
    return f"{parsed.host}{slash}{mask}" if parsed is not None and parsed.version == 6 else text


def cidr_block(text: str) -> Cidr:
    """Read a block that must be valid, such as a constant.

    Raises:
        ValueError: the text is not a CIDR block.
    """
    block = parse_cidr(text)
    if block is None:
        raise ValueError(f"not a CIDR block: {text!r}")
    return block


def first_overlap(block: Cidr, others: Iterable[Cidr]) -> Cidr | None:
    """The first of ``others`` that shares an address with ``block``."""
    return next((other for other in others if block.overlaps(other)), None)


def split_at(block: Cidr, inner: Iterable[Cidr]) -> Iterator[Cidr]:
    """Split ``block`` so that each of ``inner`` contains all of a part or none of it."""
    cutting = [other for other in inner if other != block and block.contains(other)]
    if not cutting:
        yield block
        return
    for first in (block.first, block.first + block.size // 2):
        yield from split_at(Cidr(block.version, first, block.mask + 1), cutting)


def explain_no_ipv4_block(text: str) -> str:
    """Why a text is not an IPv4 block with a mask and without host bits, as a clause of a message."""
    if not text.strip():
        return "it is empty"
    loose = parse_cidr(text, strict=False)
    if loose is None:
        return "it is not of the form 10.0.0.0/16"
    if loose.version == 6:
        return "it is IPv6"
    return f"it has host bits; did you mean {loose}?" if "/" in text else "it has no mask, such as /16"


def usable_range(vswitch: Cidr) -> tuple[int, int]:
    """The first and the last address of a vSwitch's block that an instance can have; the cloud keeps the others.

    It keeps the first and the last three of IPv4, the first and the last nine of IPv6 (CreateVSwitch metadata).
    """
    return vswitch.first + 1, vswitch.last - (3 if vswitch.version == 4 else 9)


#: The range of cloud services, to which every route table has a system route (route table page).
CLOUD_SERVICES: Final = cidr_block("100.64.0.0/10")
DEFAULT_IPV4: Final = cidr_block("0.0.0.0/0")
DEFAULT_IPV6: Final = cidr_block("::/0")
#: RFC 1918: the ranges that a VPC treats as private (VPC peering help page).
PRIVATE: Final = (cidr_block("10.0.0.0/8"), cidr_block("172.16.0.0/12"), cidr_block("192.168.0.0/16"))
#: Blocks that a VPC must not overlap (VPC and vSwitch page).
RESERVED: Final = (CLOUD_SERVICES, cidr_block("224.0.0.0/4"), cidr_block("127.0.0.0/8"), cidr_block("169.254.0.0/16"))


def is_private(block: Cidr) -> bool:
    """Whether an IPv4 block lies inside the RFC 1918 ranges. IPv6 blocks of a VPC are always private to it."""
    return block.version == 6 or any(private.contains(block) for private in PRIVATE)
