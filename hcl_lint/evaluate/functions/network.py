"""cidrhost, cidrnetmask, cidrsubnet, cidrsubnets."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Function, listed, plain
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import NUMBER, STRING


def _network(prefix: str) -> IPv4Network | IPv6Network:
    address, slash, length = prefix.partition("/")
    if "." in address and ":" not in address:
        address = ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in address.split("."))
    try:
        if not slash or not length.isdigit():
            raise ValueError
        if ":" in address:
            return IPv6Network((IPv6Address(address), int(length)), strict=False)
        return IPv4Network(f"{address}/{int(length)}", strict=False)
    except ValueError:
        raise EvaluationError(f'"{prefix}" is not a CIDR block') from None


def _whole(number: Number, what: str) -> int:
    if not isinstance(number, int):
        raise EvaluationError(f"the {what} must be a whole number")
    return number


def _host(prefix: str, number: Number) -> str:
    network, host = _network(prefix), _whole(number, "host number")
    size = network.num_addresses
    if not -size <= host < size:
        raise EvaluationError(f"{prefix} has no host {host}")
    return str(ip_address(int(network.network_address) + host % size))


def _netmask(prefix: str) -> str:
    network = _network(prefix)
    if network.version == 6:
        raise EvaluationError("IPv6 has no netmasks")
    return str(network.netmask)


def _subnet(prefix: str, newbits: Number, netnum: Number) -> str:
    network, bits, number = _network(prefix), _whole(newbits, "number of bits"), _whole(netnum, "network number")
    length = network.prefixlen + bits
    if bits < 0 or length > network.max_prefixlen:
        raise EvaluationError(f"{prefix} has no room for {bits} more bits")
    if number < 0:
        raise ValueError("Terraform answers with an address outside of the prefix")
    if number >= 1 << bits:
        raise EvaluationError(f"{bits} bits have no room for network number {number}")
    start = int(network.network_address) + (number << (network.max_prefixlen - length))
    return f"{type(network.network_address)(start)}/{length}"


def _subnets(prefix: str, *newbits: Number) -> list[str]:
    network = _network(prefix)
    at, end = int(network.network_address), int(network.broadcast_address) + 1
    out: list[str] = []
    for bits in newbits:
        length = network.prefixlen + _whole(bits, "number of bits")
        if _whole(bits, "number of bits") < 1 or length > network.max_prefixlen:
            raise EvaluationError(f"{prefix} has no room for {bits} more bits")
        size = 1 << (network.max_prefixlen - length)
        at = -(-at // size) * size
        if at + size > end:
            raise EvaluationError(f"{prefix} has not enough addresses for all these networks")
        out.append(f"{type(network.network_address)(at)}/{length}")
        at += size
    return out


FUNCTIONS: Mapping[str, Function] = {
    "cidrhost": plain(_host, STRING, NUMBER, result=STRING),
    "cidrnetmask": plain(_netmask, STRING, result=STRING),
    "cidrsubnet": plain(_subnet, STRING, NUMBER, NUMBER, result=STRING),
    "cidrsubnets": plain(_subnets, STRING, variadic=NUMBER, result=listed(STRING)),
}
