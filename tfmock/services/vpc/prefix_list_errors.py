"""What the actions of VPC prefix lists answer. Source: their pages, except where guesses are marked."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

IP_VERSION: Final = ErrorTemplate(400, "UnsupportedFeature.IpVersion", "The ipversion type is not supported.")
CIDR: Final = ErrorTemplate(400, "IllegalParam.CidrBlock", "The param of cidrBlock is illegal.")
CIDR_DESCRIPTION: Final = ErrorTemplate(400, "IllegalParam.CidrName", "The param of cidrName is illegal.")
CIDR_TWICE: Final = ErrorTemplate(400, "DuplicatedParam.CidrBlock", "The param of cidrBlock is duplicated.")
FULL: Final = ErrorTemplate(
    400,
    "OperationFailed.CidrCountExceedMaxCount",
    "The operation is failed because of cidrCountExceedMaxCount.",
)
REMOVED_TOO_MANY: Final = ErrorTemplate(
    400,
    "OperationDenied.RemoveCountExceedExistCount",
    "The operation is not allowed because of remove-count exceed exist-count.",
)
STATUS: Final = ErrorTemplate(400, "IncorrectStatus.PrefixList", "The status of prefixList is incorrect.")
IN_USE: Final = ErrorTemplate(
    400,
    "DependencyViolation.PrefixListRelation",
    "The specified resource of prefixList depends on prefixList relation, so the operation cannot be completed.",
)
ROUTES: Final = ErrorTemplate(400, "QuotaExceeded", "Route entry quota exceeded in associated route table.")
TOKEN: Final = ErrorTemplate(400, "IllegalParam.NextToken", "The specified NextToken is invalid.")
TEXT: Final = ErrorTemplate(400, "IllegalParam.{name}", "The param of {name} is illegal.")  # guess: the code
MAX_ENTRIES: Final = ErrorTemplate(400, "IllegalParam.MaxEntries", "The param of MaxEntries is illegal.")  # guess
