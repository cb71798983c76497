"""Applications for higher quotas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaApplicationRow(Row):
    """An application, approved as soon as it is made."""

    table = "quota_applications"

    account: str
    product: str
    #: As the quota center names it.
    quota: str
    wanted: float
    reason: str
    notice: int
    dimensions: tuple[tuple[str, str], ...]
    created: float
    effective: str
    expires: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
