"""What the cloud asks of network ACLs, of their bindings to vSwitches, and of IPv4 gateways."""

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
PORT: Final = _illegal("ALI734", "acl-entry-port", "Port", "{value!r} is no port range for {protocol}: {wanted}")
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

#: What the metadata lists.
PROTOCOLS: Final = ("all", "icmp", "icmpv6", "gre", "tcp", "udp")
_WITH_PORTS: Final = ("tcp", "udp")


@dataclass(frozen=True, slots=True)
class RequestedAclEntry:
    """An entry as asked for: texts as written, None or empty where not given.

    ``cidr`` is the far end's block, or the id of a prefix list (network ACL page; provider documentation).
    """

    direction: Direction
    policy: Maybe[str | None]
    protocol: Maybe[str | None]
    port: Maybe[str | None]
    cidr: Maybe[str | None]


def check_entry(asked: RequestedAclEntry, *, ipv6: Maybe[bool]) -> Violations:
    """One entry; ``ipv6`` tells whether the VPC has IPv6."""
    far = "SourceCidrIp" if asked.direction == "ingress" else "DestinationCidrIp"
    given = (
        ("policy", "Policy", asked.policy, "a policy"), ("protocol", "Protocol", asked.protocol, "a protocol"),
        ("port", "Port", asked.port, "a port range"), ("cidr", far, asked.cidr, "a block"),
    )  # fmt: skip
    for subject, parameter, value, what in given:
        if not value:
            yield MISSING.violation(subject, parameter=parameter, what=what)
    policy, protocol, cidr = asked.policy, asked.protocol, asked.cidr
    if policy and policy is not UNKNOWN and policy.lower() not in ("accept", "drop"):
        yield POLICY.violation("policy", value=policy)
    if protocol and protocol is not UNKNOWN and protocol.lower() not in PROTOCOLS:
        yield PROTOCOL.violation("protocol", value=protocol)
    else:
        yield from _check_port(protocol, asked.port)
    if cidr and cidr is not UNKNOWN and not is_list(cidr):
        block = parse_cidr(cidr, strict=False)
        if block is None:
            yield BLOCK.violation("cidr", value=cidr, block=far)
        else:
            yield from check_version(cidr, block.version, ipv6=ipv6)


def check_version(far: str, version: int, *, ipv6: Maybe[bool]) -> Violations:
    """The far side of an entry, a block or a prefix list, against what the VPC has."""
    if version == 6 and ipv6 is False:
        yield WITHOUT_IPV6.violation("cidr", value=far)


def _check_port(protocol: Maybe[str | None], port: Maybe[str | None]) -> Violations:
    if protocol is UNKNOWN or port is UNKNOWN or not protocol or not port:
        return
    with_ports = protocol.lower() in _WITH_PORTS
    if (port == "-1/-1") is with_ports or parse_ports(port, protocol) is None:
        wanted = "two ports from 1 to 65535, the lower first, such as 80/80" if with_ports else "it has none, so -1/-1"
        yield PORT.violation("port", value=port, protocol=protocol, wanted=wanted)


def check_binding(*, same_vpc: Maybe[bool], bound: Maybe[str | None]) -> Violations:
    """A vSwitch about to be bound; ``bound`` is the network ACL that it has, None without."""
    if same_vpc is False:
        yield OTHER_VPC.violation("resource_id")
    if bound is not UNKNOWN and bound is not None:
        yield BOUND.violation("resource_id", other=bound)


def check_ipv4_gateway(present: Maybe[str | None]) -> Violations:
    """A new IPv4 gateway; ``present`` is the one that the VPC has, None without."""
    if present is not UNKNOWN and present is not None:
        yield IPV4_GATEWAY.violation("vpc_id", other=present)
