"""The running server: HTTP on the plain port and the gateway, threads of this one process."""

from __future__ import annotations

import contextlib
import errno
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tfmock.files.temporary import temporary_folder
from tfmock.server import ca_store
from tfmock.server.addresses import Policy, networks
from tfmock.server.ca import Authority
from tfmock.server.certificate import WithCertificate, handed_out, remote_bundle
from tfmock.server.gateway import Gateway
from tfmock.server.log import make_log_printable
from tfmock.server.tls import Signer, TlsContexts
from tfmock.server.trust import BUNDLE_FILE, write_bundle
from tfmock.server.workers import Workers
from tfmock.settings import Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from tfmock.server.http_server import HttpServer

Snapshot = Callable[[], Mapping[str, Mapping[str, int]]]

_BACKLOG = 1024
_STOP_SECONDS = 5.0
_LEAST_SECONDS = 1.0
_M_ARENA_MAX = -8  # malloc.h


class AppFactory(Protocol):
    """``tfmock.app.create_app``; tests pass their own."""

    def __call__(self, settings: Settings, *, proxy_traffic: Snapshot | None = None) -> WSGIApplication: ...


@dataclass(frozen=True)
class Running:
    """A started tfmock. ``settings`` holds the real ports, whatever was asked for."""

    settings: Settings
    bundle: Path
    gateway: Gateway
    plain: HttpServer
    workers: Workers

    @property
    def url(self) -> str:
        """Where plain HTTP answers."""
        return f"http://{reach(self.settings.host)}:{self.settings.port}"

    @property
    def control_token(self) -> str:
        """What the control API asks for; empty where it asks for nothing."""
        token = self.settings.control_token
        return token.get_secret_value() if token is not None else ""

    def stop(self) -> bool:
        """Ends both listeners; requests under way are finished first, if that takes no more than five seconds. May be
        called twice.

        Returns:
            False where calls are still under way; their threads cannot be ended (see :mod:`tfmock.server.ending`).
        """
        deadline = time.monotonic() + _STOP_SECONDS
        self.workers.begin_stop()
        ended = self.plain.stop()
        self.workers.stop()
        self.gateway.stop(max(_LEAST_SECONDS, deadline - time.monotonic()))  # last: the others' replies pass through it
        return ended


def start(settings: Settings, *, signer: Signer, bundle: Path, app: AppFactory | None = None) -> Running:
    """Binds both ports, starts the server and the gateway, and returns when both accept.

    Args:
        settings: port 0 takes a free one.
        signer: signs the gateway's certificates.
        bundle: file for SSL_CERT_FILE, written here.
        app: makes the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: a port is taken or an address is not ours.
        OSError: the bundle cannot be written.
    """
    from tfmock.server.http_server import HttpServer

    _share_one_heap()
    make_log_printable()
    with contextlib.ExitStack() as undo:
        plain_socket = undo.enter_context(_bind(settings.host, settings.port, "port"))
        gateway_socket = undo.enter_context(_bind(settings.host, settings.gateway_port, "gateway_port"))
        ports = {"port": plain_socket.getsockname()[1], "gateway_port": gateway_socket.getsockname()[1]}
        settings = settings.model_copy(update=ports)
        workers = Workers(settings, plain_socket)
        undo.callback(workers.stop)
        plain = HttpServer(plain_socket)
        gateway = Gateway(
            gateway_socket,
            (reach(settings.host), settings.port),
            TlsContexts(signer, settings.host),
            policy=Policy(networks(settings.proxy_allow)),
        )
        application = (app or _create_app())(settings, proxy_traffic=gateway.traffic.snapshot)
        write_bundle(signer.certificate, bundle)
        plain.start(WithCertificate(gateway.links.around(application), signer.certificate))
        gateway.start()
        undo.pop_all()
    return Running(settings, bundle, gateway, plain, workers)


@contextlib.contextmanager
def private(settings: Settings, *, app: AppFactory | None = None) -> Iterator[Running]:
    """A tfmock of one's own: free ports, a certificate authority in memory, a bundle that is deleted.

    Raises:
        SettingsError: as :func:`start` does, or there is no room for temporary files.
    """
    free = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "gateway_port": 0})
    with contextlib.ExitStack() as ends:
        try:
            folder = ends.enter_context(temporary_folder("tfmock-server-"))
            running = start(free, signer=Authority.create(), bundle=folder / BUNDLE_FILE, app=app)
        except OSError as error:
            raise SettingsError(f"no room for temporary files: {error.strerror}. TMPDIR names a folder.") from None
        ends.callback(running.stop)
        yield running


def start_persistent(settings: Settings, *, app: AppFactory | None = None) -> Running:
    """A tfmock with the authority kept in ``data_dir``, the same one that ``tfmock env`` names.

    Raises:
        SettingsError: a port is taken, or data_dir cannot be written.
    """
    with _data_dir(settings):
        signer = ca_store.keep(settings.data_dir)
        return start(settings, signer=signer, bundle=settings.data_dir / BUNDLE_FILE, app=app)


def bundle_for(settings: Settings) -> Path:
    """The bundle that a client needs: the one kept here, or, where the tfmock that answers has another authority (it
    runs in a container or on another machine), one made from the certificate that it hands out.

    Raises:
        SettingsError: data_dir cannot be written; nothing answers on another machine, or no tfmock does.
    """
    there = handed_out(reach(settings.host), settings.port)
    if there is None and not (is_loopback(settings.host) or settings.host in ("0.0.0.0", "::", "")):
        raise SettingsError(
            f"no tfmock answers on {settings.host}:{settings.port}. Start it there, or wait: --wait 30."
        )
    with _data_dir(settings):
        if there is None or there == ca_store.keep(settings.data_dir).certificate:
            return persistent_bundle(settings)
        return remote_bundle(settings, there)


def persistent_bundle(settings: Settings) -> Path:
    """The bundle of the authority kept in ``data_dir``, made where it is missing; the CA lies next to it.

    Raises:
        SettingsError: data_dir cannot be written.
    """
    with _data_dir(settings):
        return write_bundle(ca_store.keep(settings.data_dir).certificate, settings.data_dir / BUNDLE_FILE)


@contextlib.contextmanager
def _data_dir(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise SettingsError(
            f"data_dir {settings.data_dir}: {why}. Choose another folder with TFMOCK_DATA_DIR."
        ) from None


def reach(host: str) -> str:
    """The address at which this machine reaches a listener, fit for a URL."""
    if host in ("0.0.0.0", ""):
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect."""
    return host in ("localhost", "::1") or host.startswith("127.")


def _share_one_heap() -> None:
    """One malloc arena for all threads: the GIL lets one allocate at a time, and an arena each costs 10 MB."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # glibc alone has it
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _create_app() -> AppFactory:
    from tfmock.app import create_app

    factory: AppFactory = create_app
    return factory


def _bind(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket, without SO_REUSEPORT: a second tfmock would then take the same port without a word and get
    half of the first one's requests."""
    flag = f"--{setting.replace('_', '-')}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise SettingsError(f"host {host}: {error.strerror or error}. Give an address of this machine.") from None
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_BACKLOG)
    except OSError as error:
        sock.close()
        raise SettingsError(_why(error, host, port, flag)) from None
    return sock


def _why(error: OSError, host: str, port: int, flag: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"{host}:{port} is in use by another program (or another tfmock). "
            f"Choose another port with {flag}, or {flag} 0 for any free one."
        )
    if error.errno == errno.EACCES:
        return f"{host}:{port} may not be opened by this user. Choose a port above 1023 with {flag}."
    return f"{host}:{port} cannot be opened: {error.strerror}. Check --host and {flag}."
