"""What the actions of VPC prefix lists answer. Source: their pages, except where guesses are marked."""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

IP_VERSION: Final = Fault(400, "UnsupportedFeature.IpVersion", "The ipversion type is not supported.")
CIDR: Final = Fault(400, "IllegalParam.CidrBlock", "The param of cidrBlock is illegal.")
CIDR_DESCRIPTION: Final = Fault(400, "IllegalParam.CidrName", "The param of cidrName is illegal.")
CIDR_TWICE: Final = Fault(400, "DuplicatedParam.CidrBlock", "The param of cidrBlock is duplicated.")
FULL: Final = Fault(
    400,
    "OperationFailed.CidrCountExceedMaxCount",
    "The operation is failed because of cidrCountExceedMaxCount.",
)
REMOVED_TOO_MANY: Final = Fault(
    400,
    "OperationDenied.RemoveCountExceedExistCount",
    "The operation is not allowed because of remove-count exceed exist-count.",
)
STATUS: Final = Fault(400, "IncorrectStatus.PrefixList", "The status of prefixList is incorrect.")
IN_USE: Final = Fault(
    400,
    "DependencyViolation.PrefixListRelation",
    "The specified resource of prefixList depends on prefixList relation, so the operation cannot be completed.",
)
ROUTES: Final = Fault(400, "QuotaExceeded", "Route entry quota exceeded in associated route table.")
TOKEN: Final = Fault(400, "IllegalParam.NextToken", "The specified NextToken is invalid.")
TEXT: Final = Fault(400, "IllegalParam.{name}", "The param of {name} is illegal.")  # guess: the code
MOST_ENTRIES: Final = Fault(400, "IllegalParam.MaxEntries", "The param of MaxEntries is illegal.")  # guess
