"""Elastic IP addresses: how they are paid, and what they are associated with."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, may_coexist
from hcl_lint.network.arguments import fact, number
from hcl_lint.network.duplicates import is_single
from hcl_lint.network.entities import Entity
from hcl_lint.network.identity import identity
from hcl_lint.network.quota_counts import exceeded, home, written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import eips, quotas
from tfmock.rulebook.rule import UNKNOWN, Maybe

EIP_BANDWIDTH = documented(
    eips.BANDWIDTH,
    """
    A bandwidth that an EIP cannot have.

    Why: Paid by bandwidth an EIP has up to 500 Mbit/s, paid by traffic up to 200, and by subscription up to 1000.

    Bad::

        resource "alicloud_eip_address" "web" {
          internet_charge_type = "PayByTraffic"
          bandwidth            = "500"
        }

    Good::

        resource "alicloud_eip_address" "web" {
          internet_charge_type = "PayByTraffic"
          bandwidth            = "200"
        }

    Fix: Write a bandwidth within the range, or pay in another way.
    """,
)

EIP_CHARGE_TYPE = documented(
    eips.CHARGE,
    """
    An EIP by subscription that is to be paid by traffic.

    Why: A subscription is always paid by bandwidth.

    Bad::

        resource "alicloud_eip_address" "web" {
          payment_type         = "Subscription"
          internet_charge_type = "PayByTraffic"
        }

    Good::

        resource "alicloud_eip_address" "web" {
          payment_type         = "Subscription"
          internet_charge_type = "PayByBandwidth"
        }

    Fix: Pay by bandwidth, or as you go.
    """,
)

EIP_INSTANCE_TYPE = documented(
    eips.INSTANCE_TYPE,
    """
    An association of an EIP with something that has none.

    Why: The cloud knows EcsInstance, NetworkInterface, Nat, SlbInstance, HaVip and IpAddress, and refuses others. The
    provider does not look at the value.

    Bad::

        resource "alicloud_eip_association" "web" {
          allocation_id = "eip-bp1web"
          instance_id   = "i-bp1web"
          instance_type = "Instance"
        }

    Good::

        resource "alicloud_eip_association" "web" {
          allocation_id = "eip-bp1web"
          instance_id   = "i-bp1web"
          instance_type = "EcsInstance"
        }

    Fix: Write one of these, or leave it out for an instance.
    """,
)

EIP_ASSOCIATED_TWICE = documented(
    eips.ASSOCIATED_TWICE,
    """
    A second EIP for an instance.

    Why: An instance has one EIP at most; the second association is refused. An interface in the mode MULTI_BINDED can
    have several.

    Bad::

        resource "alicloud_eip_association" "one" {
          allocation_id = "eip-bp1one"
          instance_id   = "i-bp1web"
        }

        resource "alicloud_eip_association" "two" {
          allocation_id = "eip-bp1two"
          instance_id   = "i-bp1web"
        }

    Good::

        resource "alicloud_eip_association" "one" {
          allocation_id = "eip-bp1one"
          instance_id   = "i-bp1web"
        }

        resource "alicloud_eip_association" "two" {
          allocation_id = "eip-bp1two"
          instance_id   = "i-bp1api"
        }

    Fix: Associate the second EIP with something else, or with interfaces of the instance.
    """,
)

EIP_BESIDE_PUBLIC_ADDRESS = documented(
    eips.PUBLIC_ADDRESS,
    """
    An EIP for an instance that has a public address of its own.

    Why: With internet_max_bandwidth_out an instance gets a public address when it is created. The association of an
    EIP with it is refused, and the provider tries again until its time is over.

    Bad::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_instance" "web" {
          instance_type              = "ecs.g7.large"
          image_id                   = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id                 = alicloud_vswitch.s.id
          security_groups            = ["sg-bp1group"]
          internet_max_bandwidth_out = 10
        }

        resource "alicloud_eip_association" "web" {
          allocation_id = "eip-bp1web"
          instance_id   = alicloud_instance.web.id
        }

    Good::

        resource "alicloud_vswitch" "s" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_instance" "web" {
          instance_type   = "ecs.g7.large"
          image_id        = "aliyun_3_x64_20G_alibase_20250117.vhd"
          vswitch_id      = alicloud_vswitch.s.id
          security_groups = ["sg-bp1group"]
        }

        resource "alicloud_eip_association" "web" {
          allocation_id = "eip-bp1web"
          instance_id   = alicloud_instance.web.id
        }

    Fix: Remove internet_max_bandwidth_out: the EIP has a bandwidth of its own.
    """,
)

QUOTA_EIPS = documented(
    quotas.EIPS,
    """
    More EIPs in an account than the quota.

    Why: An account has 20 EIPs until somebody has eip_quota_instances_num raised; the next one is refused.

    Bad::

        resource "alicloud_eip_address" "many" {
          count = 21
        }

    Good::

        resource "alicloud_eip_address" "few" {
          count = 20
        }

    Fix: Share addresses behind a NAT gateway, or have the quota raised.
    """,
    severity="warning",
)

#: Two names of one resource.
_ADDRESSES: Final = ("alicloud_eip_address", "alicloud_eip")
_ASSOCIATION: Final = "alicloud_eip_association"
_CHARGES: Final = {"Subscription": eips.PREPAID, "PayAsYouGo": eips.POSTPAID}


@check(EIP_BANDWIDTH, EIP_CHARGE_TYPE)
def check_payment(topology: Topology) -> Iterator[Diagnostic]:
    for address in topology.root.of_type(*_ADDRESSES):
        charge_type, internet_charge_type = _charge_type(address), fact(address, "internet_charge_type")
        internet_charge_type = eips.PAY_BY_BANDWIDTH if internet_charge_type is None else internet_charge_type
        violations = [
            *eips.check_charge_types(charge_type, internet_charge_type),
            *eips.check_bandwidth(
                _bandwidth(address), instance_charge_type=charge_type, internet_charge_type=internet_charge_type
            ),
        ]
        for violation in violations:
            yield diagnostic_at(address, violation)


def _charge_type(address: ResourceInstance) -> Maybe[str]:
    for name in ("payment_type", "instance_charge_type"):
        charge_type = fact(address, name)
        if charge_type is UNKNOWN:
            return UNKNOWN
        if charge_type is not None:
            return _CHARGES.get(charge_type, charge_type)
    return eips.POSTPAID


def _bandwidth(address: ResourceInstance) -> Maybe[str]:
    """The bandwidth as text; it is written as a text or as a number."""
    text = fact(address, "bandwidth")
    if text is not UNKNOWN:
        return text or ""
    as_number = number(address, "bandwidth")
    return UNKNOWN if as_number is UNKNOWN else str(as_number)


@check(EIP_INSTANCE_TYPE)
def check_instance_types(topology: Topology) -> Iterator[Diagnostic]:
    for association in topology.root.of_type(_ASSOCIATION):
        instance_type = fact(association, "instance_type")
        if instance_type is not None:
            for violation in eips.check_instance_type(instance_type):
                yield diagnostic_at(association, violation)


@check(EIP_ASSOCIATED_TWICE, EIP_BESIDE_PUBLIC_ADDRESS)
def check_associations(topology: Topology) -> Iterator[Diagnostic]:
    instances = {instance.address: instance for instance in topology.root.of_type("alicloud_instance")}
    first: dict[str, ResourceInstance] = {}
    for association in counted(topology.root.of_type(_ASSOCIATION)):
        instance = identity(topology.root, association.get("instance_id"))
        if not isinstance(instance, str) or not instance or not is_single(association):
            continue
        other = None if _takes_several(association) else first.setdefault(instance, association)
        has_eip = other is not None and other is not association and may_coexist(association, other)
        named = instances.get(instance)
        has_public_address = named is not None and _has_public_address(named)
        for violation in eips.check_instance_is_free(instance, has_eip=has_eip, has_public_address=has_public_address):
            others = (("the other", other),) if violation.rule is eips.ASSOCIATED_TWICE and other else ()
            yield diagnostic_at(association, violation, others=others, used=True)


def _takes_several(association: ResourceInstance) -> bool:
    """Whether what it names may have other EIPs as well, or is not known to have none."""
    mode = fact(association, "mode")
    return mode is UNKNOWN or mode == "MULTI_BINDED"


def _has_public_address(instance: ResourceInstance) -> Maybe[bool]:
    bandwidth = number(instance, "internet_max_bandwidth_out", 0)
    return UNKNOWN if bandwidth is UNKNOWN else bool(bandwidth)


@check(QUOTA_EIPS)
def check_quota(topology: Topology) -> Iterator[Diagnostic]:
    addresses = [entity for type in _ADDRESSES for entity in written(topology.root, type)]
    for address, violation in exceeded(quotas.EIPS, addresses, _account, "eip_quota_instances_num"):
        yield address.diagnostic(violation)


def _account(entity: Entity) -> Hashable | None:
    """The account, whose EIPs of all regions count; None where it is not known which it is."""
    return entity.account if home(entity) is not None and entity.account is not UNKNOWN else None
