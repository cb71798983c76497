"""What tfmock plays of one Terraform configuration: its types by tier, as text and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tfmock.coverage.tiers import PREFIX, Mode, Tier, TypeTiers, type_tiers
from tfmock.text.suggest import did_you_mean


def mode_title(mode: Mode) -> str:
    """A mode as text has it."""
    return "data source" if mode == "data" else "resource"


@dataclass(frozen=True, slots=True)
class DeclaredBlock:
    """One ``resource`` or ``data`` block: its type, its file as it is to be shown, and its line."""

    mode: Mode
    type: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeUse:
    """One type of a configuration and the blocks that declare it, in order."""

    mode: Mode
    type: str
    tier: Tier
    product: str
    blocks: tuple[DeclaredBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderCoverage:
    """The types of one configuration.

    Attributes:
        folder: as it was named.
        uses: types of the provider alicloud, the lowest tier last, then by name.
        other_providers: names of the other providers whose types are used; tfmock has no part in them.
        unread: what could not be looked at, a sentence each: modules that are not installed.
    """

    folder: str
    uses: tuple[TypeUse, ...]
    other_providers: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def below(self, tier: Tier) -> tuple[TypeUse, ...]:
        """The types that are played less far than a tier."""
        return tuple(use for use in self.uses if use.tier.is_below(tier))


def cover(
    folder: str, blocks: Iterable[DeclaredBlock], unread: Iterable[str] = (), tiers: TypeTiers | None = None
) -> FolderCoverage:
    """Sort the blocks of a configuration by type and tier.

    Args:
        tiers: those that came with tfmock where it is left out.
    """
    tiers = tiers or type_tiers()
    by_type: dict[tuple[Mode, str], list[DeclaredBlock]] = {}
    others = set()
    for block in blocks:
        if block.type.startswith(PREFIX):
            by_type.setdefault((block.mode, block.type), []).append(block)
        else:
            others.add(block.type.partition("_")[0])
    uses = [_use(tiers, mode, type, found) for (mode, type), found in by_type.items()]
    order = list(Tier)
    return FolderCoverage(
        folder=folder,
        uses=tuple(sorted(uses, key=lambda use: (order.index(use.tier), use.mode != "resource", use.type))),
        other_providers=tuple(sorted(others - {"terraform", ""})),
        unread=tuple(unread),
    )


def _use(tiers: TypeTiers, mode: Mode, type: str, blocks: list[DeclaredBlock]) -> TypeUse:
    entry = tiers.find(mode, type)
    return TypeUse(
        mode=mode, type=type, tier=entry.tier if entry else Tier.NONE, product=entry.product if entry else "",
        blocks=tuple(blocks),
    )  # fmt: skip


def text_lines(coverage: FolderCoverage) -> Iterator[str]:
    """The coverage of a configuration for people, without line ends; names are as they stand in the files."""
    count = len(coverage.uses)
    blocks = sum(len(use.blocks) for use in coverage.uses)
    yield f"{coverage.folder}: {_many(count, 'type')} of alicloud in {_many(blocks, 'block')}"
    width = max((len(use.type) for use in coverage.uses), default=0)
    for use in coverage.uses:
        first, *rest = use.blocks
        more = f" and {len(rest)} more" if rest else ""
        place = f"{first.file}:{first.line}{more}{_unknown(use)}"
        yield f"  {use.tier.label:<8}  {use.type:<{width}}  {mode_title(use.mode):<11}  {place}"
    totals = Counter(use.tier for use in coverage.uses)
    for tier in Tier:
        if totals[tier]:
            yield f"{totals[tier]} {tier.label}: {tier.meaning}"
    if coverage.other_providers:
        yield f"not of alicloud: {', '.join(coverage.other_providers)}"
    for sentence in coverage.unread:
        yield f"not looked at: {sentence}"


def _unknown(use: TypeUse) -> str:
    """What a name that the provider does not have may have been meant as."""
    if use.product:
        return ""
    known = type_tiers()
    other: Mode = "data" if use.mode == "resource" else "resource"
    if known.find(other, use.type):
        return f" (the provider has it as a {mode_title(other)} only)"
    hint = did_you_mean(use.type, known.types[use.mode])
    return f" (provider {known.provider} has no such {mode_title(use.mode)}{'. ' + hint if hint else ''})"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


def folder_as_json(coverage: FolderCoverage) -> dict[str, object]:
    """The same for programs: tiers are ``emulated``, ``crud`` and ``none``."""
    totals = Counter(use.tier for use in coverage.uses)
    return {
        "folder": coverage.folder,
        "provider": type_tiers().provider,
        "totals": {tier.value: totals[tier] for tier in Tier},
        "types": [
            {
                "type": use.type,
                "mode": use.mode,
                "tier": use.tier.value,
                "product": use.product,
                "blocks": [{"file": block.file, "line": block.line} for block in use.blocks],
            }
            for use in coverage.uses
        ],
        "other_providers": list(coverage.other_providers),
        "not_looked_at": list(coverage.unread),
    }
