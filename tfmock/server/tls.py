"""The server side of TLS: one certificate for the usual names, and others issued when a client names them."""

from __future__ import annotations

import ssl
import tempfile
from collections import OrderedDict
from typing import Protocol

from tfmock.server import hosts
from tfmock.server.ca import LOCAL_NAMES, leaf_names

_ISSUED_CONTEXTS = 256


class Signer(Protocol):
    """Where certificates come from: a ``CertificateAuthority``, or a ``PersistedCertificateAuthority``."""

    @property
    def certificate(self) -> bytes:
        """The root, PEM."""

    @property
    def leaf(self) -> bytes:
        """Key and chain, PEM, for ``tfmock.server.ca.leaf_names()``."""

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and chain, PEM, for any names."""


class TlsContexts:
    """TLS contexts by server name. The default one covers every product in every region of the rulebook."""

    def __init__(self, signer: Signer, host: str) -> None:
        """The contexts of one gateway.

        Args:
            signer: issues the certificates.
            host: the address listened on; the default certificate is valid for it, too.
        """
        self._signer = signer
        self._usual = frozenset(leaf_names())
        self._issued: OrderedDict[str, ssl.SSLContext] = OrderedDict()
        is_covered = host in (*LOCAL_NAMES, "0.0.0.0", "::")
        self.default = _context(signer.leaf if is_covered else signer.issue((*leaf_names(), host)))
        self.default.sni_callback = self._on_server_name

    def _on_server_name(self, connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        if name is None or hosts.route(name) is not hosts.Route.SERVED:
            return
        host = name.lower()
        if f"*.{host.partition('.')[2]}" not in self._usual:
            connection.context = self._context_for(host)

    def _context_for(self, host: str) -> ssl.SSLContext:
        """For a new region, or a name with more labels: bounded, as the names are the client's choice."""
        if host not in self._issued:
            self._issued[host] = _context(self._signer.issue((host,)))
            if len(self._issued) > _ISSUED_CONTEXTS:
                self._issued.popitem(last=False)
        self._issued.move_to_end(host)
        return self._issued[host]


def _context(pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The ssl module reads certificates from files only.
    with tempfile.NamedTemporaryFile(prefix="tfmock-leaf-", suffix=".pem") as file:  # created 0600
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context
