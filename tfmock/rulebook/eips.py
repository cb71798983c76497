"""Constraints on elastic IP addresses (EIPs) and on what they are associated with."""

from __future__ import annotations

from typing import Final

from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations
from tfmock.rulebook.values import whole_number

PREPAID: Final = "PrePaid"
POSTPAID: Final = "PostPaid"
PAY_BY_BANDWIDTH: Final = "PayByBandwidth"
PAY_BY_TRAFFIC: Final = "PayByTraffic"
#: Mbit/s where a request gives none (AllocateEipAddress page).
DEFAULT_BANDWIDTH: Final = 5
#: What an EIP can be associated with (AssociateEipAddress page), as InstanceType.
INSTANCE_TYPES: Final = ("EcsInstance", "NetworkInterface", "Nat", "SlbInstance", "HaVip", "IpAddress")

_ALLOCATE: Final = "AllocateEipAddress page"
_ASSOCIATE: Final = "AssociateEipAddress page"

BANDWIDTH: Final = Rule(
    id="ALI479",
    name="eip-bandwidth",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidBandwidth.Malformed", "The specified Bandwidth is invalid."),
    message="the bandwidth {value!r} is not accepted: an EIP of this kind has 1 to {most} Mbit/s",
    source=_ALLOCATE,
)
CHARGE: Final = Rule(
    id="ALI480",
    name="eip-charge-type",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidParameter", 'Specified value of "InternetChargeType" is not valid'),
    message="{what}",
    source=_ALLOCATE,
)
INSTANCE_TYPE: Final = Rule(
    id="ALI481",
    name="eip-instance-type",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidInstanceType.ValueNotSupported", "The specified value of InstanceType is not supported."
    ),
    message="{value!r} is nothing that an EIP can be associated with: {expected}",
    source=_ASSOCIATE,
)
ASSOCIATED_TWICE: Final = Rule(
    id="ALI482",
    name="eip-associated-twice",
    severity="error",
    api_error=ApiErrorTemplate(400, "InvalidAssociation.Duplicated", "Specified instance already is associated."),
    message="{instance} has an EIP already, and an instance has at most one",
    source=_ASSOCIATE,
)
PUBLIC_ADDRESS: Final = Rule(
    id="ALI483",
    name="eip-beside-public-address",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidStatus.InstanceHasBandWidth", "The instance has a public IP address of its own."
    ),
    message="{instance} has a public address of its own (internet_max_bandwidth_out), and gets no EIP beside it",
    source="EIP page (associate with an ECS instance); provider: retries the code; guess: the message",
)


def most_bandwidth(instance_charge_type: Maybe[str], internet_charge_type: Maybe[str]) -> Maybe[int]:
    """The upper limit of the bandwidth in Mbit/s (AllocateEipAddress page)."""
    if instance_charge_type == PREPAID:
        return 1000
    if instance_charge_type is UNKNOWN or internet_charge_type is UNKNOWN:
        return UNKNOWN
    return 200 if internet_charge_type == PAY_BY_TRAFFIC else 500


def check_bandwidth(
    bandwidth: Maybe[str], *, instance_charge_type: Maybe[str], internet_charge_type: Maybe[str]
) -> Violations:
    """Check the bandwidth of an EIP, Mbit/s as text; empty leaves the choice to the cloud."""
    if bandwidth is UNKNOWN or not bandwidth:
        return
    most = most_bandwidth(instance_charge_type, internet_charge_type)
    limit = 1000 if most is UNKNOWN else most
    number = whole_number(bandwidth)
    if number is None or not 1 <= number <= limit:
        yield BANDWIDTH.violation("bandwidth", value=bandwidth, most=limit)


def check_charge_types(instance_charge_type: Maybe[str], internet_charge_type: Maybe[str]) -> Violations:
    """Check how an EIP is paid: a subscription is always by bandwidth."""
    if internet_charge_type not in (UNKNOWN, PAY_BY_BANDWIDTH, PAY_BY_TRAFFIC):
        what = f"{internet_charge_type!r} is neither {PAY_BY_BANDWIDTH} nor {PAY_BY_TRAFFIC}"
        yield CHARGE.violation("internet_charge_type", what=what)
    if instance_charge_type == PREPAID and internet_charge_type == PAY_BY_TRAFFIC:
        yield CHARGE.violation(
            "internet_charge_type", what="an EIP by subscription is paid by bandwidth, not by traffic"
        )


def known_instance_type(instance_type: str) -> str | None:
    """The kind of thing as the cloud writes it; None where an EIP cannot be associated with such."""
    return next((known for known in INSTANCE_TYPES if known.lower() == instance_type.lower()), None)


def check_instance_type(instance_type: Maybe[str]) -> Violations:
    """Check the kind of thing that an EIP is associated with, in capital or small letters.

    An example of the provider that its authors run against the cloud writes ``NAT`` (cloud_firewall_nat_firewalls).
    """
    if instance_type is not UNKNOWN and known_instance_type(instance_type) is None:
        yield INSTANCE_TYPE.violation("instance_type", value=instance_type, expected=", ".join(INSTANCE_TYPES))


def check_instance_is_free(instance: str, *, has_eip: Maybe[bool], has_public_address: Maybe[bool]) -> Violations:
    """Check that an instance has neither an EIP nor a public address of its own."""
    if has_eip is True:
        yield ASSOCIATED_TWICE.violation("instance_id", instance=instance)
    if has_public_address is True:
        yield PUBLIC_ADDRESS.violation("instance_id", instance=instance)
