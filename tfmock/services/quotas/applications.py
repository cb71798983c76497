"""Applications for higher quotas: granted at once, and the limit is the world's from then on."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core import ids
from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, Required, operation
from tfmock.core.world_settings import WorldSettings
from tfmock.services.common.pages import chunk
from tfmock.services.common.rows import matches, reply_of
from tfmock.services.quotas import errors
from tfmock.services.quotas.catalogue import QUOTAS, TAGS, QuotaInfo
from tfmock.services.quotas.models import QuotaApplicationRow
from tfmock.services.quotas.responses import CATEGORY, PRODUCT, VERSION, Dimension

#: tfmock approves every application, so that Disagree, Process and Cancel never occur.
STATUSES = ("Disagree", "Agree", "Process", "Cancel")
APPROVED = "Agree"


class CreateQuotaApplication(Request):
    product_code: Required
    quota_action_code: Required
    desire_value: float
    reason: Required
    notice_type: OptionalInt = None
    dimensions: list[Dimension] = Field(default_factory=list)
    quota_category: str = ""
    audit_mode: str = ""
    env_language: str = ""
    effective_time: str = ""
    expire_time: str = ""


class ApplicationItem(ApiObject):
    """provider: numbers must be JSON numbers, ``Dimension`` an object."""

    application_id: str
    product_code: str
    quota_action_code: str
    quota_name: str
    quota_description: str
    quota_unit: str
    quota_arn: str
    status: str = APPROVED
    desire_value: float
    approve_value: float
    reason: str
    audit_reason: str = ""
    apply_time: str
    effective_time: str
    expire_time: str
    notice_type: int
    dimension: dict[str, str]


class CreateQuotaApplicationReply(ApplicationItem, Reply):
    """The application, flat."""


@operation(PRODUCT, VERSION, "CreateQuotaApplication")
def create_quota_application(call: Call, request: CreateQuotaApplication) -> CreateQuotaApplicationReply:
    """Raise a quota at once. In the cloud people decide, which takes days.

    Raises:
        ApiError: there is no such quota, it cannot be raised, or not to this value.
    """
    if request.notice_type not in (None, 0, 3):
        raise errors.NOTICE_TYPE()
    field, info = _get_quota(request)
    limit = getattr(call.quotas, field) if field else 0
    if not info.adjustable:
        raise errors.NOT_ADJUSTABLE()
    # guess: any whole number above the limit and up to ten times as much, the range that the quota shows
    if not (request.desire_value.is_integer() and limit < request.desire_value <= limit * 10):
        raise errors.DESIRED_VALUE()

    def raise_limit(settings: WorldSettings) -> WorldSettings:
        return replace(settings, quotas=replace(settings.quotas, **{field: int(request.desire_value)}))

    call.change_settings(raise_limit)
    serial = call.transaction.next_serial()
    id = ids.request_id(f"{call.world.settings.seed}:{call.world.id}:application:{serial}").lower()
    row = call.transaction.put(
        QuotaApplicationRow(
            id=id,
            serial=serial,
            account=call.account,
            product_code=info.product,
            quota_action_code=info.name,
            desire_value=request.desire_value,
            reason=request.reason,
            notice_type=request.notice_type or 0,
            dimensions=tuple((dimension.key, dimension.value) for dimension in request.dimensions),
            apply_time=call.now,
            effective_time=request.effective_time,
            expire_time=request.expire_time,
        )
    )
    return CreateQuotaApplicationReply(**dict(_item(row)))


def _get_quota(request: CreateQuotaApplication) -> tuple[str, QuotaInfo]:
    """The quota, and its name among the settings of a world, empty for one that no setting holds.

    Raises:
        ApiError: there is none. Only common quotas exist, neither rates nor privileges.
    """
    for field, info in (*QUOTAS.items(), ("", TAGS)):
        is_named = (info.product, info.name) == (request.product_code, request.quota_action_code)
        if is_named and request.quota_category in ("", CATEGORY):
            return field, info
    raise errors.QUOTA_MISSING()


def _info(row: QuotaApplicationRow) -> QuotaInfo:
    return next(info for info in QUOTAS.values() if info.name == row.quota_action_code)


def _item(row: QuotaApplicationRow) -> ApplicationItem:
    info = _info(row)
    return reply_of(
        ApplicationItem,
        row,
        application_id=row.id,
        quota_name=info.name,
        quota_description=info.description,
        quota_unit=info.unit,
        quota_arn=f"acs:quotas:*:{row.account}:quota/{row.product_code}/{row.quota_action_code}",
        approve_value=row.desire_value,
        apply_time=timestamp(row.apply_time),
        dimension=dict(row.dimensions),
    )


class GetQuotaApplication(Request):
    application_id: Required


class GetQuotaApplicationReply(Reply):
    quota_application: ApplicationItem


@operation(PRODUCT, VERSION, "GetQuotaApplication")
def get_quota_application(call: Call, request: GetQuotaApplication) -> GetQuotaApplicationReply:
    """One of the caller's applications."""
    row = call.transaction.get(QuotaApplicationRow, request.application_id)
    if row is None or row.account != call.account:
        raise errors.APPLICATION_NOT_FOUND()
    return GetQuotaApplicationReply(quota_application=_item(row))


class ListQuotaApplications(Request):
    product_code: str = ""
    quota_action_code: str = ""
    status: str = ""
    key_word: str = ""
    quota_category: str = ""
    dimensions: list[Dimension] = Field(default_factory=list)
    max_results: OptionalInt = None
    next_token: str = ""


class ListQuotaApplicationsReply(Reply):
    total_count: int
    max_results: int
    next_token: str | None
    quota_applications: list[ApplicationItem]


@operation(PRODUCT, VERSION, "ListQuotaApplications")
def list_quota_applications(call: Call, request: ListQuotaApplications) -> ListQuotaApplicationsReply:
    """The caller's applications, oldest first."""
    if request.status not in ("", *STATUSES):
        raise errors.STATUS()
    rows = [row for row in call.transaction.find(QuotaApplicationRow, "account", call.account) if _fits(request, row)]
    part = chunk(rows, request.next_token, request.max_results, default=30, limit=200, error=errors.NEXT_TOKEN())
    return ListQuotaApplicationsReply(
        total_count=part.total,
        max_results=part.size,
        next_token=part.next_token or None,
        quota_applications=[_item(row) for row in part.items],
    )


def _fits(request: ListQuotaApplications, row: QuotaApplicationRow) -> bool:
    dimensions = {dimension.key: dimension.value for dimension in request.dimensions}
    return (
        matches(
            (request.product_code, row.product_code),
            (request.quota_action_code, row.quota_action_code),
            (request.status, APPROVED),
            (request.quota_category, CATEGORY),
        )
        and _info(row).mentions(request.key_word)
        and dimensions.items() <= dict(row.dimensions).items()
    )
