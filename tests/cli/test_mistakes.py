"""What is wrong with a command line is said of the flag or argument as it was typed, with what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.conftest import Served
from tfmock.cli.main import main

#: Words of Python and of its libraries, which no user knows.
FOREIGN = ("Input should be", "validation error", "Field required", "Traceback", "pydantic", "Value error", "NoneType")


@pytest.fixture(autouse=True)
def _port(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TFMOCK_PORT", str(served.running.settings.port))
    monkeypatch.chdir(tmp_path)


def tfmock(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


_STREAM = ("traffic", "a", "b")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clock", "advance", "7x"], "DURATION: '7x' is no duration; write 90, 8s, 1h30m or 7d."),
        (["clock", "advance", ""], "DURATION: '' is no duration"),
        (["clock", "advance", "-1d"], "DURATION: '-1d' is no duration"),
        (["clock", "advance", "0"], "DURATION 0: must be greater than 0."),
        (["clock", "advance", "99999999d"], "DURATION 99999999d: no world goes beyond 9999-01-01"),
        (["clock", "freeze", "--at", "soon"], "--at: 'soon' is no time; write 2026-01-01T00:00:00Z."),
        (["clock", "freeze", "--at", ""], "--at: '' is no time"),
        (["clock", "freeze", "--at", "1950-01-01"], "--at: '1950-01-01' is outside of 1970 to 9998."),
        (["clock", "scale", "-1"], "SPEED -1: must be from 0 to 1000000."),
        (["clock", "scale", "1e9"], "SPEED 1e+09: must be from 0 to 1000000."),
        (["clock", "scale", "nan"], "'SPEED': 'nan' is not a number"),
        (["clock", "scale", "fast"], "'SPEED': 'fast' is not a number"),
        (["clock", "profile", "--set", "VpcPeer.Creating=-3"], "--set: VpcPeer.Creating = -3: must be from 0 to 86400"),
        (["clock", "profile", "--set", "VpcPeer.Creating=nan"], "--set VpcPeer.Creating=nan: write it as"),
        (["clock", "profile", "--set", "VpcPeer.Creatin=3"], "--set: no resource has the state VpcPeer.Creatin. Did"),
        (["clock", "profile", "--set", "VpcPeer.Zzz=3"], "the state VpcPeer.Zzz. VpcPeer has "),
        (["clock", "profile", "--set", "A.B=3"], "the state A.B. tfmock clock show lists all."),
        (["clock", "show", "--world", "A b"], "--world: 'A b' is no world's name. Use up to 63"),
        (["fault", "add", "--nth", "0", "--reset"], "--nth 0: must be at least 1."),
        (["fault", "add", "--nth", "x", "--reset"], "'--nth': 'x' is not a whole number."),
        (["fault", "add", "--probability", "2", "--reset"], "--probability 2: must be greater than 0 and at most 1."),
        (["fault", "add", "--probability", "nan", "--reset"], "'--probability': 'nan' is not a number"),
        (["fault", "add", "--status", "20", "--error", "X"], "--status 20: must be from 400 to 599."),
        (["fault", "add", "--status", "500", "--reset"], "--status: belongs to an error; give --error as well."),
        (["fault", "add", "--error", "X", "--reset"], "--error and --reset exclude each other"),
        (
            ["fault", "add", "--error", "Throtling"],
            "--error: tfmock knows no code 'Throtling'. Did you mean Throttling?",
        ),
        (["fault", "add", "--error", "Zzz"], "--error: tfmock knows no code 'Zzz'. Give a status to use it"),
        (["fault", "add", "--hang", "20m"], "--hang 20m: must be greater than 0 and at most 600 seconds."),
        (["fault", "add", "--latency", "soon"], "--latency: 'soon' is no duration"),
        (["fault", "add", "--product", "", "--reset"], "--product '': must not be empty."),
        (["fault", "add", "--product", "VpcPear", "--reset"], "--product: tfmock serves no 'VpcPear'"),
        (["fault", "add", "--action", "CreateVpcc", "--reset"], "--action: there is no 'CreateVpcc'"),
        (["fault", "clear", "f99"], "ID: world default has no fault rule 'f99'. It has: "),
        (["fault", "clear", ""], "ID '': names no rule. Leave it out to remove all."),
        (["quota", "set", "X", "-1"], "'VALUE': '-1' is not a whole number from 0 on."),
        (["quota", "set", "X", "1"], "NAME: there is no quota 'X'. Known: "),
        (["quota", "set", "vpc_quota_peer_num", "1" * 14], "VALUE 11111111111111: must be from 0 to 1000000000000."),
        (["quota", "set", "vpc_quota_peer_nmu", "1"], "NAME: there is no quota 'vpc_quota_peer_nmu'. Did you mean"),
        (["snapshot", "save", "A b"], "NAME|FILE: 'A b' is no snapshot's name; use up to 63"),
        (["snapshot", "fork", "default", "default"], "TO: there is a world 'default' already."),
        (["snapshot", "fork", "default", "A b"], "TO: 'A b' is no world's name."),
        (["snapshot", "fork", "default", "new", "--snapshot", ""], "--snapshot '': names no snapshot."),
        (["snapshot", "diff", "one", ""], "'' names no snapshot."),
        ([*_STREAM, "--rate", "x", "--for", "1m"], "--rate: 'x' is no rate; write 200Mbps or 1.5Gbps."),
        ([*_STREAM, "--rate", "0bps", "--for", "1m"], "--rate 0bps: must be greater than 0 and at most "),
        ([*_STREAM, "--rate", "1Mbps", "--for", "x"], "--for: 'x' is no duration"),
        (
            [*_STREAM, "--rate", "1Mbps", "--for", "1000d"],
            "--for 1000d: must be greater than 0 and at most 31622400 sec",
        ),
        (
            [*_STREAM, "--rate", "1Mbps", "--for", "1m", "--port", "0"],
            "'--port': '0' is not a whole number from 1 to 65535.",
        ),
        (["reach", "a", "b", "--protocol", "icmp", "--port", "3"], "--port 3: icmp has no ports."),
        (["reach", "a", "b", "--protocol", "icmp", "--source-port", "3"], "--source-port 3: icmp has no ports."),
        (["calls", "--last", "-1"], "'-1' is not a whole number from 0 on."),
        (["env", "--wait", "nan"], "'--wait': 'nan' is not a number"),
        (["serve", "--transition", "VpcPeer.Creatin=8", "--port", "0"], "(--transition): no resource has the state"),
    ],
)
def test_the_flag_as_typed(arguments: list[str], message: str, served: Served) -> None:
    served.app.test_client().get("/_tfmock/clock")  # there is a default world
    done = tfmock(*arguments)
    assert message in done.stderr
    assert (done.exit_code, done.stdout) == (2, "")
    assert not [word for word in FOREIGN if word in done.stderr]


def test_a_world_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_WORLD", "A b")
    assert "TFMOCK_WORLD (environment variable): 'A b' is no world's name." in tfmock("clock", "show").stderr


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


#: Of these no value is wrong by itself, or it is not the server that judges.
_OTHERS = {"serve", "exec", "env", "override", "backend", "replay", "completion", "ca", "actions"}
_ASKING = {path: command for path, command in commands(main) if path[0] not in _OTHERS}
_FILLED = {"value": "1", "speed": "1", "by": "1s", "rate": "1Mbps", "seconds": "1m"}
_BAD = ("", "-1", "nan", "A b", "x\x1b[2J", "9" * 400, "1e999", "ä", "../x", '{"a": 1}')


def lines(command: click.Command, bad: click.Parameter, value: str) -> list[str]:
    """A command line that is right but for one value."""
    command_lines = []
    for parameter in command.params:
        if parameter is bad or parameter.required:
            given = value if parameter is bad else _FILLED.get(str(parameter.name), "default")
            command_lines += [max(parameter.opts, key=len), given] if isinstance(parameter, click.Option) else [given]
    return command_lines


@pytest.mark.parametrize("path", _ASKING, ids="-".join)
def test_any_value_of_any_parameter_is_one_message(path: tuple[str, ...]) -> None:
    command = _ASKING[path]
    for parameter in command.params:
        if isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count):
            continue
        for value in _BAD:
            done = tfmock(*path, *lines(command, parameter, value))
            assert done.exit_code in (0, 1, 2), (path, parameter.name, value, done.output)
            assert not [word for word in FOREIGN if word in done.output], done.output
            if done.exit_code == 2:
                said = [
                    line for line in done.stderr.splitlines() if not line.startswith(("Usage:", "Try ", "tfmock: note"))
                ]
                assert len([line for line in said if line]) == 1, (path, parameter.name, value, done.stderr)
