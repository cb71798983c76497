"""``tfmock fault``: failures on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from tfmock.cli.client import Client, Failed, connected, world_option
from tfmock.cli.output import json_option, say, say_json
from tfmock.cli.parameters import NUMBER, WHOLE
from tfmock.text.printable import printable


@click.group()
def fault() -> None:
    """Let calls fail: rules per world.

    \b
    Example:
      tfmock fault add --action CreateVpc --error Throttling.User --count 2
      tfmock fault add --product VpcPeer --action 'Create*' --error InternalError --after --count 1
      tfmock fault add --action 'Describe*' --latency 2s
      tfmock fault add --profile flaky
      tfmock fault list
      tfmock fault clear
    """


_EXTENT = "Comma-separated patterns with * and ?."


@fault.command()
@click.option("--profile", type=click.Choice(["throttled", "flaky", "task-conflict", "slow"]), help="A set of rules.")
@click.option("--product", metavar="PATTERN", help=f"Vpc, VpcPeer, Sts... {_EXTENT}")
@click.option("--action", metavar="PATTERN", help="CreateVpc, 'Describe*'...")
@click.option("--region", metavar="PATTERN")
@click.option("--account", metavar="PATTERN", help="Account uid of the caller.")
@click.option("--resource", metavar="PATTERN", help="Any parameter's value; with --after any changed row's id, too.")
@click.option("--nth", type=WHOLE, help="The first matching call that fails. Default: 1.")
@click.option("--every", type=WHOLE, help="After that, every Nth call. Default: 1.")
@click.option("--count", type=WHOLE, help="How often in all. Default: for ever.")
@click.option("--per", type=click.Choice(["rule", "action"]), help="Count calls together (default) or by action.")
@click.option("--probability", type=NUMBER, help="Of those, the share that fails: 0.2.")
@click.option("--seed", type=WHOLE, help="Of the probability.")
@click.option("--after", is_flag=True, default=None, help="Do the call first: only the answer is lost.")
@click.option("--latency", metavar="DURATION", help="How late the answer comes: 2s, 500ms.")
@click.option("--error", metavar="CODE", help="Error code to answer: Throttling.User, InternalError...")
@click.option("--status", type=WHOLE, help="HTTP status. Default: the code's own.")
@click.option("--message", metavar="TEXT", help="Error message. Default: the code's own.")
@click.option("--reset", is_flag=True, default=None, help="Break the connection.")
@click.option("--hang", metavar="DURATION", help="Say nothing for so long, then break the connection.")
@json_option
@world_option
@connected
def add(client: Client, world: str, as_json: bool, profile: str | None, **given: Any) -> None:
    """Add a rule, or a profile's rules."""
    from tfmock.core.clock import parse_duration

    rule = {name: value for name, value in given.items() if value is not None}
    if profile and rule:
        raise Failed(f"--profile is a whole set of rules; leave --{min(rule)} out or add it as a rule of its own.")
    for name in ("latency", "hang"):
        try:
            rule |= {name: parse_duration(rule[name])} if name in rule else {}
        except ValueError as problem:
            raise Failed(f"--{name}: {problem}.") from None
    if not profile:
        _check_effect(rule)
    if profile:
        _print(client.json("POST", "/faults/profile", {"profile": profile}, world=world), as_json)
    else:
        _print(client.json("POST", "/faults", rule, world=world), as_json)


def _check_effect(rule: Mapping[str, object]) -> None:
    """What the server would say, with flags as they were typed.

    Raises:
        Failed: nothing would happen, or two things at once.
    """
    ends = [f"--{name}" for name in ("error", "reset", "hang") if name in rule]
    texts = [f"--{name}" for name in ("status", "message") if name in rule]
    if len(ends) > 1:
        raise Failed(f"{' and '.join(ends)} exclude each other; make two rules.")
    if texts and "error" not in rule:
        raise Failed(f"{' and '.join(texts)}: belongs to an error; give --error, too.")
    if not ends and "latency" not in rule:
        raise Failed("nothing would happen; give --error, --reset, --hang or --latency.")


@fault.command("list")
@json_option
@world_option
@connected
def list_rules(client: Client, world: str, as_json: bool) -> None:
    """Print the rules, and how often each struck."""
    _print(client.json("GET", "/faults", world=world), as_json)


@fault.command()
@click.argument("id", required=False)
@json_option
@world_option
@connected
def clear(client: Client, world: str, id: str | None, as_json: bool) -> None:
    """Remove the rule ID, or all rules."""
    if id == "":  # an unset variable of a shell must not remove all
        raise Failed("ID '': names no rule. Leave it out to remove all.")
    answer = client.json("DELETE", "/faults", world=world, id=id)
    if as_json:
        say_json(answer)
        return
    removed = answer["removed"]
    say(f"removed {removed} fault rule{'' if removed == 1 else 's'} of world {world}")


def _print(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    if found.get("note"):
        click.echo(printable(f"tfmock: note: {found['note']}"), err=True)
    for each in found["faults"]:
        rule = {name: value for name, value in each["rule"].items() if value not in _PLAIN.get(name, ())}
        words = " ".join(_words(name, value) for name, value in rule.items())
        say(f"{each['id']:<4} struck {each['fired']} of {each['matched']}  {words}")
    if not found["faults"]:
        say(f"world {found['world']} has no fault rules")


def _words(name: str, value: object) -> str:
    """``after``, ``hang=90s``, ``error=Throttling.User``: as the options are written."""
    if value is True:
        return name
    return f"{name}={value:g}s" if name in ("hang", "latency") and isinstance(value, float) else f"{name}={value}"


#: What goes without saying.
_PLAIN = {
    "product": ("*",), "action": ("*",), "region": ("*",), "account": ("*",), "resource": ("*",), "nth": (1,),
    "every": (1,), "per": ("rule",), "probability": (1.0,), "seed": (0,), "after": (False,), "latency": (0.0,),
    "error": ("",), "message": ("",), "reset": (False,),
}  # fmt: skip
