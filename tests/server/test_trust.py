from __future__ import annotations

from pathlib import Path

import pytest

from tfmock.server.trust import BUNDLE_FILE, write_bundle

OURS = b"ours\n"


def test_ours_and_what_was_trusted_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tmp_path / "company.pem"
    before.write_bytes(b"the company's\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(before))
    assert write_bundle(OURS, tmp_path / BUNDLE_FILE).read_bytes() == OURS + before.read_bytes()


def test_does_not_swallow_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    bundle = write_bundle(OURS, tmp_path / BUNDLE_FILE)
    once = bundle.read_bytes()
    assert once.count(b"BEGIN CERTIFICATE") > 10  # the public internet stays trusted
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))  # as after eval "$(tfmock env)"
    write_bundle(OURS, bundle)
    assert bundle.read_bytes() == once
