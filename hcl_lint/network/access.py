"""Network ACLs, security groups and instances of a configuration, in the words of the rulebook.

Each is read when it is needed; one that is not wholly known raises
:class:`hcl_lint.network.facts.NotKnownError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from hcl_lint.common.work import counted
from hcl_lint.evaluate.known_values import known_elements, known_text
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.value import Value
from hcl_lint.network import prefix_lists
from hcl_lint.network.bindings import BINDING_TYPES, Binding, bindings
from hcl_lint.network.facts import Facts, Location, NotKnownError, require_known
from hcl_lint.network.identity import Id, identity
from hcl_lint.network.prefix_lists import PrefixLists
from tfmock.rulebook.access import (
    ANY_PORT,
    Direction,
    NetworkAcl,
    NetworkAclRule,
    Ports,
    SecurityGroup,
    SecurityGroupRule,
    parse_ports,
)
from tfmock.rulebook.cidr import DEFAULT_IPV4, Cidr, parse_cidr
from tfmock.rulebook.lazy_mapping import LazyMapping
from tfmock.rulebook.rule import UNKNOWN, Maybe
from tfmock.rulebook.values import whole_number

ACL_TYPES: Final = BINDING_TYPES | {"alicloud_network_acl_entries"}
#: Not read: where one is written, an instance may have more addresses and groups than we see.
INTERFACES: Final = frozenset(
    {
        "alicloud_network_interface",
        "alicloud_network_interface_attachment",
        "alicloud_ecs_network_interface",
        "alicloud_ecs_network_interface_attachment",
    }
)
GROUP_TYPES: Final = INTERFACES | {
    "alicloud_security_group",
    "alicloud_security_group_rule",
    "alicloud_instance",
    "alicloud_eip_association",
}
#: What can decide about a packet besides routes.
RESOURCE_TYPES: Final = ACL_TYPES | GROUP_TYPES | {"alicloud_vpc_ipv4_gateway", *prefix_lists.ENTRIES}

_PROTOCOLS: Final = ("all", "tcp", "udp", "icmp", "icmpv6", "gre")
_FAR: Final = {"ingress": "source_cidr_ip", "egress": "destination_cidr_ip"}
#: Where an argument of these is given, the instance has more than one interface, or one of another resource.
_OTHER_INTERFACES: Final = ("network_interfaces", "network_interface_id", "launch_template_id", "launch_template_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """``alicloud_instance``: where it is, and what guards it.

    Attributes:
        address: its private address as a block of one, or all of its vSwitch's block where the cloud chooses.
        internet: whether it has a public address.
        running: whether it is started.
    """

    id: str
    vswitch: str
    address: Cidr
    groups: tuple[str, ...]
    internet: Maybe[bool] = False
    running: Maybe[bool] = True


@dataclass(frozen=True)
class Access:
    """The access rules of one root module. Methods raise ``NotKnownError`` where an answer is not known."""

    root: RootModule

    @cached_property
    def _bindings(self) -> dict[Id, list[Binding]]:
        """The bindings by vSwitch."""
        by_vswitch: dict[Id, list[Binding]] = {}
        for binding in bindings(self.root):
            by_vswitch.setdefault(binding.vswitch, []).append(binding)
        return by_vswitch

    @cached_property
    def _lists(self) -> PrefixLists:
        return PrefixLists(self.root)

    @cached_property
    def _rules(self) -> dict[Id, list[ResourceInstance]]:
        """The security group rules by group."""
        by_group: dict[Id, list[ResourceInstance]] = {}
        for rule in self.root.of_type("alicloud_security_group_rule"):
            by_group.setdefault(identity(self.root, rule.get("security_group_id")), []).append(rule)
        return by_group

    @cached_property
    def _groups(self) -> LazyMapping[SecurityGroup | NotKnownError]:
        """Groups, or what is not known of them: each pair of instances needs the same ones."""
        return LazyMapping(self._group_or_why_not, lambda: ())

    @property
    def any_acl(self) -> bool:
        return any(self.root.of_type(*ACL_TYPES))

    def of_vswitch(self, vswitch: str) -> NetworkAcl | None:
        """The network ACL that a vSwitch is bound to."""
        for binding in self._bindings.get(UNKNOWN, ()):
            raise Facts(binding.resource, binding.block).missing("resource_id")
        bound: Binding | None = None
        for binding in counted(self._bindings.get(vswitch, ())):
            require_known(binding.resource, "resources")
            bound = binding
        if bound is None:
            return None
        if not bound.certain:
            raise NotKnownError(
                f"the resources of {bound.resource.address} are not known", Location(bound.resource, ("resources",))
            )
        return self.acl(bound)

    def acl(self, bound: Binding) -> NetworkAcl:
        resource = self._resource("alicloud_network_acl", bound.acl)
        if resource is None:
            raise Facts(bound.resource).missing("network_acl_id")
        require_known(resource, "ingress_acl_entries", "egress_acl_entries", "source_network_acl_id")
        if resource.get("source_network_acl_id") is not None:
            raise Facts(resource).missing("source_network_acl_id")
        for other in self.root.of_type("alicloud_network_acl_entries"):
            if identity(self.root, other.get("network_acl_id")) in (UNKNOWN, resource.address):
                raise NotKnownError(f"{other.address} is not read, and may decide", Location(other))
        return NetworkAcl(
            resource.address, *(_entries(self._lists, resource, direction) for direction in ("ingress", "egress"))
        )

    def entry(self, acl: str, direction: Direction, rule: str) -> Location | None:
        """Where a rule of a network ACL is written; None where it is the cloud's own."""
        resource = self._resource("alicloud_network_acl", acl)
        blocks = resource.nested(f"{direction}_acl_entries") if resource else ()
        entry = next((block for number, block in enumerate(blocks, 1) if _name(block, number) == rule), None)
        return Location(resource, (), entry.span) if resource is not None and entry is not None else None

    def group(self, id: str) -> SecurityGroup | None:
        """A security group with all of its rules; None where this configuration does not make it."""
        group = self._groups.get(id)
        if isinstance(group, NotKnownError):
            raise group
        return group

    def _group_or_why_not(self, id: str) -> SecurityGroup | NotKnownError | None:
        try:
            return self._read_group(id)
        except NotKnownError as error:
            return error

    def _read_group(self, id: str) -> SecurityGroup | None:
        resource = self._resource("alicloud_security_group", id)
        if resource is None:
            return None
        require_known(resource, "security_group_type", "inner_access_policy", "inner_access")
        facts = Facts(resource)
        kind = facts.choice("security_group_type", ("normal", "enterprise"), "normal")
        old = facts.choice("inner_access", ("true", "false"), "true") == "true"
        inner = facts.choice("inner_access_policy", ("accept", "drop"), "accept" if old else "drop") == "accept"
        for rule in self._rules.get(UNKNOWN, ()):
            raise Facts(rule).missing("security_group_id")
        rules = [self._group_rule(rule) for rule in counted(self._rules.get(id, ()))]
        return SecurityGroup(resource.address, "normal" if kind == "normal" else "enterprise", inner, tuple(rules))

    def _group_rule(self, resource: ResourceInstance) -> SecurityGroupRule:
        facts = Facts(require_known(resource))
        direction = facts.choice("type", ("ingress", "egress"))
        number = whole_number(facts.text("priority", "1"))
        protocol = facts.choice("ip_protocol", _PROTOCOLS)
        accept = facts.choice("policy", ("accept", "drop"), "accept") == "accept"
        if number is None:
            raise facts.missing("priority")
        block = next((facts.cidr(name) for name in ("cidr_ip", "ipv6_cidr_ip") if facts.value(name) is not None), None)
        listed = block is None and facts.value("source_security_group_id") is None
        return SecurityGroupRule(
            id=resource.address,
            direction="ingress" if direction == "ingress" else "egress",
            accept=accept,
            priority=number,
            protocol=protocol,
            ports=_ports(facts, "port_range", protocol, "-1/-1"),
            block=block,
            group="" if block is not None or listed else facts.id(self.root, "source_security_group_id"),
            entries=self._listed(facts) if listed else (),
        )

    def _listed(self, rule: Facts) -> tuple[Cidr, ...]:
        """The entries of the prefix list that a rule names; the list must be of this configuration."""
        prefix_list = self._lists.find(rule.id(self.root, "prefix_list_id"))
        if prefix_list is None:
            raise rule.missing("prefix_list_id")
        return prefix_lists.blocks(prefix_list)

    def instance(self, resource: ResourceInstance, block: Maybe[Cidr]) -> Instance:
        """An instance in a vSwitch with this block."""
        require_known(resource, "vswitch_id", "security_groups", "private_ip", "status", "internet_max_bandwidth_out")
        facts = Facts(resource)
        for name in _OTHER_INTERFACES:
            if facts.value(name) is not None or resource.nested(name):
                raise facts.missing(name)
        listed = facts.value("security_groups")
        named = [identity(self.root, name) for name in known_elements(listed) or ()]
        groups = tuple(
            name for name in named if isinstance(name, str) and self._resource("alicloud_security_group", name)
        )
        if not groups or len(groups) != len(named):
            raise facts.missing("security_groups")
        if facts.value("private_ip") is not None:
            block = facts.cidr("private_ip")
        if block is UNKNOWN:
            raise facts.missing("private_ip")
        return Instance(
            id=resource.address,
            vswitch=facts.id(self.root, "vswitch_id"),
            address=block,
            groups=groups,
            internet=self._internet(resource),
            running=_running(resource),
        )

    def _internet(self, resource: ResourceInstance) -> Maybe[bool]:
        """Whether an instance has a public address: of its own, or an EIP."""
        given = Facts(resource).value("internet_max_bandwidth_out")
        number = given.number() if given is not None and not given.any_sensitive else None
        if number:
            return True
        associations = self._eip_associations
        if any(association.certain for association in associations.get(resource.address, ())):
            return True
        may_have_one = resource.address in associations or UNKNOWN in associations
        return UNKNOWN if may_have_one or (given is not None and number is None) else False

    @cached_property
    def _eip_associations(self) -> dict[Id, list[ResourceInstance]]:
        """The associations of EIPs by what has the EIP."""
        by_instance: dict[Id, list[ResourceInstance]] = {}
        for association in self.root.of_type("alicloud_eip_association"):
            by_instance.setdefault(identity(self.root, association.get("instance_id")), []).append(association)
        return by_instance

    @cached_property
    def _by_address(self) -> dict[str, ResourceInstance]:
        types = ("alicloud_network_acl", "alicloud_security_group")
        return {resource.address: resource for resource in self.root.of_type(*types)}

    def _resource(self, type: str, id: Id) -> ResourceInstance | None:
        resource = self._by_address.get(id) if isinstance(id, str) else None
        return resource if resource is not None and resource.type == type else None

    def blocks(self) -> Iterator[Cidr]:
        """Every block that an access rule names, as far as known."""
        for acl in self.root.of_type("alicloud_network_acl"):
            for block in (*acl.nested("ingress_acl_entries"), *acl.nested("egress_acl_entries")):
                yield from _known(block.get("source_cidr_ip"), block.get("destination_cidr_ip"))
        for listed in self.root.of_type(*prefix_lists.ENTRIES):
            yield from prefix_lists.known_blocks(listed)
        for rule in self.root.of_type("alicloud_security_group_rule"):
            yield from _known(rule.get("cidr_ip"), rule.get("ipv6_cidr_ip"))


def _known(*values: Value | None) -> Iterator[Cidr]:
    for value in values:
        text = known_text(value)
        block = parse_cidr(text, strict=False) if text else None
        if block is not None:
            yield block


def _running(resource: ResourceInstance) -> Maybe[bool]:
    given = Facts(resource).value("status")
    text = "Running" if given is None else known_text(given)
    return UNKNOWN if text is None else text == "Running"


def _entries(
    lists: PrefixLists, acl: ResourceInstance, direction: Literal["ingress", "egress"]
) -> tuple[NetworkAclRule, ...]:
    blocks = acl.nested(f"{direction}_acl_entries")
    if not blocks:  # the cloud's own rule stays: network ACL page
        return (NetworkAclRule(id="", accept=True, protocol="all", ports=ANY_PORT, block=DEFAULT_IPV4),)
    return tuple(
        rule for number, block in enumerate(blocks, 1) for rule in _entry(lists, acl, block, number, direction)
    )


def _name(block: NestedBlock, number: int) -> str:
    return known_text(block.get("network_acl_entry_name")) or str(number)


def _entry(
    lists: PrefixLists, acl: ResourceInstance, block: NestedBlock, number: int, direction: Direction
) -> Iterator[NetworkAclRule]:
    """One rule; where it names a prefix list, one for each entry, under one name."""
    facts = Facts(acl, block)
    if not block.certain:
        raise facts.missing("for_each")
    facts.choice("entry_type", ("custom",), "custom")
    accept = facts.choice("policy", ("accept", "drop")) == "accept"
    protocol = facts.choice("protocol", _PROTOCOLS)
    ports = _ports(facts, "port", protocol)
    listed = lists.find(lists.named(block, _FAR[direction]))
    for far in (facts.cidr(_FAR[direction]),) if listed is None else prefix_lists.blocks(listed):
        yield NetworkAclRule(id=_name(block, number), accept=accept, protocol=protocol, ports=ports, block=far)


def _ports(facts: Facts, name: str, protocol: str, default: str | None = None) -> Ports:
    if protocol not in ("tcp", "udp"):
        return ANY_PORT
    ports = parse_ports(facts.text(name, default), protocol)
    if ports is None:
        raise facts.missing(name)
    return ports
