"""Requests of Tablestore (OTS): one POST for each operation, its name in the path, protobuf in the body.

Source: aliyun-tablestore-go-sdk (api.go, ots_header.go), which Terraform's oss backend locks its states with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tfmock.protocol import protobuf
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.request import ApiRequest, Signed, headers_of, read_body

#: Bytes of body; one attribute column has up to 2 MB (limits page of Tablestore).
MAX_BODY: Final = 3 << 20

_REGION: Final = re.compile(
    r"[a-z0-9-]+\.([a-z]{2}-[a-z0-9-]+?)\.(?:vpc\.)?(?:ots|ots-internal|tablestore)\.aliyuncs\.com"
)


def decode(environ: Mapping[str, object]) -> ApiRequest:
    """Read a request.

    Raises:
        ApiError: the body is too large or unreadable.
    """
    body = read_body(environ, MAX_BODY)
    headers = headers_of(environ)
    host = headers.get("host", "")
    path = str(environ.get("PATH_INFO") or "/")
    action = path.strip("/")
    region = _REGION.fullmatch(host.partition(":")[0].lower())
    params = {"InstanceName": headers.get("x-ots-instancename", "")}
    if region is not None:
        params["RegionId"] = region.group(1)
    table = _table_name(action, body)
    if table:
        params["TableName"] = table
    return ApiRequest(
        method=str(environ["REQUEST_METHOD"]),
        host=host,
        action=action if action.isalnum() else f"{environ['REQUEST_METHOD']} {path}",
        version=headers.get("x-ots-apiversion", ""),
        params=params,
        access_key_id=headers.get("x-ots-accesskeyid", ""),
        security_token=headers.get("x-ots-ststoken", ""),
        wants_xml=False,
        protocol=Protocol.OTS,
        product="Ots",
        body=body,
        signed=Signed(path, str(environ.get("QUERY_STRING", "")), headers),
    )


def _table_name(action: str, body: bytes) -> str:
    """The table, for recordings and fault rules: the first field of nearly every message; empty where it is not."""
    try:
        message = protobuf.parse(body)
        if action == "CreateTable":
            message = message.message(1)
        return message.text(1)
    except protobuf.MalformedMessageError:
        return ""  # the operation itself says what is wrong
