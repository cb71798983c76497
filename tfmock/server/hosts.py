"""By name: which hosts tfmock answers for, which it refuses, and which it passes through.

What a name resolves to is checked in :mod:`tfmock.server.addresses`.
"""

from __future__ import annotations

from enum import Enum

from tfmock.server.addresses import is_metadata

# Every OpenAPI endpoint of the provider and the SDKs is below this domain (provider-contract: Endpoints).
SERVED = ("aliyuncs.com",)

# Alibaba Cloud's other sites: consoles, sign-in, API gateways, international sites. A Terraform run needs none of them,
# and what it would send (an access key, a session) must not leave: refused, not tunnelled.
REFUSED = (
    "alibabacloud.com",
    "alibabacloudapi.com",
    "alicloudapi.com",
    "alicloud.com",
    "aliyun.com",
    "aliyun-inc.com",
    "aliyunidaas.com",
    "alibaba-inc.com",
)

# Public package mirror: no account, no key. In China `terraform init` and pip are often configured to use it.
MIRRORS = ("mirrors.aliyun.com",)


class Route(str, Enum):
    """What the gateway does with a host."""

    SERVED = "served"
    REFUSED = "refused"
    TUNNELLED = "tunnelled"


def route(host: str) -> Route:
    """Where traffic for a host goes. Case, a trailing dot and IPv6 brackets do not matter."""
    name = host.strip("[]").rstrip(".").lower()
    if _under(name, SERVED):
        return Route.SERVED
    if is_metadata(name) or (_under(name, REFUSED) and name not in MIRRORS):
        return Route.REFUSED
    return Route.TUNNELLED


def _under(name: str, domains: tuple[str, ...]) -> bool:
    return any(name == domain or name.endswith(f".{domain}") for domain in domains)
