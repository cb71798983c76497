"""The root's certificate over plain HTTP, for machines that do not share a folder with the server.

A job in another container cannot read the server's ``data_dir``. A certificate is public, and name constraints keep
this one from signing for anything but Alibaba Cloud's names and private addresses; so every client may have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tfmock.control_api.client import ControlClient
from tfmock.control_api.paths import CA_CERTIFICATE
from tfmock.server.trust import BUNDLE_FILE, write_bundle
from tfmock.settings import Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class CertificateEndpoint:
    """A WSGI application, with the root's certificate at :data:`CA_CERTIFICATE`."""

    def __init__(self, application: WSGIApplication, certificate: bytes) -> None:
        self._application = application
        self._certificate = certificate

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != CA_CERTIFICATE:
            return self._application(environ, start_response)
        length = str(len(self._certificate))
        start_response("200 OK", [("Content-Type", "application/x-pem-file"), ("Content-Length", length)])
        return [self._certificate]


def fetch_certificate(host: str, port: int) -> bytes | None:
    """The certificate of the tfmock that answers there; None if nothing answers.

    Raises:
        SettingsError: what answers is not a tfmock, or its root could sign for more than tfmock's names.
    """
    from tfmock.server.ca import is_constrained

    reply = ControlClient(host, port).get_small(CA_CERTIFICATE)
    if reply is None:
        return None
    status, body = reply
    if status != 200 or not is_constrained(body):
        raise SettingsError(
            f"what answers on {host}:{port} is not a tfmock of this version: its certificate is not one of tfmock's."
        )
    return body


def remote_bundle(settings: Settings, certificate: bytes) -> Path:
    """A bundle with the certificate of a tfmock that has another authority than the one stored here.

    Raises:
        OSError: data_dir cannot be written.
    """
    folder = settings.data_dir / "remote" / f"{settings.host.strip('[]').replace(':', '-')}_{settings.port}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return write_bundle(certificate, folder / BUNDLE_FILE)
