from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.server_fixtures import command
from tests.support.stub_app import create_app
from tfmock.protocol.peers import connect_host, is_loopback_host
from tfmock.server import server
from tfmock.settings import Settings, SettingsError


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`tfmock serve` on free ports, and its banner."""
    line = command("serve", "--port", "0", "--gateway-port", "0", *arguments)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            banner = "".join(process.stdout.readline() for _ in range(5))
            yield process, banner
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serves_until_told_to_stop(number: signal.Signals) -> None:
    with served() as (process, banner):
        url = next(word for word in banner.split() if word.startswith("http://"))
        assert b'"path": "/_tfmock/ready"' in urllib.request.urlopen(f"{url}ready", timeout=5).read()
        process.send_signal(number)
        rest, errors = process.communicate(timeout=5)
    assert (process.returncode, rest, errors) == (0, "", "")
    assert "tfmock env --port" in banner
    assert "\x1b" not in banner  # plain where it is no terminal


def test_a_port_in_use_is_one_clear_message() -> None:
    with server.private_server(Settings(), app=create_app) as first:
        for flag, port in (("port", first.settings.port), ("gateway_port", first.settings.gateway_port)):
            settings = Settings(port=0, gateway_port=0).model_copy(update={flag: port})
            with pytest.raises(SettingsError, match=rf"{port} is in use.*--{flag.replace('_', '-')} 0"):
                server.start_with_stored_ca(settings, app=create_app)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_foreign_address_is_one_clear_message(host: str) -> None:
    with pytest.raises(SettingsError, match=host):
        server.start_with_stored_ca(Settings(host=host, port=0, gateway_port=0), app=create_app)


def test_an_unwritable_data_dir_is_one_clear_message(tmp_path_factory: pytest.TempPathFactory) -> None:
    blocked = tmp_path_factory.mktemp("x") / "file"
    blocked.write_text("")
    with pytest.raises(SettingsError, match=r"data_dir .*TFMOCK_DATA_DIR"):
        server.start_with_stored_ca(Settings(port=0, gateway_port=0, data_dir=blocked / "data"), app=create_app)


def test_nothing_stays_open_when_the_app_cannot_be_made() -> None:
    def broken(settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None) -> None:
        raise SettingsError(f"seed {settings.port}")

    with pytest.raises(SettingsError) as problem:
        server.start_with_stored_ca(Settings(port=0, gateway_port=0), app=broken)  # type: ignore[arg-type]
    with socket.socket() as again:
        again.bind(("127.0.0.1", int(str(problem.value).split()[1])))


def test_stops_when_told() -> None:
    """How fast it starts is for benchmarks/server.py to say."""
    with server.private_server(Settings(), app=create_app) as running:
        urllib.request.urlopen(running.url, timeout=5).read()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(running.url, timeout=5)


STUCK = """
import threading, time, urllib.request
from tfmock.server import http_server, server
from tfmock.settings import Settings
http_server._STOP_SECONDS = 1
called = threading.Event()
def create_app(settings, *, proxy_traffic=None):
    def app(environ, start_response):
        called.set()
        time.sleep(60)
    return app
with server.private_server(Settings(), app=create_app) as running:
    threading.Thread(target=urllib.request.urlopen, args=(running.url,), daemon=True).start()
    assert called.wait(5)
print("stopped")
"""


def test_a_handler_that_never_returns_does_not_keep_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", STUCK], capture_output=True, text=True, timeout=10, check=False)
    assert (done.returncode, done.stdout) == (0, "stopped\n")


@pytest.mark.parametrize(
    ("host", "loopback", "reached"),
    [
        ("127.0.0.1", True, "127.0.0.1"),
        ("localhost", True, "localhost"),
        ("::1", True, "[::1]"),
        ("0.0.0.0", False, "127.0.0.1"),
        ("::", False, "[::1]"),
        ("192.168.1.2", False, "192.168.1.2"),
        ("127.9.9.9", True, "127.9.9.9"),
        ("127.evil.example", False, "127.evil.example"),
    ],
)
def test_addresses(host: str, loopback: bool, reached: str) -> None:
    assert (is_loopback_host(host), connect_host(host)) == (loopback, reached)


def test_a_full_folder_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(server, "write_bundle", full)
    with (
        pytest.raises(SettingsError, match="no room for temporary files: No space left on device"),
        server.private_server(Settings(), app=create_app),
    ):
        raise AssertionError("started")
