"""What the Sts API answers when something is wrong. Source: AssumeRole error codes."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

ROLE_ARN: Final = ErrorTemplate(400, "InvalidParameter.RoleArn", "The parameter RoleArn is wrongly formed.")
SESSION_NAME: Final = ErrorTemplate(
    400, "InvalidParameter.RoleSessionName", "The parameter RoleSessionName is wrongly formed."
)
DURATION: Final = ErrorTemplate(
    400, "InvalidParameter.DurationSeconds", "The Min/Max value of DurationSeconds is 15min/1hr."
)
POLICY_SIZE: Final = ErrorTemplate(
    400, "InvalidParameter.PolicySize", "The size of Policy must be smaller than 2048 bytes."
)
POLICY_GRAMMAR: Final = ErrorTemplate(
    400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check."
)
