"""What a network ACL does, and to which vSwitches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, OptionalBool, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import acl_entries, names, quotas
from tfmock.rulebook.access import Direction
from tfmock.rulebook.cidr import parse_cidr
from tfmock.rulebook.listed_routes import is_list
from tfmock.services.vpc import errors, find, route_errors
from tfmock.services.vpc.models.network_acl import LIFECYCLE, AclEntry, NetworkAclRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.network_acls import NamedAcl
from tfmock.simulation import prefix_lists


class WantedEntry(ApiObject):
    """A requested rule, of either direction."""

    network_acl_entry_id: str = ""
    network_acl_entry_name: str = ""
    description: str = ""
    policy: str = ""
    protocol: str = ""
    port: str = ""
    source_cidr_ip: str = ""
    destination_cidr_ip: str = ""
    ip_version: str = ""
    entry_type: str = ""


class UpdateNetworkAclEntries(NamedAcl):
    update_ingress_acl_entries: OptionalBool = None
    update_egress_acl_entries: OptionalBool = None
    ingress_acl_entries: list[WantedEntry] = Field(default_factory=list)
    egress_acl_entries: list[WantedEntry] = Field(default_factory=list)


@operation(PRODUCT, VERSION, "UpdateNetworkAclEntries")
def update_network_acl_entries(call: Call, request: UpdateNetworkAclEntries) -> EmptyReply:
    """Replace the rules of a direction, all of them; their order is that of the request."""
    row = find.get_idle_network_acl(call, request.network_acl_id)
    terms = call.quotas
    if request.update_ingress_acl_entries:
        entries = _entries(call, row, request.ingress_acl_entries, "ingress")
        used, limit = _size(call, entries), terms.vpc_quota_nacl_ingress_entry
        enforce(quotas.check_count(quotas.NETWORK_ACL_ENTRIES, used=0, adding=used, limit=limit))
        row = replace(row, ingress_acl_entries=entries)
    if request.update_egress_acl_entries:
        entries = _entries(call, row, request.egress_acl_entries, "egress")
        used, limit = _size(call, entries), terms.vpc_quota_nacl_egress_entry
        enforce(quotas.check_count(quotas.NETWORK_ACL_ENTRIES, used=0, adding=used, limit=limit))
        row = replace(row, egress_acl_entries=entries)
    _put(call, row)
    return EmptyReply()


def _size(call: Call, entries: Sequence[AclEntry]) -> int:
    """A prefix list counts as many as it may have entries (network ACL page)."""
    return sum(prefix_lists.size(call.transaction, entry.cidr_ip) for entry in entries)


def _put(call: Call, row: NetworkAclRow) -> None:
    call.transaction.put(replace(row, status=LIFECYCLE.start("Modifying", at=call.now, then="Available")))


def _entries(
    call: Call, row: NetworkAclRow, requested: Sequence[WantedEntry], direction: Direction
) -> tuple[AclEntry, ...]:
    custom = [entry for entry in requested if entry.entry_type.lower() in ("", "custom")]
    return tuple(_entry(call, row, entry, direction) for entry in custom)


def _entry(call: Call, row: NetworkAclRow, requested: WantedEntry, direction: Direction) -> AclEntry:
    """One rule, checked by the rulebook."""
    cidr = requested.source_cidr_ip or requested.destination_cidr_ip
    enforce(names.check_texts("network_acl", requested.network_acl_entry_name, requested.description))
    entry = acl_entries.RequestedAclEntry(
        direction=direction, policy=requested.policy, protocol=requested.protocol, port=requested.port, cidr=cidr
    )
    ipv6 = find.get_vpc(call, row.vpc_id).ipv6_block() is not None
    enforce(acl_entries.check_entry(entry, ipv6=ipv6))
    parsed = parse_cidr(cidr, strict=False)
    version = "IPV6" if parsed is not None and parsed.version == 6 else "IPV4"
    if is_list(cidr):
        listed = prefix_lists.visible(call, cidr)
        if listed is None:
            raise route_errors.PREFIX_LIST_NOT_FOUND()
        version = listed.family.upper()
        enforce(acl_entries.check_version(cidr, 6 if version == "IPV6" else 4, ipv6=ipv6))
    id = requested.network_acl_entry_id or call.new_id("nae", call.region)[0]
    return AclEntry(
        network_acl_entry_id=id,
        network_acl_entry_name=requested.network_acl_entry_name,
        description=requested.description,
        policy=requested.policy,
        protocol=requested.protocol,
        port=requested.port,
        cidr_ip=cidr,
        ip_version=requested.ip_version or version,
    )


class CopyNetworkAclEntries(NamedAcl):
    source_network_acl_id: Required


@operation(PRODUCT, VERSION, "CopyNetworkAclEntries")
def copy_network_acl_entries(call: Call, request: CopyNetworkAclEntries) -> EmptyReply:
    """Take over the rules of another network ACL."""
    row = find.get_idle_network_acl(call, request.network_acl_id)
    source = find.get_network_acl(call, request.source_network_acl_id, errors.ACL_SOURCE_NOT_FOUND)
    _put(
        call, replace(row, ingress_acl_entries=source.ingress_acl_entries, egress_acl_entries=source.egress_acl_entries)
    )
    return EmptyReply()


class Resource(ApiObject):
    resource_id: Required
    resource_type: str = "VSwitch"


class Binding(NamedAcl):
    resource: list[Resource] = Field(default_factory=list, max_length=100)  # metadata


@operation(PRODUCT, VERSION, "AssociateNetworkAcl")
def associate_network_acl(call: Call, request: Binding) -> EmptyReply:
    """Bind vSwitches; a vSwitch has at most one network ACL."""
    row = find.get_idle_network_acl(call, request.network_acl_id)
    added = [_vswitch(call, row, resource).id for resource in _vswitches_of(request)]
    _put(call, replace(row, v_switch_ids=(*row.v_switch_ids, *added)))
    return EmptyReply()


@operation(PRODUCT, VERSION, "UnassociateNetworkAcl")
def unassociate_network_acl(call: Call, request: Binding) -> EmptyReply:
    """Let vSwitches go."""
    row = find.get_idle_network_acl(call, request.network_acl_id)
    removed = {resource.resource_id for resource in _vswitches_of(request)}
    if not removed <= set(row.v_switch_ids):
        raise errors.ACL_RESOURCE_FREE()
    _put(call, replace(row, v_switch_ids=tuple(id for id in row.v_switch_ids if id not in removed)))
    return EmptyReply()


def _vswitches_of(request: Binding) -> list[Resource]:
    if not request.resource:
        raise errors.ACL_RESOURCES()
    if any(resource.resource_type.lower() != "vswitch" for resource in request.resource):
        raise errors.ACL_RESOURCE_TYPE()
    return request.resource


def _vswitch(call: Call, row: NetworkAclRow, resource: Resource) -> VSwitchRow:
    vswitch = find.get_vswitch(call, resource.resource_id, errors.ACL_RESOURCE_NOT_FOUND)
    bound = next((acl.id for acl in call.transaction.find(NetworkAclRow, "vswitch", vswitch.id)), None)
    enforce(acl_entries.check_binding(same_vpc=vswitch.vpc_id == row.vpc_id, bound=bound))
    return vswitch
