"""What the account terms of both parties allow: site, data transmission, payment, shared VPCs; by default all."""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.rulebook.regions import is_cross_border
from tfmock.services.vpcpeer import errors
from tfmock.services.vpcpeer.models import Party, PeeringRow


def check_create(call: Call, requester: Party, accepter: Party) -> None:
    """Raise what the account terms refuse when a connection is requested (error codes of Create; order: guess)."""
    own, far = call.world.settings.account(requester.account), call.world.settings.account(accepter.account)
    if requester.vpc_id in own.shared_vpcs:
        raise errors.SHARED_VPC()
    if own.site != far.site:
        raise errors.SITES()
    if own.locked:
        raise errors.LOCKED(id=requester.account)
    if far.locked:
        raise errors.ACCEPTER_LOCKED(id=accepter.account)
    if requester.region_id == accepter.region_id:
        return  # data transmission is for traffic between regions
    if not own.cdt:
        raise errors.CDT()
    if not far.cdt:
        raise errors.ACCEPTER_CDT()
    if is_cross_border(requester.region_id, accepter.region_id):
        if not own.cross_border_cdt:
            raise errors.CROSS_BORDER_CDT()
        if not far.cross_border_cdt:
            raise errors.ACCEPTER_CROSS_BORDER_CDT()


def check_accept(call: Call, row: PeeringRow) -> None:
    """Raise what keeps the accepter from accepting (error codes of Accept)."""
    own = call.world.settings.account(row.accepter.account)
    if own.locked:
        raise errors.LOCKED(id=row.id)
    if row.within_region:
        return
    if not own.cdt:
        raise errors.CDT()
    if is_cross_border(row.requester.region_id, row.accepter.region_id) and not own.cross_border_cdt:
        raise errors.CROSS_BORDER_CDT_ON_ACCEPT()


def check_change(call: Call, row: PeeringRow) -> None:
    """Raise what keeps a party from a change (error codes of Modify)."""
    if call.world.settings.account(call.account).locked:
        raise errors.LOCKED(id=row.id)
