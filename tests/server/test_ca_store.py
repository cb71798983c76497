from __future__ import annotations

import datetime
import ssl
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.server.test_ca import shake_hands
from tfmock.server import ca, ca_store
from tfmock.server.ca_store import AUTHORITY_FILE, CA_FILE, LEAF_FILE, load_or_create
from tfmock.server.tls import TlsContexts


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_private_and_the_root_is_reused(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    first = load_or_create(folder)
    assert mode(folder) == 0o700
    assert [mode(folder / name) for name in (AUTHORITY_FILE, LEAF_FILE, CA_FILE)] == [0o600, 0o600, 0o644]
    assert b"PRIVATE" not in (folder / CA_FILE).read_bytes()
    again = load_or_create(folder)
    assert (again.certificate, again.leaf) == (first.certificate, first.leaf)
    assert sorted(path.name for path in folder.iterdir()) == sorted((AUTHORITY_FILE, LEAF_FILE, CA_FILE))


@pytest.mark.parametrize(
    "name", ["vpcpeer.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com", "vpc.new-region.aliyuncs.com"]
)
def test_names_verify(tmp_path: Path, name: str) -> None:
    signer = load_or_create(tmp_path)
    client = ssl.create_default_context(cadata=signer.certificate.decode())
    shake_hands(TlsContexts(signer, "127.0.0.1").default, client, name)


def test_an_existing_authority_needs_no_cryptography(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    program = (
        "import sys; from pathlib import Path; from tfmock.server import ca_store, tls;"
        f"tls.TlsContexts(ca_store.load_or_create(Path({str(tmp_path)!r})), '127.0.0.1');"
        "print('cryptography' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "False\n"


def test_the_process_that_creates_it_gets_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a process can be read by others of the same user, and goes into crash reports."""
    seen: list[dict[str, str]] = []
    run: Any = subprocess.run

    def watched(*arguments: Any, env: dict[str, str], **named: Any) -> Any:
        seen.append(env)
        return run(*arguments, env=env, **named)

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setenv("TFMOCK_CONTROL_TOKEN", "let-me-in-please")
    monkeypatch.setenv("TFMOCK_ACCOUNTS", '{"LTAI": {"uid": "1000000000000001", "secret": "s"}}')
    load_or_create(tmp_path)
    assert [[name for name in environ if name.startswith("TFMOCK_")] for environ in seen] == [[]]


def test_a_root_of_an_older_form_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Roots of earlier versions could vouch for more; after an upgrade such a root must not be used."""
    monkeypatch.setattr(ca, "ROOT_FORM", 1)
    monkeypatch.setattr(ca_store, "ROOT_FORM", 1)
    monkeypatch.setattr(ca, "_excluded", lambda: None)
    monkeypatch.setattr(ca_store, "is_constrained", lambda _: True)
    ca_store.create_or_renew(tmp_path)
    monkeypatch.undo()
    older = ca_store.PersistedCertificateAuthority(tmp_path).certificate
    newer = load_or_create(tmp_path).certificate
    assert not ca.is_constrained(older)
    assert ca.is_constrained(newer)


class _Later:
    """The module datetime at another time."""

    timedelta, timezone = datetime.timedelta, datetime.timezone

    def __init__(self, now: datetime.datetime) -> None:
        self.datetime = SimpleNamespace(now=lambda _: now)


@pytest.mark.parametrize(
    "damage", ["expiring", "ahead", "no root", "root", "leaf", "no leaf", "no certificate", "certificate"]
)
def test_an_unusable_authority_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    if damage == "expiring":
        monkeypatch.setattr(ca, "ROOT_DAYS", 20)
        ca_store.create_or_renew(tmp_path)
        monkeypatch.undo()
    if damage == "ahead":  # made while the clock was a year ahead
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=365)
        monkeypatch.setattr(ca, "datetime", _Later(later))
        monkeypatch.setattr(ca_store, "_now", lambda: later)
        ca_store.create_or_renew(tmp_path)
        monkeypatch.undo()
    first = (
        ca_store.PersistedCertificateAuthority(tmp_path)
        if damage in ("expiring", "ahead")
        else load_or_create(tmp_path)
    )
    file = {"root": AUTHORITY_FILE, "leaf": LEAF_FILE, "certificate": CA_FILE}.get(damage.removeprefix("no "))
    if damage.startswith("no "):
        (tmp_path / str(file)).unlink()
    elif file:
        (tmp_path / file).write_bytes(b"garbage")
        if damage == "root":
            (tmp_path / LEAF_FILE).unlink()
    second = load_or_create(tmp_path)
    assert (second.certificate == first.certificate) is (damage in ("leaf", "no leaf", "no certificate", "certificate"))
    client = ssl.create_default_context(cadata=second.certificate.decode())
    shake_hands(TlsContexts(second, "127.0.0.1").default, client, "vpc.aliyuncs.com")


def test_all_who_start_at_once_share_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: load_or_create(tmp_path).certificate, range(4)))) == 1


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="Not a directory"):
        load_or_create(tmp_path / "file" / "data")
