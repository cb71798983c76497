"""Which provider versions a constraint allows, and which version brought what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from hcl_lint.evaluate.known_values import known_text
from hcl_lint.evaluate.model import ModuleInstance, ResourceInstance

Version: TypeAlias = tuple[int, int, int]

#: (resource type, attribute or "") -> first version. Source: "available since" in the provider's documentation.
_SINCE: Final[Mapping[tuple[str, str], Version]] = MappingProxyType(
    {
        ("alicloud_vpc_peer_connection", ""): (1, 186, 0),
        ("alicloud_vpc_peer_connection_accepter", ""): (1, 196, 0),
        ("alicloud_vpc_peer_connection", "force_delete"): (1, 231, 0),
        ("alicloud_vpc_peer_connection_accepter", "force_delete"): (1, 231, 0),
        ("alicloud_route_entry", "description"): (1, 231, 0),
        ("alicloud_vpc_peer_connection", "link_type"): (1, 240, 0),
        ("alicloud_vpc_peer_connection_accepter", "link_type"): (1, 240, 0),
        ("alicloud_vpc_route_entry", ""): (1, 245, 0),
        ("alicloud_vpc", "force_delete"): (1, 248, 0),
        ("alicloud_vpc", "system_route_table_route_propagation_enable"): (1, 248, 0),
        ("alicloud_vpc_ipv4_gateway", "internet_mode"): (1, 249, 0),
        ("alicloud_instance", "system_disk_provisioned_iops"): (1, 250, 0),
        ("alicloud_instance", "system_disk_bursting_enabled"): (1, 250, 0),
        ("alicloud_ecs_network_interface", "source_dest_check"): (1, 252, 0),
        ("alicloud_instance", "private_pool_options_id"): (1, 253, 0),
        ("alicloud_instance", "private_pool_options_match_criteria"): (1, 253, 0),
        ("alicloud_route_entry", "timeouts"): (1, 255, 0),
        ("alicloud_instance", "cpu_options"): (1, 267, 0),
        ("alicloud_ecs_network_interface", "delete_on_release"): (1, 273, 0),
        ("alicloud_instance", "spot_interruption_behavior"): (1, 275, 0),
        ("alicloud_vswitch", "vpc_ipv6_cidr_block"): (1, 280, 0),
        ("alicloud_vpc_ipv6_cidr_block", ""): (1, 280, 0),
        ("alicloud_instance", "enable_high_density_mode"): (1, 283, 0),
        ("alicloud_instance", "network_interface_id"): (1, 284, 0),
        ("alicloud_instance", "source_dest_check"): (1, 284, 0),
        ("alicloud_security_group_rule", "source_group_owner_id"): (1, 289, 0),
    }
)
#: (resource type, argument, value) -> first version that takes the value.
_VALUES_SINCE: Final[Mapping[tuple[str, str, str], Version]] = MappingProxyType(
    {
        # provider source: resource_alicloud_security_group_rule.go
        ("alicloud_security_group_rule", "ip_protocol", "icmpv6"): (1, 262, 0),
    }
)

_VERSION: Final = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")
_CONSTRAINT: Final = re.compile(r"^\s*(=|!=|>=|<=|>|<|~>|)\s*v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?\s*$")


def parse_version(text: str) -> Version | None:
    """``1.246.2`` as numbers; None for anything else."""
    match = _VERSION.fullmatch(text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def show_version(version: Version) -> str:
    return ".".join(map(str, version))


def since(resource: ResourceInstance) -> Iterator[tuple[str, Version]]:
    """What of a resource came with a known version: its type (as "") and its written arguments and blocks."""
    for (type, attribute), version in _SINCE.items():
        if type == resource.type and (not attribute or attribute in resource.arguments or resource.nested(attribute)):
            yield attribute, version


def values_since(resource: ResourceInstance) -> Iterator[tuple[str, str, Version]]:
    """Arguments of a resource with a value that came with a known version."""
    for (type, attribute, text), version in _VALUES_SINCE.items():
        value = resource.get(attribute) if type == resource.type else None
        if value is not None and known_text(value) == text:
            yield attribute, text, version


def allows(module: ModuleInstance, version: Version) -> bool:
    """Whether the provider's constraint in a module allows ``version`` or a newer one; without one it does."""
    requirement = module.requirements.get("alicloud")
    limit = ceiling(requirement.version) if requirement is not None and requirement.version else None
    return limit is None or limit.allows(version)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The newest that a constraint allows: up to ``version``, itself included or not."""

    version: Version
    inclusive: bool

    def allows(self, needed: Version) -> bool:
        """Whether ``needed`` or something newer is allowed."""
        return needed < self.version or (self.inclusive and needed == self.version)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The provider versions that all constraints of a root module allow, as far as they bound them.

    Attributes:
        least: no older one is allowed; None without a bound.
        most: nothing newer is allowed; None without a bound.
    """

    least: Version | None = None
    most: Ceiling | None = None

    def some_from(self, version: Version) -> bool:
        """Whether ``version`` or a newer one is allowed."""
        return self.most is None or self.most.allows(version)


def allowed(constraints: Iterable[str]) -> Allowed:
    """What these constraints leave together; one that cannot be read bounds nothing."""
    listed = list(constraints)
    floors = [version for version in map(_floor, listed) if version is not None]
    ceilings = [limit for limit in map(ceiling, listed) if limit is not None]
    most = min(ceilings, key=lambda ceiling: (ceiling.version, ceiling.inclusive), default=None)
    return Allowed(max(floors, default=None), most)


def _floor(constraint: str) -> Version | None:
    floors: list[Version] = []
    for part in constraint.split(","):
        match = _CONSTRAINT.match(part)
        if match is None:
            return None
        if match[1] in ("", "=", ">=", "~>", ">"):
            floors.append(_numbers(match)[0])
    return max(floors, default=None)


def _numbers(match: re.Match[str]) -> tuple[Version, int]:
    """The version of a part of a constraint, missing numbers as 0, and how many were written."""
    numbers = [int(number) for number in match.groups()[1:] if number is not None]
    major, minor, patch = [*numbers, 0, 0][:3]
    return (major, minor, patch), len(numbers)


def ceiling(constraint: str) -> Ceiling | None:
    """The lowest upper bound of a constraint such as ``>= 1.200, < 1.240``; None without one, or if unreadable."""
    ceilings: list[Ceiling] = []
    for part in constraint.split(","):
        match = _CONSTRAINT.match(part)
        if match is None:
            return None
        operator = match[1]
        version, written = _numbers(match)
        if operator in ("", "=", "<="):
            ceilings.append(Ceiling(version, True))
        elif operator == "<":
            ceilings.append(Ceiling(version, False))
        elif operator == "~>":
            above = (version[0], version[1] + 1, 0) if written == 3 else (version[0] + 1, 0, 0)
            ceilings.append(Ceiling(above, False))
    return min(ceilings, key=lambda limit: (limit.version, limit.inclusive), default=None)
