"""A running tfmock's control API, as the commands use it."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

import click

from tfmock.commands.options import their_host_option, their_port_option

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SECONDS = 30.0
EXIT_USAGE = 2


class Failed(Exception):
    """One clear line for the user."""


class Client:
    """Requests to ``/_tfmock/...`` of one server, with its token where it has one."""

    def __init__(self, host: str, port: int, token: str = "") -> None:
        self.where = f"{host}:{port}"
        self._host, self._port = host.strip("[]"), port
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: object = None, **query: str | int | bool | None) -> bytes:
        """One request; parameters that are None are left out.

        Raises:
            Failed: nothing answers there, or it refuses.
        """
        import http.client  # and with it ssl: `tfmock --version` does without

        given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
        asked = urlencode({name: value for name, value in given.items() if value is not None})
        data = None if body is None else json.dumps(body)
        headers = {**self._headers, "Content-Type": "application/json"} if data else self._headers
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_SECONDS)
        try:
            connection.request(method, f"/_tfmock{path}?{asked}", data, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"nothing answers on {self.where} ({error}). Start it with: tfmock serve") from None
        finally:
            connection.close()
        if answer.status >= 400:
            raise Failed(_why(answer.status, content))
        return content

    def json(self, method: str, path: str, body: object = None, **query: str | int | bool | None) -> dict[str, object]:
        """The answer as an object.

        Raises:
            Failed: see :meth:`ask`.
        """
        content = self.ask(method, path, body, **query)
        try:
            found = json.loads(content)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Failed(f"{path}: {self.where} answered in a way that this tfmock does not understand.")
        return found


def _why(status: int, content: bytes) -> str:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if isinstance(found, Mapping) and isinstance(found.get("error"), str):
        return str(found["error"])
    return f"the server answered {status}; is it a tfmock of this version?"


def guarded(command: Callable[_P, _T]) -> Callable[_P, _T]:
    """What the user must mend is one message and exit code 2, never a traceback."""

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        from tfmock.settings import SettingsError

        try:
            return command(*args, **kwargs)
        except (Failed, SettingsError) as problem:
            for line in str(problem).splitlines():
                click.echo(f"tfmock: {line}", err=True)
            sys.exit(EXIT_USAGE)
        except BrokenPipeError:  # `tfmock calls | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)

    return run


def connected(command: Callable[..., None]) -> Callable[..., None]:
    """Options that name the server; the command gets a ``client`` instead of them."""

    @their_host_option
    @their_port_option
    @click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file of the server.")
    @functools.wraps(command)
    @guarded
    def run(*, host: str | None, port: int | None, config: Path | None, **rest: object) -> None:
        command(client=client_at(config, host, port), **rest)

    return run


def client_at(config: Path | None, host: str | None, port: int | None) -> Client:
    """The tfmock that flags and settings lead to. Its gateway's port does not matter, so no port clashes with it.

    Raises:
        SettingsError: a setting does not fit.
    """
    from tfmock import settings
    from tfmock.doors.server import reach

    chosen = settings.load(config, host=host, port=port, gateway_port=0)
    token = chosen.control_token.get_secret_value() if chosen.control_token else ""
    return Client(reach(chosen.host), chosen.port, token)


world_option = click.option("--world", default="default", show_default=True, metavar="NAME", help="Which world.")
