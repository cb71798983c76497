"""Key pairs and RAM roles of instances. tfmock has neither as resources: any name is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation, wrapped
from tfmock.services.common.pages import page
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.models.instance import InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION


class Result(ApiObject):
    """The result for one instance."""

    code: str = "200"
    message: str = "successful"
    success: bool = True
    instance_id: str


class KeyPairBinding(Request):
    instance_ids: Required
    key_pair_name: Required


class KeyPairResult(ApiObject):
    code: str = "200"
    message: str = "successful"
    success: str = "true"
    instance_id: str


class KeyPairReply(Reply):
    """Numbers and flags are text in this reply (SDK)."""

    key_pair_name: str
    total_count: str
    fail_count: str = "0"
    results: Annotated[list[KeyPairResult], wrapped("Result")]


def _get_instances(call: Call, ids: str) -> list[InstanceRow]:
    """The caller's instances.

    guess: the action fails if one does not exist. The cloud has a result for each, and changes those that it can

    Raises:
        ApiError: one does not exist.
    """
    return [find.get_instance(call, id) for id in find.parse_ids(ids, "InstanceIds")]


def _key_pair_reply(name: str, rows: Sequence[InstanceRow]) -> KeyPairReply:
    results = [KeyPairResult(instance_id=row.id) for row in rows]
    return KeyPairReply(key_pair_name=name, total_count=str(len(rows)), results=results)


@operation(PRODUCT, VERSION, "AttachKeyPair")
def attach_key_pair(call: Call, request: KeyPairBinding) -> KeyPairReply:
    """Give instances a key pair, which replaces the former one (AttachKeyPair page)."""
    rows = _get_instances(call, request.instance_ids)
    for row in rows:
        call.transaction.put(replace(row, key_pair_name=request.key_pair_name))
    return _key_pair_reply(request.key_pair_name, rows)


@operation(PRODUCT, VERSION, "DetachKeyPair")
def detach_key_pair(call: Call, request: KeyPairBinding) -> KeyPairReply:
    """Take a key pair from instances that have it."""
    rows = _get_instances(call, request.instance_ids)
    if any(row.key_pair_name != request.key_pair_name for row in rows):
        raise errors.KEY_PAIR()
    for row in rows:
        call.transaction.put(replace(row, key_pair_name=""))
    return _key_pair_reply(request.key_pair_name, rows)


class RoleBinding(Request):
    instance_ids: Required
    ram_role_name: Required
    policy: str = Field("", max_length=1024)  # AttachInstanceRamRole page


class AttachRoleReply(Reply):
    """provider: makes the id of alicloud_ecs_ram_role_attachment of it."""

    ram_role_name: str
    total_count: int
    fail_count: int = 0
    attach_instance_ram_role_results: Annotated[list[Result], wrapped("AttachInstanceRamRoleResult")]


@operation(PRODUCT, VERSION, "AttachInstanceRamRole")
def attach_instance_ram_role(call: Call, request: RoleBinding) -> AttachRoleReply:
    """Give a role to instances that have none: an instance has at most one (AttachInstanceRamRole page)."""
    rows = _get_instances(call, request.instance_ids)
    if any(row.ram_role_name for row in rows):
        raise errors.ROLE_ATTACHED()
    for row in rows:
        call.transaction.put(replace(row, ram_role_name=request.ram_role_name))
    results = [Result(instance_id=row.id) for row in rows]
    return AttachRoleReply(
        ram_role_name=request.ram_role_name, total_count=len(rows), attach_instance_ram_role_results=results
    )


class RoleSet(ApiObject):
    instance_id: str
    ram_role_name: str


class DetachResult(Result):
    instance_ram_role_sets: Annotated[list[RoleSet], wrapped("InstanceRamRoleSet")]


class DetachRoleReply(Reply):
    ram_role_name: str
    total_count: int
    fail_count: int = 0
    detach_instance_ram_role_results: Annotated[list[DetachResult], wrapped("DetachInstanceRamRoleResult")]


@operation(PRODUCT, VERSION, "DetachInstanceRamRole")
def detach_instance_ram_role(call: Call, request: RoleBinding) -> DetachRoleReply:
    """Take a role from instances that have it."""
    rows = _get_instances(call, request.instance_ids)
    if any(row.ram_role_name != request.ram_role_name for row in rows):
        raise errors.ROLE_NOT_ATTACHED()
    for row in rows:
        call.transaction.put(replace(row, ram_role_name=""))
    results = [
        DetachResult(
            instance_id=row.id, instance_ram_role_sets=[RoleSet(instance_id=row.id, ram_role_name=row.ram_role_name)]
        )
        for row in rows
    ]
    return DetachRoleReply(
        ram_role_name=request.ram_role_name, total_count=len(rows), detach_instance_ram_role_results=results
    )


class DescribeInstanceRamRole(Request):
    instance_ids: str = ""
    ram_role_name: str = ""
    page_number: OptionalInt = None
    page_size: OptionalInt = None


class RamRoleReply(Reply):
    total_count: int
    region_id: str
    instance_ram_role_sets: Annotated[list[RoleSet], wrapped("InstanceRamRoleSet")]


@operation(PRODUCT, VERSION, "DescribeInstanceRamRole")
def describe_instance_ram_role(call: Call, request: DescribeInstanceRamRole) -> RamRoleReply:
    """The roles of some instances, or the instances of a role."""
    ids = find.parse_ids(request.instance_ids, "InstanceIds")
    if not ids and not request.ram_role_name:
        raise errors.ROLE_FILTER()
    rows = [
        row
        for row in call.transaction.find(InstanceRow, "home", call.scope)
        if (not ids or row.id in ids) and request.ram_role_name in ("", row.ram_role_name)
    ]
    part = page(rows, request.page_number, request.page_size, default=10, limit=100)
    sets = [RoleSet(instance_id=row.id, ram_role_name=row.ram_role_name) for row in part.items]
    return RamRoleReply(total_count=part.total, region_id=call.region, instance_ram_role_sets=sets)
