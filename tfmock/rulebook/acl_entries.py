"""Constraints on network ACLs, on their bindings to vSwitches, and on IPv4 gateways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tfmock.rulebook.access import Direction, parse_ports
from tfmock.rulebook.cidr import parse_cidr
from tfmock.rulebook.listed_routes import is_list
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_SOURCE: Final = "UpdateNetworkAclEntries metadata and error codes"


def _illegal(id: str, name: str, parameter: str, message: str) -> Rule:
    error = ApiErrorTemplate(400, f"ParameterIllegal.{parameter}", f"ParameterIllegal.{parameter}")
    return Rule(id=id, name=name, severity="error", api_error=error, message=message, source=_SOURCE)


MISSING: Final = Rule(
    id="ALI731",
    name="acl-entry-missing",
    severity="error",
    api_error=ApiErrorTemplate(400, "ParameterMissing.{parameter}", "ParameterMissing.{parameter}"),
    message="an entry of a network ACL needs {what}",
    source=_SOURCE,
)
POLICY: Final = _illegal("ALI732", "acl-entry-policy", "Policy", "{value!r} is no policy: accept or drop")
PROTOCOL: Final = _illegal(
    "ALI733", "acl-entry-protocol", "Protocol",
    "{value!r} is no protocol of a network ACL: tcp, udp, icmp, icmpv6, gre or all",
)  # fmt: skip
PORT: Final = _illegal("ALI734", "acl-entry-port", "Port", "{value!r} is no port range for {protocol}: {expected}")
BLOCK: Final = _illegal("ALI735", "acl-entry-block", "{block}", "{value!r} is no IP block and no prefix list's id")
WITHOUT_IPV6: Final = Rule(
    id="ALI736",
    name="acl-entry-without-ipv6",
    severity="error",
    api_error=ApiErrorTemplate(400, "OperationDenied.VpcIpv6NotEnabled", "IPv6 has not been enabled for the VPC."),
    message="{value} is of IPv6, and the VPC has no IPv6",
    source="UpdateNetworkAclEntries error codes",
)
OTHER_VPC: Final = Rule(
    id="ALI737",
    name="acl-binding-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidResource.VpcError", "The network acl and resource not in same vpc."),
    message="the vSwitch is not of the network ACL's VPC",
    source="AssociateNetworkAcl error codes",
)
BOUND: Final = Rule(
    id="ALI738",
    name="acl-binding-twice",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidResource.BindingExist", "The binding instance has been binded."),
    message="the vSwitch is bound to {other} already, and has at most one network ACL",
    source="AssociateNetworkAcl error codes",
)
IPV4_GATEWAY: Final = Rule(
    id="ALI741",
    name="ipv4-gateway-twice",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationDenied.VpcExistIpv4Gateway", "An IPv4 gateway already exists in the VPC."
    ),
    message="the VPC has the IPv4 gateway {other} already, and has at most one",
    source="CreateIpv4Gateway error codes",
)

#: Protocols of an entry (UpdateNetworkAclEntries metadata).
PROTOCOLS: Final = ("all", "icmp", "icmpv6", "gre", "tcp", "udp")
_WITH_PORTS: Final = ("tcp", "udp")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedAclEntry:
    """An entry as a request or a configuration gives it; None or empty where it is absent.

    ``cidr`` is the far end's block, or the id of a prefix list (network ACL page; provider documentation).
    """

    direction: Direction
    policy: Maybe[str | None]
    protocol: Maybe[str | None]
    port: Maybe[str | None]
    cidr: Maybe[str | None]


def check_entry(entry: RequestedAclEntry, *, ipv6: Maybe[bool]) -> Violations:
    """Check one entry; ``ipv6`` says whether the VPC has IPv6."""
    far = "SourceCidrIp" if entry.direction == "ingress" else "DestinationCidrIp"
    required = (
        ("policy", "Policy", entry.policy, "a policy"),
        ("protocol", "Protocol", entry.protocol, "a protocol"),
        ("port", "Port", entry.port, "a port range"),
        ("cidr", far, entry.cidr, "a block"),
    )
    for subject, parameter, value, what in required:
        if not value:
            yield MISSING.violation(subject, parameter=parameter, what=what)
    policy, protocol, cidr = entry.policy, entry.protocol, entry.cidr
    if policy and policy is not UNKNOWN and policy.lower() not in ("accept", "drop"):
        yield POLICY.violation("policy", value=policy)
    if protocol and protocol is not UNKNOWN and protocol.lower() not in PROTOCOLS:
        yield PROTOCOL.violation("protocol", value=protocol)
    else:
        yield from _check_port(protocol, entry.port)
    if cidr and cidr is not UNKNOWN and not is_list(cidr):
        block = parse_cidr(cidr, strict=False)
        if block is None:
            yield BLOCK.violation("cidr", value=cidr, block=far)
        else:
            yield from check_version(cidr, block.version, ipv6=ipv6)


def check_version(far: str, version: int, *, ipv6: Maybe[bool]) -> Violations:
    """Check that the VPC has the IP version of an entry's far side, a block or a prefix list."""
    if version == 6 and ipv6 is False:
        yield WITHOUT_IPV6.violation("cidr", value=far)


def _check_port(protocol: Maybe[str | None], port: Maybe[str | None]) -> Violations:
    if protocol is UNKNOWN or port is UNKNOWN or not protocol or not port:
        return
    with_ports = protocol.lower() in _WITH_PORTS
    if (port == "-1/-1") is with_ports or parse_ports(port, protocol) is None:
        expected = (
            "two ports from 1 to 65535, the lower first, such as 80/80" if with_ports else "it has none, so -1/-1"
        )
        yield PORT.violation("port", value=port, protocol=protocol, expected=expected)


def check_binding(*, same_vpc: Maybe[bool], bound: Maybe[str | None]) -> Violations:
    """Check that a vSwitch can be bound; ``bound`` is the network ACL that it has, None without."""
    if same_vpc is False:
        yield OTHER_VPC.violation("resource_id")
    if bound is not UNKNOWN and bound is not None:
        yield BOUND.violation("resource_id", other=bound)


def check_ipv4_gateway(existing: Maybe[str | None]) -> Violations:
    """Check that a VPC can get an IPv4 gateway; ``existing`` is the one that it has, None without."""
    if existing is not UNKNOWN and existing is not None:
        yield IPV4_GATEWAY.violation("vpc_id", other=existing)
