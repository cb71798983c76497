"""Network ACLs: create, read, change, delete."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.lifecycle import GONE
from tfmock.core.operation import (
    ApiObject,
    EmptyReply,
    OptionalInt,
    Reply,
    Request,
    Required,
    operation,
    wrapped,
)
from tfmock.protocol.errors import enforce
from tfmock.rulebook import names, quotas
from tfmock.services.common.messages import PageReply, Tag, TagFilters, Tags, matches_tags, tag_pairs, tags
from tfmock.services.common.pages import page
from tfmock.services.common.rows import matches, patched
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.vpc import errors, find
from tfmock.services.vpc.models.network_acl import LIFECYCLE, AclEntry, NetworkAclRow
from tfmock.services.vpc.responses import PRODUCT, VERSION


class Entry(ApiObject):
    """What ingress and egress entries share."""

    network_acl_entry_id: str
    network_acl_entry_name: str
    description: str
    policy: str
    protocol: str
    port: str
    ip_version: str
    entry_type: str = "custom"


class IngressEntry(Entry):
    source_cidr_ip: str


class EgressEntry(Entry):
    destination_cidr_ip: str


class BoundResource(ApiObject):
    """provider: waits until every Status is BINDED (provider-contract: alicloud_network_acl_attachment)."""

    resource_id: str
    resource_type: str = "VSwitch"
    status: str = "BINDED"


class NetworkAclItem(ApiObject):
    """A network ACL as Describe shows it."""

    network_acl_id: str
    network_acl_name: str
    description: str
    status: str
    vpc_id: str
    region_id: str
    owner_id: int
    creation_time: str
    ingress_acl_entries: Annotated[list[IngressEntry], wrapped("IngressAclEntry")]
    egress_acl_entries: Annotated[list[EgressEntry], wrapped("EgressAclEntry")]
    resources: Annotated[list[BoundResource], wrapped("Resource")]
    tags: Tags


def _common(entry: AclEntry) -> dict[str, str]:
    return {
        "network_acl_entry_id": entry.network_acl_entry_id,
        "network_acl_entry_name": entry.network_acl_entry_name,
        "description": entry.description,
        "policy": entry.policy,
        "protocol": entry.protocol,
        "port": entry.port,
        "ip_version": entry.ip_version,
    }


def acl_fields(call: Call, row: NetworkAclRow) -> NetworkAclItem:
    """A network ACL for readers."""
    return NetworkAclItem(
        network_acl_id=row.id,
        network_acl_name=row.network_acl_name,
        description=row.description,
        status=row.state,
        vpc_id=row.vpc_id,
        region_id=row.region_id,
        owner_id=int(row.account),
        creation_time=timestamp(row.creation_time),
        ingress_acl_entries=[
            IngressEntry(**_common(entry), source_cidr_ip=entry.cidr_ip) for entry in row.ingress_acl_entries
        ],
        egress_acl_entries=[
            EgressEntry(**_common(entry), destination_cidr_ip=entry.cidr_ip) for entry in row.egress_acl_entries
        ],
        resources=[BoundResource(resource_id=id) for id in row.v_switch_ids],
        tags=tags(call, row.id),
    )


class CreateNetworkAcl(Request):
    """Parameters. The provider writes Tags.N where the metadata has Tag.N (provider-contract: Parameters)."""

    vpc_id: Required
    network_acl_name: str = ""
    description: str = ""
    tag: list[Tag] = []
    tags: list[Tag] = []


class NetworkAclReply(Reply):
    network_acl_id: str | None = None
    network_acl_attribute: NetworkAclItem


@operation(PRODUCT, VERSION, "CreateNetworkAcl")
def create_network_acl(call: Call, request: CreateNetworkAcl) -> NetworkAclReply:
    """A network ACL; it begins with one rule each way that lets everything pass."""
    vpc = find.get_available_vpc(call, request.vpc_id, errors.ACL_VPC)
    enforce(names.check_texts("network_acl", request.network_acl_name, request.description))
    requested_tags = tag_pairs((*request.tag, *request.tags))
    enforce(names.check_tags(requested_tags))
    used = len(call.transaction.find(NetworkAclRow, "vpc", vpc.id))
    limit = call.quotas.nacl_quota_vpc_create_count
    enforce(quotas.check_count(quotas.NETWORK_ACLS_PER_VPC, used=used, limit=limit))
    id, serial = call.new_id_of(NetworkAclRow, call.region)
    everything = _everything(call)
    row = call.transaction.put(
        NetworkAclRow(
            id=id,
            serial=serial,
            account=vpc.account,
            region_id=vpc.region_id,
            vpc_id=vpc.id,
            network_acl_name=request.network_acl_name,
            description=request.description,
            creation_time=call.now,
            ingress_acl_entries=(everything,),
            egress_acl_entries=(_everything(call),),
            status=LIFECYCLE.start("Modifying", at=call.now, then="Available"),
        )
    )
    put_tags(call.transaction, vpc.account, vpc.region_id, NetworkAclRow.resource.tag_type, id, requested_tags)
    return NetworkAclReply(network_acl_id=id, network_acl_attribute=acl_fields(call, row))


def _everything(call: Call) -> AclEntry:
    # network ACL page: a new ACL has a custom rule each way that accepts all; its name is a guess
    id, _ = call.new_id("nae", call.region)
    return AclEntry(
        network_acl_entry_id=id,
        network_acl_entry_name="",
        description="",
        policy="accept",
        protocol="all",
        port="-1/-1",
        cidr_ip="0.0.0.0/0",
        ip_version="IPV4",
    )


class NamedAcl(Request):
    network_acl_id: Required


@operation(PRODUCT, VERSION, "DescribeNetworkAclAttributes")
def describe_network_acl_attributes(call: Call, request: NamedAcl) -> NetworkAclReply:
    """One network ACL with its rules and vSwitches."""
    return NetworkAclReply(network_acl_attribute=acl_fields(call, find.get_network_acl(call, request.network_acl_id)))


class DescribeNetworkAcls(Request):
    network_acl_id: str = ""
    network_acl_name: str = ""
    vpc_id: str = ""
    resource_type: str = ""
    resource_id: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None
    tags: TagFilters


class DescribeNetworkAclsReply(PageReply):
    network_acls: Annotated[list[NetworkAclItem], wrapped("NetworkAcl")]


@operation(PRODUCT, VERSION, "DescribeNetworkAcls")
def describe_network_acls(call: Call, request: DescribeNetworkAcls) -> DescribeNetworkAclsReply:
    """The caller's network ACLs in a region, by any of the filters."""
    home = call.transaction.find(NetworkAclRow, "home", call.scope)
    rows = [row for row in home if _fits(request, row) and matches_tags(call, row.id, request.tags)]
    cut = page(rows, request.page_number, request.page_size)
    return DescribeNetworkAclsReply.of(
        cut,
        network_acls=[acl_fields(call, row) for row in cut.items],
    )


def _fits(request: DescribeNetworkAcls, row: NetworkAclRow) -> bool:
    return matches(
        (request.network_acl_id, row.id),
        (request.network_acl_name, row.network_acl_name),
        (request.vpc_id, row.vpc_id),
    ) and (not request.resource_id or request.resource_id in row.v_switch_ids)


class ModifyNetworkAclAttributes(NamedAcl):
    network_acl_name: str | None = None
    description: str | None = None


@operation(PRODUCT, VERSION, "ModifyNetworkAclAttributes")
def modify_network_acl_attributes(call: Call, request: ModifyNetworkAclAttributes) -> EmptyReply:
    """Name and description."""
    row = find.get_network_acl(call, request.network_acl_id)
    enforce(names.check_texts("network_acl", request.network_acl_name, request.description))
    call.transaction.put(
        patched(
            row,
            network_acl_name=request.network_acl_name,
            description=request.description,
        )
    )
    return EmptyReply()


@operation(PRODUCT, VERSION, "DeleteNetworkAcl")
def delete_network_acl(call: Call, request: NamedAcl) -> EmptyReply:
    """A network ACL that no vSwitch is bound to."""
    row = find.get_idle_network_acl(call, request.network_acl_id)
    if row.v_switch_ids:
        raise errors.ACL_BOUND()
    drop_tags(call.transaction, row.account, row.id)
    call.transaction.put(replace(row, status=LIFECYCLE.start("Modifying", at=call.now, then=GONE)))
    return EmptyReply()
