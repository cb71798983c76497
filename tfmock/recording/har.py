"""Recorded calls as an HTTP Archive (HAR 1.2), which browsers and proxies open."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from tfmock.recording.record import CONTROL, Record
from tfmock.version import __version__


def archive(records: Iterable[Record]) -> dict[str, Any]:
    """The archive as JSON data: the calls of the API, without changes made through the control API."""
    entries = [_entry(record) for record in records if record["product"] != CONTROL]
    creator = {"name": "tfmock", "version": __version__}
    return {"log": {"version": "1.2", "creator": creator, "entries": entries}}


def _entry(record: Record) -> dict[str, Any]:
    action = {"Action": record["action"], "Version": record["version"]}
    body = urlencode({name: value for name, value in record["params"].items() if name not in action})
    is_json = not isinstance(record["reply"], str)
    content = json.dumps(record["reply"], ensure_ascii=False) if is_json else record["reply"]
    return {
        "startedDateTime": record["at"],
        "time": record["ms"],
        "request": {
            "method": record["method"],
            "url": f"https://{record['host'] or 'tfmock'}/?{urlencode(action)}",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [{"name": "Host", "value": record["host"]}],
            "queryString": _pairs(action),
            "postData": {
                "mimeType": "application/x-www-form-urlencoded",
                "params": _pairs({k: v for k, v in record["params"].items() if k not in action}),
                "text": body,
            },
            "headersSize": -1,
            "bodySize": len(body),
        },
        "response": {
            "status": record["status"],
            "statusText": _reason(record["status"]),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": {
                "size": len(content.encode()),
                "mimeType": "application/json" if is_json else "text/xml",
                "text": content,
            },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(content.encode()),
        },
        "cache": {},
        "timings": {"send": 0, "wait": record["ms"], "receive": 0},
        "comment": f"world {record['world']}, account {record['account']}",
    }


def _pairs(named: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in named.items()]


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
