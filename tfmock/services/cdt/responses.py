"""CDT between regions, and across the border of the Chinese mainland: its status, and opening it.

Actions and reply fields are those of the official SDK (alibabacloud-cdt20210813). What is opened here is what
``account_terms`` and ``PUT /_tfmock/accounts/<uid>`` call ``cdt`` and ``cross_border_cdt``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

from tfmock.core import ids
from tfmock.core.call import Call
from tfmock.core.operation import Reply, Request, operation
from tfmock.core.world_settings import WorldSettings
from tfmock.services.cdt import errors

PRODUCT: Final = "CDT"
VERSION: Final = "2021-08-13"

Service = Literal["cdt", "cross_border_cdt"]


class CdtStatus(Reply):
    enabled: bool


class CdtOrder(Reply):
    order_id: str


def _status(call: Call, service: Service) -> CdtStatus:
    return CdtStatus(enabled=getattr(call.world.settings.account(call.account), service))


def _open(call: Call, service: Service) -> CdtOrder:
    """Open a service for the caller's account.

    Raises:
        ApiError: it is open already.
    """
    account = call.account
    if _status(call, service).enabled:
        raise errors.ALREADY_OPEN()

    def opened(settings: WorldSettings) -> WorldSettings:
        terms = settings.account(account)
        terms = replace(terms, cdt=True) if service == "cdt" else replace(terms, cross_border_cdt=True)
        return replace(settings, accounts={**settings.accounts, account: terms})

    call.change_settings(opened)
    seed = f"{call.world.settings.seed}:{call.world.id}:{account}:{service}:{call.now}"
    return CdtOrder(order_id=str(int(ids.token(seed, 9), 36)))  # a number, as orders have


@operation(PRODUCT, VERSION, "GetCdtServiceStatus")
def get_cdt_service_status(call: Call, request: Request) -> CdtStatus:
    """Whether the caller may peer between regions."""
    return _status(call, "cdt")


@operation(PRODUCT, VERSION, "OpenCdtService")
def open_cdt_service(call: Call, request: Request) -> CdtOrder:
    """Let the caller peer between regions."""
    return _open(call, "cdt")


@operation(PRODUCT, VERSION, "GetCdtCbServiceStatus")
def get_cdt_cb_service_status(call: Call, request: Request) -> CdtStatus:
    """Whether the caller may peer across the border."""
    return _status(call, "cross_border_cdt")


@operation(PRODUCT, VERSION, "OpenCdtCbService")
def open_cdt_cb_service(call: Call, request: Request) -> CdtOrder:
    """Let the caller peer across the border. The cloud asks for qualifications first."""
    return _open(call, "cross_border_cdt")
