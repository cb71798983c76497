"""Constraints on AssumeRole: the role, the name and the duration of the session, and the policy that narrows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from tfmock.rulebook.names import ACCOUNT_ID
from tfmock.rulebook.rule import UNKNOWN, Maybe
from tfmock.rulebook.values import read_json

#: Account and name of a role (AssumeRole metadata).
ROLE_ARN: Final = re.compile(rf"acs:ram::({ACCOUNT_ID}):role/([A-Za-z0-9.-]{{1,64}})")
SESSION_NAME: Final = re.compile(r"[A-Za-z0-9.@_-]{2,64}")
#: Durations in seconds; the maximum of a role is at most 12 h (AssumeRole metadata).
SHORTEST: Final = 900
LONGEST: Final = 43200
POLICY_BYTES: Final = 2048

RoleProblem: TypeAlias = Literal["role_arn", "session_name", "duration", "policy_size", "policy_grammar"]


def check_role(arn: Maybe[str], session: Maybe[str], duration: Maybe[int], policy: Maybe[str]) -> Iterator[RoleProblem]:
    """Check a request for a session, whose policy can be empty; yields the parameters at fault."""
    if arn is not UNKNOWN and not ROLE_ARN.fullmatch(arn):
        yield "role_arn"
    if session is not UNKNOWN and not SESSION_NAME.fullmatch(session):
        yield "session_name"
    if duration is not UNKNOWN and not SHORTEST <= duration <= LONGEST:
        yield "duration"
    if policy is not UNKNOWN and policy and len(policy.encode()) > POLICY_BYTES:
        yield "policy_size"
    elif policy is not UNKNOWN and policy and not _is_policy(policy):
        yield "policy_grammar"


def _is_policy(text: str) -> bool:
    try:
        document = read_json(text)
    except ValueError:
        return False
    return isinstance(document, dict) and "Statement" in document
