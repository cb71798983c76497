"""What the Quotas API answers when something is wrong. Source: error codes of API metadata 2020-05-10."""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

MAX_RESULTS: Final = Fault(
    400, "INVALID.MAX.RESULTS", "The maxResults parameter is invalid. Use an integer ranging from 1 to 100."
)
SORT_ORDER: Final = Fault(400, "InvalidSortOrder", "Invalid SortOrder")
QUOTA_NOT_FOUND: Final = Fault(404, "QUOTA.NOT.FOUND", "The specified quota does not exist.")  # guess
