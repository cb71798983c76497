"""What cannot be derived from the provider's source: by hand, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
COMPUTED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PolicyType": "Custom",  # RAM: System ones are Alibaba's own
        "ClusterImportStatus": "1",  # edas: imported; the provider waits for the number without a StateChangeConf
    }
)
#: API version and name of fields that are numbers, though the data does not say it: the provider stores them in texts
#: and in numbers. Learnt from esa: ``site_id`` is a number in 1.246.2 and a text in 1.290.0, which takes numbers, too.
NUMBERS: Final = frozenset({("2024-09-10", "SiteId"), ("2024-09-10", "Id")})
#: API version and name of an id -> how such ids begin, as samples on the products' API pages show. The provider tells
#: from ``ngw-`` and ``lb-`` what an EIP is associated with; the others are for whoever reads a plan.
ID_PREFIXES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("2016-01-20", "KeyId"): "key",
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
#: What the provider takes away from an object before it deletes it. By itself it leaves the object there: a RAM user
#: outlives its access keys.
DELETES_A_PART: Final = frozenset(
    {
        "DeleteAccessKey",
        "DeleteLoginProfile",
        "DeletePolicyVersion",
        "DeleteServiceVersion",
        "DeleteSnapshot",
        "RemovePermissionPolicyFromAccessConfiguration",
        "RemoveUserFromGroup",
    }
)
#: API version and field of a catalogue -> what the cloud offers there. Configurations name these, and the provider's
#: schema does not enumerate them; learnt from its documentation.
OFFERED: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("2015-01-09", "LineCode"): ("default", "telecom", "unicom", "mobile", "oversea", "edu", "cn_unicom_shanxi"),
        ("2015-05-01", "PolicyName"): (
            "AdministratorAccess", "ReadOnlyAccess", "AliyunECSFullAccess", "AliyunOSSFullAccess",
            "AliyunVPCFullAccess", "AliyunRAMFullAccess", "AliyunSLBFullAccess", "AliyunRDSFullAccess",
        ),
        ("2017-08-01", "Engine"): ("MySQL5.6", "MySQL5.7", "MySQL8.0", "PostgreSQL11", "PostgreSQL14", "Oracle11"),
        ("2018-12-03", "HoneypotImageName"): ("ruoyi", "metabase"),
        ("2015-12-15", "version"): ("1.34.1-aliyun.1", "1.33.3-aliyun.1", "1.32.7-aliyun.1"),  # of Kubernetes
        ("2016-04-28", "AccessPointId"): ("ap-cn-hangzhou-yh-C", "ap-cn-hangzhou-yh-B"),
        ("2020-06-16", "SecurityPolicyId"): (
            "tls_cipher_policy_1_0", "tls_cipher_policy_1_1", "tls_cipher_policy_1_2", "tls_cipher_policy_1_2_strict",
            "tls_cipher_policy_1_2_strict_with_1_3",
        ),
    }
)  # fmt: skip
#: API version and field of a catalogue whose words the cloud writes in lower case, though arguments are not
#: (provider, data source kvstore_instance_engines: compares its argument in lower case).
IN_LOWER_CASE: Final[frozenset[tuple[str, str]]] = frozenset({("2015-01-01", "Engine")})
#: API version and key of a call -> the reply, of calls that the data does not describe. The log service is open for
#: every account (provider, data source log_service: waits for Opened).
ANSWERS: Final[Mapping[tuple[str, str], Mapping[str, JsonValue]]] = MappingProxyType(
    {
        ("2019-10-23", "GetSlsService"): {"Success": True, "Enabled": True, "Status": "Opened"},
        ("2019-10-23", "OpenSlsService"): {"Success": True, "OrderId": ""},
        # ots: HighPerformance and Capacity; the provider refuses a type that the region does not list
        ("2020-12-09", "GET /v2/openapi/listclustertype"): {"ClusterTypes": ["SSD", "HYBRID"]},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Objects of one type that a call shows as a list within the items of another.

    Attributes:
        type: of the objects that are shown.
        items: the list in the reply.
        names: field of an item (or parameter of the request) -> what of the object must be equal: a part of its id, by
            place, or a member of a list, by attribute.
        members: the list in the item.
        fields: field of a member -> what it shows: a part of the id, or a member of a list, of which each is shown.
    """

    type: str
    items: str
    names: Mapping[str, int | str]
    members: str
    fields: Mapping[str, int | str]


#: API version and action -> the relation. A privilege belongs to an account and to databases: the provider waits for it
#: in one list and reads it in the other, compares fields that it stores nowhere, and panics where there is no list.
RELATIONS: Final[Mapping[tuple[str, str], Relation]] = MappingProxyType(
    {
        ("2014-08-15", "DescribeDatabases"): Relation(
            type="alicloud_db_account_privilege",
            items="Databases.Database",
            names={"DBInstanceId": 0, "DBName": "db_names"},
            members="Accounts.AccountPrivilegeInfo",
            fields={"Account": 1, "AccountPrivilege": 2},
        ),
        ("2014-08-15", "DescribeAccounts"): Relation(
            type="alicloud_db_account_privilege",
            items="Accounts.DBInstanceAccount",
            names={"DBInstanceId": 0, "AccountName": 1},
            members="DatabasePrivileges.DatabasePrivilege",
            fields={"DBName": "db_names", "AccountPrivilege": 2},
        ),
        ("2017-08-01", "DescribeAccounts"): Relation(
            type="alicloud_polardb_account_privilege",
            items="Accounts",
            names={"DBClusterId": 0, "AccountName": 1},
            members="DatabasePrivileges",
            fields={"DBName": "db_names", "AccountPrivilege": 2},
        ),
    }
)
