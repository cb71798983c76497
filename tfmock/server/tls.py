"""The server side of TLS: one certificate for the usual names, others minted when they are asked for."""

from __future__ import annotations

import ssl
import tempfile
from collections import OrderedDict
from typing import Protocol

from tfmock.server import hosts
from tfmock.server.ca import LOCAL_NAMES, names

_MINTED = 256


class Signer(Protocol):
    """Who the certificates come from: an ``Authority``, or one that is ``Kept``."""

    @property
    def certificate(self) -> bytes:
        """The root, PEM."""

    @property
    def leaf(self) -> bytes:
        """Key and chain, PEM, for ``tfmock.server.ca.names()``."""

    def issue(self, names: tuple[str, ...]) -> bytes:
        """Key and chain, PEM, for any names."""


class TlsContexts:
    """Contexts by server name. The default one covers every product in every region that we know."""

    def __init__(self, signer: Signer, host: str) -> None:
        """Args:
        signer: who signs.
        host: the address listened on, to be valid for besides the loopback names.
        """
        self._signer = signer
        self._usual = frozenset(names())
        self._minted: OrderedDict[str, ssl.SSLContext] = OrderedDict()
        plain = host in (*LOCAL_NAMES, "0.0.0.0", "::")
        self.default = _context(signer.leaf if plain else signer.issue((*names(), host)))
        self.default.sni_callback = self._on_name

    def _on_name(self, connection: ssl.SSLObject | ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        if name is None or hosts.route(name) is not hosts.Route.SERVED:
            return
        host = name.lower()
        if f"*.{host.partition('.')[2]}" not in self._usual:
            connection.context = self._for(host)

    def _for(self, host: str) -> ssl.SSLContext:
        """For a new region, or a name with more labels: bounded, as the names are the client's choice."""
        if host not in self._minted:
            self._minted[host] = _context(self._signer.issue((host,)))
            if len(self._minted) > _MINTED:
                self._minted.popitem(last=False)
        self._minted.move_to_end(host)
        return self._minted[host]


def _context(pem: bytes) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The ssl module reads certificates from files only.
    with tempfile.NamedTemporaryFile(prefix="tfmock-leaf-", suffix=".pem") as file:  # created 0600
        file.write(pem)
        file.flush()
        context.load_cert_chain(file.name)
    return context
