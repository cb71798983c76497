"""Look-ups of connections: by id alone, since Get, Accept, Modify and Delete carry no region.

provider-contract: alicloud_vpc_peer_connection
"""

from __future__ import annotations

from tfmock.core.call import Call
from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.common.resource_groups import group_or_default
from tfmock.services.vpcpeer import errors
from tfmock.services.vpcpeer.models import PeeringRow


def get_peering(call: Call, id: str, fault: ErrorTemplate = errors.NOT_FOUND) -> PeeringRow:
    """A connection that the caller is a party of. A third account gets the same answer as for no connection."""
    row = call.transaction.get(PeeringRow, id)
    if row is None or row.side_of(call.account) is None:
        raise fault(id=id)
    return row


def get_resource_group_id(call: Call, id: str) -> str:
    """The requested group, or the caller's default one."""
    return group_or_default(call.transaction, call.account, id, errors.RESOURCE_GROUP)
