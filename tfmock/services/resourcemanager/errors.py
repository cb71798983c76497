"""What the ResourceManager API answers when something is wrong. Source: API metadata 2020-03-31."""

from __future__ import annotations

from typing import Final

from tfmock.wire.faults import Fault

# provider: this code, with any status, means gone (contract 8)
NOT_FOUND: Final = Fault(404, "EntityNotExist.ResourceGroup", "The resource group does not exist.")
EXISTS: Final = Fault(409, "EntityAlreadyExists.ResourceGroup", "The resource group already exists.")
NAME: Final = Fault(400, "InvalidParameter.Name", "The parameter Name is wrongly formed.")
DISPLAY_NAME: Final = Fault(400, "InvalidParameter.DisplayName", "The parameter DisplayName is wrongly formed.")
NOT_EMPTY: Final = Fault(
    409, "DeleteConflict.ResourceGroup.Resource", "The resource group cannot be deleted: it has resources."
)
DEFAULT_GROUP: Final = Fault(
    400, "InvalidOperation.ResourceGroup.Default", "The default resource group cannot be deleted."
)
RESOURCE_TYPE: Final = Fault(400, "InvalidParameter.ResourceType", "The parameter ResourceType is not supported.")
NEXT_TOKEN: Final = Fault(400, "InvalidParameter.NextToken", "The parameter NextToken is wrongly formed.")
