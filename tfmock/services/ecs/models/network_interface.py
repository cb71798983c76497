"""Network interfaces: addresses in a vSwitch, and the security groups that filter their packets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction

# DescribeNetworkInterfaces metadata: Available, Attaching, InUse, Detaching, Deleting
LIFECYCLE: Final = Lifecycle(
    "NetworkInterface", seconds={"Creating": 1.0, "Attaching": 2.0, "Detaching": 2.0, "Deleting": 1.0}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkInterfaceRow(StatefulRow, ResourceRow):
    """A network interface.

    A primary one is deleted with its instance unless it was there ``before_instance``, a secondary one if
    ``delete_on_release`` says so.
    """

    table = "network_interfaces"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="network_interface",
        product="Ecs",
        terraform_types=("alicloud_ecs_network_interface", "alicloud_network_interface"),
        terraform_parts=("alicloud_ecs_network_interface_attachment", "alicloud_network_interface_attachment"),
        id_prefix="eni",
        id_length=20,
        tag_type="eni",
    )
    former_fields: ClassVar[Mapping[str, str]] = {
        "region": "region_id",
        "zone": "zone_id",
        "vpc": "vpc_id",
        "vswitch": "v_switch_id",
        "kind": "type",
        "instance": "instance_id",
        "name": "network_interface_name",
        "created": "creation_time",
        "address": "private_ip_address",
        "ipv6": "ipv6_addresses",
        "mac": "mac_address",
        "security_groups": "security_group_ids",
        "resource_group": "resource_group_id",
        "secondary": "secondary_private_ip_addresses",
        "traffic_mode": "network_interface_traffic_mode",
        "queues": "queue_number",
        "queue_pairs": "queue_pair_number",
    }

    account: str
    region_id: str
    zone_id: str
    vpc_id: str
    v_switch_id: str
    type: Literal["Primary", "Secondary"]
    instance_id: str
    network_interface_name: str
    description: str
    creation_time: float
    private_ip_address: str
    ipv6_addresses: tuple[str, ...]
    mac_address: str
    security_group_ids: tuple[str, ...]
    resource_group_id: str = ""
    secondary_private_ip_addresses: tuple[str, ...] = ()
    network_interface_traffic_mode: str = "Standard"
    queue_number: int = 0
    queue_pair_number: int = 0
    delete_on_release: bool = False
    source_dest_check: bool = False
    before_instance: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its IPv4 addresses, the primary one first."""
        return (self.private_ip_address, *self.secondary_private_ip_addresses)

    @property
    def name(self) -> str:
        """The name, under the word that rows of every kind have."""
        return self.network_interface_name

    def summary(self, transaction: Transaction) -> Summary:
        return Summary(
            id=self.id,
            account=self.account,
            region=self.region_id,
            name=self.name,
            detail=self.private_ip_address,
            listed=self.type == "Secondary",
        )

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "vswitch", self.v_switch_id
        yield "vpc", self.vpc_id
        yield "instance", self.instance_id
        yield "home", (self.account, self.region_id)
        yield "address", self.private_ip_address
        for group in self.security_group_ids:
            yield "security_group", group
