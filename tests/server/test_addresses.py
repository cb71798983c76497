"""Where the proxy connects to: judged by address, however it is written."""

from __future__ import annotations

import ipaddress

import pytest

from tfmock.server.addresses import (
    Policy,
    embedded_addresses,
    is_loopback,
    is_own_address,
    parse_address,
    parse_networks,
)


@pytest.mark.parametrize(
    "spelling",
    [
        "100.100.100.200", "1684301000", "0x646464c8", "0x64.0x64.0x64.0xc8", "100.100.25800", "0144.0144.0144.0310",
        "100.100.100.200.", "[100.100.100.200]", "100.6579400",
    ],
)  # fmt: skip
def test_ipv4_in_every_spelling(spelling: str) -> None:
    assert parse_address(spelling) == ipaddress.ip_address("100.100.100.200")


@pytest.mark.parametrize(
    ("spelling", "address"),
    [("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"), ("0", "0.0.0.0"), ("127.1", "127.0.0.1"), ("::ffff:7f00:1", None)],
)
def test_other_literals(spelling: str, address: str | None) -> None:
    assert parse_address(spelling) == ipaddress.ip_address(address or spelling)


@pytest.mark.parametrize("name", ["", "localhost", "example.com", "1.2.3.4.5", "127.0.0.1 x", "1.2.3.4.example.com"])
def test_names_are_no_literals(name: str) -> None:
    assert parse_address(name) is None


NOWHERE = [
    "100.100.100.200", "169.254.169.254", "169.254.170.2", "169.254.0.23", "168.63.129.16", "192.0.0.192",
    "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "fe80::1", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1",
    "::ffff:100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::6464:64c8", "64:ff9b:1::a9fe:a9fe",
    "::100.100.100.200", "::ffff:0:a9fe:a9fe", "2002:6464:64c8::1",
]  # fmt: skip
OF_THIS_MACHINE = ["127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "::7f00:1"]
PRIVATE = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd12::1", "fec0::1", "198.18.0.1", "::ffff:10.0.0.1"]
PUBLIC = ["8.8.8.8", "47.88.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("client_is_local", [True, False])
@pytest.mark.parametrize("text", NOWHERE)
def test_nobody_reaches_metadata_and_what_is_no_host(text: str, client_is_local: bool) -> None:
    allowed = Policy(parse_networks(["0.0.0.0/0", "::/0"]))
    assert allowed.refusal(ipaddress.ip_address(text), client_is_local=client_is_local)


@pytest.mark.parametrize("text", OF_THIS_MACHINE)
def test_other_machines_do_not_reach_this_one_s_loopback(text: str) -> None:
    address = ipaddress.ip_address(text)
    allowed = Policy(parse_networks(["0.0.0.0/0", "::/0"]))
    assert is_loopback(address)
    assert is_own_address(address)
    assert "machine that tfmock runs on" in allowed.refusal(address, client_is_local=False)
    assert allowed.refusal(address, client_is_local=True) == ""


@pytest.mark.parametrize("text", PRIVATE)
def test_private_networks_are_for_this_machine_and_by_permission(text: str) -> None:
    address = ipaddress.ip_address(text)
    assert "--proxy-allow" in Policy().refusal(address, client_is_local=False)
    assert Policy().refusal(address, client_is_local=True) == ""
    allowed = Policy(parse_networks([str(candidate) for candidate in embedded_addresses(address)]))
    assert allowed.refusal(address, client_is_local=False) == ""


@pytest.mark.parametrize("client_is_local", [True, False])
@pytest.mark.parametrize("text", PUBLIC)
def test_the_public_internet_is_open(text: str, client_is_local: bool) -> None:
    assert Policy().refusal(ipaddress.ip_address(text), client_is_local=client_is_local) == ""


def test_other_machines_addresses_are_not_ours() -> None:
    assert not is_own_address(ipaddress.ip_address("192.0.2.1"))
    assert not is_own_address(ipaddress.ip_address("2001:db8::1"))
