"""The ends of a path, as people and the Reachability Analyzer name them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from tfmock.core.store import Transaction
from tfmock.rulebook.cidr import Cidr, parse_address
from tfmock.rulebook.tracing import TraceEndpoint, endpoint_in_vswitch
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.models.network_interface import NetworkInterfaceRow
from tfmock.services.vpc.models.eip import eip_of
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpcpeer.models import PeeringRow
from tfmock.text.suggest import closest


class UnknownEndpointError(Exception):
    """No such end, or more than one; the message says which."""


class EmptyEndpointError(UnknownEndpointError):
    """The end is a VPC without vSwitches."""


def endpoint_of_interface(tx: Transaction, row: NetworkInterfaceRow, version: int = 4) -> TraceEndpoint | None:
    """An interface as an end; None when it has no address of the IP version."""
    text = row.private_ip_address if version == 4 else next(iter(row.ipv6_addresses), "")
    address = parse_address(text) if text else None
    if address is None:
        return None
    owner = tx.get(InstanceRow, row.instance_id) if row.instance_id else None
    has_eip = any(eip_of(tx, id) is not None for id in (row.id, row.instance_id) if id)
    return TraceEndpoint(
        vswitch=row.v_switch_id, address=address, groups=row.security_group_ids, name=owner.id if owner else row.id,
        internet=has_eip or bool(owner and owner.public_ip_address), running=owner is None or owner.state == "Running",
    )  # fmt: skip


def endpoint_of_vswitch(row: VSwitchRow, version: int = 4) -> TraceEndpoint | None:
    """Any address of a vSwitch; None when it has none of the IP version."""
    return endpoint_in_vswitch(row.id, row.blocks(), version)


def endpoint_at(tx: Transaction, vswitch: VSwitchRow, address: Cidr) -> TraceEndpoint:
    """An address in a vSwitch: the interface that has it, else the bare address."""
    row = find_interface_at(tx, vswitch.id, address)
    endpoint = endpoint_of_interface(tx, row, address.version) if row is not None else None
    return (
        replace(endpoint, address=address)
        if endpoint
        else TraceEndpoint(vswitch=vswitch.id, address=address, name=address.host)
    )


def find_interface_at(tx: Transaction, vswitch: str, address: Cidr) -> NetworkInterfaceRow | None:
    """The interface of a vSwitch that has an address, if any."""
    text = address.host
    rows = tx.find(NetworkInterfaceRow, "vswitch", vswitch)
    return next((row for row in rows if text in (*row.addresses, *row.ipv6_addresses)), None)


def resolve(tx: Transaction, text: str, version: int = 4) -> list[TraceEndpoint]:
    """The ends that a text names.

    An id or a name of an instance, an interface, a vSwitch (``vsw-1=10.0.0.5`` for an address in it) or a VPC (all
    its vSwitches), or an address that lies in one vSwitch only. ``vswitch/web`` is the name of a vSwitch and of
    nothing else; so are ``instance/``, ``interface/`` and ``vpc/``.

    Raises:
        UnknownEndpointError: it names nothing, or too much.
    """
    home, _, address = text.partition("=")
    vswitch = _named(tx, home) if address else None
    if isinstance(vswitch, VSwitchRow):
        return [endpoint_at(tx, vswitch, _address_in(vswitch, address))]
    row = _named(tx, text)
    endpoints = _by_address(tx, text) if row is None else list(_ends(row, tx, version))
    if row is not None and not endpoints:
        raise UnknownEndpointError(f"{row.id} has no IPv{version} address")
    if not endpoints:
        names = {row.name for kind in _KINDS.values() for row in tx.rows(kind) if row.name}
        prefix, slash, name = text.partition("/") if text.partition("/")[0] in _KINDS else ("", "", text)
        hint = closest(name, names)
        what = f"{text!r} is no instance, network interface, vSwitch, VPC or address of this world"
        raise UnknownEndpointError(f"{what}; did you mean {prefix}{slash}{hint}?" if hint else what)
    return endpoints


def resolve_to_id(tx: Transaction, text: str) -> str:
    """A text of :func:`resolve` as a stable id, so that later renames do not change what it means."""
    named = _named(tx, text)
    if named is not None:
        return named.id
    vswitches = () if "=" in text else _vswitches_with(tx, parse_address(text))
    return f"{vswitches[0].id}={text}" if vswitches else text


def _address_in(vswitch: VSwitchRow, text: str) -> Cidr:
    address = parse_address(text)
    if address is None or not any(block.contains(address) for block in vswitch.blocks()):
        raise UnknownEndpointError(f"{text!r} is no address of {vswitch.id}, which has {vswitch.cidr_block}")
    return address


AnyRow = InstanceRow | NetworkInterfaceRow | VSwitchRow | VpcRow


#: What an end can be, by the word that tells it apart from others of the same name.
_KINDS: Final[Mapping[str, type[AnyRow]]] = MappingProxyType(
    {"instance": InstanceRow, "interface": NetworkInterfaceRow, "vswitch": VSwitchRow, "vpc": VpcRow}
)


def _named(tx: Transaction, text: str) -> AnyRow | None:
    for kind in _KINDS.values():
        row = tx.get(kind, text)
        if row is not None:
            return row
    same = [(word, row) for word, kind in _KINDS.items() for row in tx.rows(kind) if row.name == text]
    word, slash, name = text.partition("/")
    if not same and slash and word in _KINDS:
        same = [(word, row) for row in tx.rows(_KINDS[word]) if row.name == name]
    if len(same) > 1:
        raise UnknownEndpointError(_ambiguous(name if slash and word == same[0][0] else text, same))
    return same[0][1] if same else None


def _ambiguous(name: str, same: Sequence[tuple[str, AnyRow]]) -> str:
    """What to write instead: kind and name where that is enough, else the id."""
    count = Counter(word for word, _ in same)
    choices = [f"{word}/{name}" if count[word] == 1 else row.id for word, row in same]
    listed = ", ".join(f"the {word} {row.id}" for word, row in same)
    return f"{name!r} is the name of {listed}: write {' or '.join(choices)}"


def find_name(tx: Transaction, id: str) -> str:
    """The name of anything that a packet can pass, by its id; empty where it has none."""
    row: AnyRow | RouteTableRow | PeeringRow | None = None
    for kind in _KINDS.values():
        row = row or tx.get(kind, id)
    row = row or tx.get(RouteTableRow, id) or tx.get(PeeringRow, id)
    return row.name if row is not None else ""


def _ends(row: AnyRow, tx: Transaction, version: int) -> Iterator[TraceEndpoint]:
    if isinstance(row, VpcRow):
        members: list[NetworkInterfaceRow | VSwitchRow] = [*tx.find(VSwitchRow, "vpc", row.id)]
    elif isinstance(row, InstanceRow):
        primary = tx.get(NetworkInterfaceRow, row.network_interface_id)
        members = [primary] if primary is not None else []
    else:
        members = [row]
    for member in members:
        end = (
            endpoint_of_vswitch(member, version)
            if isinstance(member, VSwitchRow)
            else endpoint_of_interface(tx, member, version)
        )
        if end is not None:
            yield end
    if not members:
        raise EmptyEndpointError(f"{row.id} has no vSwitch, so nobody in it can send or receive")


def _by_address(tx: Transaction, text: str) -> list[TraceEndpoint]:
    address = parse_address(text)
    vswitches = _vswitches_with(tx, address)
    if len(vswitches) > 1:
        choices = ", ".join(f"{row.id}={text}" for row in vswitches[:4])
        raise UnknownEndpointError(f"{text} lies in {len(vswitches)} vSwitches: say which, one of {choices}")
    return [endpoint_at(tx, row, address) for row in vswitches if address is not None]


def _vswitches_with(tx: Transaction, address: Cidr | None) -> list[VSwitchRow]:
    if address is None:
        return []
    return [row for row in tx.rows(VSwitchRow) if any(block.contains(address) for block in row.blocks())]
