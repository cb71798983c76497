"""Blocks against Python's own ``ipaddress``."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfmock.rulebook.cidr import (
    Cidr,
    cidr_block,
    first_overlap,
    is_private,
    parse_address,
    parse_cidr,
    split_at,
    usable_range,
)

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(version: int, address: int, mask: int) -> Network:
    bits = 32 if version == 4 else 128
    first = address >> (bits - mask) << (bits - mask)
    return ipaddress.IPv4Network((first, mask)) if version == 4 else ipaddress.IPv6Network((first, mask))


#: Masks and addresses are drawn from few values, so that blocks do meet.
v4 = st.builds(
    lambda high, low, mask: _network(4, high << 24 | low, mask), st.sampled_from([10, 172, 192, 0, 255]),
    st.sampled_from([0, 1, 1 << 8, 1 << 16, (1 << 24) - 1, 0x640000]), st.integers(0, 32),
)  # fmt: skip
v6 = st.builds(
    lambda high, low, mask: _network(6, high << 112 | low, mask), st.sampled_from([0x2408, 0, 0xFFFF]),
    st.sampled_from([0, 1, 1 << 64, 1 << 72, (1 << 112) - 1]), st.integers(0, 128),
)  # fmt: skip
networks: st.SearchStrategy[Network] = st.one_of(v4, v6)


@given(networks)
def test_parse_and_print(network: Network) -> None:
    result = cidr_block(str(network))
    assert (result.version, result.first, result.mask) == (
        network.version,
        int(network.network_address),
        network.prefixlen,
    )
    assert (result.size, result.last) == (network.num_addresses, int(network.broadcast_address))
    assert ipaddress.ip_network(str(result)) == network
    assert parse_cidr(str(result)) == result


@given(networks, networks)
def test_contains_and_overlaps(block: Network, other: Network) -> None:
    a, b = cidr_block(str(block)), cidr_block(str(other))
    same_version = block.version == other.version
    assert a.overlaps(b) == b.overlaps(a) == (same_version and block.overlaps(other))
    assert a.contains(b) == (same_version and other.subnet_of(block))  # type: ignore[arg-type]
    assert a.contains(a)


@given(networks, st.lists(networks, max_size=5))
def test_first_overlap(block: Network, others: list[Network]) -> None:
    expected = [cidr_block(str(o)) for o in others if o.version == block.version and o.overlaps(block)]
    assert first_overlap(cidr_block(str(block)), [cidr_block(str(o)) for o in others]) == (
        expected[0] if expected else None
    )


_texts = st.text(alphabet="0123456789abcdef.:/ -+\u0661\x00", max_size=24) | st.builds(
    "{}.{}.{}.{}/{}".format, *[st.integers(0, 300)] * 4, st.integers(0, 40)
)


def _oracle(text: str, strict: bool) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=strict)
    except ValueError:
        return None


@given(_texts, st.booleans())
def test_what_is_a_block_at_all(text: str, strict: bool) -> None:
    result, expected = parse_cidr(text, strict=strict), _oracle(text, strict)
    _, slash, mask = text.partition("/")
    if slash and not (mask.isascii() and mask.isdigit() and len(mask) <= 3):
        assert result is None  # ipaddress also takes netmasks, 10.0.0.0/255.0.0.0; the cloud does not
    else:
        assert (None if result is None else ipaddress.ip_network(str(result))) == expected


@given(networks)
def test_a_bare_address_is_a_block_of_one(network: Network) -> None:
    result = parse_address(str(network.network_address))
    assert result is not None
    assert (result.size, result.first) == (1, int(network.network_address))
    assert parse_address(str(network)) is None


@given(v4)
def test_private(network: ipaddress.IPv4Network) -> None:
    rfc1918 = [ipaddress.IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]
    assert is_private(cidr_block(str(network))) == any(network.subnet_of(own) for own in rfc1918)


@pytest.mark.parametrize(
    "text", ["", "10", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/08x", "a/8", "10.0.0.1/8"]
)
def test_no_blocks(text: str) -> None:
    assert parse_cidr(text) is None
    with pytest.raises(ValueError, match="not a CIDR block"):
        cidr_block(text)


def test_blocks_are_values() -> None:
    assert len({Cidr(4, 0, 8), cidr_block("0.0.0.0/8"), parse_cidr("0.1.2.3/8", strict=False)}) == 1


@given(v4, st.lists(v4, max_size=5))
def test_split_parts_make_up_the_block_and_contain_no_cut(network: Network, others: list[Network]) -> None:
    whole, cuts = cidr_block(str(network)), [cidr_block(str(other)) for other in others]
    result = list(split_at(whole, cuts))
    assert sum(part.size for part in result) == whole.size
    assert all(whole.contains(part) for part in result)
    assert not any(part != cut and part.contains(cut) for part in result for cut in cuts)


@pytest.mark.parametrize(
    ("vswitch", "first", "last"),
    [("10.0.0.0/24", "10.0.0.1", "10.0.0.252"), ("2408::/64", "2408::1", "2408::ffff:ffff:ffff:fff6")],
)
def test_the_cloud_keeps_some_addresses(vswitch: str, first: str, last: str) -> None:
    assert usable_range(cidr_block(vswitch)) == tuple(int(ipaddress.ip_address(text)) for text in (first, last))
