"""A stand-in for tfmock.app: echoes requests, and answers what the server asks a tfmock about itself.

``python -m tests.support.stub_app ARGS...`` is the tfmock command with this app behind it.
"""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tfmock.settings import Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from tfmock.server.server import TrafficSnapshot

REPORT = {
    "calls": [{"product": "Vpc", "action": "CreateVpc", "count": 3, "errors": {"QuotaExceeded.Vpc": 1}}],
    "left": [{"kind": "vpc", "id": "vpc-1", "region": "cn-hangzhou", "account": "1000000000000001", "name": "x"}],
}


def create_app(settings: Settings, *, proxy_traffic: TrafficSnapshot | None = None) -> WSGIApplication:
    """See ``tfmock.server.server.AppFactory``."""
    for seed in settings.seed:
        if not seed.exists():
            raise SettingsError(f"{seed}: no such seed file")

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        path = environ["PATH_INFO"]
        answer: object = {
            "method": environ["REQUEST_METHOD"],
            "path": path,
            "query": environ["QUERY_STRING"],
            "host": environ.get("HTTP_HOST", ""),
            "body": body.decode("latin-1"),
        }
        status = "200 OK"
        if path == "/_tfmock/report":
            answer = {**REPORT, "proxy": proxy_traffic() if proxy_traffic else {}}
        elif environ.get("HTTP_HOST", "").endswith(".aliyuncs.com"):
            # Never 404 or 5xx: the provider would drop resources or retry (provider-contract: Not found, Retries).
            status = "400 Bad Request"
            answer = {"Code": "Stub", "Message": json.dumps(answer), "RequestId": "r", "HostId": "h", "Recommend": ""}
        data = json.dumps(answer).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    return app


if __name__ == "__main__":
    stand_in = types.ModuleType("tfmock.app")
    stand_in.create_app = create_app  # type: ignore[attr-defined]
    sys.modules["tfmock.app"] = stand_in
    from tfmock.cli.main import main

    main()
