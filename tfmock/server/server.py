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
from tfmock.protocol.peers import connect_host, is_loopback_host
from tfmock.server import ca_store
from tfmock.server.addresses import Policy, parse_networks
from tfmock.server.ca import CertificateAuthority
from tfmock.server.certificate import CertificateEndpoint, fetch_certificate, remote_bundle
from tfmock.server.gateway import Gateway
from tfmock.server.log import make_log_printable
from tfmock.server.tls import Signer, TlsContexts
from tfmock.server.trust import BUNDLE_FILE, write_bundle
from tfmock.server.workers import Workers
from tfmock.settings import Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from tfmock.server.http_server import HttpServer

TrafficSnapshot = Callable[[], Mapping[str, Mapping[str, int]]]

_BACKLOG = 1024
_STOP_SECONDS = 5.0
_LEAST_SECONDS = 1.0
_M_ARENA_MAX = -8  # malloc.h


class AppFactory(Protocol):
    """``tfmock.app.create_app``; tests pass their own."""

    def __call__(self, settings: Settings, *, proxy_traffic: TrafficSnapshot | None = None) -> WSGIApplication: ...


@dataclass(frozen=True, kw_only=True)
class RunningServer:
    """A started tfmock. ``settings`` holds the real ports, also if free ones were requested."""

    settings: Settings
    bundle: Path
    gateway: Gateway
    plain: HttpServer
    workers: Workers

    @property
    def url(self) -> str:
        """Where plain HTTP answers."""
        return f"http://{connect_host(self.settings.host)}:{self.settings.port}"

    @property
    def control_token(self) -> str:
        """The token that the control API demands; empty if it demands none."""
        token = self.settings.control_token
        return token.get_secret_value() if token is not None else ""

    def stop(self) -> bool:
        """Close both listeners; requests under way are finished first, within five seconds. May be called twice.

        Returns:
            False if calls are still under way; their threads cannot be ended (see :mod:`tfmock.server.process_exit`).
        """
        deadline = time.monotonic() + _STOP_SECONDS
        self.workers.begin_stop()
        ended = self.plain.stop()
        self.workers.stop()
        self.gateway.stop(
            max(_LEAST_SECONDS, deadline - time.monotonic())
        )  # last: replies of the others pass through it
        return ended


def start_server(settings: Settings, *, signer: Signer, bundle: Path, app: AppFactory | None = None) -> RunningServer:
    """Bind both ports, start the server and the gateway, and return when both accept.

    Args:
        settings: port 0 takes a free one.
        signer: signs the gateway's certificates.
        bundle: file for SSL_CERT_FILE, written here.
        app: makes the WSGI application; default ``tfmock.app.create_app``.

    Raises:
        SettingsError: a port is taken or an address is not this machine's.
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
            (connect_host(settings.host), settings.port),
            TlsContexts(signer, settings.host),
            policy=Policy(parse_networks(settings.proxy_allow)),
        )
        application = (app or _create_app())(settings, proxy_traffic=gateway.traffic.snapshot)
        write_bundle(signer.certificate, bundle)
        plain.start(CertificateEndpoint(gateway.connections.identify_clients(application), signer.certificate))
        gateway.start()
        undo.pop_all()
    return RunningServer(settings=settings, bundle=bundle, gateway=gateway, plain=plain, workers=workers)


@contextlib.contextmanager
def private_server(settings: Settings, *, app: AppFactory | None = None) -> Iterator[RunningServer]:
    """A tfmock on free ports, with a certificate authority in memory and a bundle that is deleted afterwards.

    Raises:
        SettingsError: as :func:`start_server` does, or there is no room for temporary files.
    """
    on_free_ports = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "gateway_port": 0})
    with contextlib.ExitStack() as cleanup:
        try:
            folder = cleanup.enter_context(temporary_folder("tfmock-server-"))
            running = start_server(
                on_free_ports, signer=CertificateAuthority.create(), bundle=folder / BUNDLE_FILE, app=app
            )
        except OSError as error:
            raise SettingsError(f"no room for temporary files: {error.strerror}. TMPDIR names a folder.") from None
        cleanup.callback(running.stop)
        yield running


def start_with_stored_ca(settings: Settings, *, app: AppFactory | None = None) -> RunningServer:
    """A tfmock with the authority stored in ``data_dir``, which ``tfmock env`` names as well.

    Raises:
        SettingsError: a port is taken, or data_dir cannot be written.
    """
    with _data_dir_errors(settings):
        signer = ca_store.load_or_create(settings.data_dir)
        return start_server(settings, signer=signer, bundle=settings.data_dir / BUNDLE_FILE, app=app)


def bundle_for(settings: Settings) -> Path:
    """The bundle that a client needs: the stored one, or, if the tfmock that answers has another authority (in a
    container or on another machine), one with the certificate that it serves.

    Raises:
        SettingsError: data_dir cannot be written; on another machine nothing answers, or not a tfmock.
    """
    certificate = fetch_certificate(connect_host(settings.host), settings.port)
    if certificate is None and not (is_loopback_host(settings.host) or settings.host in ("0.0.0.0", "::", "")):
        raise SettingsError(
            f"no tfmock answers on {settings.host}:{settings.port}. Start it there, or wait for it: --wait 30."
        )
    with _data_dir_errors(settings):
        if certificate is None or certificate == ca_store.load_or_create(settings.data_dir).certificate:
            return stored_bundle(settings)
        return remote_bundle(settings, certificate)


def stored_bundle(settings: Settings) -> Path:
    """The bundle of the authority stored in ``data_dir``, written if it is missing; the CA lies next to it.

    Raises:
        SettingsError: data_dir cannot be written.
    """
    with _data_dir_errors(settings):
        return write_bundle(ca_store.load_or_create(settings.data_dir).certificate, settings.data_dir / BUNDLE_FILE)


@contextlib.contextmanager
def _data_dir_errors(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise SettingsError(
            f"data_dir {settings.data_dir}: {why}. Choose another folder with TFMOCK_DATA_DIR."
        ) from None


def _share_one_heap() -> None:
    """Use one malloc arena for all threads: the GIL lets one allocate at a time, and each arena costs 10 MB."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _create_app() -> AppFactory:
    from tfmock.app import create_app

    factory: AppFactory = create_app
    return factory


def _bind(host: str, port: int, setting: str) -> socket.socket:
    """A listening socket, without SO_REUSEPORT: with it a second tfmock could take the same port and get half of the
    first one's requests."""
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
        raise SettingsError(_bind_problem(error, host, port, flag)) from None
    return sock


def _bind_problem(error: OSError, host: str, port: int, flag: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"{host}:{port} is in use by another program (or another tfmock). "
            f"Choose another port with {flag}, or {flag} 0 for any free one."
        )
    if error.errno == errno.EACCES:
        return f"{host}:{port} may not be opened by this user. Choose a port above 1023 with {flag}."
    return f"{host}:{port} cannot be opened: {error.strerror}. Check --host and {flag}."
