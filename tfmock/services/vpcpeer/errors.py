"""What the VpcPeer API answers when something is wrong.

Source: error codes of API metadata 2022-01-01 and the VpcPeer error page. How ``%s`` in a message is filled is a
guess throughout: resource kind, then id where there is a second one.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.common.product_errors import ProductErrors

# VpcPeer error page
PRODUCT_ERRORS: Final = ProductErrors(
    product="VpcPeer",
    invalid_parameter=ErrorTemplate(400, "IllegalParam.{name}", "The param of {name} is illegal."),
    dry_run=ErrorTemplate(400, "DryRunOperation", "The operation DryRun verifies success."),
)

NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.InstanceId", "The specified resource of InstanceId is not found."
)
NOT_FOUND_ON_MOVE: Final = ErrorTemplate(
    400, "ResourceNotFound.VpcPeer", "The specified resource of VpcPeer is not found."
)
# guess: no code is documented for a VPC that does not exist, or is not the account's; the text of "not found" has one
# blank, which MoveResourceGroup and the pages of NLB fill with the kind alone
VPC_NOT_FOUND: Final = ErrorTemplate(400, "ResourceNotFound.Vpc", "The specified resource of Vpc is not found.")
ACCEPTING_VPC_NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.AcceptingVpc", "The specified resource of AcceptingVpc is not found."
)
VPC_STATUS: Final = ErrorTemplate(400, "IncorrectStatus.Vpc", "The status of Vpc [{id}] is incorrect.")
ACCEPTING_VPC_STATUS: Final = ErrorTemplate(
    400, "IncorrectStatus.AcceptingVpc", "The status of AcceptingVpc [{id}] is incorrect."
)
RESOURCE_GROUP: Final = ErrorTemplate(
    400, "OperationFailed.NotExist.ResourceGroup", "The operation failed because the resource group does not exist."
)
RESOURCE_GROUP_ON_MOVE: Final = ErrorTemplate(
    400, "OperationFailed.NotExist.ResourceGroup", "The operation failed because the resource group not exist."
)
STATUS: Final = ErrorTemplate(400, "IncorrectStatus.VpcPeer", "The status of VpcPeer [{id}] is incorrect.")
NEXT_TOKEN: Final = ErrorTemplate(400, "IllegalParam.NextToken", "The param of NextToken is illegal.")
MAX_RESULTS: Final = ErrorTemplate(400, "IllegalParam.MaxResults", "The param of MaxResults is illegal.")
TOO_MANY_VPCS: Final = ErrorTemplate(400, "IllegalParam.VpcId", "The param of VpcId is illegal.")
ACCOUNT: Final = ErrorTemplate(400, "IllegalParam.AcceptingAliUid", "The param of AcceptingAliUid is illegal.")

TAGGED_NOT_FOUND: Final = ErrorTemplate(400, "InvalidInstanceIds.NotFound", "The instance IDs are not found.")
RESOURCE_TYPE: Final = ErrorTemplate(400, "InvalidInstanceType.NotFound", "The instance type is not found.")
TOO_MANY_RESOURCES: Final = ErrorTemplate(
    400, "NumberExceed.ResourceIds", "The maximum number of resource IDs is exceeded."
)
TOO_MANY_TAGS: Final = ErrorTemplate(400, "NumberExceed.Tags", "The maximum number of tags is exceeded.")
# guess: which keys are meant
RESERVED_TAG_KEYS: Final = ErrorTemplate(400, "Forbidden.TagKeys", "The tag key cannot be operated by the request.")
NEITHER_TAGS_NOR_RESOURCES: Final = ErrorTemplate(
    400, "BothEmpty.TagsAndResources", "The specified Tags and ResourcesIds are not allow to both empty."
)
NO_TAG_KEYS: Final = ErrorTemplate(400, "InvalidTagKey", "The tag keys are not valid.")

CDT: Final = ErrorTemplate(
    400, "OperationFailed.CdtNotOpened", "The operation failed because the Cdt service is not opened."
)
CROSS_BORDER_CDT: Final = ErrorTemplate(
    400,
    "OperationFailed.CrossBorderCdtNotOpened",
    "The operation failed because the CrossBorderCdt service is not opened.",
)
ACCEPTER_CDT: Final = ErrorTemplate(
    400,
    "OperationFailed.AcceptUserCdtNotOpened",
    "The operation failed because the Cdt service of accept user is not opened.",
)
ACCEPTER_CROSS_BORDER_CDT: Final = ErrorTemplate(
    400,
    "OperationFailed.AcceptUserCrossBorderCdtNotOpened",
    "The operation failed because the CrossBorderCdt service of accept user is not opened.",
)
CROSS_BORDER_CDT_ON_ACCEPT: Final = ErrorTemplate(
    400,
    "OperationFailed.CrossBorderCdtNotOpened",
    "The cross-border data transmission function of Alibaba Cloud is not enabled.",
)
LOCKED: Final = ErrorTemplate(
    400, "IncorrectBusinessStatus.VpcPeer", "The business status of VpcPeer [{id}]  is incorrect."
)
ACCEPTER_LOCKED: Final = ErrorTemplate(
    400, "IncorrectBusinessStatus.AcceptUserVpcPeer", "The business status of AcceptUser [{id}]  is incorrect."
)
# CreateVpcPeerConnection page
SITES: Final = ErrorTemplate(
    400,
    "OperationFailed.CrossBusinessNotAllowed",
    "Operation failed because receiver and accepter belong to different business site.",
)
SHARED_VPC: Final = ErrorTemplate(
    400, "OperationDenied.OperateShareResource", "The operation is not allowed because of operating shared resource."
)
