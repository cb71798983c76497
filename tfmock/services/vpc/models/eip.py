"""Elastic IP addresses: public addresses of an account, which it associates with instances and interfaces."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Final

from tfmock.core.lifecycle import GONE, Lifecycle
from tfmock.core.resource import Resource, Summary
from tfmock.core.store import ResourceRow, StatefulRow, Transaction

# DescribeEipAddresses page: Associating, Unassociating, InUse, Available, Releasing
LIFECYCLE: Final = Lifecycle(
    "Eip",
    seconds={"Associating": 2.0, "Unassociating": 2.0, "Releasing": 1.0},
    then={"Associating": "InUse", "Unassociating": "Available", "Releasing": GONE},
)

#: Attributes of ``alicloud_eip_address`` in a state of Terraform.
_SEED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address_name": "name",
        "bandwidth": "bandwidth",
        "create_time": "allocation_time",
        "deletion_protection": "deletion_protection",
        "description": "description",
        "instance_charge_type": "charge_type",
        "internet_charge_type": "internet_charge_type",
        "ip_address": "ip_address",
        "isp": "isp",
        "mode": "mode",
        "netmode": "netmode",
        "resource_group_id": "resource_group_id",
        "zone": "zone",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EipRow(StatefulRow, ResourceRow):
    """An EIP. ``instance_id`` is the instance or the secondary interface that has it, empty while nothing does."""

    table = "eip_addresses"
    lifecycle = LIFECYCLE
    resource: ClassVar[Resource] = Resource(
        kind="eip_address",
        product="Vpc",
        terraform_types=("alicloud_eip_address", "alicloud_eip"),
        terraform_parts=("alicloud_eip_association",),
        id_prefix="eip",
        tag_type="EIP",
        move_type="EIP",
        quota="eip_quota_instances_num",
        quota_index="account",
        seed=_SEED,
    )

    account: str
    region_id: str
    ip_address: str
    name: str = ""
    description: str = ""
    #: Mbit/s.
    bandwidth: int = 5
    internet_charge_type: str = "PayByBandwidth"
    charge_type: str = "PostPaid"
    isp: str = "BGP"
    netmode: str = "public"
    zone: str = ""
    allocation_time: float
    resource_group_id: str
    security_protection_types: tuple[str, ...] = ()
    deletion_protection: bool = False
    instance_id: str = ""
    instance_type: str = ""
    private_ip_address: str = ""
    mode: str = "NAT"

    def summary(self, transaction: Transaction) -> Summary:
        detail = f"{self.ip_address} of {self.instance_id}" if self.instance_id else self.ip_address
        return Summary(id=self.id, account=self.account, region=self.region_id, name=self.name, detail=detail)

    def keys(self) -> Iterator[tuple[str, str | tuple[str, str]]]:
        yield "home", (self.account, self.region_id)
        yield "account", self.account
        yield "ip_address", self.ip_address
        if self.instance_id:
            yield "instance", self.instance_id

    def unassociated(self, now: float) -> EipRow:
        """The EIP on its way back to Available."""
        return replace(
            self,
            instance_id="",
            instance_type="",
            private_ip_address="",
            mode="NAT",
            status=LIFECYCLE.start("Unassociating", at=now),
        )


def eip_of(transaction: Transaction, instance_id: str) -> EipRow | None:
    """The EIP of an instance or of an interface; None where it has none. An instance has one at most."""
    return next(iter(transaction.find(EipRow, "instance", instance_id)), None)


def unassociate_eips(
    transaction: Transaction, instance_id: str, now: float, addresses: Collection[str] | None = None
) -> None:
    """Take the EIPs off an instance or an interface that is deleted: the account keeps them (EIP page).

    Args:
        addresses: only those that belong to these private addresses; None for all.
    """
    for row in transaction.find(EipRow, "instance", instance_id):
        if addresses is None or row.private_ip_address in addresses:
            transaction.put(row.unassociated(now))
