"""One API request on its way through the pipeline, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from tfmock.core.accounts import Caller
from tfmock.core.store import Change
from tfmock.protocol.errors import ApiError
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest

#: How far a product is played: rules and states, or stored and returned.
Tier: TypeAlias = Literal["emulated", "crud"]

_NO_REPLY: Final = HttpReply(status=0, content_type="", body=b"")


@dataclass(slots=True, kw_only=True)
class RequestContext:
    """A request, and what the steps of the pipeline have found out about it so far.

    Attributes:
        product: the product that it is for; empty where nothing tells.
        world: the world of its access key; empty until it is identified.
        caller: who makes it; None until it is identified, and for a temporary key, whose account only the world knows.
    """

    request: ApiRequest
    product: str
    world: str = ""
    caller: Caller | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectedFault:
    """What a fault rule did to a call.

    Attributes:
        rule: the rule's id.
        after: whether the call was done before it failed.
        reset: break the connection instead of answering.
        hang: say nothing for so many seconds, then break it.
    """

    rule: str
    after: bool = False
    reset: bool = False
    hang: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a request. Counters and the recorder read it.

    Attributes:
        reply: what the client gets. Of a refused request it is encoded last (:mod:`tfmock.middleware.errors`).
        request_id: as in the reply; empty until a refused request gets one.
        world, account: where it ran; empty when it got no further than its key.
        product, action: as far as they are known.
        error: why it was refused, or None.
        unknown: parameters that the action does not have.
        role: role and session name of an assumed role, ``role/session``.
        now: the world's time of the call.
        changes: the rows that the call changed.
        fault: what was injected instead of the cloud's own answer.
        tier: which tier answered; empty where none did.
    """

    reply: HttpReply = _NO_REPLY
    request_id: str = ""
    world: str = ""
    account: str = ""
    product: str = ""
    action: str = ""
    error: ApiError | None = None
    unknown: tuple[str, ...] = ()
    role: str = ""
    now: float = 0.0
    changes: tuple[Change, ...] = ()
    fault: InjectedFault | None = None
    tier: Tier | Literal[""] = ""
