"""Make what says how far each type of the provider is played: ``python -m tools.coverage`` (``make coverage``).

Emulated types come from the descriptors of resources and :mod:`tfmock.services.emulated_types`, CRUD types from the
data of that tier. Written are ``tfmock/coverage/types.json``, which both tools read, and docs/coverage.md.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from tfmock.coverage.tiers import MODES, PREFIX, Mode, Tier, TypeEntry, TypeTiers, dump
from tfmock.services.emulated_types import EMULATED_DATA_SOURCES, emulated_resource_types
from tfmock.services.oss import bucket_xml, documents

ROOT: Final = Path(__file__).parents[1]
DATA: Final = ROOT / "tfmock" / "services" / "crud" / "data"
TYPES: Final = ROOT / "tfmock" / "coverage" / "types.json"
PAGE: Final = ROOT / "docs" / "coverage.md"

#: The provider computes these by itself, so that they work without any cloud.
_COMPUTED_BY_THE_PROVIDER: Final = frozenset({"alicloud_file_crc64_checksum", "alicloud_ram_policy_document"})
#: Hand-written clients, of whom only the names of methods are known, and which are answered all the same.
_ANSWERED_CLIENTS: Final = frozenset(
    {"alicloud_oss_bucket", "alicloud_oss_bucket_object", "alicloud_ots_secondary_index", "alicloud_ots_table"}
)
#: OSS's XML (and JSON of policies): answered are the documents of buckets that tfmock keeps, and their ACL.
_OSS_STYLES: Final = frozenset({"roa-xml", "roa-jsonxml", "roa-xmljson"})
_OSS_SUBRESOURCES: Final = frozenset({*documents.SUBRESOURCES, *bucket_xml.SUBRESOURCES, "acl"})
#: It configures an account, which has no documents, by the subresource of the same name.
_OF_ACCOUNTS: Final = frozenset({"alicloud_oss_account_public_access_block"})
_KINDS: Final[Mapping[str, Mode]] = {"resource": "resource", "data_source": "data"}
_PHASES: Final[Mapping[Mode, tuple[str, ...]]] = {"resource": ("create", "read", "delete"), "data": ("read",)}
_TITLES: Final[Mapping[Mode, str]] = {"resource": "Resources", "data": "Data sources"}

_INTRODUCTION: Final = """\
# Coverage

<!-- Made by `make coverage`; a test says when it is not current. -->

How far tfmock plays the types of the provider aliyun/alicloud {provider}. What the tiers mean and what CRUD does not
promise is on [its own page](crud.md). `tfmock coverage TYPE` says it of one type, `tfmock coverage ./infra` of a
configuration.

Products are named by their codes in the cloud's API or endpoints, as in the data of the CRUD tier
([crud-data.md](crud-data.md)): `slb` is Server Load Balancer, `r-kvstore` Redis. The product `none` holds types for
which the data names no product: the provider calls a client written by hand, or computes the type by itself. It says
nothing about their tier, which is the column.

| | emulated | CRUD | none | all |
|---|--:|--:|--:|--:|
{totals}
"""


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(zlib.decompress(path.read_bytes()))
    return read


def _entities(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entity of the CRUD tier's data, with the name of its product's file."""
    index = _read(folder / "index.json.z")
    for product in sorted({*index["types"].values(), *index["data_sources"].values()}):
        for entity in _read(folder / f"{product}.json.z")["entities"]:
            yield product, entity


def is_answered(entity: Mapping[str, Any], mode: Mode) -> bool:
    """Whether tfmock answers what creating, reading and deleting (of a data source: reading) sends."""
    if entity.get("name") in _ANSWERED_CLIENTS | _OF_ACCOUNTS:
        return entity["name"] in _ANSWERED_CLIENTS
    calls = {call["n"]: call for call in entity["calls"]}
    for phase in _PHASES[mode]:
        steps = (entity.get(phase) or {}).get("steps", [])
        called = [calls[step["call"]] for step in steps if "call" in step]
        if called and not any(map(_is_call_answered, called)):
            return False
    return any(map(_is_call_answered, calls.values()))


def _is_call_answered(call: Mapping[str, Any]) -> bool:
    if call.get("style") in _OSS_STYLES:
        query = str(call.get("path", "")).partition("?")[2]
        if query.endswith("&comp=token"):
            return False
        return query.partition("&")[0] in _OSS_SUBRESOURCES
    return call.get("style") != "sdk"


def compute_tiers(folder: Path = DATA) -> TypeTiers:
    """The tier of every type that the provider has.

    Raises:
        ValueError: a type is called emulated that the provider does not have.
    """
    emulated: Mapping[Mode, frozenset[str]] = {
        "resource": emulated_resource_types(),
        "data": EMULATED_DATA_SOURCES | _COMPUTED_BY_THE_PROVIDER,
    }
    types: dict[Mode, dict[str, TypeEntry]] = {mode: {} for mode in MODES}
    for product, entity in _entities(folder):
        mode, name = _KINDS[entity["kind"]], entity["name"]
        known = Tier.CRUD if is_answered(entity, mode) else Tier.NONE
        types[mode][name] = TypeEntry(product, Tier.EMULATED if name in emulated[mode] else known)
    for mode in MODES:
        if unknown := emulated[mode] - types[mode].keys():
            raise ValueError(f"the provider has no {', '.join(sorted(unknown))}")
    return TypeTiers(_read(folder / "index.json.z")["provider"], types)


def page(tiers: TypeTiers) -> str:
    """docs/coverage.md."""
    totals = []
    for mode in MODES:
        counts = Counter(entry.tier for entry in tiers.types[mode].values())
        cells = " | ".join(str(counts[tier]) for tier in Tier)
        totals.append(f"| {_TITLES[mode].lower()} | {cells} | {counts.total()} |")
    parts = [_INTRODUCTION.format(provider=tiers.provider, totals="\n".join(totals))]
    for tier, heading in ((Tier.EMULATED, "Emulated"), (Tier.NONE, "None")):
        parts.append(f"## {heading}\n")
        for mode in MODES:
            names = [name for name, entry in sorted(tiers.types[mode].items()) if entry.tier is tier]
            parts.append(f"{_TITLES[mode]}: {_listed(names)}.\n")
    parts.append(_products(tiers))
    return "\n".join(parts)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name.removeprefix(PREFIX)}`" for name in names) or "none"


def _products(tiers: TypeTiers) -> str:
    counts: dict[str, Counter[tuple[Mode, Tier]]] = {}
    for mode in MODES:
        for entry in tiers.types[mode].values():
            counts.setdefault(entry.product, Counter())[mode, entry.tier] += 1
    lines = [
        "## By product\n",
        "| | resources: emulated | CRUD | none | data sources: emulated | CRUD | none |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for product, of_product in sorted(counts.items()):
        cells = (str(of_product[mode, tier] or "") for mode in MODES for tier in Tier)
        lines.append(f"| {product} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write both files."""
    tiers = compute_tiers()
    TYPES.write_text(dump(tiers), encoding="utf-8")
    PAGE.write_text(page(tiers), encoding="utf-8")


if __name__ == "__main__":
    main()
