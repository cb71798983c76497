"""What the ResourceManager API answers when something is wrong. Source: API metadata 2020-03-31."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

# provider: this code, with any status, means gone (provider-contract: alicloud_resource_manager_resource_group)
NOT_FOUND: Final = ErrorTemplate(
    404,
    "EntityNotExists.ResourceGroup",
    "The specified resource group does not exist. You must first create a resource group.",
)
# guess: the metadata has no code for a name that is taken
EXISTS: Final = ErrorTemplate(409, "EntityAlreadyExists.ResourceGroup", "The resource group already exists.")
NAME_CHARACTERS: Final = ErrorTemplate(400, "InvalidParameter.Name.InvalidChars", "The Name is invalid.")
NAME_LENGTH: Final = ErrorTemplate(400, "InvalidParameter.Name.Length", "The maximum length of Name is exceeded.")
DISPLAY_NAME_LENGTH: Final = ErrorTemplate(
    400, "InvalidParameter.DisplayName.Length", "The maximum length of DisplayName is exceeded."
)
DISPLAY_NAME_MISSING: Final = ErrorTemplate(400, "MissingParameter.DisplayName", "You must specify DisplayName.")
NOT_EMPTY: Final = ErrorTemplate(
    409,
    "DeleteConflict.ResourceGroup.Resource",
    "Failed to delete the resource group because one or more cloud resources exist in the resource group. "
    "Try again later after you release the cloud resources.",
)
# guess: the metadata has no code for the default group, nor for the tag actions
DEFAULT_GROUP: Final = ErrorTemplate(
    400, "InvalidOperation.ResourceGroup.Default", "The default resource group cannot be deleted."
)
TOO_MANY_RESOURCES: Final = ErrorTemplate(
    400, "NumberExceed.ResourceIds", "The maximum number of resource IDs is exceeded."
)
TOO_MANY_TAGS: Final = ErrorTemplate(400, "NumberExceed.Tags", "The maximum number of tags is exceeded.")
RESOURCE_TYPE: Final = ErrorTemplate(
    400, "InvalidParameter.ResourceType", "The parameter ResourceType is not supported."
)
NEXT_TOKEN: Final = ErrorTemplate(400, "InvalidParameter.NextToken", "The parameter NextToken is wrongly formed.")
