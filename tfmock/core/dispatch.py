"""From a decoded request to an encoded reply: identify, find, validate, run in one transaction, encode."""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import dataclass
from typing import Final

from tfmock.core import idempotency, ids
from tfmock.core.accounts import Caller, SessionRow
from tfmock.core.call import Call
from tfmock.core.operation import Operation, Registry, Request
from tfmock.core.store import Change, Transaction
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.protocol import common_errors, redaction, reply
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest
from tfmock.rulebook import regions
from tfmock.text.printable import printable

log = logging.getLogger("tfmock")

DEFAULT_REGION: Final = "cn-hangzhou"

# VpcPeer error page; Vpc: CreateVpc and CreateRouteEntries pages
_DRY_RUN_PEERING: Final = ErrorTemplate(400, "DryRunOperation", "The operation DryRun verifies success.")
_DRY_RUN: Final = ErrorTemplate(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")
#: A fault of ours, not of the caller. 400, since 5xx would make the provider repeat it for minutes.
_BUG: Final = ErrorTemplate(
    400, "Tfmock.Bug", "tfmock failed on this request. This is a bug of tfmock; its log has the details."
)

_HOST_REGION: Final = re.compile(r"[a-z]+[.-]([a-z]{2}-[a-z0-9-]+)\.aliyuncs\.com")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request, for those who watch: counters and the recorder.

    Attributes:
        world, account: where it ran; empty when it got no further than its key.
        product, action: as far as they could be told.
        error: what was refused, or None.
        unknown: parameters that the action does not have.
        role: role and session name of an assumed role, ``role/session``.
        now: the world's time of the call.
        changes: the rows that the call changed.
        fault, fault_after: the fault rule that struck, and whether the call was done before it did.
        cut: break the connection instead of answering.
        hang: say nothing for so many seconds, then break it.
    """

    reply: HttpReply
    world: str = ""
    account: str = ""
    product: str = ""
    action: str = ""
    error: ApiError | None = None
    unknown: tuple[str, ...] = ()
    role: str = ""
    now: float = 0.0
    changes: tuple[Change, ...] = ()
    fault: str = ""
    fault_after: bool = False
    cut: bool = False
    hang: float = 0.0


class Dispatcher:
    """The middle of the pipeline. Holds nothing of its own but the registry and the universe."""

    def __init__(self, universe: Universe, registry: Registry) -> None:
        self.universe = universe
        self.registry = registry

    def answer(self, request: ApiRequest) -> Outcome:
        """Run one request to its end; never raises."""
        product = self.registry.product(request)
        try:
            place, account = self._place(request.access_key_id)
            with self.universe.use(place) as world:
                caller = Caller(account) if account else self._session_caller(world, request)
                world.requests += 1
                request_id = ids.request_id(f"{world.settings.seed}:{world.id}{world.replica}:{world.requests}")
                try:
                    operation = self.registry.find(request)
                    typed, answer, now, changes = self._run(world, caller, operation, request)
                except ApiError as error:
                    return self._refuse(request, product, error, request_id, world, caller)
                except Exception:
                    trace = redaction.hide(traceback.format_exc(), redaction.secret_values(request.params))
                    log.error(
                        "bug: %s %s %s\n%s", product, printable(request.version), printable(request.action), trace
                    )
                    return self._refuse(request, product, _BUG(), request_id, world, caller)
        except ApiError as error:
            return self._refuse(request, product, error, ids.request_id(request.access_key_id))
        if isinstance(answer, HttpReply):
            encoded = reply.identified(answer, request.protocol, request_id)
        else:
            encoded = reply.success(request.action, request_id, answer, xml=request.wants_xml)
        unknown = tuple(typed.model_extra or ())
        return Outcome(
            encoded, world.id, caller.account, operation.product, operation.action, None, unknown, caller.role_session,
            now, changes,
        )  # fmt: skip

    def _run(
        self, world: World, caller: Caller, operation: Operation, request: ApiRequest
    ) -> tuple[Request, bytes | HttpReply, float, tuple[Change, ...]]:
        """One transaction: the request as read, its reply, its moment, its changes.

        Raises:
            ApiError: as the action documents it; nothing of the transaction remains.
        """
        try:
            typed = operation.read(request.arguments())
            return typed, *self._work(world, caller, operation, request, typed)
        except ApiError as error:
            raise operation.as_documented(error) from None

    def _work(
        self, world: World, caller: Caller, operation: Operation, request: ApiRequest, typed: Request
    ) -> tuple[bytes | HttpReply, float, tuple[Change, ...]]:
        token = typed.client_token and idempotency.token_id(
            caller.account, operation.product, operation.action, typed.client_token
        )
        seen = idempotency.digest(request.params) if token else ""
        region = region_of(typed.region_id, request.host)

        def work(tx: Transaction) -> tuple[bytes | HttpReply, float, tuple[Change, ...]]:
            if token:
                first = idempotency.replay(tx, token, seen, operation.token_reused)
                if first is not None:
                    return first, tx.now, ()
            answer = operation.handler(
                Call(world=world, transaction=tx, caller=caller, region=region, now=tx.now, host=request.host), typed
            )
            if typed.dry_run:
                raise (_DRY_RUN_PEERING if operation.product == "VpcPeer" else _DRY_RUN)()
            if isinstance(answer, HttpReply):
                return answer, tx.now, tuple(tx.changes())
            body = answer.model_dump_json(by_alias=True, exclude_none=True).encode()
            if token and tx.changes():
                idempotency.remember(tx, token, seen, body)
            return body, tx.now, tuple(tx.changes())

        return world.run(work)

    def identify(self, request: ApiRequest) -> tuple[str, Caller]:
        """The world that a call goes to, and who makes it.

        Raises:
            ApiError: a temporary key that is unknown, expired, or comes without its token.
        """
        place, account = self._place(request.access_key_id)
        if account:
            return place, Caller(account)
        with self.universe.use(place) as world:
            return place, self._session_caller(world, request)

    def _place(self, access_key_id: str) -> tuple[str, str]:
        """World and account of a key; of a temporary key only the world knows the account, which is empty here.

        Raises:
            ApiError: the world of a temporary key is not there.
        """
        accounts = self.universe.accounts
        session_world = accounts.world_of_session(access_key_id)
        if session_world is None:
            return accounts.owner(access_key_id)
        if not self.universe.exists(session_world):  # nor was a role ever assumed in it
            raise common_errors.ACCESS_KEY_UNKNOWN()
        return session_world, ""

    def _session_caller(self, world: World, request: ApiRequest) -> Caller:
        world.refresh()
        now = world.clock.now()
        session = world.store.table(SessionRow).get(request.access_key_id)
        if session is None:
            raise common_errors.ACCESS_KEY_UNKNOWN()
        if not request.security_token:
            raise common_errors.SECURITY_TOKEN_MISSING()
        if request.security_token != session.token:
            raise common_errors.SECURITY_TOKEN_MISMATCH()
        if session.expires <= now:
            raise common_errors.SECURITY_TOKEN_EXPIRED()
        return Caller(session.account, "AssumedRoleUser", session.role, session.session)

    def _refuse(
        self,
        request: ApiRequest,
        product: str,
        error: ApiError,
        request_id: str,
        world: World | None = None,
        caller: Caller | None = None,
    ) -> Outcome:
        encoded = reply.refusal(request, error, request_id, product)
        if world is None or caller is None:
            return Outcome(encoded, product=product, action=request.action, error=error)
        return Outcome(
            encoded, world.id, caller.account, product, request.action, error, role=caller.role_session,
            now=world.clock.now(),
        )  # fmt: skip


def region_of(region_id: str, host: str) -> str:
    """The region of a call: its parameter, else its host name (``vpc.cn-beijing.aliyuncs.com``)."""
    if region_id:
        return region_id
    named = _HOST_REGION.fullmatch(host.partition(":")[0])
    return named.group(1) if named and regions.find(named.group(1)) else DEFAULT_REGION
