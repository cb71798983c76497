"""Instances: start, stop, restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, EmptyReply, ManyStrings, OptionalBool, Reply, Request, operation, wrapped
from tfmock.services.ecs import errors, find
from tfmock.services.ecs.account_terms import check_paid
from tfmock.services.ecs.models.instance import LIFECYCLE, InstanceRow
from tfmock.services.ecs.responses import PRODUCT, VERSION
from tfmock.services.ecs.responses.messages import NamedInstance


class StopInstance(NamedInstance):
    force_stop: OptionalBool = None
    stopped_mode: str = ""


@operation(PRODUCT, VERSION, "StopInstance")
def stop_instance(call: Call, request: StopInstance) -> EmptyReply:
    """Stop a running instance."""
    check_paid(call, errors.INSTANCE_IN_ARREARS)
    _stop(call, find.get_instance(call, request.instance_id), request.stopped_mode)
    return EmptyReply()


@operation(PRODUCT, VERSION, "StartInstance")
def start_instance(call: Call, request: NamedInstance) -> EmptyReply:
    """Start a stopped instance."""
    check_paid(call, errors.INSTANCE_EXPIRED)
    _start(call, find.get_instance(call, request.instance_id))
    return EmptyReply()


class RebootInstance(NamedInstance):
    force_stop: OptionalBool = None


@operation(PRODUCT, VERSION, "RebootInstance")
def reboot_instance(call: Call, request: RebootInstance) -> EmptyReply:
    """Restart a running instance: it is Starting at once (RebootInstance page)."""
    check_paid(call, errors.INSTANCE_IN_ARREARS)
    row = find.get_instance(call, request.instance_id)
    if row.state != "Running":
        raise errors.INSTANCE_STATUS()
    call.transaction.put(replace(row, status=LIFECYCLE.start("Starting", at=call.now)))
    return EmptyReply()


def _stop(call: Call, row: InstanceRow, mode: str = "") -> None:
    if row.state != "Running":
        raise errors.INSTANCE_STATUS()
    call.transaction.put(
        replace(row, stopped_mode=mode or "KeepCharging", status=LIFECYCLE.start("Stopping", at=call.now))
    )


def _start(call: Call, row: InstanceRow) -> None:
    if row.state != "Stopped":
        raise errors.INSTANCE_STATUS()
    call.transaction.put(replace(row, status=LIFECYCLE.start("Starting", at=call.now)))


class ManyInstances(Request):
    instance_id: ManyStrings = Field(min_length=1)
    force_stop: OptionalBool = None


class InstanceResponse(ApiObject):
    code: str = "200"
    message: str = "success"
    instance_id: str
    current_status: str
    previous_status: str


class ManyReply(Reply):
    instance_responses: Annotated[list[InstanceResponse], wrapped("InstanceResponse")]


@operation(PRODUCT, VERSION, "StopInstances")
def stop_instances(call: Call, request: ManyInstances) -> ManyReply:
    """Stop several; all or none."""
    return _many(call, request, _stop, "Stopping")


@operation(PRODUCT, VERSION, "StartInstances")
def start_instances(call: Call, request: ManyInstances) -> ManyReply:
    """Start several; all or none."""
    return _many(call, request, _start, "Starting")


def _many(call: Call, request: ManyInstances, act: Callable[[Call, InstanceRow], None], state: str) -> ManyReply:
    find.check_id_count(request.instance_id)
    rows = [find.get_instance(call, id) for id in request.instance_id]
    check_paid(call, errors.INSTANCE_IN_ARREARS)
    for row in rows:
        act(call, row)
    done = [InstanceResponse(instance_id=r.id, current_status=state, previous_status=r.state) for r in rows]
    return ManyReply(instance_responses=done)
