"""The actions of the ResourceManager API: resource groups and their tags."""

from typing import Final

from tfmock.services.common.resource_groups import ResourceGroupRow

PRODUCT: Final = "ResourceManager"
VERSION: Final = "2020-03-31"
#: Resource type of a group, as the tag actions name it.
KIND: Final = ResourceGroupRow.resource.tag_type
#: Resource groups belong to no region; their tags are kept under this one.
NO_REGION: Final = ""
