"""Route entries, many at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.common_errors import missing
from tfmock.protocol.errors import ApiError
from tfmock.services.vpc import find
from tfmock.services.vpc.models import route_entry as entries
from tfmock.services.vpc.responses import PRODUCT, VERSION
from tfmock.services.vpc.responses.route_entries import RouteNamed, RouteWanted, create, delete


class BatchRoute(ApiObject):
    """``RouteEntries.N``; names differ from CreateRouteEntry's (CreateRouteEntries metadata)."""

    route_table_id: Required
    dst_cidr_block: Required
    next_hop: Required
    next_hop_type: Required
    name: str = ""
    description: str = ""
    ip_version: OptionalInt = None


#: Routes in one call. Metadata: the text says 50, the schema 200; guess: the text, and the code of more.
MAX_ROUTES: Final = 50


class CreateRouteEntries(Request):
    route_entries: list[BatchRoute] = Field(min_length=1, max_length=MAX_ROUTES)


class FailedRoute(ApiObject):
    dst_cidr_block: str
    next_hop: str
    failed_code: str
    failed_message: str
    route_entry_id: str | None = None


class CreateRouteEntriesReply(Reply):
    success_count: int
    failed_count: int
    route_entry_ids: list[str]
    failed_route_entries: list[FailedRoute]


@operation(PRODUCT, VERSION, "CreateRouteEntries")
def create_route_entries(call: Call, request: CreateRouteEntries) -> CreateRouteEntriesReply:
    """Many routes; each succeeds or fails by itself, and the reply says which."""
    created, failed = [], []
    for requested in request.route_entries:
        try:
            table = find.get_route_table(call, requested.route_table_id)
            route = create(
                call, table,
                RouteWanted(
                    route_table_id=table.id, destination_cidr_block=requested.dst_cidr_block,
                    next_hop_id=requested.next_hop, next_hop_type=requested.next_hop_type,
                    route_entry_name=requested.name, description=requested.description,
                ),
            )  # fmt: skip
            # A batch is one task: its routes do not wait for each other
            created.append(
                call.transaction.put(replace(route, status=entries.LIFECYCLE.start("Available", at=call.now))).id
            )
        except ApiError as error:
            failed.append(_failed(requested.dst_cidr_block, requested.next_hop, error))
    return CreateRouteEntriesReply(
        success_count=len(created), failed_count=len(failed), route_entry_ids=created, failed_route_entries=failed
    )


class BatchRouteNamed(ApiObject):
    """``RouteEntries.N`` of DeleteRouteEntries: without an id, destination and next hop are needed (its metadata)."""

    route_table_id: Required
    route_entry_id: str = ""
    dst_cidr_block: str = ""
    next_hop: str = ""


class DeleteRouteEntries(Request):
    route_entries: list[BatchRouteNamed] = Field(default_factory=list, max_length=MAX_ROUTES)  # optional (metadata)


class DeleteRouteEntriesReply(Reply):
    success_count: int
    failed_count: int
    failed_route_entries: list[FailedRoute]


@operation(PRODUCT, VERSION, "DeleteRouteEntries")
def delete_route_entries(call: Call, request: DeleteRouteEntries) -> DeleteRouteEntriesReply:
    """Many routes; each goes or stays by itself, and the reply says which stayed."""
    for number, requested in enumerate(request.route_entries, 1):
        if not requested.route_entry_id:
            for name, value in (("DstCidrBlock", requested.dst_cidr_block), ("NextHop", requested.next_hop)):
                if not value:
                    raise missing(f"RouteEntries.{number}.{name}")
    failed = []
    for requested in request.route_entries:
        named = RouteNamed(
            route_entry_id=requested.route_entry_id,
            route_table_id="" if requested.route_entry_id else requested.route_table_id,
            destination_cidr_block="" if requested.route_entry_id else requested.dst_cidr_block,
            next_hop_id="" if requested.route_entry_id else requested.next_hop,
        )
        try:
            delete(call, named)
        except ApiError as error:
            failed.append(
                _failed(requested.dst_cidr_block, requested.next_hop, error, requested.route_entry_id or None)
            )
    done = len(request.route_entries) - len(failed)
    return DeleteRouteEntriesReply(success_count=done, failed_count=len(failed), failed_route_entries=failed)


def _failed(destination: str, hop: str, error: ApiError, id: str | None = None) -> FailedRoute:
    return FailedRoute(
        dst_cidr_block=destination, next_hop=hop, failed_code=error.code, failed_message=error.message,
        route_entry_id=id,
    )  # fmt: skip
