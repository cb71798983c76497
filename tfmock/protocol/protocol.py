"""Which of Alibaba Cloud's protocols a request speaks, and which product it is for.

The products with OpenAPI endpoints speak RPC or ROA (REST paths); storage, logs, tables and messages have protocols of
their own, each with its own host names, headers and form of errors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final


class Protocol(str, Enum):
    """A protocol; the value is for messages."""

    RPC = "RPC"
    ROA = "ROA"
    OSS = "OSS"
    OTS = "OTS"
    SLS = "SLS"
    MNS = "MNS"
    FC = "FC"
    DATAHUB = "DataHub"


#: Products that have a protocol of their own.
OWN_PRODUCT: Final[Mapping[Protocol, str]] = MappingProxyType(
    {
        Protocol.OSS: "Oss",
        Protocol.OTS: "Ots",
        Protocol.SLS: "Sls",
        Protocol.MNS: "Mns",
        Protocol.FC: "FC",
        Protocol.DATAHUB: "DataHub",
    }
)

#: Headers that only one protocol has (SDKs aliyun-tablestore, aliyun-log, aliyun-mns, fc-go-sdk, aliyun-datahub).
_HEADERS: Final[tuple[tuple[str, Protocol], ...]] = (
    ("HTTP_X_OTS_APIVERSION", Protocol.OTS),
    ("HTTP_X_OTS_ACCESSKEYID", Protocol.OTS),
    ("HTTP_X_LOG_APIVERSION", Protocol.SLS),
    ("HTTP_X_MNS_VERSION", Protocol.MNS),
    ("HTTP_X_FC_DATE", Protocol.FC),
    ("HTTP_X_DATAHUB_CLIENT_VERSION", Protocol.DATAHUB),
)

#: The first word of ``Authorization``.
_SCHEMES: Final[Mapping[str, Protocol]] = MappingProxyType(
    {
        "OSS": Protocol.OSS,
        "OSS2": Protocol.OSS,
        "OSS4-HMAC-SHA256": Protocol.OSS,
        "LOG": Protocol.SLS,
        "SLS4-HMAC-SHA256": Protocol.SLS,
        "MNS": Protocol.MNS,
        "FC": Protocol.FC,
        "DATAHUB": Protocol.DATAHUB,
    }
)

#: Host names below ``aliyuncs.com``, for requests that no header tells: anonymous ones, a browser, curl.
_HOSTS: Final[tuple[tuple[re.Pattern[str], Protocol], ...]] = (
    (re.compile(r"([a-z0-9-]+\.)?oss(-[a-z0-9-]+|\.[a-z]{2}-[a-z0-9-]+)?"), Protocol.OSS),
    (re.compile(r"[a-z0-9-]+\.[a-z0-9-]+\.(ots(-internal)?|(vpc\.)?tablestore)"), Protocol.OTS),
    (re.compile(r"([a-z0-9-]+\.)?[a-z]{2}-[a-z0-9-]+\.log|[a-z0-9-]+\.sls\.[a-z]{2}-[a-z0-9-]+"), Protocol.SLS),
    (re.compile(r"\d+\.mns\.[a-z0-9-]+"), Protocol.MNS),
    (re.compile(r"\d+\.[a-z0-9-]+\.fc"), Protocol.FC),
    (re.compile(r"dh-[a-z0-9-]+"), Protocol.DATAHUB),
)
_DOMAIN: Final = ".aliyuncs.com"

#: Products that share an API version with one that tfmock serves: Cms 2019-01-01, VpcPeer 2022-01-01.
_SHARE_A_VERSION: Final[Mapping[str, str]] = MappingProxyType(
    {"hbase": "HBase", "cassandra": "Cassandra", "adcp": "adcp"}
)
_ABBREVIATION: Final = 3
#: Hosts that are not called as their products are.
_OTHERWISE: Final[Mapping[str, str]] = MappingProxyType({"serverless": "SAE", "tablestore": "OtsRoa"})
_REGION_SUFFIX: Final = re.compile(r"[-.](cn|ap|us|eu|me|na|rus)-[a-z0-9-]+$")


def recognise(environ: Mapping[str, object]) -> Protocol:
    """The protocol of a WSGI request, as far as its head tells; RPC for what has no mark of another.

    ROA is recognised by its path. A POST without parameters in its query may still turn out to be RPC by its form:
    :func:`tfmock.protocol.request.decode` looks.
    """
    for header, protocol in _HEADERS:
        if header in environ:
            return protocol
    authorization = environ.get("HTTP_AUTHORIZATION")
    if authorization is not None:
        scheme = _SCHEMES.get(str(authorization).partition(" ")[0])
        if scheme is not None:
            return scheme
    query = str(environ.get("QUERY_STRING", ""))
    if "Action=" in query:
        return Protocol.RPC
    if "OSSAccessKeyId=" in query or "x-oss-credential=" in query:  # a signed URL
        return Protocol.OSS
    path = environ.get("PATH_INFO") or "/"
    if "HTTP_X_ACS_ACTION" in environ:  # V3: RPC has one path, ROA one for each thing
        return Protocol.RPC if path == "/" else Protocol.ROA
    own = _by_host(str(environ.get("HTTP_HOST", "")))
    return own or (Protocol.RPC if path == "/" else Protocol.ROA)


def _by_host(host: str) -> Protocol | None:
    name = host.partition(":")[0].lower()
    if not name.endswith(_DOMAIN):
        return None
    start = name.removesuffix(_DOMAIN)
    return next((protocol for pattern, protocol in _HOSTS if pattern.fullmatch(start)), None)


def product_of_host(host: str) -> str:
    """The product that a host name stands for: ``SLB`` of ``slb.cn-beijing.aliyuncs.com``; empty where the host is no
    name of Alibaba Cloud's."""
    name = host.partition(":")[0].lower()
    if not name.endswith(_DOMAIN):
        return ""
    start = _REGION_SUFFIX.sub("", name.removesuffix(_DOMAIN))
    labels = [label for label in start.split(".") if not label.isdigit()]  # some begin with an account's id
    label = labels[0] if labels else ""
    if label in _OTHERWISE:
        return _OTHERWISE[label]
    return label.upper() if len(label) <= _ABBREVIATION else label  # CS, SLB, SAE: as the products are called


def shares_a_version(host: str) -> str:
    """The product behind a host whose API versions are those of a product that tfmock serves; empty for others."""
    return _SHARE_A_VERSION.get(product_of_host(host).lower(), "")
