"""Route tables that vSwitches and gateways are bound to, against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import fact, flag
from hcl_lint.network.duplicates import both_there, repeated
from hcl_lint.network.entities import Table, VSwitch
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.identity import Id, identity, surely_different, vpc_of_system_table
from hcl_lint.network.topology import Topology
from tfmock.rulebook import table_bindings
from tfmock.rulebook.rule import UNKNOWN, Maybe


@dataclass(frozen=True)
class TableBindingChecks:
    """The bindings of a root module, next to its tables and vSwitches by identity."""

    root: RootModule
    tables: Mapping[str, Table]
    vswitches: Mapping[str, VSwitch]

    @classmethod
    def of(cls, topology: Topology) -> TableBindingChecks:
        return cls(topology.root, topology.table_by_id, topology.vswitch_by_id)

    def check_vswitches(self) -> Iterator[Diagnostic]:
        """Bindings of vSwitches to route tables."""
        first: dict[str, ResourceInstance] = {}
        for one in self.root.of_type("alicloud_route_table_attachment"):
            yield from self._vswitch(one, first)

    def check_gateways(self) -> Iterator[Diagnostic]:
        """Bindings of gateways to route tables, and routes in tables for gateways."""
        gateways = {one.address: one for one in self.root.of_type("alicloud_vpc_ipv4_gateway")}
        for one in self.root.of_type("alicloud_vpc_gateway_route_table_attachment"):
            yield from self._gateway(one, gateways)
        attachments = self.root.of_type("alicloud_vpc_gateway_route_table_attachment")
        for one, other in repeated(attachments, lambda one: self._id(one, "route_table_id")):
            for violation in table_bindings.check_gateway_bound(str(self._id(one, "route_table_id")), bound=True):
                notes = (("the other attachment", other),)
                yield diagnostic_at(one, violation, ("route_table_id",), others=notes, used=True)
        for one in self.root.of_type("alicloud_route_entry", "alicloud_vpc_route_entry"):
            for violation in table_bindings.check_takes_routes(self._kind(self._id(one, "route_table_id"))):
                yield diagnostic_at(one, violation, ("route_table_id",), used=True)

    def _id(self, one: ResourceInstance, name: str) -> Id:
        return identity(self.root, one.get(name))

    def _vpc(self, table: Id) -> Id:
        """The VPC of a table, where this configuration makes one of them."""
        if not isinstance(table, str):
            return UNKNOWN
        made = self.tables.get(table)
        return made.vpc if made else vpc_of_system_table(table)

    def _vswitch(self, one: ResourceInstance, first: dict[str, ResourceInstance]) -> Iterator[Diagnostic]:
        table, vswitch = self._id(one, "route_table_id"), self._id(one, "vswitch_id")
        made = self.vswitches.get(vswitch) if isinstance(vswitch, str) else None
        same = UNKNOWN if made is None else _differ(made.vpc, self._vpc(table))
        system = isinstance(table, str) and vpc_of_system_table(table) is not UNKNOWN
        for violation in table_bindings.check_binding(same_vpc=same, associate=self._kind(table), system=system):
            notes = (("the vSwitch", made.resource),) if made else ()
            yield diagnostic_at(one, violation, ("route_table_id",), others=notes, used=True)
        if not isinstance(vswitch, str):
            return
        other = first.setdefault(vswitch, one)
        if other is one or not both_there(other, one):
            return
        held = self._id(other, "route_table_id")
        alike: Maybe[bool] = True if held == table and isinstance(held, str) else _differ(held, table)
        for violation in table_bindings.check_bound(same=alike, bound=held if isinstance(held, str) else UNKNOWN):
            yield diagnostic_at(one, violation, ("vswitch_id",), others=(("the other attachment", other),), used=True)

    def _kind(self, table: Id) -> Maybe[str | None]:
        """What a table is for; None where it is not said, and then it is for vSwitches."""
        made = self.tables.get(table) if isinstance(table, str) else None
        return UNKNOWN if made is None else fact(made.resource, "associate_type")

    def _gateway(self, one: ResourceInstance, gateways: Mapping[str, ResourceInstance]) -> Iterator[Diagnostic]:
        table, gateway = self._id(one, "route_table_id"), self._id(one, "ipv4_gateway_id")
        for violation in table_bindings.check_gateway_table(self._kind(table)):
            yield diagnostic_at(one, violation, ("route_table_id",), used=True)
        made = gateways.get(gateway) if isinstance(gateway, str) else None
        if made is not None and may_coexist(one, made):
            for violation in table_bindings.check_gateway_active(made.address, enabled=_enabled(made)):
                notes = (("the gateway", made),)
                yield diagnostic_at(one, violation, ("ipv4_gateway_id",), others=notes, used=True)
        same = UNKNOWN if made is None else _differ(self._id(made, "vpc_id"), self._vpc(table))
        for violation in table_bindings.check_gateway_vpc(same_vpc=same):
            yield diagnostic_at(one, violation, ("route_table_id",), used=True)


def _enabled(gateway: ResourceInstance) -> Maybe[bool]:
    """Whether a gateway is activated as the configuration writes it: it is not until somebody says so."""
    return UNKNOWN if ignores_changes(gateway, "enabled") else flag(gateway, "enabled")


def _differ(one: Id, other: Id) -> Maybe[bool]:
    """Whether two identities are the same: False where they are surely not, else unknown."""
    return False if surely_different(one, other) else UNKNOWN
