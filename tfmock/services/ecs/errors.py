"""What the Ecs API answers when something is wrong. Source: error codes of API metadata 2014-05-26."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

REGION_NOT_FOUND: Final = ErrorTemplate(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
NEXT_TOKEN: Final = ErrorTemplate(
    400, "InvalidParameter", "The specified parameter {name} is not valid."
)  # guess: of "%s"
GROUP_TOKEN: Final = ErrorTemplate(400, "InValidParameter.NextToken", "The parameter NextToken is invalid.")
ID_LIST: Final = ErrorTemplate(400, "InvalidParameter", "The specified parameter {name} is not valid.")
TOO_MANY_INSTANCES: Final = ErrorTemplate(
    403, "InvalidParameter.TooManyInstanceIds", "Instance ids cannot be more than 100."
)
RESOURCE_GROUP: Final = ErrorTemplate(
    404, "InvalidResourceGroup.NotFound", "The ResourceGroup provided does not exist in our records."
)
RESOURCE_TYPE: Final = ErrorTemplate(
    404, "InvalidResourceType.NotFound", "The ResourceType provided does not exist in our records."
)
RESOURCE_ID: Final = ErrorTemplate(
    404, "InvalidResourceId.NotFound", "The ResourceId provided does not exist in our records."
)
TAGGED_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidResourceId.NotFound", "The specified ResourceIds are not found in our records."
)
TAGGED_RESOURCES: Final = ErrorTemplate(
    400, "NumberExceed.ResourceIds", "The ResourceIds parameter's number is exceed , Valid : 50."
)
TAG_COUNT: Final = ErrorTemplate(400, "NumberExceed.Tags", "The Tags parameter's number is exceed , Valid : 20.")
TAG_QUOTA: Final = ErrorTemplate(
    400, "OperationDenied.QuotaExceed", "The quota of tags on resource is beyond permitted range."
)
TAG_KEYS_AND_ALL: Final = ErrorTemplate(
    403, "Param.Conflict", "The specified all is true, but the specified TagKey.N is not empty."
)

GROUP_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist."
)
GROUP_TYPE: Final = ErrorTemplate(400, "InvalidParams.GroupType", "The specified security group type is not valid.")
GROUP_VPC: Final = ErrorTemplate(404, "InvalidVpcId.NotFound", "Specified VPC does not exist.")
GROUP_IN_USE: Final = ErrorTemplate(
    403, "DependencyViolation", "There is still instance(s) in the specified security group."
)
GROUP_AUTHORIZED: Final = ErrorTemplate(
    403, "DependencyViolation", "The specified security group has been authorized in another one."
)
POLICY: Final = ErrorTemplate(
    400, "InvalidPolicy.Malformed", "The Policy is invalid. Only 'Accept' and 'Drop' are supported. Ignore case."
)
POLICY_ENTERPRISE: Final = ErrorTemplate(
    404,
    "InvalidParameter.InnerAccessPolicy",
    "The InnerAccessPolicy attribute of enterprise level security group can't be modified.",
)

RULE_GROUP: Final = ErrorTemplate(
    404, "Invalid{side}GroupId.NotFound", "The {side}GroupId provided does not exist in our records."
)
RULE_UNKNOWN: Final = ErrorTemplate(400, "InvalidSecurityGroupRule.RuleNotExist", "The specified rule does not exist.")
RULE_ID_UNKNOWN: Final = ErrorTemplate(
    404, "InvalidSecurityGroupRuleId.NotFound", "The specified SecurityGroupRuleId is not exists."
)
RULE_TWICE: Final = ErrorTemplate(
    400,
    "InvalidParam.DuplicatePermissions",
    "There are duplicate permissions in the specified parameter Permissions.",
)

INSTANCE_NOT_FOUND: Final = ErrorTemplate(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.")
INSTANCE_STATUS: Final = ErrorTemplate(
    403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation."
)
INSTANCE_PROTECTED: Final = ErrorTemplate(
    403, "InvalidOperation.DeletionProtection", "The operation is not allowed due to deletion protection."
)
INSTANCE_IN_ROUTE: Final = ErrorTemplate(
    400, "DependencyViolation.RouteEntry", "Specified instance is used by route entry."
)
IMAGE_NOT_FOUND: Final = ErrorTemplate(404, "InvalidImageId.NotFound", "The specified ImageId does not exist.")
INSTANCE_TYPE: Final = ErrorTemplate(
    400, "InvalidInstanceType.ValueNotSupported", "The specified InstanceType beyond the permitted range."
)
VSWITCH_NOT_FOUND: Final = ErrorTemplate(404, "InvalidVSwitchId.NotFound", "Specified virtual switch does not exist.")
VSWITCH_STATUS: Final = ErrorTemplate(
    400, "IncorrectVSwitchStatus", "The current status of virtual switch does not support this operation."
)
GROUP_JOINED: Final = ErrorTemplate(
    403,
    "InvalidInstanceId.AlreadyExists",
    "The specified instance already exists in the specified security group.",
)
GROUP_NOT_JOINED: Final = ErrorTemplate(403, "InstanceNotInSecurityGroup", "The instance not in the group.")
GROUP_LAST: Final = ErrorTemplate(
    403,
    "InstanceLastSecurityGroup",
    "The specified security group is the last security group for the instance.",
)
ADDRESS_NONE_LEFT: Final = ErrorTemplate(
    400, "QuotaExceeded.PrivateIpAddress", "Don't have enough private IPs in this switch."
)
INTERFACE_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidEniId.NotFound", "The specified NetworkInterfaceId does not exist."
)
INTERFACE_STATE: Final = ErrorTemplate(
    400, "InvalidOperation.InvalidEniState", "The current state of the network interface does not support it."
)

# Prefix lists: error codes of the API pages; guess: the messages that are %s there
LIST_NOT_FOUND: Final = ErrorTemplate(404, "InvalidPrefixListId.NotFound", "The specified prefix list was not found.")
LIST_FAMILY: Final = ErrorTemplate(
    400, "InvalidParameter.AddressFamily", "The parameter AddressFamily should be IPv4 or IPv6."
)
LIST_PARAMETER: Final = ErrorTemplate(400, "InvalidParameter", "The specified parameter {name} is not valid.")
LIST_CIDR: Final = ErrorTemplate(400, "InvalidParameter.CidrMalformed", "The specified Cidr {cidr} is not valid.")
LIST_CIDR_TWICE: Final = ErrorTemplate(
    400, "InvalidParameter.CidrDuplicated", "The specified Cidr {cidr} is duplicated."
)
LIST_ENTRIES: Final = ErrorTemplate(
    400, "LimitExceed.Entry", "The number of entries added or removed exceeds the limit."
)
LIST_FULL: Final = ErrorTemplate(
    400, "LimitExceed.MaxEntries", "The number of entries exceeds the MaxEntries of the specified prefix list."
)
LIST_IN_USE: Final = ErrorTemplate(
    400, "NotAllowed.AssociationExist", "The specified prefix list has associated resources."
)
LIST_IDS: Final = ErrorTemplate(
    400, "LimitExceed.PrefixListId", "The specified number of PrefixListId exceeds the limit."
)
GROUP_FULL_ON_JOIN: Final = ErrorTemplate(
    403, "SecurityGroupInstanceLimitExceeded", "The maximum number of instances in a security group is exceeded."
)

# guess: of the two HTTP statuses that the metadata has for it, this one; the message of StartInstances is %s there
ARREARS: Final = ErrorTemplate(403, "Account.Arrearage", "Your account has been in arrears.")
INSTANCE_EXPIRED: Final = ErrorTemplate(
    403,
    "InstanceExpired",
    "The postPaid instance has been expired.Please ensure your account have enough balance.",
)
INSTANCE_IN_ARREARS: Final = ErrorTemplate(
    403,
    "InstanceExpiredOrInArrears",
    "The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears (afterpay mode).",
)
VPC_SHARED: Final = ErrorTemplate(
    403, "InvalidVpcId.SharedVpc", "The Specified operation is denied as your targe vpc is SharedVpc."
)  # the misspelling is the cloud's
