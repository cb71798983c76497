"""Which provider versions a constraint allows, and which version brought what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from hcl_lint.evaluate.model import ResourceInstance

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
    }
)

_CONSTRAINT: Final = re.compile(r"^\s*(=|!=|>=|<=|>|<|~>|)\s*v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?\s*$")


def since(resource: ResourceInstance) -> Iterator[tuple[str, Version]]:
    """What of a resource came with a known version: its type (as "") and its written arguments."""
    for (type, attribute), version in _SINCE.items():
        if type == resource.type and (not attribute or attribute in resource.arguments):
            yield attribute, version


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The newest that a constraint allows: up to ``version``, itself included or not."""

    version: Version
    inclusive: bool

    def allows(self, needed: Version) -> bool:
        """Whether ``needed`` or something newer is allowed."""
        return needed < self.version or (self.inclusive and needed == self.version)


def ceiling(constraint: str) -> Ceiling | None:
    """The lowest upper bound of a constraint such as ``>= 1.200, < 1.240``; None without one, or if unreadable."""
    found: list[Ceiling] = []
    for part in constraint.split(","):
        match = _CONSTRAINT.match(part)
        if match is None:
            return None
        operator = match[1]
        numbers = [int(number) for number in match.groups()[1:] if number is not None]
        major, minor, patch = [*numbers, 0, 0][:3]
        version = (major, minor, patch)
        if operator in ("", "=", "<="):
            found.append(Ceiling(version, True))
        elif operator == "<":
            found.append(Ceiling(version, False))
        elif operator == "~>":
            above = (version[0], version[1] + 1, 0) if len(numbers) == 3 else (version[0] + 1, 0, 0)
            found.append(Ceiling(above, False))
    return min(found, key=lambda one: (one.version, one.inclusive), default=None)
