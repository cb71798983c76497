"""cidrhost, cidrnetmask, cidrsubnet, cidrsubnets."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.numbers import small_whole
from hcl_lint.evaluate.functions.spec import Function, listed, plain
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import NUMBER, STRING

_WORD: Final = (1 << 64) - 1
_SIGN: Final = 1 << 63


def _network(prefix: str) -> IPv4Network | IPv6Network:
    address, slash, length = prefix.partition("/")
    if "." in address and ":" not in address:
        address = ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in address.split("."))
    try:
        if not slash or not (length.isdecimal() and length.isascii()) or "%" in address:
            raise ValueError
        if ":" in address:
            return IPv6Network((IPv6Address(address), int(length)), strict=False)
        return IPv4Network(f"{address}/{int(length)}", strict=False)
    except ValueError:
        raise EvaluationError(f'"{prefix}" is not a CIDR block') from None


def _whole(number: Number, what: str) -> int:
    if not isinstance(number, int):
        raise EvaluationError(f"the {what} must be a whole number")
    return int(number)


def _mapped(address: int, network: IPv4Network | IPv6Network) -> bool:
    """An IPv4 address written as an IPv6 one, which Go takes for either."""
    return network.version == 6 and address >> 32 == 0xFFFF


def _joined(network: IPv4Network | IPv6Network, number: int, shift: int) -> int:
    """The network's address with ``number`` in its later bits, as go-cidr computes it, surprising results included."""
    if shift < 0 or shift > 256 or abs(number).bit_length() > 128:
        raise EvaluationError(f"{network} has no room for the number {number}")
    address = abs(int(network.network_address) | (number << shift))
    if address.bit_length() > network.max_prefixlen:
        raise EvaluationError(f"{network} has no room for the number {number}")
    return address


def _written(address: int, network: IPv4Network | IPv6Network) -> str:
    if network.version == 4 or _mapped(address, network):
        return str(IPv4Address(address & 0xFFFF_FFFF))
    return str(IPv6Address(address))


def _block(address: int, length: int, network: IPv4Network | IPv6Network) -> str:
    if length < 0:
        return "<nil>"  # what Terraform writes
    return f"{_written(address, network)}/{length - 96 if _mapped(address, network) else length}"


def _host(prefix: str, number: Number) -> str:
    network, host = _network(prefix), _whole(number, "host number")
    most = network.num_addresses - 1
    needed = -host - 1 if host < 0 else (host & _WORD) - ((host & _SIGN) << 1)
    if needed > most:
        raise EvaluationError(f"{prefix} has no host {host}")
    if host < 0:
        host = most - needed
    shift = 96 if _mapped(int(network.network_address), network) else 0
    return _written(_joined(network, host, shift), network)


def _netmask(prefix: str) -> str:
    network = _network(prefix)
    if network.version == 6 and not _mapped(int(network.network_address), network):
        raise EvaluationError("IPv6 has no netmasks")
    return str(network.netmask)


def _subnet(prefix: str, newbits: Number, netnum: Number) -> str:
    network = _network(prefix)
    bits, number = small_whole(newbits, "number of bits"), _whole(netnum, "network number")
    length = network.prefixlen + bits
    if length > network.max_prefixlen:
        raise EvaluationError(f"{prefix} has no room for {bits} more bits")
    if 0 <= bits < 64 and abs(number) & _WORD >= 1 << bits:
        raise EvaluationError(f"{bits} bits have no room for network number {number}")
    return _block(_joined(network, number, network.max_prefixlen - length), length, network)


def _subnets(prefix: str, *newbits: Number) -> list[str]:
    network = _network(prefix)
    at, end = int(network.network_address), int(network.broadcast_address) + 1
    subnets: list[str] = []
    for requested in newbits:
        bits = small_whole(requested, "number of bits")
        length = network.prefixlen + bits
        if not 1 <= bits <= 32 or length > network.max_prefixlen:
            raise EvaluationError(f"{prefix} has no room for {bits} more bits")
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size > end:
            raise EvaluationError(f"{prefix} has not enough addresses for all these networks")
        if not subnets and (at == 0 or _mapped(at, network)):
            raise EvaluationError("Terraform looks for the first network behind the one before, and there is none")
        subnets.append(f"{_written(at, network)}/{length}")
        at += size
    return subnets


FUNCTIONS: Final[Mapping[str, Function]] = {
    "cidrhost": plain(_host, STRING, NUMBER, result=STRING),
    "cidrnetmask": plain(_netmask, STRING, result=STRING),
    "cidrsubnet": plain(_subnet, STRING, NUMBER, NUMBER, result=STRING),
    "cidrsubnets": plain(_subnets, STRING, variadic=NUMBER, result=listed(STRING)),
}
