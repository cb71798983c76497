"""ClientToken: a request that is sent twice is done once, and gets the first reply again.

The provider's SDK repeats a call whose answer got lost with the same token (provider-contract: Client tokens).
Retention and the answer to a token reused with other parameters are guesses: the documentation is silent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from tfmock.core.store import Row, Transaction
from tfmock.protocol.request import COMMON

#: Seconds of the world's clock that an answer is remembered. guess
RETENTION: Final = 24 * 3600.0
MAX_TOKENS: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRow(Row):
    """A token that was used: a digest of its parameters, and the reply given."""

    table = "client_tokens"

    digest: str
    reply: bytes
    expires: float


def token_id(account: str, product: str, action: str, token: str) -> str:
    """Tokens are separate per account and action."""
    return f"{account}/{product}/{action}/{token}"


def digest(params: Mapping[str, str]) -> str:
    """What must be equal for two requests to be the same: all but the protocol's own parameters."""
    compared = sorted((name, value) for name, value in params.items() if name not in COMMON)
    return blake2b(repr(compared).encode(), digest_size=16).hexdigest()


def find_reply(tx: Transaction, id: str, params: str, reused: Callable[[], Exception]) -> bytes | None:
    """The reply that this token got first, or None when the token is new.

    Args:
        params: the digest of the request's parameters.
        reused: makes the error to raise for a token that was used with other parameters.
    """
    row = tx.get(TokenRow, id)
    if row is None or row.expires <= tx.now:
        return None
    if row.digest != params:
        raise reused()
    return row.reply


def remember_reply(tx: Transaction, id: str, params: str, reply: bytes) -> None:
    """Keep the reply to a token, and drop replies that are too old."""
    # where a clock stands still, none is ever too old
    tx.keep_latest(TokenRow, MAX_TOKENS - 1, lambda row: row.expires <= tx.now)
    tx.put(TokenRow(id=id, serial=tx.next_serial(), digest=params, reply=reply, expires=tx.now + RETENTION))
