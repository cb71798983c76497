"""The end of the pipeline: find the operation, check its parameters, run its handler in one transaction."""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from pydantic import ValidationError

from tfmock.core import idempotency, ids
from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.errors import EngineError
from tfmock.core.operation import Operation, Request
from tfmock.core.store import Change, Transaction
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.protocol import common_errors, mns, redaction, reply
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.rulebook import regions
from tfmock.services.common.product_errors import ProductErrors
from tfmock.services.crud_tier import CrudTier, call_in
from tfmock.services.engine_errors import as_api_error
from tfmock.services.outcome import Outcome, RequestContext
from tfmock.services.registry import Registry
from tfmock.services.sts.models import SessionRow
from tfmock.text.printable import printable

if TYPE_CHECKING:
    from tfmock.services.crud.engine import CrudCall

log = logging.getLogger("tfmock")

DEFAULT_REGION: Final = "cn-hangzhou"

#: A fault of ours, not of the caller. 400, since 5xx would make the provider repeat it for minutes.
_BUG: Final = ErrorTemplate(
    400, "Tfmock.Bug", "tfmock failed on this request. This is a bug of tfmock; its log has the details."
)

_HOST_REGION: Final = re.compile(r"[a-z]+[.-]([a-z]{2}-[a-z0-9-]+)\.aliyuncs\.com")
_MISSING: Final = frozenset({"missing", "string_too_short", "too_short"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """A call that succeeded."""

    reply: bytes | HttpReply
    now: float
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What answers a request: an operation of the emulated tier, or else a call of the CRUD tier."""

    operation: Operation | None = None
    crud_call: CrudCall | None = None


class Dispatcher:
    """The last step of the pipeline. Holds nothing of its own but the registry, the universe and the CRUD tier.

    Args:
        tier: ``all``, or ``emulated`` to refuse what is only stored.
    """

    def __init__(self, universe: Universe, registry: Registry, tier: Literal["all", "emulated"] = "all") -> None:
        self.universe = universe
        self.registry = registry
        crud = CrudTier(registry.has_action, _regions_of)
        self._crud = crud if tier == "all" else None
        self._refused = crud if tier == "emulated" else None

    def answer(self, context: RequestContext) -> Outcome:
        """Run one request to its end; the request was identified.

        Raises:
            ApiError, EngineError: it did not get as far as a world.
        """
        request = context.request
        with self.universe.use(context.world) as world:
            # What a temporary key stands for is looked up here, under the lock: a session may have ended meanwhile.
            caller = context.caller or session_caller(world, request)
            world.requests += 1
            request_id = ids.request_id(f"{world.settings.seed}:{world.id}{world.replica}:{world.requests}")
            outcome = Outcome(
                request_id=request_id, world=world.id, account=caller.account, product=context.product,
                action=request.action, role=caller.role_session,
            )  # fmt: skip
            try:
                target = self._find(world, caller, context)
                if target.crud_call is not None:
                    outcome = replace(outcome, tier="crud", product=target.crud_call.product)
                    return self._run_crud(world, caller, request, target.crud_call, outcome)
                assert target.operation is not None
                outcome = replace(outcome, tier="emulated")
                return self._run(world, caller, target.operation, request, outcome)
            except (ApiError, EngineError) as error:
                refusal = as_api_error(error)
            except Exception:
                _log_bug(context)
                refusal = _BUG()
            return replace(outcome, error=refusal, now=world.clock.now())

    def _find(self, world: World, caller: Caller, context: RequestContext) -> _Target:
        """What answers a request.

        Raises:
            ApiError: neither tier has the action, or only the one that is refused.
        """
        request = context.request
        try:
            operation = self.registry.find(request, context.product)
        except ApiError:
            if self._refused is not None and self._refused.find(request) is not None:
                raise self.registry.only_stored(request, context.product) from None
            crud_call = self._crud.find(request) if self._crud is not None else None
            if crud_call is None:
                raise
            return _Target(crud_call=crud_call)
        owned = self._crud.owning(world, caller, request) if self._crud is not None else None
        return _Target(crud_call=owned) if owned is not None else _Target(operation=operation)

    def _run_crud(
        self, world: World, caller: Caller, request: ApiRequest, crud_call: CrudCall, outcome: Outcome
    ) -> Outcome:
        """One transaction of the CRUD tier.

        Raises:
            ApiError: nothing of the transaction remains.
        """
        assert self._crud is not None
        crud = self._crud

        def work(tx: Transaction) -> _Done:
            body = crud.run(call_in(world, caller, crud_call, tx), request, crud_call)
            return _Done(reply=body, now=tx.now, changes=tuple(tx.changes()))

        done = world.run(work)
        if isinstance(done.reply, HttpReply):
            encoded = reply.identified(done.reply, request.protocol, outcome.request_id)
        elif request.protocol is Protocol.RPC:
            encoded = reply.success(request.action, outcome.request_id, done.reply, xml=request.wants_xml)
        elif request.protocol is Protocol.MNS:
            path, prefix = request.params.get("Path", ""), request.params.get(mns.PREFIX_HEADER, "")
            encoded = mns.success(request.method, path, prefix, done.reply, outcome.request_id)
        else:
            encoded = reply.rest_success(outcome.request_id, done.reply, request.protocol)
        return replace(outcome, reply=encoded, now=done.now, changes=done.changes)

    def _run(
        self, world: World, caller: Caller, operation: Operation, request: ApiRequest, outcome: Outcome
    ) -> Outcome:
        """One transaction of an emulated operation.

        Raises:
            ApiError: as the action documents it; nothing of the transaction remains.
        """
        errors = self.registry.errors(operation.product)
        try:
            typed = _validated(operation, request, errors)
            done = _handle(world, caller, operation, request, typed, errors)
        except ApiError as error:
            raise self.registry.as_documented(operation, error) from None
        if isinstance(done.reply, HttpReply):
            encoded = reply.identified(done.reply, request.protocol, outcome.request_id)
        else:
            body = (
                self._crud.complete_list(world, caller, request, done.reply) if self._crud is not None else done.reply
            )
            encoded = reply.success(request.action, outcome.request_id, body, xml=request.wants_xml)
        return replace(
            outcome, reply=encoded, product=operation.product, action=operation.action,
            unknown=tuple(typed.model_extra or ()), now=done.now, changes=done.changes,
        )  # fmt: skip


def _handle(
    world: World, caller: Caller, operation: Operation, request: ApiRequest, typed: Request, errors: ProductErrors
) -> _Done:
    token = typed.client_token and idempotency.token_id(
        caller.account, operation.product, operation.action, typed.client_token
    )
    params = idempotency.digest(request.params) if token else ""
    region = region_of(typed.region_id, request.host)
    token_reused = operation.token_reused or errors.token_reused

    def work(tx: Transaction) -> _Done:
        if token:
            first = idempotency.find_reply(tx, token, params, token_reused)
            if first is not None:
                return _Done(reply=first, now=tx.now)
        call = Call(world=world, transaction=tx, caller=caller, region=region, now=tx.now, host=request.host)
        answer = operation.handler(call, typed)
        if typed.dry_run:
            raise errors.dry_run()
        if isinstance(answer, HttpReply):
            return _Done(reply=answer, now=tx.now, changes=tuple(tx.changes()))
        body = answer.model_dump_json(by_alias=True, exclude_none=True).encode()
        if token and tx.wrote:
            idempotency.remember_reply(tx, token, params, body)
        return _Done(reply=body, now=tx.now, changes=tuple(tx.changes()))

    return world.run(work)


def _validated(operation: Operation, request: ApiRequest, errors: ProductErrors) -> Request:
    """The request's parameters as the operation's model.

    Raises:
        ApiError: a parameter is missing or does not fit. Missing ones come first, as at the gateway.
    """
    try:
        return operation.request.model_validate(request.arguments())
    except ValidationError as invalid:
        problems = invalid.errors(include_url=False, include_context=False, include_input=False)
    first = next((problem for problem in problems if problem["type"] in _MISSING), problems[0])
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    if first["type"] in _MISSING:
        raise common_errors.missing(name)
    raise errors.invalid_parameter(name=name)


def _log_bug(context: RequestContext) -> None:
    request = context.request
    trace = redaction.hide(traceback.format_exc(), redaction.secret_values(request.params))
    log.error("bug: %s %s %s\n%s", context.product, printable(request.version), printable(request.action), trace)


def session_caller(world: World, request: ApiRequest) -> Caller:
    """Who a temporary key stands for. Under the world's lock.

    Raises:
        ApiError: the key is unknown, expired, or comes without its token.
        JournalError: the journal cannot be read.
    """
    world.refresh()
    session = world.store.table(SessionRow).get(request.access_key_id)
    if session is None:
        raise common_errors.ACCESS_KEY_UNKNOWN()
    if not request.security_token:
        raise common_errors.SECURITY_TOKEN_MISSING()
    if request.security_token != session.token:
        raise common_errors.SECURITY_TOKEN_MISMATCH()
    if session.expires <= world.clock.now():
        raise common_errors.SECURITY_TOKEN_EXPIRED()
    return Caller(session.account, "AssumedRoleUser", session.role, session.session)


def region_of(region_id: str, host: str) -> str:
    """The region of a call: its parameter, else its host name (``vpc.cn-beijing.aliyuncs.com``)."""
    return _regions_of(region_id, host)[0]


def _regions_of(region_id: str, host: str) -> tuple[str, str]:
    """The region of a call, and once more as far as the call says it itself."""
    if region_id:
        return region_id, region_id
    match = _HOST_REGION.fullmatch(host.partition(":")[0])
    named = match.group(1) if match and regions.find(match.group(1)) else ""
    return named or DEFAULT_REGION, named
