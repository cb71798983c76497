"""GetCallerIdentity and AssumeRole."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core import ids
from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook import roles
from tfmock.services.sts import errors
from tfmock.services.sts.models import SessionRow

PRODUCT: Final = "Sts"
VERSION: Final = "2015-04-01"

#: For so many seconds an ended session is refused as such, later as an unknown key. guess
_ENDED_SESSIONS_SECONDS: Final = 86400.0
_MAX_SESSIONS: Final = 20_000
_ERRORS: Final[Mapping[roles.RoleProblem, ErrorTemplate]] = MappingProxyType(
    {
        "role_arn": errors.ROLE_ARN,
        "session_name": errors.SESSION_NAME,
        "duration": errors.DURATION,
        "policy_size": errors.POLICY_SIZE,
        "policy_grammar": errors.POLICY_GRAMMAR,
    }
)


class GetCallerIdentity(Request):
    """GetCallerIdentity has no parameters."""


class CallerIdentity(Reply):
    """All strings (provider-contract: Sts)."""

    identity_type: str
    account_id: str
    principal_id: str
    user_id: str
    arn: str
    role_id: str | None = None


@operation(PRODUCT, VERSION, "GetCallerIdentity")
def get_caller_identity(call: Call, request: GetCallerIdentity) -> CallerIdentity:
    """The account, or the role assumed in it."""
    caller = call.caller
    if caller.identity == "AssumedRoleUser":
        role_id = _role_id(caller.account, caller.role)
        return CallerIdentity(
            identity_type=caller.identity,
            account_id=caller.account,
            principal_id=f"{role_id}:{caller.session}",
            user_id=role_id,
            role_id=role_id,
            arn=f"acs:ram::{caller.account}:assumed-role/{caller.role}/{caller.session}",
        )
    return CallerIdentity(
        identity_type=caller.identity,
        account_id=caller.account,
        principal_id=caller.account,
        user_id=caller.account,
        arn=f"acs:ram::{caller.account}:root",
    )


def _role_id(account: str, role: str) -> str:
    """A number that follows from the role; real ones have 18 digits."""
    return str(300_000_000_000_000_000 + int(ids.token(f"role:{account}:{role}", 10), 36) % 99_999_999_999_999_999)


class AssumeRole(Request):
    role_arn: Required
    role_session_name: Required
    duration_seconds: OptionalInt = None
    policy: str = ""
    external_id: str = ""


class Credentials(ApiObject):
    access_key_id: str
    access_key_secret: str
    security_token: str
    expiration: str


class AssumedRoleUser(ApiObject):
    arn: str
    assumed_role_id: str


class AssumeRoleReply(Reply):
    credentials: Credentials
    assumed_role_user: AssumedRoleUser


@operation(PRODUCT, VERSION, "AssumeRole")
def assume_role(call: Call, request: AssumeRole) -> AssumeRoleReply:
    """Temporary credentials for a role.

    Any role of any account may be assumed: tfmock has no RAM policies (docs/differences.md).

    Raises:
        ApiError: a parameter is not valid.
    """
    account, role = _check(request)
    session = _new_session(call, account, role, request)
    # Ended sessions are dropped a day later, and the oldest ones if there are too many: a provider asks for one at
    # each start.
    forgotten = call.now - _ENDED_SESSIONS_SECONDS
    call.transaction.keep_latest(SessionRow, _MAX_SESSIONS - 1, lambda row: row.expires <= forgotten)
    call.transaction.put(session)
    return AssumeRoleReply(
        credentials=Credentials(
            access_key_id=session.id,
            access_key_secret=session.secret,
            security_token=session.token,
            expiration=timestamp(session.expires),
        ),
        assumed_role_user=AssumedRoleUser(
            arn=f"acs:ram::{account}:assumed-role/{role}/{session.session}",
            assumed_role_id=f"{_role_id(account, role)}:{session.session}",
        ),
    )


def _check(request: AssumeRole) -> tuple[str, str]:
    """The account and the name of the role."""
    for problem in roles.check_role(request.role_arn, request.role_session_name, _duration(request), request.policy):
        raise _ERRORS[problem]()
    match = roles.ROLE_ARN.fullmatch(request.role_arn)
    assert match is not None
    account, role = match.groups()
    return account, role


def _duration(request: AssumeRole) -> int:
    return 3600 if request.duration_seconds is None else request.duration_seconds


def _new_session(call: Call, account: str, role: str, request: AssumeRole) -> SessionRow:
    serial = call.transaction.next_serial()
    seed = f"{call.world.settings.seed}:{call.world.id}:sts:{serial}"
    return SessionRow(
        # The key names its world, so that a later call finds the session (core.accounts)
        id=f"STS.{call.world.id}.{ids.token(seed, 20)}",
        serial=serial,
        account=account,
        role=role,
        session=request.role_session_name,
        token=ids.token(f"{seed}:token", 30) * 3,
        expires=call.now + _duration(request),
        secret=ids.token(f"{seed}:secret", 30),
    )
