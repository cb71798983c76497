"""vSwitches, instances and network interfaces against the rulebook: zones, IPv6, addresses, attachments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from hcl_lint.common.work import counted
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.access import INTERFACES
from hcl_lint.network.broken import Broken, fact, number
from hcl_lint.network.duplicates import both_there
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.identity import identity, surely_different
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
class Placement:
    """What is in which zone and vSwitch of a root module, next to its VPCs and vSwitches by identity."""

    root: RootModule
    vpcs: Mapping[str, Vpc]
    vswitches: Mapping[str, VSwitch]

    def broken(self) -> Iterator[Broken]:
        """Everything that breaks a constraint."""
        yield from self._vswitches()
        yield from self._ipv6_gateways()
        for group in self.root.of_type("alicloud_security_group"):
            for violation in groups.check_vpc(_given(group, "vpc_id"), default=UNKNOWN):
                yield Broken(violation, group, ("vpc_id",))
        for one in self.root.of_type("alicloud_instance"):
            yield from self._instance(one)
        yield from self._addresses()
        yield from self._attachments()

    def _vswitch(self, one: ResourceInstance | None) -> VSwitch | None:
        """The vSwitch that a resource names, where this configuration makes it."""
        found = UNKNOWN if one is None else identity(self.root, one.get("vswitch_id"))
        return self.vswitches.get(found) if isinstance(found, str) else None

    def _vswitches(self) -> Iterator[Broken]:
        taken: dict[tuple[str, int], VSwitch] = {}
        for one in counted(self.vswitches.values()):
            vpc = self.vpcs.get(one.vpc) if isinstance(one.vpc, str) else None
            astray = vpc is not None and vpc.region != one.region  # what a wrong provider does has a rule: ALI454
            for violation in placement.check_zone(UNKNOWN if astray else one.region, _zone(one)):
                yield Broken(violation, one.resource, ("zone_id", "availability_zone"))
            enabled = has_ipv6(vpc) if vpc is not None and may_coexist(one.resource, vpc.resource) else UNKNOWN
            wanted = one.number("ipv6_cidr_block_mask")
            other = None
            if isinstance(wanted, int) and isinstance(one.vpc, str) and one.argument("vpc_ipv6_cidr_block") is None:
                first = taken.setdefault((one.vpc, wanted), one)
                if first is not one and both_there(first.resource, one.resource):
                    other = first
            violations = placement.check_vswitch_ipv6(wanted, enabled=enabled, taken=other.id if other else None)
            for violation in violations:
                off = vpc is not None and violation.rule is placement.IPV6_DISABLED
                notes = (("the VPC", vpc.resource),) if vpc and off else ()
                more = (("the other vSwitch", other.resource),) if other else ()
                yield Broken(violation, one.resource, ("ipv6_cidr_block_mask",), others=(*notes, *more))

    def _ipv6_gateways(self) -> Iterator[Broken]:
        for one in self.root.of_type("alicloud_vpc_ipv6_gateway"):
            found = identity(self.root, one.get("vpc_id"))
            vpc = self.vpcs.get(found) if isinstance(found, str) else None
            if vpc is not None and may_coexist(one, vpc.resource):
                for violation in placement.check_ipv6_gateway(has_ipv6(vpc)):
                    yield Broken(violation, one, ("vpc_id",), others=(("the VPC", vpc.resource),))

    def _instance(self, one: ResourceInstance) -> Iterator[Broken]:
        own = not any(_given(one, name) is not False for name in _FROM_ELSEWHERE) and one.blocks_complete
        if own:
            for violation in placement.check_has_vswitch(_given(one, "vswitch_id")):
                yield Broken(violation, one, ("vswitch_id",))
            yield from self._without_groups(one)
        vswitch = self._vswitch(one)
        zone = _zone(vswitch) if vswitch else UNKNOWN
        for violation in placement.check_instance_zone(fact(one, "availability_zone"), zone):
            notes = (("its vSwitch", vswitch.resource),) if vswitch else ()
            yield Broken(violation, one, ("availability_zone",), others=notes)

    def _without_groups(self, one: ResourceInstance) -> Iterator[Broken]:
        many: Maybe[int] = 0
        for name in _GROUPS:
            value = one.get(name)
            if value is not None and not value.null:
                listed = value.sequence()
                many = UNKNOWN if listed is None or many is UNKNOWN else many + len(listed)
        for violation in groups.check_has_group(many):
            yield Broken(violation, one, _GROUPS)

    @cached_property
    def _ends(self) -> tuple[ResourceInstance, ...]:
        return tuple(self.root.of_type(*_ADDRESSES))

    def _addresses(self) -> Iterator[Broken]:
        taken: dict[tuple[str, str], ResourceInstance] = {}
        for one in counted(self._ends):
            if one.type != "alicloud_instance":
                yield from self._without_groups(one)
            vswitch = self._vswitch(one)
            for name in _ADDRESSES[one.type]:
                for text in _texts(one, name):
                    yield from self._address(one, name, text, vswitch, taken)
            for violation in placement.check_ipv6_addresses(_wants_ipv6(one), enabled=_vswitch_ipv6(vswitch)):
                notes = (("the vSwitch", vswitch.resource),) if vswitch else ()
                yield Broken(violation, one, ("ipv6_address_count", "ipv6_addresses"), others=notes)

    def _address(
        self, one: ResourceInstance, name: str, text: str, vswitch: VSwitch | None,
        taken: dict[tuple[str, str], ResourceInstance],
    ) -> Iterator[Broken]:  # fmt: skip
        where = identity(self.root, one.get("vswitch_id"))
        other = taken.setdefault((where, text), one) if isinstance(where, str) else one
        twice = other is not one and both_there(other, one)
        block = vswitch.block if vswitch else UNKNOWN
        for violation in placement.check_address(text, block, other.address if twice else None):
            notes = (("the other", other),) if violation.rule is placement.ADDRESS_TAKEN else ()
            yield Broken(violation, one, (name,), others=notes)

    def _attachments(self) -> Iterator[Broken]:
        ends = {one.address: one for one in self._ends}
        for one in self.root.of_type(*(name for name in INTERFACES if name.endswith("_attachment"))):
            names = (identity(self.root, one.get(name)) for name in ("network_interface_id", "instance_id"))
            own, host = (self._vswitch(ends.get(name)) if isinstance(name, str) else None for name in names)
            same = False if own and host and surely_different(own.vpc, host.vpc) else UNKNOWN
            zones = tuple(_zone(vswitch) if vswitch else UNKNOWN for vswitch in (own, host))
            for violation in placement.check_attachment(same, zones):
                yield Broken(violation, one, ("network_interface_id",), used=True)


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
    asked = vswitch.number("ipv6_cidr_block_mask")
    return UNKNOWN if asked is UNKNOWN or vswitch.argument("vpc_ipv6_cidr_block") else asked is not None


def _zone(vswitch: VSwitch) -> Maybe[str | None]:
    found = (fact(vswitch.resource, name) for name in ("zone_id", "availability_zone"))
    return next((one for one in found if one is UNKNOWN or one), None)


def _given(one: ResourceInstance, name: str) -> Maybe[bool]:
    """Whether an argument or block is written and not null; one that is the id of what is made is."""
    value = one.get(name)
    if value is None or value.null:
        return bool(one.nested(name))
    return True if value.known or value.reference is not None else UNKNOWN


def _texts(one: ResourceInstance, name: str) -> Iterator[str]:
    """The addresses that an argument names, one or several, as far as known."""
    value = one.get(name)
    if value is None or value.any_sensitive:
        return
    for each in counted(value.sequence() or (value,)):
        text = each.text()
        if text:
            yield text


def _wants_ipv6(one: ResourceInstance) -> Maybe[bool]:
    count = number(one, "ipv6_address_count", 0)
    if count is UNKNOWN:
        return UNKNOWN
    listed = one.get("ipv6_addresses")
    many = None if listed is None or listed.null else listed.sequence()
    return bool(count) or bool(many) or (UNKNOWN if many is None and listed is not None and not listed.null else False)
