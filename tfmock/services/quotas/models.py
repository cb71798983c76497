"""Applications for higher quotas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaApplicationRow(Row):
    """An application, approved as soon as it is made."""

    table = "quota_applications"
    former_fields: ClassVar[Mapping[str, str]] = {
        "product": "product_code",
        "quota": "quota_action_code",
        "wanted": "desire_value",
        "notice": "notice_type",
        "created": "apply_time",
        "effective": "effective_time",
        "expires": "expire_time",
    }

    account: str
    product_code: str
    #: The quota, as Quota Center names it.
    quota_action_code: str
    desire_value: float
    reason: str
    notice_type: int
    dimensions: tuple[tuple[str, str], ...]
    apply_time: float
    effective_time: str
    expire_time: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
