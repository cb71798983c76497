"""Look-ups that every Vpc action needs: a resource of the caller, in the region of the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar

from tfmock.core.call import Call
from tfmock.core.store import ResourceRow, Row
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook import regions
from tfmock.services.common.resource_groups import group_or_default
from tfmock.services.vpc import errors, ipv6_errors, route_errors
from tfmock.services.vpc.models.ipv4_gateway import Ipv4GatewayRow
from tfmock.services.vpc.models.ipv6_gateway import Ipv6GatewayRow
from tfmock.services.vpc.models.network_acl import NetworkAclRow
from tfmock.services.vpc.models.prefix_list import VpcPrefixListRow
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow

AnyRow = TypeVar("AnyRow", bound=ResourceRow)

#: Seconds that a VPC stays busy after a change under the task-conflict profile. guess
CONFLICT_WINDOW: Final = 1.0


def check_region(call: Call, fault: ErrorTemplate = errors.REGION_NOT_FOUND) -> None:
    """The region exists; actions word it differently when not."""
    if regions.find(call.region) is None:
        raise fault()


def find_own(call: Call, kind: type[AnyRow], id: str) -> AnyRow | None:
    """The caller's resource of this id in this region; None when there is none, or it is another account's."""
    row = call.transaction.get(kind, id)
    if row is None:
        return None
    summary = row.summary(call.transaction)
    return row if (summary.account, summary.region) == call.scope else None


def _require_own(call: Call, kind: type[AnyRow], id: str, fault: ErrorTemplate) -> AnyRow:
    row = find_own(call, kind, id)
    if row is None:
        raise fault(id=id)
    return row


def get_vpc(call: Call, id: str, fault: ErrorTemplate = errors.VPC_NOT_FOUND) -> VpcRow:
    """The caller's VPC, or the given fault."""
    return _require_own(call, VpcRow, id, fault)


def get_available_vpc(call: Call, id: str, fault: ErrorTemplate = errors.VPC_NOT_FOUND) -> VpcRow:
    """The caller's VPC; it must be Available."""
    row = get_vpc(call, id, fault)
    if row.state != "Available":
        raise errors.VPC_STATUS()
    return row


def get_vswitch(call: Call, id: str, fault: ErrorTemplate = errors.VSWITCH_NOT_FOUND) -> VSwitchRow:
    """The caller's vSwitch, or the given fault."""
    return _require_own(call, VSwitchRow, id, fault)


def get_route_table(call: Call, id: str, fault: ErrorTemplate = errors.ROUTE_TABLE_NOT_FOUND) -> RouteTableRow:
    """The caller's route table, or the given fault."""
    return _require_own(call, RouteTableRow, id, fault)


def get_network_acl(call: Call, id: str, fault: ErrorTemplate = errors.ACL_NOT_FOUND) -> NetworkAclRow:
    """The caller's network ACL, or the given fault."""
    return _require_own(call, NetworkAclRow, id, fault)


def get_idle_network_acl(call: Call, id: str) -> NetworkAclRow:
    """The caller's network ACL; it must be Available."""
    row = get_network_acl(call, id)
    if row.state != "Available":
        raise errors.ACL_BUSY()
    return row


def get_ipv4_gateway(call: Call, id: str) -> Ipv4GatewayRow:
    """The caller's IPv4 gateway."""
    return _require_own(call, Ipv4GatewayRow, id, errors.IPV4_GATEWAY_NOT_FOUND)


def get_ipv6_gateway(call: Call, id: str) -> Ipv6GatewayRow:
    """The caller's IPv6 gateway."""
    return _require_own(call, Ipv6GatewayRow, id, ipv6_errors.GATEWAY_NOT_FOUND)


def get_prefix_list(call: Call, id: str, fault: ErrorTemplate = route_errors.PREFIX_LIST_NOT_FOUND) -> VpcPrefixListRow:
    """The caller's prefix list of VPC, or the given fault."""
    return _require_own(call, VpcPrefixListRow, id, fault)


def get_system_table(call: Call, vpc_id: str) -> RouteTableRow:
    """The system table of a VPC; there is always one."""
    return next(t for t in call.transaction.find(RouteTableRow, "vpc", vpc_id) if t.route_table_type == "System")


def get_resource_group_id(call: Call, id: str, fault: ErrorTemplate = errors.RESOURCE_GROUP) -> str:
    """The requested group, or the caller's default one; the given fault where there is no such group."""
    return group_or_default(call.transaction, call.account, id, fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusyRow(Row):
    """When a VPC was last changed; kept only under the task-conflict profile."""

    table = "busy_vpcs"

    until: float


def lock_vpc(call: Call, vpc_id: str) -> None:
    """Changes of one VPC are serial. Opt-in: refuse one that comes too soon after another, as the cloud does.

    Source: CreateRouteEntry error codes; provider issue 10092.
    """
    if not call.world.settings.task_conflict:
        return
    busy = call.transaction.get(BusyRow, vpc_id)
    if busy is not None and call.now < busy.until:
        raise errors.TASK_CONFLICT()
    call.transaction.put(BusyRow(id=vpc_id, serial=call.transaction.next_serial(), until=call.now + CONFLICT_WINDOW))
