"""Whose access key a request has: the world and the account."""

from __future__ import annotations

from tfmock.core.accounts import Caller
from tfmock.core.universe import Universe
from tfmock.middleware import Answer
from tfmock.protocol import common_errors
from tfmock.services.dispatch import session_caller
from tfmock.services.outcome import Outcome, RequestContext


class Identification:
    """A middleware that writes world and caller into the context."""

    def __init__(self, universe: Universe) -> None:
        self._universe = universe

    def __call__(self, context: RequestContext, next: Answer) -> Outcome:
        """
        Raises:
            ApiError: the world of a temporary key does not exist.
        """
        key = context.request.access_key_id
        accounts = self._universe.accounts
        session_world = accounts.world_of_session(key)
        if session_world is None:
            context.world, account = accounts.owner(key)
            context.caller = Caller(account)
        elif self._universe.exists(session_world):
            context.world = session_world
        else:  # no role was ever assumed in it
            raise common_errors.ACCESS_KEY_UNKNOWN()
        return next(context)

    def account(self, context: RequestContext) -> str:
        """The account of an identified request; of a temporary key, the one that its role is in.

        Raises:
            ApiError: the temporary key is unknown, expired, or comes without its token.
        """
        if context.caller is not None:
            return context.caller.account
        with self._universe.use(context.world) as world:
            return session_caller(world, context.request).account
