"""What the Quotas API answers when something is wrong. Source: error codes of API metadata 2020-05-10."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

MAX_RESULTS: Final = ErrorTemplate(
    400, "INVALID.MAX.RESULTS", "The maxResults parameter is invalid. Use an integer ranging from 1 to 100."
)
SORT_ORDER: Final = ErrorTemplate(400, "InvalidSortOrder", "Invalid SortOrder")
NOTICE_TYPE: Final = ErrorTemplate(400, "InvalidNoticeType", "Invalid NoticeType")
NOT_ADJUSTABLE: Final = ErrorTemplate(400, "QUOTA.NOT.ADJUSTABLE", "Quota is not adjustable")
DESIRED_VALUE: Final = ErrorTemplate(400, "QUOTA.DESIREVALUE.ILLEGAL", "The applied quota value is invalid.")
QUOTA_MISSING: Final = ErrorTemplate(400, "QUOTA.NOT.FOUND", "The quota does not exist.")
NEXT_TOKEN: Final = ErrorTemplate(400, "INVALID.NEXT.TOKEN", "The nextToken parameter is invalid.")  # guess
STATUS: Final = ErrorTemplate(400, "InvalidStatus", "Invalid Status")
# guess: no code is documented; 404 is what the provider takes as gone
APPLICATION_NOT_FOUND: Final = ErrorTemplate(
    404, "QUOTA.APPLICATION.NOT.FOUND", "The quota application does not exist."
)
QUOTA_NOT_FOUND: Final = ErrorTemplate(404, "QUOTA.NOT.FOUND", "The specified quota does not exist.")  # guess
