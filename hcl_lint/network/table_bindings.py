"""Route tables that vSwitches and gateways are bound to, against the rulebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance, RootModule, may_coexist
from hcl_lint.network.arguments import fact, flag
from hcl_lint.network.duplicates import both_exist, with_earlier_duplicate
from hcl_lint.network.entities import Table, VSwitch
from hcl_lint.network.facts import ignores_changes
from hcl_lint.network.identity import Id, certainly_different, identity, vpc_of_system_table
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
        for attachment in self.root.of_type("alicloud_route_table_attachment"):
            yield from self._vswitch(attachment, first)

    def check_gateways(self) -> Iterator[Diagnostic]:
        """Bindings of gateways to route tables, and routes in tables for gateways."""
        gateways = {gateway.address: gateway for gateway in self.root.of_type("alicloud_vpc_ipv4_gateway")}
        for attachment in self.root.of_type("alicloud_vpc_gateway_route_table_attachment"):
            yield from self._gateway(attachment, gateways)
        attachments = self.root.of_type("alicloud_vpc_gateway_route_table_attachment")
        for attachment, other in with_earlier_duplicate(attachments, self._table_of):
            for violation in table_bindings.check_gateway_bound(str(self._table_of(attachment)), bound=True):
                notes = (("the other attachment", other),)
                yield diagnostic_at(attachment, violation, ("route_table_id",), others=notes, used=True)
        for route in self.root.of_type("alicloud_route_entry", "alicloud_vpc_route_entry"):
            for violation in table_bindings.check_takes_routes(self._kind(self._table_of(route))):
                yield diagnostic_at(route, violation, ("route_table_id",), used=True)

    def _table_of(self, resource: ResourceInstance) -> Id:
        return self._id(resource, "route_table_id")

    def _id(self, resource: ResourceInstance, name: str) -> Id:
        return identity(self.root, resource.get(name))

    def _vpc(self, table: Id) -> Id:
        """The VPC of a table, where this configuration makes one of them."""
        if not isinstance(table, str):
            return UNKNOWN
        own_table = self.tables.get(table)
        return own_table.vpc if own_table else vpc_of_system_table(table)

    def _vswitch(self, attachment: ResourceInstance, first: dict[str, ResourceInstance]) -> Iterator[Diagnostic]:
        table, vswitch = self._id(attachment, "route_table_id"), self._id(attachment, "vswitch_id")
        own_vswitch = self.vswitches.get(vswitch) if isinstance(vswitch, str) else None
        same = UNKNOWN if own_vswitch is None else _same(own_vswitch.vpc, self._vpc(table))
        system = isinstance(table, str) and vpc_of_system_table(table) is not UNKNOWN
        for violation in table_bindings.check_binding(same_vpc=same, associate=self._kind(table), system=system):
            notes = (("the vSwitch", own_vswitch.resource),) if own_vswitch else ()
            yield diagnostic_at(attachment, violation, ("route_table_id",), others=notes, used=True)
        if not isinstance(vswitch, str):
            return
        other = first.setdefault(vswitch, attachment)
        if other is attachment or not both_exist(other, attachment):
            return
        other_table = self._id(other, "route_table_id")
        known = isinstance(other_table, str)
        same_table: Maybe[bool] = True if known and other_table == table else _same(other_table, table)
        for violation in table_bindings.check_bound(same=same_table, bound=other_table if known else UNKNOWN):
            yield diagnostic_at(
                attachment, violation, ("vswitch_id",), others=(("the other attachment", other),), used=True
            )

    def _kind(self, table: Id) -> Maybe[str | None]:
        """What a table is for; None where it is not said, and then it is for vSwitches."""
        own_table = self.tables.get(table) if isinstance(table, str) else None
        return UNKNOWN if own_table is None else fact(own_table.resource, "associate_type")

    def _gateway(self, attachment: ResourceInstance, gateways: Mapping[str, ResourceInstance]) -> Iterator[Diagnostic]:
        table, gateway = self._id(attachment, "route_table_id"), self._id(attachment, "ipv4_gateway_id")
        for violation in table_bindings.check_gateway_table(self._kind(table)):
            yield diagnostic_at(attachment, violation, ("route_table_id",), used=True)
        own_gateway = gateways.get(gateway) if isinstance(gateway, str) else None
        if own_gateway is not None and may_coexist(attachment, own_gateway):
            for violation in table_bindings.check_gateway_active(own_gateway.address, enabled=_enabled(own_gateway)):
                notes = (("the gateway", own_gateway),)
                yield diagnostic_at(attachment, violation, ("ipv4_gateway_id",), others=notes, used=True)
        same = UNKNOWN if own_gateway is None else _same(self._id(own_gateway, "vpc_id"), self._vpc(table))
        for violation in table_bindings.check_gateway_vpc(same_vpc=same):
            yield diagnostic_at(attachment, violation, ("route_table_id",), used=True)


def _enabled(gateway: ResourceInstance) -> Maybe[bool]:
    """Whether a gateway is activated as the configuration writes it: it is not by default."""
    return UNKNOWN if ignores_changes(gateway, "enabled") else flag(gateway, "enabled")


def _same(id: Id, other: Id) -> Maybe[bool]:
    """Whether two identities mean one resource: False where they certainly do not, else unknown."""
    return False if certainly_different(id, other) else UNKNOWN
