"""Security group rules, network ACLs, groups of instances and IPv4 gateways against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.known_values import known_elements
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import fact
from hcl_lint.network.bindings import bindings
from hcl_lint.network.duplicates import both_exist, with_earlier_duplicate
from hcl_lint.network.entities import Vpc, VSwitch
from hcl_lint.network.identity import Id, certainly_different, identity
from hcl_lint.network.placement import has_ipv6
from hcl_lint.network.topology import Topology
from tfmock.rulebook import acl_entries, group_rules, groups
from tfmock.rulebook.access import Direction
from tfmock.rulebook.rule import UNKNOWN, Maybe

_T = TypeVar("_T")

_DIRECTIONS: Final[tuple[tuple[Direction, str], ...]] = (
    ("ingress", "source_cidr_ip"),
    ("egress", "destination_cidr_ip"),
)
#: Where the provider writes what a rule is about; a port range that is not written is that of the protocol.
_RULE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "protocol": ("ip_protocol",), "ports": ("port_range", "ip_protocol"), "cidr": ("cidr_ip",),
        "ipv6": ("ipv6_cidr_ip",), "group": ("source_security_group_id",), "far": (),
    }
)  # fmt: skip
#: Resource types with an interface, and the argument that names its groups.
_INTERFACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "alicloud_instance": "security_groups",
        "alicloud_network_interface": "security_groups",
        "alicloud_ecs_network_interface": "security_group_ids",
    }
)


#: provider: alicloud_network_acl_entries drops the error of UpdateNetworkAclEntries
_SWALLOWED: Final = "the provider hides this refusal: apply succeeds, and the network ACL keeps the entries that it had"


@dataclass(frozen=True)
class AccessChecks:
    """What guards packets in a root module, next to its VPCs and vSwitches by identity."""

    root: RootModule
    vpcs: Mapping[str, Vpc]
    vswitches: Mapping[str, VSwitch]

    @classmethod
    def of(cls, topology: Topology) -> AccessChecks:
        return cls(topology.root, topology.vpc_by_id, topology.vswitch_by_id)

    @property
    def _groups(self) -> dict[str, ResourceInstance]:
        return {group.address: group for group in self.root.of_type("alicloud_security_group")}

    def check_group_rules(self) -> Iterator[Diagnostic]:
        """Security group rules by themselves: protocol, ports, policy, priority, the other side."""
        for rule in self.root.of_type("alicloud_security_group_rule"):
            yield from _rule(rule)

    def check_rule_groups(self) -> Iterator[Diagnostic]:
        """Security group rules beside the groups that they name."""
        groups = self._groups
        for rule in self.root.of_type("alicloud_security_group_rule"):
            yield from self._far_group(rule, groups)
            yield from self._nic_type(rule, groups)

    def _id(self, resource: ResourceInstance | None, name: str) -> Id:
        return UNKNOWN if resource is None else identity(self.root, resource.get(name))

    def _same_vpc(self, vpc: Id, other: Id) -> Maybe[bool]:
        return False if certainly_different(vpc, other) else UNKNOWN

    def _far_group(
        self, rule: ResourceInstance, groups_by_address: Mapping[str, ResourceInstance]
    ) -> Iterator[Diagnostic]:
        if fact(rule, "cidr_ip") or fact(rule, "ipv6_cidr_ip") or not fact(rule, "source_security_group_id"):
            return
        group, other_group = (
            _of(groups_by_address, self._id(rule, name)) for name in ("security_group_id", "source_security_group_id")
        )
        same = self._same_vpc(self._id(group, "vpc_id"), self._id(other_group, "vpc_id"))
        notes = tuple(
            (what, holder) for what, holder in (("this group", group), ("the other group", other_group)) if holder
        )
        for violation in groups.check_far_group(_direction(rule), kind_of(group), kind_of(other_group), same_vpc=same):
            yield diagnostic_at(rule, violation, _RULE["group"], others=notes, used=True)

    def _nic_type(
        self, rule: ResourceInstance, groups_by_address: Mapping[str, ResourceInstance]
    ) -> Iterator[Diagnostic]:
        """A group that is made here is in a VPC, and so is one that names another."""
        is_known = _of(groups_by_address, self._id(rule, "security_group_id")) is not None
        in_vpc = True if is_known or fact(rule, "source_security_group_id") else UNKNOWN
        for violation in groups.check_nic_type(fact(rule, "nic_type"), in_vpc=in_vpc):
            yield diagnostic_at(rule, violation, ("nic_type",))

    def check_acl_entries(self) -> Iterator[Diagnostic]:
        """Entries of network ACLs, in the ACL or in a resource of their own."""
        acls = {acl.address: acl for acl in self.root.of_type("alicloud_network_acl")}
        for acl in acls.values():
            yield from self._entries_of(acl, acl, "{}_acl_entries")
        for entries in self.root.of_type("alicloud_network_acl_entries"):
            yield from self._entries_of(entries, _of(acls, self._id(entries, "network_acl_id")), "{}")

    def _entries_of(self, holder: ResourceInstance, acl: ResourceInstance | None, kind: str) -> Iterator[Diagnostic]:
        """The entries that a resource has in blocks of a kind, and the ACL that they are of, where it is made here."""
        vpc = _of(self.vpcs, self._id(acl, "vpc_id")) if acl else None
        ipv6 = has_ipv6(vpc) if vpc is not None and may_coexist(holder, vpc.resource) else UNKNOWN
        for direction, far in _DIRECTIONS:
            for block in holder.nested(kind.format(direction)):
                if fact(block, "entry_type") not in (None, "", "custom"):
                    continue
                entry = acl_entries.RequestedAclEntry(
                    direction=direction,
                    policy=fact(block, "policy"),
                    protocol=fact(block, "protocol"),
                    port=fact(block, "port"),
                    cidr=fact(block, far),
                )
                for violation in acl_entries.check_entry(entry, ipv6=ipv6):
                    name = far if violation.subject == "cidr" else violation.subject
                    notes = (("the VPC", vpc.resource),) if vpc and violation.rule is acl_entries.WITHOUT_IPV6 else ()
                    hidden = () if holder.type == "alicloud_network_acl" else ((_SWALLOWED, holder),)
                    yield diagnostic_at(holder, violation, (name,), block=block, others=(*notes, *hidden))

    def check_acl_bindings(self) -> Iterator[Diagnostic]:
        """Bindings of vSwitches to network ACLs."""
        acls = {acl.address: acl for acl in self.root.of_type("alicloud_network_acl")}
        first: dict[str, tuple[ResourceInstance, Id]] = {}
        for binding in bindings(self.root):
            block, vswitch = binding.block, binding.vswitch
            if not isinstance(vswitch, str):
                continue
            bound_vswitch = _of(self.vswitches, vswitch)
            acl = _of(acls, binding.acl)
            same = self._same_vpc(self._id(acl, "vpc_id"), bound_vswitch.vpc if bound_vswitch else UNKNOWN)
            holder, first_acl = first.setdefault(vswitch, (binding.resource, binding.acl))
            twice = holder is not binding.resource and both_exist(holder, binding.resource)
            bound = (first_acl if isinstance(first_acl, str) else holder.address) if twice and binding.certain else None
            for violation in acl_entries.check_binding(same_vpc=same, bound=bound):
                notes = (("the other binding", holder),) if violation.rule is acl_entries.BOUND else ()
                yield diagnostic_at(binding.resource, violation, ("resource_id",), block=block, others=notes, used=True)

    def check_interface_groups(self) -> Iterator[Diagnostic]:
        """The security groups that instances and network interfaces name."""
        groups_by_address = self._groups
        for resource in self.root.of_type(*_INTERFACES):
            name = _INTERFACES[resource.type]
            listed = resource.get(name)
            ids = [identity(self.root, value) for value in known_elements(listed) or ()]
            vswitch = _of(self.vswitches, self._id(resource, "vswitch_id"))
            named = [_of(groups_by_address, id) for id in dict.fromkeys(id for id in ids if isinstance(id, str))]
            vpc: Id = vswitch.vpc if vswitch else UNKNOWN
            facts = [(self._same_vpc(self._id(group, "vpc_id"), vpc), kind_of(group)) for group in named]
            notes = tuple(("a security group", group) for group in named if group)
            for violation in groups.check_interface_groups(facts):
                shown = notes if violation.rule is not groups.INTERFACE_GROUPS else ()
                yield diagnostic_at(resource, violation, (name,), others=shown, used=True)

    def check_ipv4_gateways(self) -> Iterator[Diagnostic]:
        """IPv4 gateways: one for each VPC."""
        gateways = self.root.of_type("alicloud_vpc_ipv4_gateway")
        for gateway, other in with_earlier_duplicate(gateways, lambda gateway: self._id(gateway, "vpc_id")):
            for violation in acl_entries.check_ipv4_gateway(other.address):
                yield diagnostic_at(gateway, violation, ("vpc_id",), others=(("the other gateway", other),), used=True)


def _of(by_address: Mapping[str, _T], id: Id) -> _T | None:
    return by_address.get(id) if isinstance(id, str) else None


def _direction(rule: ResourceInstance) -> Direction:
    return "egress" if fact(rule, "type") == "egress" else "ingress"


def kind_of(group: ResourceInstance | None) -> Maybe[groups.GroupKind]:
    """The kind of a security group; unknown where this configuration does not create it."""
    kind = UNKNOWN if group is None else fact(group, "security_group_type")
    if kind is UNKNOWN:
        return UNKNOWN
    return "enterprise" if kind == "enterprise" else "normal"


def _rule(rule: ResourceInstance) -> Iterator[Diagnostic]:
    far = group_rules.RuleSide(
        fact(rule, "cidr_ip"), fact(rule, "ipv6_cidr_ip"), fact(rule, "source_security_group_id"),
        fact(rule, "prefix_list_id"),
    )  # fmt: skip
    protocol = fact(rule, "ip_protocol")
    ports = fact(rule, "port_range") or group_rules.NO_PORTS
    if protocol not in group_rules.WITH_PORTS:
        ports = group_rules.NO_PORTS  # provider: sends it for these whatever is written (ALI720)
    requested = group_rules.RequestedGroupRule(
        direction=_direction(rule), protocol=protocol, ports=ports, far=far,
        policy=fact(rule, "policy"), priority=fact(rule, "priority"),
    )  # fmt: skip
    if not requested.protocol:
        return  # the provider's schema says so
    for violation in group_rules.check_rule(requested):
        yield diagnostic_at(rule, violation, _RULE.get(violation.subject, (violation.subject,)))
