"""Options of ``serve`` and ``exec`` that settings read as they are."""

from __future__ import annotations

from typing import Final

import click


def _transitions(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str] | None:
    """``VpcPeer.Creating=8`` -> a table; what it says is settings' to judge."""
    parts = [text.partition("=") for text in given]
    wrong = next((text for text, (_, equals, _) in zip(given, parts, strict=True) if not equals), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r}: write it as VpcPeer.Creating=8.")
    return {name: seconds for name, _, seconds in parts} or None


#: How the world behaves.
behaviour: Final = (
    click.option(
        "--transition",
        "transitions",
        multiple=True,
        callback=_transitions,
        metavar="KIND.STATE=SECONDS",
        help="How long one state lasts, over the profile: VpcPeer.Creating=8. May be repeated.",
    ),
    click.option(
        "--fault-profile",
        type=click.Choice(["throttled", "flaky", "task-conflict", "slow"]),
        help="A bad day in the cloud, for every world (docs/faults.md).",
    ),
)
#: Who may do what.
access: Final = (
    click.option(
        "--auth",
        type=click.Choice(["off", "warn", "strict"]),
        help="Check signatures against the secrets in [accounts]. Default: off.",
    ),
    click.option(
        "--control-token",
        metavar="TOKEN",
        help="Open /_tfmock/ to other machines, for those who send TOKEN. Better: TFMOCK_CONTROL_TOKEN.",
    ),
)
