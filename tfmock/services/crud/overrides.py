"""What cannot be derived from the provider's source: by hand, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

#: API version -> what every reply says of its success. The provider compares these words in its client, so that
#: they are no field that a resource reads.
SUCCESS: Final[Mapping[str, Mapping[str, JsonValue]]] = MappingProxyType(
    {
        "2017-12-14": {"Code": "Success", "Success": True},  # BssOpenApi: client compares Code with "Success"
        "2020-04-01": {"Code": "Success", "Success": True},  # eventbridge: likewise
        "2018-12-01": {"Code": "success", "IsSuccess": True, "Success": True},  # cr: IsSuccess decides
    }
)
#: What the others say, where the reply has no such field of its own.
DEFAULT_SUCCESS: Final[Mapping[str, JsonValue]] = MappingProxyType({"Code": "200", "Success": True})
#: Name of a computed field -> what it says of things that users made.
COMPUTED: Final[Mapping[str, str]] = MappingProxyType({"PolicyType": "Custom"})  # RAM: System ones are Alibaba's own
#: API version and name of an id -> how such ids begin, as samples on the products' API pages show. The provider tells
#: from ``ngw-`` and ``lb-`` what an EIP is associated with; the others are for whoever reads a plan.
ID_PREFIXES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("2016-04-28", "NatGatewayId"): "ngw",
        ("2016-04-28", "HaVipId"): "havip",
        ("2014-05-15", "LoadBalancerId"): "lb",
        ("2020-06-16", "LoadBalancerId"): "alb",
        ("2022-04-30", "LoadbalancerId"): "nlb",
        ("2017-09-12", "CenId"): "cen",
        ("2017-09-12", "TransitRouterId"): "tr",
        ("2014-08-15", "DBInstanceId"): "rm",
        ("2015-01-01", "InstanceId"): "r",
    }
)
#: API version and key of a REST call -> where the list is that the data takes for the whole reply: the provider's SDK
#: hands on only that. Learnt from the SDKs (aliyun-log-go-sdk, aliyungo/cs).
LISTS_IN_OBJECTS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("2020-12-30", "GET /"): "projects[].projectName",
        ("2020-12-30", "GET /logstores"): "logstores[]",
        ("2020-12-30", "GET /configs/{}/machinegroups"): "machinegroups[]",
        ("2015-12-15", "GET /clusters/{}/nodes"): "nodes[]",
    }
)
#: Name of a field of a list's items -> what the provider looks for where the user names nothing.
DEFAULT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"DBInstanceIPArrayName": "default"}  # rds: the whitelist that security_ips is
)
