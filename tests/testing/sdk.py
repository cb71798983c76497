"""What tests of mock_alicloud share: the SDK as its users call it, and what a mock replaces."""

from __future__ import annotations

import http.client
import os
import socket

import aiohttp
import aiohttp.connector
import requests
import requests.adapters
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models as vpc
from alibabacloud_vpc20160428.client import Client as Vpc

BLOCK = "10.0.0.0/16"


def client(**more: object) -> Vpc:
    return Vpc(Config(access_key_id="LTAI5tReal", access_key_secret="secret", region_id="cn-hangzhou", **more))


def make_vpc(sdk: Vpc | None = None) -> str:
    request = vpc.CreateVpcRequest(region_id="cn-hangzhou", cidr_block=BLOCK)
    return str((sdk or client()).create_vpc(request).body.vpc_id)


async def make_vpc_async() -> str:
    request = vpc.CreateVpcRequest(region_id="cn-hangzhou", cidr_block=BLOCK)
    return str((await client().create_vpc_async(request)).body.vpc_id)


def patched() -> tuple[object, ...]:
    """All that a mock replaces."""
    return (
        requests.adapters.HTTPAdapter.send,
        aiohttp.connector.BaseConnector.connect,
        http.client.HTTPConnection.putrequest,
        http.client.HTTPConnection.set_tunnel,
        socket.getaddrinfo,
        {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"},
    )
