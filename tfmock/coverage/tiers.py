"""The tier of every resource type and data source of the provider.

``types.json`` holds them, so that a linter need not import a server to tell them. ``python -m tools.coverage`` makes it
of the descriptors of resources and of the data of the CRUD tier; a test says when it is not current.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from typing import Final, Literal, TypeAlias

#: As Terraform calls them: ``resource`` and ``data``.
Mode: TypeAlias = Literal["resource", "data"]
MODES: Final[tuple[Mode, ...]] = ("resource", "data")
#: Names of all types of the provider begin so.
PREFIX: Final = "alicloud_"


class Tier(str, Enum):
    """How far something is played, the best first."""

    EMULATED = "emulated"
    CRUD = "crud"
    NONE = "none"

    @property
    def label(self) -> str:
        """As text has it."""
        return "CRUD" if self is Tier.CRUD else self.value

    @property
    def meaning(self) -> str:
        """What can be expected of it, in a few words."""
        return _MEANINGS[self]

    def is_below(self, other: Tier) -> bool:
        """Whether it promises less than another tier."""
        order = list(Tier)
        return order.index(self) > order.index(other)


_MEANINGS: Final[Mapping[Tier, str]] = {
    Tier.EMULATED: "rules, states and errors of the cloud",
    Tier.CRUD: "only stored and returned; no rule of the cloud is applied",
    Tier.NONE: "tfmock refuses its calls",
}


@dataclass(frozen=True, slots=True)
class TypeEntry:
    """One type: the product of the cloud that it belongs to, and its tier."""

    product: str
    tier: Tier


@dataclass(frozen=True, slots=True)
class TypeTiers:
    """Every type. ``provider``: the version of the provider that they are of."""

    provider: str
    types: Mapping[Mode, Mapping[str, TypeEntry]]

    def find(self, mode: Mode, type: str) -> TypeEntry | None:
        """The entry of a type; None where that version of the provider has no such type."""
        return self.types[mode].get(type)

    def tier(self, mode: Mode, type: str) -> Tier:
        """The tier of a type; of one that is not known, none."""
        entry = self.find(mode, type)
        return entry.tier if entry else Tier.NONE


@functools.cache  # a file of the package
def type_tiers() -> TypeTiers:
    """The tiers as they were when tfmock was built."""
    stored = json.loads(files("tfmock.coverage").joinpath("types.json").read_text(encoding="utf-8"))
    return TypeTiers(stored["provider"], {mode: _entries(stored[mode]) for mode in MODES})


def _entries(stored: Mapping[str, Mapping[str, list[str]]]) -> Mapping[str, TypeEntry]:
    return {
        PREFIX + name: TypeEntry(product, Tier(tier))
        for product, tiers in stored.items()
        for tier, names in tiers.items()
        for name in names
    }


def dump(tiers: TypeTiers) -> str:
    """The text of ``types.json``: a line for each product and tier, sorted, so that changes are read easily."""
    lines = [f'{{"provider": {json.dumps(tiers.provider)}']
    for mode in MODES:
        by_product: dict[str, dict[str, list[str]]] = {}
        for type, entry in sorted(tiers.types[mode].items()):
            names = by_product.setdefault(entry.product, {}).setdefault(entry.tier.value, [])
            names.append(type.removeprefix(PREFIX))
        parts = [f"{json.dumps(product)}: {json.dumps(by_product[product])}" for product in sorted(by_product)]
        lines.append(f'"{mode}": {{\n' + ",\n".join(parts) + "\n}")
    return ",\n".join(lines) + "}\n"
