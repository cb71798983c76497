from __future__ import annotations

import pytest

from tfmock.server.hosts import Route, route


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("vpcpeer.aliyuncs.com", Route.SERVED),
        ("sts.cn-hangzhou.aliyuncs.com", Route.SERVED),
        ("VPC.ALIYUNCS.COM.", Route.SERVED),
        ("aliyuncs.com", Route.SERVED),
        ("notaliyuncs.com", Route.TUNNELLED),
        ("aliyuncs.com.example.org", Route.TUNNELLED),
        ("ram.console.aliyun.com", Route.REFUSED),
        ("signin.alibabacloud.com", Route.REFUSED),
        ("x.alicloudapi.com", Route.REFUSED),
        ("100.100.100.200", Route.REFUSED),
        ("1684301000", Route.REFUSED),
        ("0x64.100.25800.", Route.REFUSED),
        ("[::ffff:100.100.100.200]", Route.REFUSED),
        ("metadata.google.internal", Route.REFUSED),
        ("mirrors.aliyun.com", Route.TUNNELLED),
        ("evil.mirrors.aliyun.com", Route.REFUSED),
        ("registry.terraform.io", Route.TUNNELLED),
        ("[::1]", Route.TUNNELLED),
    ],
)
def test_where_a_host_goes(host: str, expected: Route) -> None:
    assert route(host) is expected
