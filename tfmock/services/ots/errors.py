"""What Tablestore answers when something is wrong. Source: error codes of the Tablestore API reference."""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

NO_SUCH_TABLE: Final = Fault(
    404,
    "OTSObjectNotExist",
    "Requested table does not exist. (In tfmock a seed makes it, or CreateTable: see docs/oss.md.)",
)
TABLE_EXISTS: Final = Fault(409, "OTSObjectAlreadyExist", "Requested table already exists.")
CONDITION_CHECK_FAIL: Final = Fault(403, "OTSConditionCheckFail", "Condition check failed.")
PARAMETER: Final = Fault(400, "OTSParameterInvalid", "{why}.")
PRIMARY_KEY_SIZE: Final = Fault(400, "OTSInvalidPK", "Validate PK size fail. Input: {given}, Meta: {wanted}.")
PRIMARY_KEY_NAME: Final = Fault(400, "OTSInvalidPK", "Validate PK name fail. Input: {given}, Meta: {wanted}.")
PRIMARY_KEY_TYPE: Final = Fault(400, "OTSInvalidPK", "Validate PK type fail. Input: {given}, Meta: {wanted}.")
MALFORMED: Final = Fault(400, "OTSParameterInvalid", "The request body could not be read: {why}.")
UNSUPPORTED: Final = Fault(400, "Tfmock.NotImplemented", "tfmock does not implement {what} of Ots 2015-12-31 {action}.")
