"""What Tablestore answers when something is wrong. Source: error codes of the Tablestore API reference."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

NO_SUCH_TABLE: Final = ErrorTemplate(
    404,
    "OTSObjectNotExist",
    "Requested table does not exist. (In tfmock a seed makes it, or CreateTable: see docs/oss.md.)",
)
TABLE_EXISTS: Final = ErrorTemplate(409, "OTSObjectAlreadyExist", "Requested table already exists.")
CONDITION_CHECK_FAIL: Final = ErrorTemplate(403, "OTSConditionCheckFail", "Condition check failed.")
PARAMETER: Final = ErrorTemplate(400, "OTSParameterInvalid", "{why}.")
PRIMARY_KEY_SIZE: Final = ErrorTemplate(400, "OTSInvalidPK", "Validate PK size fail. Input: {given}, Meta: {expected}.")
PRIMARY_KEY_NAME: Final = ErrorTemplate(400, "OTSInvalidPK", "Validate PK name fail. Input: {given}, Meta: {expected}.")
PRIMARY_KEY_TYPE: Final = ErrorTemplate(400, "OTSInvalidPK", "Validate PK type fail. Input: {given}, Meta: {expected}.")
MALFORMED: Final = ErrorTemplate(400, "OTSParameterInvalid", "The request body could not be read: {why}.")
UNSUPPORTED: Final = ErrorTemplate(
    400, "Tfmock.NotImplemented", "tfmock does not implement {what} of Ots 2015-12-31 {action}."
)
