"""``tfmock coverage``: what is emulated, what is only stored, and what is refused."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tfmock.cli.client import CommandError, reports_errors
from tfmock.cli.output import print_json, print_line
from tfmock.coverage.folder import FolderCoverage, cover, folder_as_json, mode_title, text_lines
from tfmock.coverage.tiers import MODES, PREFIX, Mode, Tier, type_tiers
from tfmock.text.suggest import VERY_CLOSE, did_you_mean

if TYPE_CHECKING:
    from tfmock.services.action_tiers import ActionEntry

_ACTION: Final = re.compile(r"(?:[\w-]+[./])?[A-Z]\w+|[A-Z]+ /\S*")


@click.command()
@click.argument("target", required=False, metavar="[TYPE|ACTION|FOLDER]")
@click.option("--format", "format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--fail-under",
    type=click.Choice([Tier.EMULATED.value, Tier.CRUD.value]),
    help="Exit 1 where a type or the action is of a lower tier.",
)
@reports_errors
def coverage(target: str | None, format: str, fail_under: str | None) -> None:
    """Say whether types and actions are emulated, CRUD (only stored and returned) or none.

    Without an argument: how many, by product. For a folder: the types of that configuration and of its modules.
    No server is needed. docs/crud.md says what the tiers mean.

    Exit codes: 0; 1 where --fail-under is not met; 2 where the question cannot be answered: there is no such folder or
    kind of name, a file cannot be parsed, or, with --fail-under, a module could not be looked at.

    \b
    Examples:
      tfmock coverage alicloud_kms_key
      tfmock coverage CreateLoadBalancer
      tfmock coverage ./infra --fail-under crud
    """
    least = Tier(fail_under) if fail_under else None
    if target is None:
        if least:
            raise CommandError("--fail-under needs a type, an action or a folder")
        _print_totals(as_json=format == "json")
    elif _is_folder(target):
        _cover_folder(Path(target), least, as_json=format == "json")
    elif _is_type(target):
        _print_type(target, least, as_json=format == "json")
    elif _ACTION.fullmatch(target):
        _print_actions(target, least, as_json=format == "json")
    else:
        raise CommandError(
            f"{target} is no folder, no type (alicloud_...) and no action (CreateVpc, Vpc.CreateVpc, 'GET /clusters')"
            f"{_closest_name(target)}"
        )


def _is_folder(target: str) -> bool:
    if not target:
        raise CommandError("the argument is empty; name a folder (. for this one), a type or an action")
    if Path(target).is_file():
        raise CommandError(f"{target} is a file; name its folder")
    return Path(target).is_dir()


def _is_type(target: str) -> bool:
    return target.startswith(PREFIX) or any(PREFIX + target in type_tiers().types[mode] for mode in MODES)


def _closest_name(target: str) -> str:
    """A question to end a message with: the type without its prefix, or else the action that a name resembles."""
    types = {name.removeprefix(PREFIX) for mode in MODES for name in type_tiers().types[mode]}
    hint = did_you_mean(target, types)
    if not hint:
        from tfmock.services.action_tiers import all_actions

        hint = did_you_mean(target, {entry.action for entry in all_actions()}, cutoff=VERY_CLOSE)
    return f". {hint}" if hint else ""


def _cover_folder(folder: Path, least: Tier | None, *, as_json: bool) -> None:
    from tfmock.terraform.declared_types import ConfigurationError, declared_blocks
    from tfmock.terraform.root_module import has_configuration

    if not has_configuration(folder):
        raise CommandError(f"{folder} has no *.tf or *.tofu files")
    try:
        blocks, unread = declared_blocks(folder)
    except ConfigurationError as error:
        raise CommandError(str(error)) from None
    covered = cover(str(folder), blocks, unread)
    _print_folder(covered, as_json=as_json)
    if least and covered.below(least):
        sys.exit(1)
    if least and unread:  # what was not looked at is never the same as fine
        raise CommandError(f"--fail-under {least.value} cannot be answered: {unread[0]}")


def _print_folder(covered: FolderCoverage, *, as_json: bool) -> None:
    if as_json:
        print_json(folder_as_json(covered))
        return
    for line in text_lines(covered):
        print_line(line)


def _print_type(target: str, least: Tier | None, *, as_json: bool) -> None:
    name = target if target.startswith(PREFIX) else PREFIX + target
    tiers = type_tiers()
    found: list[tuple[Mode, Tier, str]] = [
        (mode, entry.tier, entry.product) for mode in MODES if (entry := tiers.find(mode, name))
    ]
    if as_json:
        entries = [{"mode": mode, "tier": tier.value, "product": product} for mode, tier, product in found]
        print_json({"type": name, "provider": tiers.provider, "entries": entries})
    for mode, tier, product in () if as_json else found:
        print_line(f"{name}  {mode_title(mode)}  {tier.label}: {tier.meaning} ({product})")
    if not found and not as_json:
        hint = did_you_mean(name, {known for mode in MODES for known in tiers.types[mode]})
        print_line(f"{name}  {Tier.NONE.label}: provider {tiers.provider} has no such type. {hint}".rstrip())
    _exit_below([tier for _, tier, _ in found], least)


def _print_actions(target: str, least: Tier | None, *, as_json: bool) -> None:
    from tfmock.services.action_tiers import all_actions, find_actions

    found: list[ActionEntry] = find_actions(target)
    if as_json:
        print_json(
            {
                "action": target,
                "entries": [
                    {"product": entry.product, "version": entry.version, "action": entry.action, "tier": entry.tier}
                    for entry in found
                ],
            }
        )
    for entry in () if as_json else found:
        print_line(f"{entry.product} {entry.version} {entry.action}  {entry.tier.label}: {entry.tier.meaning}")
    if not found and not as_json:
        hint = did_you_mean(re.split(r"[./]", target)[-1], {entry.action for entry in all_actions()}, cutoff=VERY_CLOSE)
        print_line(f"{target}  {Tier.NONE.label}: {Tier.NONE.meaning}. {hint}".rstrip())
    _exit_below([entry.tier for entry in found], least)


def _exit_below(tiers: list[Tier], least: Tier | None) -> None:
    if least and (not tiers or any(tier.is_below(least) for tier in tiers)):
        sys.exit(1)


def _print_totals(*, as_json: bool) -> None:
    from tfmock.services.action_tiers import all_actions

    tiers = type_tiers()
    by_mode = {mode: Counter(entry.tier for entry in tiers.types[mode].values()) for mode in MODES}
    actions = Counter(entry.tier for entry in all_actions())
    products: dict[str, dict[Mode, Counter[Tier]]] = {}
    for mode in MODES:
        for entry in tiers.types[mode].values():
            products.setdefault(entry.product, {each: Counter() for each in MODES})[mode][entry.tier] += 1
    if as_json:
        totals = {mode: _counts(by_mode[mode]) for mode in MODES}
        print_json(
            {
                "provider": tiers.provider,
                "totals": {**totals, "actions": _counts(actions)},
                "products": {
                    product: {mode: _counts(counts[mode]) for mode in MODES}
                    for product, counts in sorted(products.items())
                },
            }
        )
        return
    print_line(f"provider aliyun/alicloud {tiers.provider}")
    print_line(f"{'':<24}" + "".join(f"{tier.label:>10}" for tier in Tier))
    for title, counts in (*((f"{mode_title(mode)}s", by_mode[mode]) for mode in MODES), ("actions", actions)):
        print_line(f"{title:<24}" + "".join(f"{counts[tier]:>10}" for tier in Tier))
    print_line("")
    print_line("resources and data sources by product:")
    for product, of_product in sorted(products.items()):
        counts = sum(of_product.values(), Counter())
        print_line(f"  {product:<22}" + "".join(f"{counts[tier] or '':>10}" for tier in Tier))


def _counts(counts: Counter[Tier]) -> dict[str, int]:
    return {tier.value: counts[tier] for tier in Tier}
