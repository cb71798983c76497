from __future__ import annotations

import ssl
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tfmock.doors import ca
from tfmock.doors.ca import Authority, TlsContexts


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> None:
    """A TLS handshake in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(to_client, to_server, server_hostname=name)
    far = server.wrap_bio(to_server, to_client, server_side=True)
    done: set[ssl.SSLObject] = set()
    while len(done) < 2:
        for each in (near, far):
            try:
                each.do_handshake()
                done.add(each)
            except ssl.SSLWantReadError:
                pass


@pytest.fixture
def authority() -> Authority:
    return Authority.create()


@pytest.fixture
def client(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.certificate.decode())


@pytest.mark.parametrize(
    "name",
    ["vpcpeer.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com", "a.b.c.aliyuncs.com", "localhost", "127.0.0.1"],
)
def test_our_names_verify(authority: Authority, client: ssl.SSLContext, name: str) -> None:
    shake_hands(TlsContexts(authority, "127.0.0.1").default, client, name)


def test_a_leaf_for_a_foreign_name_is_worthless(authority: Authority, client: ssl.SSLContext, tmp_path: Path) -> None:
    file = tmp_path / "leaf.pem"
    file.write_bytes(authority.issue(("example.com",)))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        shake_hands(server, client, "example.com")


def test_the_address_listened_on_verifies(authority: Authority, client: ssl.SSLContext) -> None:
    shake_hands(TlsContexts(authority, "192.168.7.7").default, client, "192.168.7.7")


def test_kept_with_a_private_key_file_and_reused(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    first = Authority.persistent(folder)
    assert stat.S_IMODE((folder / ca.AUTHORITY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / ca.CA_FILE).read_bytes() == first.certificate
    assert b"PRIVATE" not in (folder / ca.CA_FILE).read_bytes()
    assert Authority.persistent(folder).certificate == first.certificate
    assert sorted(path.name for path in folder.iterdir()) == [ca.AUTHORITY_FILE, ca.CA_FILE]


@pytest.mark.parametrize("damage", ["expiring", "garbage", "empty"])
def test_renewed_where_it_is_of_no_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    if damage == "expiring":
        monkeypatch.setattr(ca, "_ROOT_DAYS", 20)
    first = Authority.persistent(tmp_path)
    monkeypatch.undo()
    if damage != "expiring":
        (tmp_path / ca.AUTHORITY_FILE).write_bytes(b"garbage" if damage == "garbage" else b"")
    second = Authority.persistent(tmp_path)
    assert second.certificate != first.certificate
    assert (tmp_path / ca.CA_FILE).read_bytes() == second.certificate
    assert Authority.persistent(tmp_path).certificate == second.certificate


def test_all_who_start_at_once_share_one(tmp_path: Path) -> None:
    barrier = threading.Barrier(6)

    def start(_: int) -> bytes:
        barrier.wait()
        return Authority.persistent(tmp_path).certificate

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(start, range(6)))) == 1


class TestBundle:
    def test_ours_and_what_was_trusted_before(
        self, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = tmp_path / "company.pem"
        before.write_bytes(Authority.create().certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(before))
        bundle = authority.write_bundle(tmp_path / ca.BUNDLE_FILE)
        assert bundle.read_bytes() == authority.certificate + before.read_bytes()

    def test_does_not_swallow_itself(
        self, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        bundle = authority.write_bundle(tmp_path / ca.BUNDLE_FILE)
        once = bundle.read_bytes()
        monkeypatch.setenv("SSL_CERT_FILE", str(bundle))  # as after eval "$(tfmock env)"
        authority.write_bundle(bundle)
        assert bundle.read_bytes() == once
        assert once.count(authority.certificate) == 1
