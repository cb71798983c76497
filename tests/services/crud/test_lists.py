"""Data sources list what resources made, and catalogues hold what a new account finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from flask import Flask
from pydantic import JsonValue

from tests.support.crud import Client
from tests.support.crud_provider import (
    UNKNOWN,
    SimulatedProvider,
    configuration,
    entities,
    ignore_references,
    sample,
)
from tests.support.lab import Json, RefusedError
from tfmock.core.universe import Universe
from tfmock.protocol.errors import ApiError
from tfmock.services.crud import paths
from tfmock.services.crud.compilation import compile_type
from tfmock.services.crud.contract import ResourceType
from tfmock.services.crud.contracts import installed_contracts
from tfmock.services.crud.engine import CrudEngine
from tfmock.services.crud.rows import CrudRow
from tfmock.services.registry import Registry, all_operations

#: Data sources that say other ids than their resources, or whose data does not say where they come from.
NOT_LISTED: Final = frozenset(
    {
        "alicloud_alikafka_sasl_acls",
        "alicloud_amqp_static_accounts",
        "alicloud_cen_transit_route_table_aggregations",
        "alicloud_cen_transit_router_route_table_associations",
        "alicloud_cen_transit_router_route_table_propagations",
        "alicloud_cs_kubernetes_addons",
        "alicloud_data_works_folders",
        "alicloud_ddosbgp_instances",
        "alicloud_express_connect_router_vbr_child_instances",
        "alicloud_express_connect_vbr_pconn_associations",
        "alicloud_hbr_hana_backup_clients",
        "alicloud_kvstore_connections",
        "alicloud_log_stores",
        "alicloud_mse_nacos_configs",
        "alicloud_nlb_server_group_server_attachments",
        "alicloud_oss_buckets",
        "alicloud_ots_instances",
        "alicloud_ots_search_indexes",
        "alicloud_ots_secondary_indexes",
        "alicloud_pvtz_zone_records",
        "alicloud_resource_manager_shared_resources",
        "alicloud_slb_backend_servers",
        "alicloud_sls_logtail_configs",
        "alicloud_vpc_ipam_ipam_pool_cidrs",
    }
)


def pairs() -> Iterator[tuple[ResourceType, ResourceType]]:
    """Each data source with a list and the resource type that its name is the plural of; what is emulated is not asked
    of this tier."""
    contracts, registry = installed_contracts(), Registry(all_operations())
    for name in sorted(contracts.index.data_sources):
        data_source = compile_type(entities()[name])
        types, is_named = contracts.listed_types(data_source)
        lists = [spec for spec in data_source.all_calls() if spec.is_primary]
        if not is_named or not lists or not lists[0].root:
            continue
        type = types[0]
        specs = [*lists[:1], *type.specs_of(type.creates)]
        if not any(registry.has_action(spec.version, spec.key) for spec in specs):
            yield data_source, type


def arguments(
    data_source: ResourceType, type: ResourceType, row: CrudRow, made: dict[str, JsonValue]
) -> dict[str, JsonValue]:
    """What a data source requires, as the resource has it, and defaults."""
    chosen: dict[str, JsonValue] = {}
    for name, described in data_source.schema.items():
        assert isinstance(described, dict)
        part = next((place for place, part in enumerate(type.id_parts) if name in part.attributes), None)
        if "r" in data_source.flags(name):
            chosen[name] = row.parts[part] if part is not None else made.get(name, sample(name, described))
        elif described.get("def") is not None:
            chosen[name] = described["def"]
    return chosen


def test_every_data_source_lists_what_its_resource_made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ignore_references(monkeypatch)
    universe: Universe = app.extensions["tfmock.universe"]
    engine = CrudEngine(installed_contracts(), Registry(all_operations()).has_action)
    missing = {}
    listed = 0
    for number, (data_source, type) in enumerate(pairs()):
        provider = SimulatedProvider(engine, universe.world(f"list-{number}"))
        made = configuration(type)
        row = provider.create(type, made)
        if row is None:
            continue
        id = type.separator.join(row.parts)
        try:
            ids = provider.ids(data_source, arguments(data_source, type, row, made))
        except ApiError as error:
            missing[data_source.name] = error.code
            continue
        if {id, row.parts[-1], UNKNOWN} & set(ids):  # some data sources say only the last part
            listed += 1
        else:
            missing[data_source.name] = f"{id} is not in {ids}"
    assert {name: text for name, text in missing.items() if name not in NOT_LISTED} == {}
    assert sorted(NOT_LISTED - missing.keys()) == []  # they are listed now
    assert listed > 500


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Two objects of which a list shows one."""

    create: str
    objects: tuple[Json, Json]
    list: str
    asked: Json
    path: str
    shown: str


FILTERS = {
    "a tag": Filter(
        create="nlb.CreateServerGroup",
        objects=(
            {"ServerGroupName": "a", "Tag": [{"Key": "k", "Value": "1"}]},
            {"ServerGroupName": "b", "Tag": [{"Key": "k", "Value": "2"}]},
        ),
        list="nlb.ListServerGroups",
        asked={"Tag": [{"Key": "k", "Value": "2"}]},
        path="ServerGroups[].ServerGroupName",
        shown="b",
    ),
    "one of several names": Filter(
        create="nlb.CreateServerGroup",
        objects=({"ServerGroupName": "a"}, {"ServerGroupName": "b"}),
        list="nlb.ListServerGroups",
        asked={"ServerGroupNames": ["a", "c"]},
        path="ServerGroups[].ServerGroupName",
        shown="a",
    ),
    "a name": Filter(
        create="slb.CreateLoadBalancer",
        objects=({"LoadBalancerName": "a"}, {"LoadBalancerName": "b"}),
        list="slb.DescribeLoadBalancers",
        asked={"LoadBalancerName": "a"},
        path="LoadBalancers.LoadBalancer[].LoadBalancerName",
        shown="a",
    ),
    "a value that the provider converts": Filter(
        create="eipanycast.AllocateAnycastEipAddress",
        objects=(
            {"Name": "a", "ServiceLocation": "international", "InstanceChargeType": "PostPaid"},
            {"Name": "b", "ServiceLocation": "international", "InstanceChargeType": "PrePaid"},
        ),
        list="eipanycast.ListAnycastEipAddresses",
        asked={"InstanceChargeType": "PostPaid"},
        path="AnycastList[].Name",
        shown="a",
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_list_is_filtered(client: Client, name: str) -> None:
    case = FILTERS[name]
    vpc = client.vpc()
    for made in case.objects:
        client.call(case.create, {"VpcId": vpc, **made})
    reply = client.call(case.list, case.asked)
    assert [value for _, value in paths.find(reply, case.path)] == [case.shown]


@pytest.mark.parametrize(
    "asked",
    [
        {"PageNumber": 2, "PageSize": 2},
        {"PageNo": 2, "PageSize": 2},
        {"Offset": 2, "Size": 2},
        {"offset": 2, "size": 2},
    ],
)
def test_a_page_of_a_list(client: Client, asked: Json) -> None:
    for name in "abc":
        client.call("cbn.CreateCen", Name=name)
    reply = client.call("cbn.DescribeCens", asked)
    assert [cen["Name"] for cen in reply["Cens"]["Cen"]] == ["c"]


def test_what_an_instance_has_none_of_is_no_error(client: Client) -> None:
    """A data source asks each instance for its whitelist; one without must not fail the whole list."""
    id = client.call("alikafka.CreatePostPayOrder", RegionId="cn-hangzhou")["OrderId"]
    assert client.call("alikafka.GetAllowedIpList", RegionId="cn-hangzhou", InstanceId=id)["Success"] is True
    with pytest.raises(RefusedError):
        client.call("alikafka.GetAllowedIpList", RegionId="cn-hangzhou", InstanceId="alikafka-none")


def test_what_a_list_says_of_itself_repeats_the_request(client: Client) -> None:
    """The provider makes ids of it: ``DBClusterId`` stands beside the list of groups, not in it."""
    asked = {"RegionId": "cn-hangzhou", "DBClusterId": "am-1", "GroupName": "g"}
    client.call("adb.CreateDBResourceGroup", asked)
    assert client.call("adb.DescribeDBResourceGroup", DBClusterId="am-1")["DBClusterId"] == "am-1"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a new account finds: a call, and what some of a field's values are, or all with ``only``."""

    call: str
    asked: Json
    path: str
    offered: tuple[JsonValue, ...]
    only: bool = False


OFFERS = {
    "zones of the region": Offer(
        call="alb.DescribeZones",
        asked={"RegionId": "cn-beijing"},
        path="Zones[].ZoneId",
        offered=("cn-beijing-h", "cn-beijing-i", "cn-beijing-a"),
    ),
    "the engine that is asked for": Offer(
        call="kvstore.DescribeAvailableResource",
        asked={"RegionId": "cn-hangzhou", "ZoneId": "cn-hangzhou-h", "Engine": "Memcache"},
        path="AvailableZones.AvailableZone[].SupportedEngines.SupportedEngine[].Engine",
        offered=("memcache",),  # the cloud's spelling
        only=True,
    ),
    "the version that is asked for": Offer(
        call="rds.DescribeAvailableZones",
        asked={"RegionId": "cn-hangzhou", "Engine": "MySQL", "EngineVersion": "8.0"},
        path="AvailableZones[].SupportedEngines[].SupportedEngineVersions[].Version",
        offered=("8.0",),
        only=True,
    ),
    "another zone for the standby": Offer(
        call="slb.DescribeAvailableResource",
        asked={"RegionId": "cn-hangzhou"},
        path="AvailableResources.AvailableResource[0].SlaveZoneId",
        offered=("cn-hangzhou-i",),
        only=True,
    ),
    "every category that the provider filters by": Offer(
        call="rds.DescribeAvailableZones",
        asked={"RegionId": "cn-hangzhou"},
        path="AvailableZones[].SupportedEngines[].SupportedEngineVersions[].SupportedCategorys[].Category",
        offered=("Basic", "HighAvailability", "cluster"),
    ),
    "versions that only another type of the product enumerates": Offer(
        call="kvstore.DescribeAvailableResource",
        asked={"RegionId": "cn-hangzhou", "ZoneId": "cn-hangzhou-h"},
        path="AvailableZones.AvailableZone[].SupportedEngines.SupportedEngine[].SupportedEditionTypes"
        ".SupportedEditionType[].SupportedSeriesTypes.SupportedSeriesType[].SupportedEngineVersions"
        ".SupportedEngineVersion[].Version",
        offered=("5.0", "7.0"),
    ),
    "two arguments that one field is compared with": Offer(
        call="polardb.DescribeDBClusterAvailableResources",
        asked={"DBType": "MySQL", "DBVersion": "5.7"},
        path="AvailableZones[].SupportedEngines[].Engine",
        offered=("MySQL5.7",),
        only=True,
    ),
    "a text whose keys an argument chooses": Offer(
        call="sgw.DescribeGatewayStock",
        asked={"GatewayRegionId": "cn-hangzhou"},
        path="Stocks.Stock[].StockInfo@json.Standard",
        offered=(True,),
    ),
    "a list under any key of a mapping": Offer(
        call="clickhouse.DescribeRegions",
        asked={"RegionId": "cn-hangzhou"},
        path="Regions.Region[].Zones.Zone[].ZoneId",
        offered=("cn-hangzhou-i",),
    ),
    "the region that the provider looks for": Offer(
        call="hbase.DescribeRegions",
        asked={"RegionId": "cn-hangzhou"},
        path="Regions.Region[].RegionId",
        offered=("cn-hangzhou",),
        only=True,
    ),
    "what must be known by its name": Offer(
        call="ram.ListPolicies",
        asked={"PolicyType": "System"},
        path="Policies.Policy[].PolicyName",
        offered=("AdministratorAccess",),
    ),
    "a status that is waited for": Offer(
        call="pvtz.DescribeUserServiceStatus",
        asked={},
        path="Status",
        offered=("OPENED",),
    ),
    "a list of which no field is read": Offer(
        call="eventbridge.GetEventBridgeStatus",
        asked={},
        path="Data.Components",
        offered=([],),
    ),
    "a service that is open for everybody": Offer(
        call="slsPop.GetSlsService",
        asked={},
        path="Status",
        offered=("Opened",),
    ),
}


@pytest.mark.parametrize("name", OFFERS)
def test_a_new_account_finds_what_the_cloud_offers(client: Client, name: str) -> None:
    case = OFFERS[name]
    values = [value for _, value in paths.find(client.call(case.call, case.asked), case.path)]
    assert [offered for offered in case.offered if offered not in values] == []
    if case.only:
        assert all(value in case.offered for value in values)


@pytest.mark.parametrize(
    ("call", "asked", "path"),
    [
        ("slb.DescribeLoadBalancers", {"RegionId": "cn-hangzhou"}, "LoadBalancers.LoadBalancer"),
        ("ram.ListPolicies", {"PolicyType": "Custom"}, "Policies.Policy"),
        ("sas.DescribeCloudCenterInstances", {}, "Instances"),  # they say when they were created
        ("kms.ListSecretVersionIds", {"SecretName": "none"}, "VersionIds.VersionId"),  # of a secret that there is not
        ("swas.ListImages", {"ImageType": "custom", "RegionId": "cn-hangzhou"}, "Images"),
    ],
)
def test_lists_of_what_somebody_made_are_empty(client: Client, call: str, asked: Json, path: str) -> None:
    assert paths.find(client.call(call, asked), f"{path}[]") == []


def test_offers_do_not_change_with_what_is_made(client: Client) -> None:
    """``images.0.id`` must not become the custom image that was made from it."""
    asked = {"RegionId": "cn-hangzhou"}
    before = client.call("swas.ListImages", asked)["Images"]
    of = {"ImageName": "own", "InstanceId": "1", "SystemSnapshotId": "2"}
    custom = client.call("swas.CreateCustomImage", of, RegionId="cn-hangzhou")["ImageId"]
    assert client.call("swas.ListImages", asked)["Images"] == before != []
    shown = client.call("swas.ListImages", RegionId="cn-hangzhou", ImageType="custom")["Images"]
    assert [image["ImageId"] for image in shown] == [custom]


def test_opening_a_product_makes_nothing(client: Client) -> None:
    """The order is the one by which other products' instances are bought."""
    asked: Json = {"ProductCode": "pvtz", "ProductType": "pvtzpost", "SubscriptionType": "PayAsYouGo"}
    asked["Parameter"] = [{"Code": "CommodityType", "Value": "pvtz"}]
    assert client.call("bss.CreateInstance", asked)["Data"]["OrderId"]
    assert not len(client.app.extensions["tfmock.universe"].world(client.world).store.table(CrudRow))


def test_clusters_are_listed_by_what_is_asked_of_each(client: Client) -> None:
    """A list that no resource is read with, of which the provider reads each item as a resource is read."""
    host, version = "cs.cn-hangzhou.aliyuncs.com", "2015-12-15"
    assert client.rest("GET", host, "/clusters", version).body.strip() == b"[]"
    body = {"cluster_type": "ManagedKubernetes", "name": "c", "region_id": "cn-hangzhou"}
    id = client.rest("POST", host, "/clusters", version, body).json()["cluster_id"]
    listed = json.loads(client.rest("GET", host, "/clusters", version).body)
    assert [(cluster["cluster_id"], cluster["name"]) for cluster in listed] == [(id, "c")]
