"""A running tfmock's control API, as the commands use it, and the one place that decides which tfmock is meant.

Which server: ``--server`` (or ``--host`` and ``--port``) > ``TFMOCK_SERVER`` > ``TFMOCK_HOST``, ``TFMOCK_PORT`` and
``tfmock.toml`` > 127.0.0.1:4180. Which world: ``--world`` > ``TFMOCK_WORLD`` > ``default``. ``tfmock env`` and
``tfmock exec`` set both variables, so that whatever runs in their environment talks to their server.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar
from urllib.parse import quote, urlencode

import click

from tfmock.cli.options import options, server_option, their_config_option, their_host_option, their_port_option
from tfmock.cli.parameters import as_typed
from tfmock.text.printable import printable, printable_lines
from tfmock.variables import SERVER_VARIABLE, WORLD_VARIABLE

if TYPE_CHECKING:
    from tfmock.settings import Settings

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SECONDS: Final = 30.0
EXIT_USAGE: Final = 2
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Failed(Exception):
    """One clear line for the user."""


class Refused(Failed):
    """The server found something wrong with a field of its API."""

    def __init__(self, message: str, field: str, problem: str) -> None:
        super().__init__(message)
        self.field = field
        self.problem = problem


class NoSuchWorld(Failed):
    """The server has no world of that name."""


class Client:
    """Requests to ``/_tfmock/...`` of one server, with its token where it has one.

    Args:
        host, port: where it listens.
        token: its control token, if any.
        source: what named it, for messages: ``--server``, ``TFMOCK_SERVER``; empty for settings and the default.
        note: why this one, where another could be meant, too.
    """

    def __init__(self, host: str, port: int, token: str = "", source: str = "", note: str = "") -> None:
        self.where = f"{host}:{port}"
        self.source = source
        self._note = note
        self.token = token
        self.address = (host.strip("[]"), port)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def say_where(self, world: str = "") -> None:
        """Say on stderr which server and world this is, where another could be meant, too."""
        if self._note:
            click.echo(printable(f"tfmock: {self.where}{f', world {world}' if world else ''}: {self._note}"), err=True)

    def ask(self, method: str, path: str, body: object = None, **query: str | int | bool | None) -> bytes:
        """One request; parameters that are None are left out.

        The world of this environment (``TFMOCK_WORLD``) is meant even before its first call: it is made.

        Raises:
            Failed: nothing answers there, or it refuses.
        """
        status, content = self._send(method, path, body, query)
        missing = _answered(content, "no_world") if status == 404 else ""
        if missing and missing == os.environ.get(WORLD_VARIABLE):
            self._send("PUT", f"/worlds/{quote(missing, safe='')}", None, {})
            status, content = self._send(method, path, body, query)
        if status >= 400:
            said = _answered(content, "error") or f"the server answered {status}; is it a tfmock of this version?"
            field = _answered(content, "field")
            if field:
                raise Refused(said, field, _answered(content, "problem"))
            raise (NoSuchWorld if missing else Failed)(said)
        return content

    def json(self, method: str, path: str, body: object = None, **query: str | int | bool | None) -> dict[str, object]:
        """The answer as an object.

        Raises:
            Failed: see :meth:`ask`.
        """
        found = _object(self.ask(method, path, body, **query))
        if found is None:
            raise Failed(f"{path}: {self.where} answered in a way that this tfmock does not understand.")
        return found

    def _send(
        self, method: str, path: str, body: object, query: Mapping[str, str | int | bool | None]
    ) -> tuple[int, bytes]:
        import http.client  # and with it ssl: `tfmock --version` does without

        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
        asked = urlencode({name: value for name, value in given.items() if value is not None})
        data = None if body is None else json.dumps(body)
        headers = {**self._headers, "Content-Type": "application/json"} if data else self._headers
        connection = http.client.HTTPConnection(*self.address, timeout=_SECONDS)
        try:
            connection.request(method, f"/_tfmock{path}?{asked}", data, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Failed(self.silent(error)) from None
        finally:
            connection.close()

    def silent(self, error: Exception) -> str:
        """What to say where nothing answers."""
        why = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        if self.source == SERVER_VARIABLE:
            return (
                f"nothing answers on {self.where} ({why}), which {SERVER_VARIABLE} of this environment names. "
                f'Start it again, or leave the environment: eval "$(tfmock env --unset)"'
            )
        return f"nothing answers on {self.where} ({why}). Start it with: tfmock serve"


def _object(content: bytes) -> dict[str, object] | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _answered(content: bytes, name: str) -> str:
    """A text in an answer of the control API; empty where there is none."""
    found = (_object(content) or {}).get(name)
    return found if isinstance(found, str) else ""


def guarded(command: Callable[_P, _T]) -> Callable[_P, _T]:
    """What the user must mend is one message and exit code 2, never a traceback."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        from tfmock.settings import SettingsError

        try:
            return command(*args, **kwargs)
        except (Failed, SettingsError) as problem:
            said = (as_typed(problem.field, problem.problem) if isinstance(problem, Refused) else "") or str(problem)
            for line in printable_lines(said).splitlines():
                click.echo(f"tfmock: {line}", err=True)
            sys.exit(EXIT_USAGE)
        except BrokenPipeError:  # `tfmock calls | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    return run


def connected(command: Callable[..., None]) -> Callable[..., None]:
    """Options that name the server; the command gets a ``client`` instead of them."""

    @options(server_option, their_host_option, their_port_option, their_config_option)
    @functools.wraps(command)
    @guarded
    def run(*, server: str | None, host: str | None, port: int | None, config: Path | None, **rest: object) -> None:
        command(client=_client(config, server, host, port, rest), **rest)

    return run


def connected_by_server(command: Callable[..., None]) -> Callable[..., None]:
    """The same for commands whose ``--port`` is a packet's."""

    @options(server_option, their_config_option)
    @functools.wraps(command)
    @guarded
    def run(*, server: str | None, config: Path | None, **rest: object) -> None:
        command(client=_client(config, server, None, None, rest), **rest)

    return run


def _client(
    config: Path | None, server: str | None, host: str | None, port: int | None, rest: Mapping[str, object]
) -> Client:
    client = client_at(config, host, port, server)
    client.say_where(str(rest.get("world") or ""))
    return client


def client_at(config: Path | None, host: str | None, port: int | None, server: str | None = None) -> Client:
    """The tfmock that flags, ``TFMOCK_SERVER`` and settings lead to. A gateway's port does not matter here, so no port
    clashes with it.

    Raises:
        Failed: an address is none, or is given twice.
        SettingsError: a setting does not fit.
    """
    from tfmock import settings
    from tfmock.protocol.peers import connect_host

    if server is not None:
        if host is not None or port is not None:
            raise Failed("--server says where tfmock listens; leave --host and --port out.")
        host, port = _address(server, "--server")
    flag = "--server" if server is not None else "--host" if host is not None else "--port" if port is not None else ""
    named = os.environ.get(SERVER_VARIABLE, "")
    there = _address(named, SERVER_VARIABLE) if named else None
    chosen = settings.load(config, host=host, port=port, gateway_port=0)
    token = chosen.control_token.get_secret_value() if chosen.control_token else ""
    here = (connect_host(chosen.host), chosen.port)
    if there is None:
        return Client(*here, token, flag)
    note = ""
    if flag:
        if not _same(here, there):
            note = f"as {flag} says; the server of this environment is {named} ({SERVER_VARIABLE})."
        return Client(*here, token, flag, note)
    if not _same(here, there) and {"host", "port"} & chosen.model_fields_set:
        note = f"as {SERVER_VARIABLE} says, not {here[0]}:{here[1]} as {_who_says(chosen, config)}."
    return Client(*there, token, SERVER_VARIABLE, note)


def _who_says(chosen: Settings, config: Path | None) -> str:
    variables = [name for name in ("TFMOCK_HOST", "TFMOCK_PORT") if os.environ.get(name)]
    return " and ".join(variables) if variables else str(config or chosen.config or "tfmock.toml")


def _same(one: tuple[str, int], other: tuple[str, int]) -> bool:
    return one == other or (one[1] == other[1] and {one[0], other[0]} <= _LOOPBACK)


def _address(text: str, source: str) -> tuple[str, int]:
    """``127.0.0.1:4180`` or ``[::1]:4180`` -> host and port.

    Raises:
        Failed: it is no address.
    """
    host, _, port = text.rpartition(":")
    whole = host.startswith("[") and host.endswith("]") if ":" in host else bool(host.strip())
    if not (whole and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise Failed(f"{source} {text}: {_wrong_address(text, port)}write it as 127.0.0.1:4180.")
    return host, int(port)


def _wrong_address(text: str, port: str) -> str:
    if "://" in text:
        return "takes no scheme; "
    return "a port is at most 65535; " if port.isascii() and port.isdecimal() and int(port[:9]) > 65535 else ""


world_option = click.option(
    "--world", envvar=WORLD_VARIABLE, default="default", metavar="NAME",
    help="Which world. Default: that of the environment (TFMOCK_WORLD), else default.",
)  # fmt: skip
