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
        locked: Terraform's lock file names the one version.
    """

    least: Version | None = None
    most: Ceiling | None = None
    locked: bool = False

    def allows(self, version: Version) -> bool:
        """Whether ``version`` itself is within the bounds."""
        return (self.least is None or version >= self.least) and self.some_from(version)

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
