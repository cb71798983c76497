"""Who am I, and let me be somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.core import ids
from tfmock.core.accounts import SessionRow
from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook import roles
from tfmock.services.sts import errors

PRODUCT: Final = "Sts"
VERSION: Final = "2015-04-01"

#: An ended session is refused as such for a day, then as an unknown key. guess
_REMEMBERED: Final = 86400.0
_MAX_SESSIONS: Final = 20_000
_REFUSED: Final[Mapping[roles.RoleProblem, ErrorTemplate]] = MappingProxyType(
    {
        "role_arn": errors.ROLE_ARN, "session_name": errors.SESSION_NAME, "duration": errors.DURATION,
        "policy_size": errors.POLICY_SIZE, "policy_grammar": errors.POLICY_GRAMMAR,
    }
)  # fmt: skip


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
            identity_type=caller.identity, account_id=caller.account, principal_id=f"{role_id}:{caller.session}",
            user_id=role_id, role_id=role_id,
            arn=f"acs:ram::{caller.account}:assumed-role/{caller.role}/{caller.session}",
        )  # fmt: skip
    return CallerIdentity(
        identity_type=caller.identity, account_id=caller.account, principal_id=caller.account,
        user_id=caller.account, arn=f"acs:ram::{caller.account}:root",
    )  # fmt: skip


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
    """Temporary credentials of the role's account. Any role of any account may be assumed: tfmock holds no
    RAM policies (docs/differences.md)."""
    session = request.role_session_name
    duration = 3600 if request.duration_seconds is None else request.duration_seconds
    for refused in roles.check_role(request.role_arn, session, duration, request.policy):
        raise _REFUSED[refused]()
    named = roles.ROLE_ARN.fullmatch(request.role_arn)
    assert named is not None
    account, role = named.groups()
    serial = call.transaction.next_serial()
    seed = f"{call.world.settings.seed}:{call.world.id}:sts:{serial}"
    # The key names its world, so that a later call finds the session (core.accounts)
    key = f"STS.{call.world.id}.{ids.token(seed, 20)}"
    token = ids.token(f"{seed}:token", 30) * 3
    secret = ids.token(f"{seed}:secret", 30)
    expires = call.now + duration
    # those that ended long ago go, and the oldest where there are too many: a provider asks for one at each start
    call.transaction.keep_latest(SessionRow, _MAX_SESSIONS - 1, lambda row: row.expires <= call.now - _REMEMBERED)
    call.transaction.put(
        SessionRow(
            id=key, serial=serial, account=account, role=role, session=session, token=token, expires=expires,
            secret=secret,
        )
    )  # fmt: skip
    role_id = _role_id(account, role)
    return AssumeRoleReply(
        credentials=Credentials(
            access_key_id=key, access_key_secret=secret, security_token=token,
            expiration=timestamp(expires),
        ),
        assumed_role_user=AssumedRoleUser(
            arn=f"acs:ram::{account}:assumed-role/{role}/{session}", assumed_role_id=f"{role_id}:{session}"
        ),
    )  # fmt: skip
