"""What mock_alicloud keeps from leaving, and what it leaves alone."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import aiohttp
import aiohttp.connector
import pytest
import requests
import requests.adapters

import tfmock
from tests.testing.sdk import make_vpc, patched
from tfmock.testing import RequestRefusedError, current_world


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = patched()
    yield
    assert patched() == before
    with pytest.raises(LookupError):
        current_world()


@pytest.fixture
def local() -> Iterator[str]:
    """A web server of this machine that is not Alibaba Cloud."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "5")
            self.end_headers()
            self.wfile.write(b"local")

        def log_message(self, format: str, *args: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.usefixtures("no_socket")
class TestFence:
    """What must not leave does not, whatever client makes it."""

    @pytest.mark.parametrize("url", ["https://vpc.aliyuncs.com/", "http://ecs.cn-beijing.aliyuncs.com:8080/x"])
    def test_urllib(self, url: str) -> None:
        with tfmock.mock_alicloud(), pytest.raises(urllib.error.URLError, match="it answers requests and aiohttp"):
            urllib.request.urlopen(url)

    @pytest.mark.parametrize("url", ["https://vpc.aliyuncs.com/", "http://vpc.aliyuncs.com/"])
    def test_urllib_over_a_proxy(self, url: str) -> None:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": "http://127.0.0.1:9", "https": "http://127.0.0.1:9"})
        )
        with tfmock.mock_alicloud(), pytest.raises(OSError, match=r"refuses vpc\.aliyuncs\.com"):
            opener.open(url)

    def test_http_client_and_names(self) -> None:
        with tfmock.mock_alicloud():
            with pytest.raises(RequestRefusedError, match="Nothing was sent"):
                http.client.HTTPSConnection("sts.aliyuncs.com").request("GET", "/")
            with pytest.raises(RequestRefusedError):
                socket.getaddrinfo(b"sts.aliyuncs.com", 443)
            with pytest.raises(RequestRefusedError):
                socket.create_connection(("sts.aliyuncs.com", 443))

    def test_names_asked_by_asyncio(self) -> None:
        async def connect() -> None:
            await asyncio.open_connection("vpc.aliyuncs.com", 443)

        with tfmock.mock_alicloud(), pytest.raises(RequestRefusedError):
            asyncio.run(connect())

    @pytest.mark.parametrize("url", ["http://100.100.100.200/latest/", "https://signin.aliyun.com/"])
    def test_alibaba_s_other_sites(self, url: str) -> None:
        async def ask() -> None:
            async with aiohttp.ClientSession() as session, session.get(url):
                pass

        with tfmock.mock_alicloud():
            with pytest.raises(requests.ConnectionError, match="does not serve it"):
                requests.get(url, timeout=5)
            with pytest.raises(aiohttp.ClientConnectionError, match="does not serve it"):
                asyncio.run(ask())
            with pytest.raises(urllib.error.URLError, match="does not serve it"):
                urllib.request.urlopen(url)

    def test_credentials_of_the_developer_are_hidden(self, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI5tMine")
        patch.setenv("ALIBABA_CLOUD_SECURITY_TOKEN", "mine")
        with tfmock.mock_alicloud():
            assert os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"] == "default.1000000000000001"
            assert "ALIBABA_CLOUD_SECURITY_TOKEN" not in os.environ
        assert os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"] == "LTAI5tMine"
        assert os.environ["ALIBABA_CLOUD_SECURITY_TOKEN"] == "mine"


class TestOthers:
    def ask(self, url: str) -> tuple[str, str, str]:
        async def by_aiohttp() -> str:
            async with aiohttp.ClientSession() as session, session.get(url) as reply:
                return await reply.text()

        with urllib.request.urlopen(url) as reply:
            return requests.get(url, timeout=5).text, asyncio.run(by_aiohttp()), reply.read().decode()

    @pytest.mark.parametrize("passthrough", [True, False])
    def test_this_machine_is_left_alone(self, local: str, passthrough: bool) -> None:
        with tfmock.mock_alicloud(passthrough=passthrough):
            assert self.ask(local) == ("local", "local", "local")

    def test_other_hosts_pass(self, local: str, patch: pytest.MonkeyPatch) -> None:
        original = socket.getaddrinfo
        port = int(local.rpartition(":")[2].strip("/"))

        def getaddrinfo(host: str, *rest: object, **named: object) -> object:
            return original("127.0.0.1" if host == "example.test" else host, *rest, **named)  # type: ignore[arg-type]

        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        with tfmock.mock_alicloud():
            assert self.ask(f"http://example.test:{port}/") == ("local", "local", "local")

    @pytest.mark.usefixtures("no_socket")
    def test_other_hosts_are_refused_on_request(self) -> None:
        url = "http://example.com/"

        async def by_aiohttp() -> None:
            async with aiohttp.ClientSession() as session, session.get(url):
                pass

        with tfmock.mock_alicloud(passthrough=False):
            for error, ask in (
                (requests.ConnectionError, lambda: requests.get(url, timeout=5)),
                (aiohttp.ClientConnectionError, lambda: asyncio.run(by_aiohttp())),
                (urllib.error.URLError, lambda: urllib.request.urlopen(url)),
            ):
                with pytest.raises(error, match=r"passthrough=False\) refuses example.com"):
                    ask()

    def test_a_later_patch_of_somebody_else_is_respected(self) -> None:
        """It may even stay longer than we do."""
        adapter = requests.adapters.HTTPAdapter
        original = adapter.send
        mock = tfmock.mock_alicloud()
        mock.start()
        ours = adapter.send
        seen: list[str] = []

        def theirs(self: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, **how: object) -> object:
            seen.append(str(request.url))
            return ours(self, request, **how)  # type: ignore[arg-type]

        with contextlib.ExitStack() as undo:
            undo.callback(setattr, adapter, "send", original)
            adapter.send = theirs  # type: ignore[method-assign,assignment]
            make_vpc()
            mock.stop()
            with tfmock.mock_alicloud() as again:
                make_vpc()
                assert len(again.vpcs()) == 1
        assert len(seen) == 1  # the second mock is above it


class TestBrokenConnections:
    """Fault rules that break connections break them here, too, as each library tells it."""

    URL = "https://vpcpeer.aliyuncs.com/?Action=GetVpcPeerConnectionAttribute&Version=2022-01-01&InstanceId=pcc-1"

    def test_requests(self) -> None:
        def ask() -> None:
            for _ in range(200):
                requests.get(self.URL, timeout=5)

        with tfmock.mock_alicloud(fault_profile="flaky"), pytest.raises(requests.ConnectionError, match="fault rule"):
            ask()

    def test_aiohttp(self) -> None:
        async def ask() -> None:
            async with aiohttp.ClientSession() as session:
                for _ in range(200):
                    async with session.get(self.URL) as reply:
                        await reply.read()

        with tfmock.mock_alicloud(fault_profile="flaky"), pytest.raises(aiohttp.ClientOSError, match="fault rule"):
            asyncio.run(ask())
