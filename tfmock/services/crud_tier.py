"""The way from a request to the CRUD tier: which of its calls a request is, and the transaction that it runs in.

The engine and its data are imported when the first request needs them.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.protocol import rest
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.services.crud.rows import CrudRow
from tfmock.services.oss import bucket_xml, documents, find
from tfmock.services.oss.requests import BucketRequest

if TYPE_CHECKING:
    from tfmock.services.crud.engine import CrudCall, CrudEngine
    from tfmock.services.crud.paths import JsonObject

_JSON: Final = "application/json;charset=utf-8"
#: Protocols whose calls the data describes as REST paths.
_REST: Final = frozenset({Protocol.ROA, Protocol.SLS, Protocol.FC, Protocol.MNS})


class CrudTier:
    """What the dispatcher asks of the CRUD tier.

    Args:
        is_emulated: whether the emulated tier has an RPC action, by version and name.
        region_of: the region of a call: by its parameter and its host.
    """

    def __init__(
        self, is_emulated: Callable[[str, str], bool], region_of: Callable[[str, str], tuple[str, str]]
    ) -> None:
        self._is_emulated = is_emulated
        self._region_of = region_of

    @functools.cached_property
    def _engine(self) -> CrudEngine:
        from tfmock.services.crud.contracts import installed_contracts
        from tfmock.services.crud.engine import CrudEngine

        return CrudEngine(installed_contracts(), self._is_emulated)

    def find(self, request: ApiRequest) -> CrudCall | None:
        """The call that a request makes; None where the data does not have it."""
        if request.protocol is Protocol.RPC:
            return self._find_action(request)
        if request.protocol is Protocol.OSS:
            return self._find_document(request)
        return self._find_path(request) if request.protocol in _REST else None

    def _find_action(self, request: ApiRequest) -> CrudCall | None:
        if not request.action or not self._engine.contracts.knows(request.version, request.action):
            return None
        arguments = cast("JsonObject", dict(request.arguments()))
        return self._call(request, request.version, request.action, arguments)

    def _find_document(self, request: ApiRequest) -> CrudCall | None:
        from tfmock.services.crud.engine import CrudCall

        if bucket_xml.is_described(request):
            return self._find_bucket_call(request)
        if not documents.subresource_of(request):
            return None
        region, explicit = self._region_of(request.params.get("RegionId", ""), request.host)
        return CrudCall(
            product="Oss", version=request.version, key=request.action, host=request.host, arguments={}, region=region,
            explicit_region=explicit,
        )  # fmt: skip

    def _find_bucket_call(self, request: ApiRequest) -> CrudCall | None:
        """An operation of a bucket that the data describes by its query: ``?metaQuery``, ``?cname&comp=add``."""
        asked = (request.method, "/", request.params)
        found = self._engine.contracts.find_rest_call(asked, version=request.version, product=request.product)
        if found is None or "?" not in found.key:
            return None
        return self._call(request, found.version, found.key, bucket_xml.arguments(request))

    def _find_path(self, request: ApiRequest) -> CrudCall | None:
        # The version in a header of SLS is that of its protocol
        version = "" if request.protocol is Protocol.SLS else request.version
        asked = (request.method, request.params.get("Path", ""), request.params)
        found = self._engine.contracts.find_rest_call(asked, version=version, product=request.product)
        if found is None:
            return None
        arguments = cast("JsonObject", {**rest.arguments(request), **found.values})
        if request.body:
            arguments["$body"] = request.body.decode(errors="replace")
        return self._call(request, found.version, found.key, arguments)

    def _call(self, request: ApiRequest, version: str, key: str, arguments: JsonObject) -> CrudCall | None:
        from tfmock.services.crud.engine import CrudCall

        roles = self._engine.contracts.roles(version, key, request.host)
        product = roles[0].call.product if roles else request.product
        if not roles and not self._engine.contracts.knows(version, key):
            return None
        said = arguments.get("RegionId")
        region, explicit = self._region_of(said if isinstance(said, str) else "", request.host)
        return CrudCall(
            product=product, version=version, key=key, host=request.host, arguments=arguments,
            region=region, explicit_region=explicit,
        )  # fmt: skip

    def owning(self, world: World, caller: Caller, request: ApiRequest) -> CrudCall | None:
        """The call, where an emulated action is about an object that only this tier has; else None."""
        if not len(world.store.table(CrudRow)):
            return None
        crud_call = self._find_action(request) if request.protocol is Protocol.RPC else None
        if crud_call is None:
            return None
        with world.reading() as transaction:
            owned = self._engine.owns(call_in(world, caller, crud_call, transaction), crud_call)
        return crud_call if owned else None

    def complete_list(self, world: World, caller: Caller, request: ApiRequest, body: bytes) -> bytes:
        """The reply of an emulated list, with the objects of this tier that belong there."""
        if not len(world.store.table(CrudRow)) or request.protocol is not Protocol.RPC:
            return body
        crud_call = self._find_action(request)
        if crud_call is None:
            return body
        with world.reading() as transaction:
            lists = self._engine.listed_beside(call_in(world, caller, crud_call, transaction), crud_call)
        if not lists:
            return body
        from tfmock.services.crud.lists import add_items

        reply = json.loads(body)
        for root, members in lists.items():
            add_items(reply, root, members)
        return json.dumps(reply, ensure_ascii=False).encode()

    def run(self, call: Call, request: ApiRequest, crud_call: CrudCall) -> bytes | HttpReply:
        """The reply, as a JSON object without RequestId where it is one.

        Raises:
            ApiError: see :meth:`CrudEngine.answer`.
        """
        if request.protocol is Protocol.OSS:
            if not bucket_xml.is_described(request):
                return documents.answer(call, request)
            find.get_own_bucket(call, BucketRequest.model_validate(request.arguments()))
        reply = self._engine.answer(call, crud_call)
        if request.protocol is Protocol.OSS:
            return bucket_xml.reply(reply)
        body = reply.get("$body")
        if isinstance(body, str):
            return HttpReply(status=200, content_type=_JSON, body=body.encode())
        if body is not None:
            return HttpReply(status=200, content_type=_JSON, body=json.dumps(body, ensure_ascii=False).encode())
        return json.dumps(reply, ensure_ascii=False).encode()


def call_in(world: World, caller: Caller, crud_call: CrudCall, transaction: Transaction) -> Call:
    """Who calls, where and when, for a call of this tier."""
    return Call(
        world=world, transaction=transaction, caller=caller, region=crud_call.region, now=transaction.now,
        host=crud_call.host,
    )  # fmt: skip
