"""ListProductQuotas and GetProductQuota."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation
from tfmock.rulebook.names import TAG_LIMIT
from tfmock.rulebook.values import whole_number
from tfmock.services.quotas import errors
from tfmock.services.quotas.catalogue import QUOTAS, TAGS, QuotaInfo

PRODUCT: Final = "quotas"
VERSION: Final = "2020-05-10"
#: The only category that tfmock has: neither rates of APIs nor privileges.
CATEGORY: Final = "CommonQuota"


class Dimension(ApiObject):
    key: str = ""
    value: str = ""


class QuotaItem(ApiObject):
    """provider: numbers and flags must be JSON numbers and bools (provider-contract: Quotas)."""

    product_code: str
    quota_action_code: str
    quota_name: str
    quota_description: str
    quota_type: str = "normal"
    quota_category: str = CATEGORY
    quota_unit: str
    quota_arn: str
    total_quota: float
    total_usage: float
    adjustable: bool
    consumable: bool
    applicable_type: str = "continuous"
    applicable_range: list[float]
    unadjustable_detail: str = ""
    dimensions: dict[str, str]


class ListProductQuotas(Request):
    product_code: Required
    quota_action_code: str = ""
    key_word: str = ""
    quota_category: str = ""
    group_code: str = ""
    sort_field: str = ""
    sort_order: str = ""
    dimensions: list[Dimension] = Field(default_factory=list)
    max_results: OptionalInt = None
    next_token: str = ""


class ListProductQuotasReply(Reply):
    total_count: int
    max_results: int
    next_token: str | None
    quotas: list[QuotaItem]


def _limits(call: Call, product: str) -> Iterator[tuple[QuotaInfo, int]]:
    """The quotas of a product, each with its limit in this world."""
    for field, info in QUOTAS.items():
        if info.product == product:
            yield info, getattr(call.quotas, field)
    if product == TAGS.product:
        yield TAGS, TAG_LIMIT


def _item(call: Call, info: QuotaInfo, limit: int) -> QuotaItem:
    return QuotaItem(
        product_code=info.product,
        quota_action_code=info.name,
        quota_name=info.name,
        quota_description=info.description,
        quota_unit=info.unit,
        quota_arn=f"acs:quotas:{call.region}:{call.account}:quota/{info.product}/{info.name}",
        total_quota=limit,
        total_usage=info.used(call) if info.used else 0,
        adjustable=info.adjustable,
        consumable=info.used is not None,
        applicable_range=[limit, limit * 10] if info.adjustable else [],
        unadjustable_detail="" if info.adjustable else "limitReached",
        dimensions={"regionId": call.region},
    )


def _in_region(call: Call, dimensions: list[Dimension]) -> Call:
    """The call with the region of its dimensions: it is no parameter of these actions."""
    regions = (dimension.value for dimension in dimensions if dimension.key == "regionId" and dimension.value)
    return replace(call, region=next(regions, call.region))


@operation(PRODUCT, VERSION, "ListProductQuotas")
def list_product_quotas(call: Call, request: ListProductQuotas) -> ListProductQuotasReply:
    """The quotas of a product, with the limits of this world and the usage of the account."""
    size = 30 if request.max_results is None else request.max_results
    if not 1 <= size <= 100:
        raise errors.MAX_RESULTS()
    if request.sort_order not in ("", "Ascending", "Descending"):
        raise errors.SORT_ORDER()
    in_region = _in_region(call, request.dimensions)
    items = [
        _item(in_region, info, limit)
        for info, limit in _limits(in_region, request.product_code)
        if request.quota_action_code in ("", info.name)
        and info.mentions(request.key_word)
        and request.quota_category in ("", CATEGORY)
    ]
    if request.sort_field == "TOTAL" or request.sort_order == "Descending":
        items.sort(key=lambda item: item.total_quota, reverse=request.sort_order == "Descending")
    start = whole_number(request.next_token) or 0
    end = start + size
    return ListProductQuotasReply(
        total_count=len(items),
        max_results=size,
        next_token=str(end) if len(items) > end else None,
        quotas=items[start:end],
    )


class GetProductQuota(Request):
    product_code: Required
    quota_action_code: Required
    dimensions: list[Dimension] = Field(default_factory=list)


class GetProductQuotaReply(Reply):
    quota: QuotaItem


@operation(PRODUCT, VERSION, "GetProductQuota")
def get_product_quota(call: Call, request: GetProductQuota) -> GetProductQuotaReply:
    """One quota."""
    in_region = _in_region(call, request.dimensions)
    for info, limit in _limits(in_region, request.product_code):
        if info.name == request.quota_action_code:
            return GetProductQuotaReply(quota=_item(in_region, info, limit))
    raise errors.QUOTA_NOT_FOUND()
