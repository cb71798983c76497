from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tfmock.server.ca import CertificateAuthority
from tfmock.server.tls import TlsContexts


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> None:
    """A TLS handshake in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(to_client, to_server, server_hostname=name)
    far = server.wrap_bio(to_server, to_client, server_side=True)
    done: set[ssl.SSLObject] = set()
    while len(done) < 2:
        for end in (near, far):
            try:
                end.do_handshake()
                done.add(end)
            except ssl.SSLWantReadError:
                pass


@pytest.fixture
def authority() -> CertificateAuthority:
    return CertificateAuthority.create()


@pytest.fixture
def client(authority: CertificateAuthority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.certificate.decode())


@pytest.mark.parametrize(
    "name",
    ["vpcpeer.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com", "a.b.c.aliyuncs.com", "localhost", "127.0.0.1"],
)
def test_our_names_verify(authority: CertificateAuthority, client: ssl.SSLContext, name: str) -> None:
    shake_hands(TlsContexts(authority, "127.0.0.1").default, client, name)


def test_a_certificate_for_a_foreign_name_is_not_trusted(
    authority: CertificateAuthority, client: ssl.SSLContext, tmp_path: Path
) -> None:
    file = tmp_path / "leaf.pem"
    file.write_bytes(authority.issue(("example.com",)))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(server, client, "example.com")


def test_the_address_listened_on_verifies(authority: CertificateAuthority, client: ssl.SSLContext) -> None:
    shake_hands(TlsContexts(authority, "192.168.7.7").default, client, "192.168.7.7")
