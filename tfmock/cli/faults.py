"""``tfmock fault``: injected failures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from tfmock.cli.client import CommandClient, CommandError, with_client, world_option
from tfmock.cli.output import json_option, print_json, print_line
from tfmock.cli.parameters import FINITE_NUMBER, INTEGER
from tfmock.settings_values import FAULT_PROFILES
from tfmock.text.printable import printable


@click.group()
def fault() -> None:
    """Inject faults: rules by which calls of a world fail.

    \b
    Example:
      tfmock fault add --action CreateVpc --error Throttling.User --count 2
      tfmock fault add --product VpcPeer --action 'Create*' --error InternalError --after --count 1
      tfmock fault add --action 'Describe*' --latency 2s
      tfmock fault add --profile flaky
      tfmock fault list
      tfmock fault clear
    """


_PATTERNS = "Comma-separated patterns with * and ?."


@fault.command()
@click.option("--profile", type=click.Choice(FAULT_PROFILES), help="A set of rules.")
@click.option("--product", metavar="PATTERN", help=f"Vpc, VpcPeer, Sts... {_PATTERNS}")
@click.option("--action", metavar="PATTERN", help="CreateVpc, 'Describe*'...")
@click.option("--region", metavar="PATTERN")
@click.option("--account", metavar="PATTERN", help="Account uid of the caller.")
@click.option("--resource", metavar="PATTERN", help="Any parameter's value; with --after any changed row's id, too.")
@click.option("--nth", type=INTEGER, help="The first matching call that fails. Default: 1.")
@click.option("--every", type=INTEGER, help="After that, every Nth call. Default: 1.")
@click.option("--count", type=INTEGER, help="How often in all. Default: no limit.")
@click.option("--per", type=click.Choice(["rule", "action"]), help="Count calls together (default) or by action.")
@click.option("--probability", type=FINITE_NUMBER, help="Of those, the share that fails: 0.2.")
@click.option("--seed", type=INTEGER, help="Of the probability.")
@click.option("--after", is_flag=True, default=None, help="Do the call first: only the answer is lost.")
@click.option("--latency", metavar="DURATION", help="How late the answer comes: 2s, 500ms.")
@click.option("--error", metavar="CODE", help="Error code to answer: Throttling.User, InternalError...")
@click.option("--status", type=INTEGER, help="HTTP status. Default: the code's own.")
@click.option("--message", metavar="TEXT", help="Error message. Default: the code's own.")
@click.option("--reset", is_flag=True, default=None, help="Break the connection.")
@click.option("--hang", metavar="DURATION", help="Say nothing for so long, then break the connection.")
@json_option
@world_option
@with_client
def add(client: CommandClient, world: str, as_json: bool, profile: str | None, **given: Any) -> None:
    """Add a rule, or a profile's rules."""
    from tfmock.core.clock import parse_duration

    rule = {name: value for name, value in given.items() if value is not None}
    if profile and rule:
        raise CommandError(
            f"--profile is a whole set of rules; leave --{min(rule)} out or add it as a rule of its own."
        )
    for name in ("latency", "hang"):
        try:
            rule |= {name: parse_duration(rule[name])} if name in rule else {}
        except ValueError as problem:
            raise CommandError(f"--{name}: {problem}.") from None
    if not profile:
        _check_effect(rule)
    if profile:
        _print(client.fetch_object("POST", "/faults/profile", {"profile": profile}, world=world), as_json)
    else:
        _print(client.fetch_object("POST", "/faults", rule, world=world), as_json)


def _check_effect(rule: Mapping[str, object]) -> None:
    """What the server would say, with flags as they were typed.

    Raises:
        CommandError: the rule has no effect, or several that exclude each other.
    """
    outcomes = [f"--{name}" for name in ("error", "reset", "hang") if name in rule]
    error_fields = [f"--{name}" for name in ("status", "message") if name in rule]
    if len(outcomes) > 1:
        raise CommandError(f"{' and '.join(outcomes)} exclude each other; make two rules.")
    if error_fields and "error" not in rule:
        raise CommandError(f"{' and '.join(error_fields)}: belongs to an error; give --error as well.")
    if not outcomes and "latency" not in rule:
        raise CommandError("nothing would happen; give --error, --reset, --hang or --latency.")


@fault.command("list")
@json_option
@world_option
@with_client
def list_rules(client: CommandClient, world: str, as_json: bool) -> None:
    """Print the rules, and how often each applied."""
    _print(client.fetch_object("GET", "/faults", world=world), as_json)


@fault.command()
@click.argument("id", required=False)
@json_option
@world_option
@with_client
def clear(client: CommandClient, world: str, id: str | None, as_json: bool) -> None:
    """Remove the rule ID, or all rules."""
    if id == "":  # an unset variable of a shell must not remove all
        raise CommandError("ID '': names no rule. Leave it out to remove all.")
    from tfmock.control_api.models import Removed

    reply = client.fetch(Removed, "DELETE", "/faults", world=world, id=id)
    if as_json:
        print_json(reply)
        return
    print_line(f"removed {reply.removed} fault rule{'' if reply.removed == 1 else 's'} of world {world}")


def _print(reply: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(reply)
        return
    if reply.get("note"):
        click.echo(printable(f"tfmock: note: {reply['note']}"), err=True)
    for fault in reply["faults"]:
        rule = {name: value for name, value in fault["rule"].items() if value not in _DEFAULTS.get(name, ())}
        words = " ".join(_format_field(name, value) for name, value in rule.items())
        print_line(f"{fault['id']:<4} applied {fault['fired']} of {fault['matched']}  {words}")
    if not reply["faults"]:
        print_line(f"world {reply['world']} has no fault rules")


def _format_field(name: str, value: object) -> str:
    """``after``, ``hang=90s``, ``error=Throttling.User``: as the options are written."""
    if value is True:
        return name
    return f"{name}={value:g}s" if name in ("hang", "latency") and isinstance(value, float) else f"{name}={value}"


#: Values of fields that are not printed.
_DEFAULTS = {
    "product": ("*",), "action": ("*",), "region": ("*",), "account": ("*",), "resource": ("*",), "nth": (1,),
    "every": (1,), "per": ("rule",), "probability": (1.0,), "seed": (0,), "after": (False,), "latency": (0.0,),
    "error": ("",), "message": ("",), "reset": (False,),
}  # fmt: skip
