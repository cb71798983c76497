"""Destinations of routes: the rules against a plain restatement of the documentation."""

from __future__ import annotations

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from tfmock.rulebook import routing
from tfmock.rulebook.cidr import Cidr, cidr_block, parse_cidr
from tfmock.rulebook.nexthops import TYPES, suggest_type, type_of_id
from tfmock.rulebook.rule import UNKNOWN

_blocks = st.builds(
    lambda a, b, mask: ipaddress.IPv4Network((a << 24 | b << 16, mask), strict=False),
    st.sampled_from([10, 100]), st.sampled_from([0, 1, 63, 64, 65, 127, 128]), st.integers(6, 28),
)  # fmt: skip
RESERVED = ipaddress.IPv4Network("100.64.0.0/10")


def of(network: ipaddress.IPv4Network) -> Cidr:
    return cidr_block(str(network))


@given(_blocks)
def test_reserved_destinations(network: ipaddress.IPv4Network) -> None:
    """100.64.0.0/10 alone: wider and narrower blocks are allowed."""
    violations = [violation.rule.name for violation in routing.check_destination(str(network))]
    assert violations == (["destination-reserved"] if network == RESERVED else [])


@given(_blocks, st.lists(_blocks, max_size=4))
def test_destination_against_vswitches(network: ipaddress.IPv4Network, vswitches: list[ipaddress.IPv4Network]) -> None:
    """Not equal to one and not inside one; it can contain some."""
    violations = list(routing.check_against_vswitches(of(network), map(of, vswitches)))
    assert bool(violations) == any(network.subnet_of(vswitch) for vswitch in vswitches)


@given(_blocks, st.lists(_blocks, max_size=4))
def test_duplicates(network: ipaddress.IPv4Network, existing: list[ipaddress.IPv4Network]) -> None:
    assert bool(list(routing.check_duplicate(of(network), map(of, existing)))) == (network in existing)


@given(st.text(max_size=20))
def test_any_text_is_judged(text: str) -> None:
    violations = list(routing.check_destination(text))
    assert (not violations) == (text.startswith("pl-") or (parse_cidr(text) is not None and not _is_reserved(text)))
    for violation in violations:
        assert violation.message
        assert violation.api_error


def _is_reserved(text: str) -> bool:
    return parse_cidr(text) == cidr_block("100.64.0.0/10")


@given(
    st.sampled_from([*TYPES, "", None, "vpcpeer"]),
    st.sampled_from([*(f"{t.prefix}1" for t in TYPES.values()), "", None]),
)
def test_next_hops(type: str | None, id: str | None) -> None:
    violations = [violation.rule.name for violation in routing.check_next_hop(type, id)]
    in_force = TYPES.get(type or "Instance")
    if not type and not id:
        assert violations == ["nexthop-missing"]
    elif in_force is None:
        assert violations == ["nexthop-type"]
    else:
        assert violations == ([] if id and id.startswith(in_force.prefix) else ["nexthop-id"])


def test_silent_on_unknowns() -> None:
    assert list(routing.check_destination(UNKNOWN)) == []
    assert list(routing.check_next_hop(UNKNOWN, UNKNOWN)) == []
    assert list(routing.check_next_hop("VpcPeer", UNKNOWN)) == []
    assert list(routing.check_next_hop(UNKNOWN, "pcc-1")) == []
    assert list(routing.check_ip_version(UNKNOWN, UNKNOWN, UNKNOWN)) == []
    assert list(routing.check_ip_version(cidr_block("::/0"), UNKNOWN, UNKNOWN)) == []


def test_every_type_is_recognised_by_its_own_ids_and_spellings() -> None:
    for name, hop in TYPES.items():
        assert hop.accepts(f"{hop.prefix}bp1x")
        assert type_of_id(f"{hop.prefix}bp1x") is hop
        assert suggest_type(name.upper()) == suggest_type(name.lower()) == name
