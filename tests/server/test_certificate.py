"""A tfmock on another host: its certificate is fetched, and a world is chosen by the access key."""

from __future__ import annotations

import re
import socket
import ssl
import urllib.request
from pathlib import Path

import certifi
import pytest
from click.testing import CliRunner

from tests.support.stub_app import create_app
from tfmock.cli.main import main
from tfmock.control_api.paths import CA_CERTIFICATE
from tfmock.server import certificate, server
from tfmock.server.ca import CertificateAuthority, is_constrained
from tfmock.server.http_server import HttpServer
from tfmock.server.server import RunningServer
from tfmock.settings import Settings, SettingsError


def test_the_certificate_is_public(running: RunningServer) -> None:
    with urllib.request.urlopen(running.url + CA_CERTIFICATE) as reply:
        pem = reply.read()
    assert pem.count(b"BEGIN") == 1
    assert pem in running.bundle.read_bytes()


def test_a_bundle_for_another_host(running: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **how: original(host.replace("tfmock.test", "localhost"), *rest, **how),
    )
    other_host = running.settings.model_copy(update={"host": "tfmock.test", "data_dir": tmp_path})
    bundle = server.bundle_for(other_host)
    assert tmp_path in bundle.parents
    context = ssl.create_default_context(cafile=str(bundle))
    with (
        socket.create_connection(("127.0.0.1", running.settings.gateway_port)) as plain,
        context.wrap_socket(plain, server_hostname="vpc.aliyuncs.com") as secured,
    ):
        assert secured.version()
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    assert server.bundle_for(other_host).read_bytes().count(b"tfmock") == bundle.read_bytes().count(b"tfmock")


def test_another_authority_on_this_machine(running: RunningServer, tmp_path: Path) -> None:
    """A container's, say."""
    other_folder = running.settings.model_copy(update={"data_dir": tmp_path})
    assert server.bundle_for(other_folder).parent.parent == tmp_path / "remote"
    nobody = other_folder.model_copy(update={"port": 1})
    assert server.bundle_for(nobody).parent == tmp_path


def test_an_unknown_host_is_an_error(tmp_path: Path) -> None:
    no_host = Settings(data_dir=tmp_path, host="nowhere.invalid")
    with pytest.raises(SettingsError, match=r"no tfmock answers on nowhere\.invalid:4180"):
        server.bundle_for(no_host)


def test_a_root_that_could_vouch_for_anything_is_refused(running: RunningServer) -> None:
    public = Path(certifi.where()).read_bytes()
    foreign = public[: public.index(b"-----END CERTIFICATE-----") + 26]
    assert is_constrained(CertificateAuthority.create().certificate)
    assert not is_constrained(foreign)
    assert not is_constrained(CertificateAuthority.create().certificate + foreign)
    assert not is_constrained(b"")
    impostor = HttpServer(socket.create_server(("127.0.0.1", 0)))
    port = impostor._listener.getsockname()[1]
    impostor.start(certificate.CertificateEndpoint(create_app(running.settings), foreign))
    with pytest.raises(SettingsError, match="its certificate is not one of tfmock"):
        certificate.fetch_certificate("127.0.0.1", port)
    impostor.stop()


def test_waiting(running: RunningServer) -> None:
    ports = ["--port", str(running.settings.port), "--gateway-port", str(running.settings.gateway_port)]
    done = CliRunner().invoke(main, ["env", *ports, "--wait", "5"])
    assert (done.exit_code, done.stderr) == (0, "")
    done = CliRunner().invoke(main, ["env", "--port", "1", "--wait", "0.1"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "nothing is ready on 127.0.0.1:1 after 0.1 s" in done.stderr


def test_worlds() -> None:
    done = CliRunner().invoke(main, ["env", "--world", "job-17", "--format", "dotenv"])
    assert re.search(r'^ALICLOUD_ACCESS_KEY="?job-17\.1000000000000001"?$', done.stdout, re.MULTILINE)
    done = CliRunner().invoke(main, ["env", "--world", "Job 17"])
    assert done.exit_code == 2
    assert "--world Job 17: use up to 63 lower-case letters" in done.stderr
