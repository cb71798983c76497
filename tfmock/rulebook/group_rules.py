"""Constraints on one rule of a security group.

Source: metadata and error codes of AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress. ``{side}`` in a code or
message is Source or Dest: the side of the rule that is at fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tfmock.rulebook.access import Direction, parse_ports
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations
from tfmock.rulebook.values import whole_number

_CODES: Final = "AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress error codes"
_METADATA: Final = "AuthorizeSecurityGroup metadata and error codes"

PROTOCOL: Final = Rule(
    id="ALI701",
    name="group-rule-protocol",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidIpProtocol.ValueNotSupported",
        "The parameter IpProtocol must be specified with case insensitive TCP, UDP, ICMP, GRE or All.",
    ),
    message="{value!r} is no protocol of a security group: tcp, udp, icmp, icmpv6, gre or all",
    source=_METADATA,
)
PORTS: Final = Rule(
    id="ALI702",
    name="group-rule-ports",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidParam.PortRange",
        "The specified parameter PortRange is not valid. It should be two integers less than 65535 in ?/? format.",
    ),
    message="{value!r} is no port range for {protocol}: two ports from 1 to 65535, the lower first, such as 80/80",
    source=_METADATA,
)
PORTS_OF_PROTOCOL: Final = Rule(
    id="ALI703",
    name="group-rule-ports-of-protocol",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationDenied", "The specified IpProtocol does not exist or IpProtocol and PortRange do not match."
    ),
    message="{protocol} {expected}, not {value!r}",
    source="AuthorizeSecurityGroup metadata and error codes; the provider refuses -1/-1 for tcp and udp itself, after "
    "the plan, and sends -1/-1 for all others whatever is written",
)
PORTS_MISSING: Final = Rule(
    id="ALI704",
    name="group-rule-ports-missing",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidPortRange.Malformed", "The specified parameter PortRange must set."),
    message="{protocol} needs a port range such as 80/80",
    source=_CODES,
)
SOURCE_PORTS: Final = Rule(
    id="ALI705",
    name="group-rule-source-ports",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidSourcePortRange.Malformed", "The specified parameter SourcePortRange is not valid."
    ),
    message="{value!r} is no source port range for {protocol}",
    source=_METADATA,
)
POLICY: Final = Rule(
    id="ALI706",
    name="group-rule-policy",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidPolicy.Malformed", "The specified parameter Policy is not valid."),
    message="{value!r} is no policy: accept or drop",
    source=_METADATA,
)
PRIORITY: Final = Rule(
    id="ALI707",
    name="group-rule-priority",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidPriority.ValueNotSupported", "The specified parameter Priority is invalid."
    ),
    message="{value!r} is no priority: a whole number from 1 to 100",
    source=_METADATA,
)
FAR_SIDE: Final = Rule(
    id="ALI708",
    name="group-rule-far-side",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "MissingParameter.{side}",
        "One of the parameters {side}CidrIp, Ipv6{side}CidrIp, {side}GroupId or {side}PrefixListId in Permissions "
        "must be specified.",
    ),
    message="this rule names no far side: a block, a group or a prefix list",
    source=_CODES,
)
BLOCK: Final = Rule(
    id="ALI709",
    name="group-rule-block",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "Invalid{side}CidrIp.Malformed", "The specified parameter {side}CidrIp is not valid."
    ),
    message="{value!r} is no IPv4 block or address",
    source=_CODES,
)
IPV6_BLOCK: Final = Rule(
    id="ALI710",
    name="group-rule-ipv6-block",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidParam.Ipv6{side}CidrIp", "The specified parameter Ipv6{side}CidrIp is not valid."
    ),
    message="{value!r} is no IPv6 block or address",
    source=_CODES,
)
TWO_BLOCKS: Final = Rule(
    id="ALI711",
    name="group-rule-two-blocks",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidParam.{side}Ip",
        "The Parameters {side}CidrIp and Ipv6{side}CidrIp in Permissions cannot be set at the same time.",
    ),
    message="a rule has an IPv4 block or an IPv6 block, not both",
    source=_CODES,
)
TWO_VERSIONS: Final = Rule(
    id="ALI712",
    name="group-rule-two-versions",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidParameter.Conflict", "IPv6 and IPv4 addresses cannot exist at the same time."
    ),
    message="one end of this rule is IPv4 and the other IPv6",
    source=_CODES,
)
SAME_ENDS: Final = Rule(
    id="ALI713",
    name="group-rule-same-ends",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidParamter.Conflict", "The specified SourceCidrIp should be different from the DestCidrIp."
    ),  # the misspelling is the cloud's
    message="both ends of this rule are {value}",
    source=_CODES,
)
IPV4_PROTOCOL: Final = Rule(
    id="ALI714",
    name="group-rule-ipv4-protocol",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidParam.Ipv4ProtocolConflictWithIpv6Address",
        "IPv6 address cannot be specified for IPv4-specific protocol.",
    ),
    message="icmp is of IPv4, and {value} is an IPv6 block",
    source=_CODES,
)
IPV6_PROTOCOL: Final = Rule(
    id="ALI715",
    name="group-rule-ipv6-protocol",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidParam.Ipv6ProtocolConflictWithIpv4Address",
        "IPv4 address cannot be specified for IPv6-specific protocol.",
    ),
    message="icmpv6 is of IPv6, and {value} is an IPv4 block",
    source=_CODES,
)
LIST_FAMILY: Final = Rule(
    id="ALI716",
    name="group-rule-prefix-list-family",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidParam.PrefixListAddressFamilyMismatch",
        "The address family of the specified prefix list does not match the specified CidrIp.",
    ),
    message="the prefix list is of {family}, and {value} is not",
    source=_CODES,
)
PROTOCOLS: Final = ("tcp", "udp", "icmp", "icmpv6", "gre", "all")
#: The protocols that have ports; a rule for any other one is about all of its packets.
WITH_PORTS: Final = ("tcp", "udp")
#: The port range of a protocol without ports, and the default of the provider.
NO_PORTS: Final = "-1/-1"


def side_of(direction: Direction, *, near: bool = False) -> str:
    """The API's word for the far side of a rule (or the near one): Source or Dest."""
    return "Source" if (direction == "ingress") is not near else "Dest"


@dataclass(frozen=True, slots=True)
class RuleSide:
    """One side of a rule as a request or a configuration gives it; None or empty where absent."""

    cidr: Maybe[str | None] = None
    ipv6: Maybe[str | None] = None
    group: Maybe[str | None] = None
    prefix_list: Maybe[str | None] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedGroupRule:
    """A rule as a request or a configuration gives it; None or empty where absent.

    ``direction`` only chooses the API's words; ``near`` is the side of the group's members in a five-tuple rule.
    """

    direction: Direction
    protocol: Maybe[str | None]
    ports: Maybe[str | None]
    far: RuleSide
    near: RuleSide = RuleSide()
    source_ports: Maybe[str | None] = None
    policy: Maybe[str | None] = None
    priority: Maybe[str | None] = None


def check_rule(rule: RequestedGroupRule) -> Violations:
    """Check a rule on its own, in the order in which the API does."""
    protocol = rule.protocol if rule.protocol is UNKNOWN else (rule.protocol or "").lower()
    if protocol is not UNKNOWN and protocol not in PROTOCOLS:
        yield PROTOCOL.violation("protocol", value=rule.protocol)
        return
    yield from _check_ports(protocol, rule.ports)
    if _is_known(rule.policy) and str(rule.policy).lower() not in ("accept", "drop"):
        yield POLICY.violation("policy", value=rule.policy)
    priority = rule.priority
    if priority and priority is not UNKNOWN and not 1 <= (whole_number(priority) or 0) <= 100:
        yield PRIORITY.violation("priority", value=priority)
    yield from _check_sides(rule)
    yield from _check_protocol_version(protocol, rule)
    ports = rule.source_ports
    if ports and ports is not UNKNOWN and protocol is not UNKNOWN and parse_ports(ports, protocol) is None:
        yield SOURCE_PORTS.violation("source_ports", value=ports, protocol=protocol)


def _is_known(value: Maybe[str | None]) -> bool:
    """Whether a value is present and known."""
    return value is not UNKNOWN and bool(value)


def _check_ports(protocol: Maybe[str], ports: Maybe[str | None]) -> Violations:
    if protocol is UNKNOWN or ports is UNKNOWN:
        return
    if protocol in WITH_PORTS:
        if not ports:
            yield PORTS_MISSING.violation("ports", protocol=protocol)
        elif ports == NO_PORTS:
            expected = "needs ports from 1 to 65535 such as 80/80"
            yield PORTS_OF_PROTOCOL.violation("ports", protocol=protocol, expected=expected, value=ports)
        elif parse_ports(ports, protocol) is None:
            yield PORTS.violation("ports", value=ports, protocol=protocol)
    elif ports and ports != NO_PORTS:
        expected = "has no ports: its port range is -1/-1"
        yield PORTS_OF_PROTOCOL.violation("ports", protocol=protocol, expected=expected, value=ports)


def _check_sides(rule: RequestedGroupRule) -> Violations:
    far, near = rule.far, rule.near
    far_name, near_name = side_of(rule.direction), side_of(rule.direction, near=True)
    sides = ((far, far_name), (near, near_name))
    if not any((far.cidr, far.ipv6, far.group, far.prefix_list)):  # UNKNOWN counts as present
        yield FAR_SIDE.violation("far", side=far_name)
    for side, name in sides:
        if _is_known(side.cidr) and _is_known(side.ipv6):
            yield TWO_BLOCKS.violation("ipv6", side=name)
    if (_is_known(far.cidr) and _is_known(near.ipv6)) or (_is_known(far.ipv6) and _is_known(near.cidr)):
        yield TWO_VERSIONS.violation("far")
    for side, name in sides:
        yield from _check_side_blocks(side, name)
    if _is_known(far.cidr) and far.cidr == near.cidr and not (far.ipv6 or near.ipv6):
        yield SAME_ENDS.violation("cidr", value=far.cidr)


def _check_side_blocks(side: RuleSide, name: str) -> Violations:
    if _is_known(side.cidr) and _parse_block(side.cidr, 4) is None:
        yield BLOCK.violation("cidr", value=side.cidr, side=name)
    if _is_known(side.ipv6) and _parse_block(side.ipv6, 6) is None:
        yield IPV6_BLOCK.violation("ipv6", value=side.ipv6, side=name)


def _parse_block(text: Maybe[str | None], version: int) -> Cidr | None:
    """Read a block of this IP version; the API accepts host bits."""
    block = parse_cidr(str(text), strict=False)
    return block if block is not None and block.version == version else None


def _check_protocol_version(protocol: Maybe[str], rule: RequestedGroupRule) -> Violations:
    for side in (rule.far, rule.near):
        if protocol == "icmp" and _is_known(side.ipv6):
            yield IPV4_PROTOCOL.violation("protocol", value=side.ipv6)
        if protocol == "icmpv6" and _is_known(side.cidr):
            yield IPV6_PROTOCOL.violation("protocol", value=side.cidr)


def check_prefix_list(family: str, near: RuleSide) -> Violations:
    """Check the IP version of the prefix list that a rule names against the near side of a five-tuple rule."""
    other = near.ipv6 if family == "IPv4" else near.cidr
    if _is_known(other):
        yield LIST_FAMILY.violation("prefix_list", family=family, value=other)
