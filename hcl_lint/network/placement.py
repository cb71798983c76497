"""vSwitches, instances and network interfaces against the rulebook: zones, IPv6, addresses, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.access import INTERFACES
from hcl_lint.network.arguments import fact, number
from hcl_lint.network.duplicates import both_exist
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.identity import certainly_different, identity
from hcl_lint.network.topology import Topology
from tfmock.rulebook import groups, placement
from tfmock.rulebook.rule import UNKNOWN, Maybe

#: Resource types with an address in a vSwitch, and the arguments that name addresses.
_ADDRESSES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "alicloud_instance": ("private_ip",),
        "alicloud_network_interface": ("primary_ip_address", "private_ip", "private_ips", "private_ip_addresses"),
        "alicloud_ecs_network_interface": ("primary_ip_address", "private_ip", "private_ips", "private_ip_addresses"),
    }
)
_GROUPS: Final = ("security_groups", "security_group_ids")
#: Where one of these is given, the vSwitch and the groups of an instance may come from elsewhere.
_FROM_ELSEWHERE: Final = (
    "subnet_id", "network_interface_id", "network_interfaces", "launch_template_id", "launch_template_name",
)  # fmt: skip


@dataclass(frozen=True)
class PlacementChecks:
    """What is in which zone and vSwitch of a root module, next to its VPCs and vSwitches by identity."""

    root: RootModule
    vpcs: Mapping[str, Vpc]
    vswitches: Mapping[str, VSwitch]

    @classmethod
    def of(cls, topology: Topology) -> PlacementChecks:
        return cls(topology.root, topology.vpc_by_id, topology.vswitch_by_id)

    def check_security_groups(self) -> Iterator[Diagnostic]:
        """Security groups: each is in a VPC."""
        for group in self.root.of_type("alicloud_security_group"):
            for violation in groups.check_vpc(_is_given(group, "vpc_id"), default=UNKNOWN):
                yield diagnostic_at(group, violation, ("vpc_id",))

    def _vswitch(self, resource: ResourceInstance | None) -> VSwitch | None:
        """The vSwitch that a resource names, where this configuration makes it."""
        id = UNKNOWN if resource is None else identity(self.root, resource.get("vswitch_id"))
        return self.vswitches.get(id) if isinstance(id, str) else None

    def check_vswitch_zones(self) -> Iterator[Diagnostic]:
        """The zones of vSwitches."""
        for vswitch in counted(self.vswitches.values()):
            vpc = self.vpcs.get(vswitch.vpc) if isinstance(vswitch.vpc, str) else None
            is_misplaced = vpc is not None and vpc.region != vswitch.region  # the provider is wrong: ALI454
            for violation in placement.check_zone(UNKNOWN if is_misplaced else vswitch.region, _zone(vswitch)):
                yield diagnostic_at(vswitch.resource, violation, ("zone_id", "availability_zone"))

    def check_vswitch_ipv6(self) -> Iterator[Diagnostic]:
        """The IPv6 blocks of vSwitches: numbers within the block of the VPC, each given once."""
        taken: dict[tuple[str, int], VSwitch] = {}
        for vswitch in counted(self.vswitches.values()):
            vpc = self.vpcs.get(vswitch.vpc) if isinstance(vswitch.vpc, str) else None
            enabled = has_ipv6(vpc) if vpc is not None and may_coexist(vswitch.resource, vpc.resource) else UNKNOWN
            ipv6_number = vswitch.number("ipv6_cidr_block_mask")
            other = None
            if (
                isinstance(ipv6_number, int)
                and isinstance(vswitch.vpc, str)
                and vswitch.argument("vpc_ipv6_cidr_block") is None
            ):
                first = taken.setdefault((vswitch.vpc, ipv6_number), vswitch)
                if first is not vswitch and both_exist(first.resource, vswitch.resource):
                    other = first
            violations = placement.check_vswitch_ipv6(ipv6_number, enabled=enabled, taken=other.id if other else None)
            for violation in violations:
                off = vpc is not None and violation.rule is placement.IPV6_DISABLED
                notes = (("the VPC", vpc.resource),) if vpc and off else ()
                more = (("the other vSwitch", other.resource),) if other else ()
                yield diagnostic_at(vswitch.resource, violation, ("ipv6_cidr_block_mask",), others=(*notes, *more))

    def check_ipv6_gateways(self) -> Iterator[Diagnostic]:
        """IPv6 gateways: their VPC has IPv6."""
        for gateway in self.root.of_type("alicloud_vpc_ipv6_gateway"):
            id = identity(self.root, gateway.get("vpc_id"))
            vpc = self.vpcs.get(id) if isinstance(id, str) else None
            if vpc is not None and may_coexist(gateway, vpc.resource):
                for violation in placement.check_ipv6_gateway(has_ipv6(vpc)):
                    yield diagnostic_at(gateway, violation, ("vpc_id",), others=(("the VPC", vpc.resource),))

    def check_instances(self) -> Iterator[Diagnostic]:
        """Instances: each has a vSwitch, and is in the zone of it."""
        for instance in self.root.of_type("alicloud_instance"):
            if _says_its_place(instance):
                for violation in placement.check_has_vswitch(_is_given(instance, "vswitch_id")):
                    yield diagnostic_at(instance, violation, ("vswitch_id",))
            vswitch = self._vswitch(instance)
            zone = _zone(vswitch) if vswitch else UNKNOWN
            for violation in placement.check_instance_zone(fact(instance, "availability_zone"), zone):
                notes = (("its vSwitch", vswitch.resource),) if vswitch else ()
                yield diagnostic_at(instance, violation, ("availability_zone",), others=notes)

    def check_has_groups(self) -> Iterator[Diagnostic]:
        """Instances and network interfaces: each is in a security group."""
        for interface in self._addressed:
            if interface.type != "alicloud_instance" or _says_its_place(interface):
                yield from self._without_groups(interface)

    def _without_groups(self, resource: ResourceInstance) -> Iterator[Diagnostic]:
        count: Maybe[int] = 0
        for name in _GROUPS:
            value = resource.get(name)
            if value is not None and not value.null:
                listed = value.sequence()
                count = UNKNOWN if listed is None or count is UNKNOWN else count + len(listed)
        for violation in groups.check_has_group(count):
            yield diagnostic_at(resource, violation, _GROUPS)

    @cached_property
    def _addressed(self) -> tuple[ResourceInstance, ...]:
        return tuple(self.root.of_type(*_ADDRESSES))

    def check_addresses(self) -> Iterator[Diagnostic]:
        """Private addresses: of the vSwitch, each given once."""
        taken: dict[tuple[str, str], ResourceInstance] = {}
        for resource in counted(self._addressed):
            vswitch = self._vswitch(resource)
            for name in _ADDRESSES[resource.type]:
                for text in _texts(resource, name):
                    yield from self._address(resource, name, text, vswitch, taken)

    def check_ipv6_addresses(self) -> Iterator[Diagnostic]:
        """IPv6 addresses: only in vSwitches that have IPv6."""
        for interface in counted(self._addressed):
            vswitch = self._vswitch(interface)
            for violation in placement.check_ipv6_addresses(_requests_ipv6(interface), enabled=_vswitch_ipv6(vswitch)):
                others = (("the vSwitch", vswitch.resource),) if vswitch else ()
                yield diagnostic_at(interface, violation, ("ipv6_address_count", "ipv6_addresses"), others=others)

    def _address(
        self, resource: ResourceInstance, name: str, text: str, vswitch: VSwitch | None,
        taken: dict[tuple[str, str], ResourceInstance],
    ) -> Iterator[Diagnostic]:  # fmt: skip
        vswitch_id = identity(self.root, resource.get("vswitch_id"))
        other = taken.setdefault((vswitch_id, text), resource) if isinstance(vswitch_id, str) else resource
        twice = other is not resource and both_exist(other, resource)
        block = vswitch.block if vswitch else UNKNOWN
        for violation in placement.check_address(text, block, other.address if twice else None):
            notes = (("the other", other),) if violation.rule is placement.ADDRESS_TAKEN else ()
            yield diagnostic_at(resource, violation, (name,), others=notes)

    def check_attachments(self) -> Iterator[Diagnostic]:
        """Attachments of network interfaces: interface and instance are in one VPC and zone."""
        resources = {resource.address: resource for resource in self._addressed}
        for attachment in self.root.of_type(*(name for name in INTERFACES if name.endswith("_attachment"))):
            names = (identity(self.root, attachment.get(name)) for name in ("network_interface_id", "instance_id"))
            vswitch, host = (self._vswitch(resources.get(name)) if isinstance(name, str) else None for name in names)
            same = False if vswitch and host and certainly_different(vswitch.vpc, host.vpc) else UNKNOWN
            zones = tuple(_zone(known) if known else UNKNOWN for known in (vswitch, host))
            for violation in placement.check_attachment(same, zones):
                yield diagnostic_at(attachment, violation, ("network_interface_id",), used=True)


def _says_its_place(instance: ResourceInstance) -> bool:
    """Whether the vSwitch and the groups of an instance can only be those that it names itself."""
    return instance.blocks_complete and not any(_is_given(instance, name) is not False for name in _FROM_ELSEWHERE)


def has_ipv6(vpc: Vpc) -> Maybe[bool]:
    """Whether a VPC is made with IPv6."""
    if vpc.argument("ipv6_cidr_block", "ipv6_isp") or vpc.may_get_ipv6:
        return UNKNOWN
    enabled = vpc.flag("enable_ipv6")
    return UNKNOWN if enabled is UNKNOWN else bool(enabled)


def _vswitch_ipv6(vswitch: VSwitch | None) -> Maybe[bool]:
    """Whether a vSwitch has an IPv6 block: one is given by its number alone."""
    if vswitch is None:
        return UNKNOWN
    number_in_vpc = vswitch.number("ipv6_cidr_block_mask")
    return UNKNOWN if number_in_vpc is UNKNOWN or vswitch.argument("vpc_ipv6_cidr_block") else number_in_vpc is not None


def _zone(vswitch: VSwitch) -> Maybe[str | None]:
    zones = (fact(vswitch.resource, name) for name in ("zone_id", "availability_zone"))
    return next((zone for zone in zones if zone is UNKNOWN or zone), None)


def _is_given(resource: ResourceInstance, name: str) -> Maybe[bool]:
    """Whether an argument or block is written and not null; one that is the id of what is made is."""
    value = resource.get(name)
    if value is None or value.null:
        return bool(resource.nested(name))
    return True if value.known or value.reference is not None else UNKNOWN


def _texts(resource: ResourceInstance, name: str) -> Iterator[str]:
    """The addresses that an argument names, one or several, as far as known."""
    value = resource.get(name)
    if value is None or value.any_sensitive:
        return
    for element in counted(value.sequence() or (value,)):
        text = element.text()
        if text:
            yield text


def _requests_ipv6(resource: ResourceInstance) -> Maybe[bool]:
    count = number(resource, "ipv6_address_count", 0)
    if count is UNKNOWN:
        return UNKNOWN
    listed = resource.get("ipv6_addresses")
    addresses = None if listed is None or listed.null else listed.sequence()
    return (
        bool(count)
        or bool(addresses)
        or (UNKNOWN if addresses is None and listed is not None and not listed.null else False)
    )
