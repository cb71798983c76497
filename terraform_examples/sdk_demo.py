"""The same peering without Terraform, through Alibaba Cloud's own Python SDKs.

    pip install alibabacloud-vpc20160428 alibabacloud-vpcpeer20220101 alibabacloud-sts20150401
    tfmock exec -- python sdk_demo.py

The SDKs are not told about tfmock: region, credentials and the way there come from the environment that `tfmock exec`
(or `eval "$(tfmock env)"`) sets.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

try:
    from alibabacloud_sts20150401.client import Client as Sts
    from alibabacloud_tea_openapi.models import Config
    from alibabacloud_vpc20160428 import models as vpc_models
    from alibabacloud_vpc20160428.client import Client as Vpc
    from alibabacloud_vpcpeer20220101 import models as peer_models
    from alibabacloud_vpcpeer20220101.client import Client as VpcPeer
except ModuleNotFoundError as missing:
    packages = "alibabacloud-vpc20160428 alibabacloud-vpcpeer20220101 alibabacloud-sts20150401"
    sys.exit(f"sdk_demo.py: {missing.name} is not installed. First: pip install {packages}")

LOCAL, ACCEPTING = "cn-hangzhou", "cn-beijing"


def config(region: str) -> Config:
    return Config(
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        region_id=region,
        ca=os.environ.get("SSL_CERT_FILE"),  # the SDKs honour the proxy variables, but none for certificates
    )


def wait_for(status: str, read: Callable[[], str]) -> None:
    """Resources are made in the background; the next step needs them finished."""
    while read() != status:
        time.sleep(1)


def network(client: Vpc, region: str, block: str, vswitch_block: str) -> tuple[str, str]:
    """A VPC with one vSwitch; its id and that of its system route table."""
    vpc = client.create_vpc(vpc_models.CreateVpcRequest(region_id=region, cidr_block=block, vpc_name="sdk-demo")).body
    read = vpc_models.DescribeVpcAttributeRequest(region_id=region, vpc_id=vpc.vpc_id)
    wait_for("Available", lambda: client.describe_vpc_attribute(read).body.status)
    client.create_vswitch(
        vpc_models.CreateVSwitchRequest(
            region_id=region, vpc_id=vpc.vpc_id, cidr_block=vswitch_block, zone_id=f"{region}-f"
        )
    )
    return vpc.vpc_id, vpc.route_table_id


def route(client: Vpc, region: str, table: str, destination: str, connection: str) -> None:
    client.create_route_entry(
        vpc_models.CreateRouteEntryRequest(
            region_id=region,
            route_table_id=table,
            destination_cidr_block=destination,
            next_hop_type="VpcPeer",
            next_hop_id=connection,
        )
    )
    read = vpc_models.DescribeRouteEntryListRequest(
        region_id=region, route_table_id=table, destination_cidr_block=destination
    )
    (entry,) = client.describe_route_entry_list(read).body.route_entrys.route_entry
    (hop,) = entry.next_hops.next_hop
    print(f"route in {table}: {entry.destination_cidr_block} -> {hop.next_hop_type} {hop.next_hop_id}, {entry.status}")


def main() -> None:
    account = Sts(config(LOCAL)).get_caller_identity().body.account_id
    local, accepting, peers = Vpc(config(LOCAL)), Vpc(config(ACCEPTING)), VpcPeer(config(LOCAL))
    local_vpc, local_table = network(local, LOCAL, "10.0.0.0/16", "10.0.1.0/24")
    accepting_vpc, accepting_table = network(accepting, ACCEPTING, "172.16.0.0/16", "172.16.1.0/24")

    connection = peers.create_vpc_peer_connection(
        peer_models.CreateVpcPeerConnectionRequest(
            region_id=LOCAL,
            vpc_id=local_vpc,
            accepting_ali_uid=int(account),
            accepting_region_id=ACCEPTING,
            accepting_vpc_id=accepting_vpc,
            bandwidth=100,
            link_type="Gold",
            name="sdk-demo",
        )
    ).body.instance_id
    read = peer_models.GetVpcPeerConnectionAttributeRequest(instance_id=connection)
    wait_for("Activated", lambda: peers.get_vpc_peer_connection_attribute(read).body.status)
    seen = peers.get_vpc_peer_connection_attribute(read).body
    print(f"connection {connection}: {seen.status}, {seen.bandwidth} Mbit/s, {seen.link_type}")

    route(here, LOCAL, local_table, "172.16.0.0/16", connection)
    route(there, ACCEPTING, accepting_table, "10.0.0.0/16", connection)


if __name__ == "__main__":
    main()
