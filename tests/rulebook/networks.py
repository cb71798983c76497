"""Small networks for the packet walk, put together by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tfmock.rulebook.access import NetworkAcl, SecurityGroup
from tfmock.rulebook.reachability import (
    InternetRouting,
    Network,
    NetworkConnection,
    NetworkRouteTable,
    NetworkVSwitch,
    VSwitchIndex,
)


def network(
    vswitches: Iterable[NetworkVSwitch],
    tables: Iterable[NetworkRouteTable],
    connections: Iterable[NetworkConnection],
    *,
    acls: Iterable[NetworkAcl] = (),
    groups: Iterable[SecurityGroup] = (),
    gateways: Mapping[str, InternetRouting] | None = None,
) -> Network:
    """Index the parts of a network by id, and vSwitches by VPC."""
    by_id = {vswitch.id: vswitch for vswitch in vswitches}
    by_vpc: dict[str, list[NetworkVSwitch]] = {}
    for vswitch in by_id.values():
        by_vpc.setdefault(vswitch.vpc, []).append(vswitch)
    return Network(
        vswitches=by_id,
        tables={t.id: t for t in tables},
        connections={c.id: c for c in connections},
        by_vpc={vpc: VSwitchIndex(members) for vpc, members in by_vpc.items()},
        acls={acl.id: acl for acl in acls},
        groups={group.id: group for group in groups},
        internet_routing=gateways or {},
    )
