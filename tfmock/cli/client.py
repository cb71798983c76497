"""The control API as commands use it, and the one place that decides which server is meant.

Which server: ``--server`` (or ``--host`` and ``--port``) > ``TFMOCK_SERVER`` > ``TFMOCK_HOST``, ``TFMOCK_PORT`` and
``tfmock.toml`` > 127.0.0.1:4180. Which world: ``--world`` > ``TFMOCK_WORLD`` > ``default``. ``tfmock env`` and
``tfmock exec`` set both variables, so that commands in their environment talk to their server.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import click

from tfmock.cli.options import (
    options,
    server_config_option,
    server_host_option,
    server_option,
    server_port_option,
)
from tfmock.cli.parameters import describe_parameter_problem
from tfmock.control_api.client import ControlApiError, ControlClient, NoAnswerError, QueryValue, RequestRefusedError
from tfmock.protocol.peers import connect_host, is_loopback_host
from tfmock.text.printable import printable, printable_lines
from tfmock.variables import SERVER_VARIABLE, WORLD_VARIABLE

if TYPE_CHECKING:
    from tfmock.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
EXIT_USAGE: Final = 2


class CommandError(Exception):
    """What the user must correct, as one clear line."""


class CommandClient(ControlClient):
    """The client of a command; it knows what named its server."""

    def __init__(self, host: str, port: int, token: str = "", *, source: str = "", note: str = "") -> None:
        """A client.

        Args:
            host, port, token: as of :class:`ControlClient`.
            source: what named the server, for messages: ``--server``, ``TFMOCK_SERVER``; empty for settings.
            note: why this server, where another one could be meant, too.
        """
        super().__init__(host, port, token)
        self.source: Final = source
        self._note = note

    def print_note(self, world: str = "") -> None:
        """Print on stderr which server and world this is, where another one could be meant, too."""
        if self._note:
            click.echo(printable(f"tfmock: {self.where}{f', world {world}' if world else ''}: {self._note}"), err=True)

    def request(self, method: str, path: str, body: object = None, **query: QueryValue) -> bytes:
        """As :meth:`ControlClient.request`. The world of this environment (``TFMOCK_WORLD``) is created if it does not
        exist yet.

        Raises:
            CommandError: nothing answers there.
            RequestRefusedError: the server refuses.
        """
        try:
            try:
                return super().request(method, path, body, **query)
            except RequestRefusedError as refused:
                missing = missing_world(refused)
                if not missing or missing != os.environ.get(WORLD_VARIABLE):
                    raise
            self.create_world(missing)
            return super().request(method, path, body, **query)
        except NoAnswerError as error:
            raise CommandError(self.no_answer_message(error)) from None

    def no_answer_message(self, error: NoAnswerError) -> str:
        """What to do where nothing answers."""
        if self.source == SERVER_VARIABLE:
            return (
                f"nothing answers on {self.where} ({error.reason}), which {SERVER_VARIABLE} of this environment names. "
                f'Start it again, or leave the environment: eval "$(tfmock env --unset)"'
            )
        return f"nothing answers on {self.where} ({error.reason}). Start it with: tfmock serve"


def missing_world(refused: RequestRefusedError) -> str:
    """The world that a refused request named and that does not exist; empty if it was refused for another reason."""
    return (refused.refusal and refused.refusal.no_world) or ""


def reports_errors(command: Callable[P, T]) -> Callable[P, T]:
    """Errors that the user can correct end a command with a message and exit code 2, without a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        from tfmock.settings import SettingsError

        try:
            return command(*args, **kwargs)
        except (CommandError, ControlApiError, SettingsError) as error:
            for line in printable_lines(_message(error)).splitlines():
                click.echo(f"tfmock: {line}", err=True)
            sys.exit(EXIT_USAGE)
        except BrokenPipeError:  # `tfmock calls | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    return run


def _message(error: Exception) -> str:
    """The message; about a field of the API, of the option or argument by which the user gave it."""
    refusal = error.refusal if isinstance(error, RequestRefusedError) else None
    if refusal is not None and refusal.field:
        return describe_parameter_problem(refusal.field, refusal.problem or "") or str(error)
    return str(error)


def with_client(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options that name the server; the command gets a ``client`` instead of them."""

    @options(server_option, server_host_option, server_port_option, server_config_option)
    @functools.wraps(command)
    @reports_errors
    def run(*, server: str | None, host: str | None, port: int | None, config: Path | None, **rest: object) -> None:
        command(client=_client_with_note(config, rest, host=host, port=port, server=server), **rest)

    return run


def with_client_of_server_option(command: Callable[..., None]) -> Callable[..., None]:
    """As :func:`with_client`, for commands whose ``--port`` is a packet's."""

    @options(server_option, server_config_option)
    @functools.wraps(command)
    @reports_errors
    def run(*, server: str | None, config: Path | None, **rest: object) -> None:
        command(client=_client_with_note(config, rest, server=server), **rest)

    return run


def _client_with_note(
    config: Path | None,
    arguments: Mapping[str, object],
    *,
    host: str | None = None,
    port: int | None = None,
    server: str | None = None,
) -> CommandClient:
    client = create_client(config, host, port, server)
    client.print_note(str(arguments.get("world") or ""))
    return client


def create_client(config: Path | None, host: str | None, port: int | None, server: str | None = None) -> CommandClient:
    """The client of the server that flags, ``TFMOCK_SERVER`` and settings name.

    Raises:
        CommandError: an address is malformed or given twice.
        SettingsError: a setting is not valid.
    """
    from tfmock import settings

    if server is not None:
        if host is not None or port is not None:
            raise CommandError("--server says where tfmock listens; leave --host and --port out.")
        host, port = _parse_address(server, "--server")
    flag = "--server" if server is not None else "--host" if host is not None else "--port" if port is not None else ""
    variable = os.environ.get(SERVER_VARIABLE, "")
    named = _parse_address(variable, SERVER_VARIABLE) if variable else None
    # The gateway's port does not matter for this client; 0 never equals the plain port, which would be an error.
    loaded = settings.load(config, host=host, port=port, gateway_port=0)
    token = loaded.control_token.get_secret_value() if loaded.control_token else ""
    configured = (connect_host(loaded.host), loaded.port)
    if named is None:
        return CommandClient(*configured, token, source=flag)
    if flag:
        note = f"as {flag} says; the server of this environment is {variable} ({SERVER_VARIABLE})."
        return CommandClient(*configured, token, source=flag, note="" if _is_same_server(configured, named) else note)
    note = ""
    if not _is_same_server(configured, named) and {"host", "port"} & loaded.model_fields_set:
        source = _source_of_address(loaded, config)
        note = f"as {SERVER_VARIABLE} says, not {configured[0]}:{configured[1]} as {source}."
    return CommandClient(*named, token, source=SERVER_VARIABLE, note=note)


def _source_of_address(loaded: Settings, config: Path | None) -> str:
    variables = [name for name in ("TFMOCK_HOST", "TFMOCK_PORT") if os.environ.get(name)]
    return " and ".join(variables) if variables else str(config or loaded.config or "tfmock.toml")


def _is_same_server(first: tuple[str, int], second: tuple[str, int]) -> bool:
    both_loopback = is_loopback_host(first[0]) and is_loopback_host(second[0])
    return first == second or (first[1] == second[1] and both_loopback)


def _parse_address(text: str, source: str) -> tuple[str, int]:
    """``127.0.0.1:4180`` or ``[::1]:4180`` -> host and port.

    Raises:
        CommandError: the text is not an address.
    """
    host, _, port = text.rpartition(":")
    is_whole = host.startswith("[") and host.endswith("]") if ":" in host else bool(host.strip())
    if not (is_whole and port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise CommandError(f"{source} {text}: {_address_problem(text, port)}write it as 127.0.0.1:4180.")
    return host, int(port)


def _address_problem(text: str, port: str) -> str:
    if "://" in text:
        return "takes no scheme; "
    return "a port is at most 65535; " if port.isascii() and port.isdecimal() and int(port[:9]) > 65535 else ""


world_option = click.option(
    "--world", envvar=WORLD_VARIABLE, default="default", metavar="NAME",
    help="Which world. Default: that of the environment (TFMOCK_WORLD), else default.",
)  # fmt: skip
