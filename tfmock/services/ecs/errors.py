"""What the Ecs API answers when something is wrong. Source: error codes of API metadata 2014-05-26."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

REGION_NOT_FOUND: Final = ErrorTemplate(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
NEXT_TOKEN: Final = ErrorTemplate(
    400, "InvalidParameter", "The specified parameter {name} is not valid."
)  # guess: of "%s"
TAG_TOKEN: Final = ErrorTemplate(400, "IllegalParam.NextToken", "User nextToken is illegal.")
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

# Messages of interfaces are "%s" in metadata: the words are a guess
INTERFACE_KIND: Final = ErrorTemplate(
    403, "InvalidOperation.InvalidEniType", "The type of the network interface does not support this operation."
)
INTERFACE_LIMIT: Final = ErrorTemplate(
    403, "EniPerInstanceLimitExceeded", "The number of network interfaces of the instance type is reached."
)
INTERFACE_ELSEWHERE: Final = ErrorTemplate(
    403, "InvalidParameter.EniNotBelongEcs", "The network interface does not belong to the instance."
)
INTERFACE_INSTANCE: Final = ErrorTemplate(404, "InvalidEcsId.NotFound", "The specified instance does not exist.")
INTERFACE_PREFIXES: Final = ErrorTemplate(
    404, "InvalidOperation.VSwitchCidrReservationNotExist", "The specified vSwitch has no cidr reservation."
)
TRUNK: Final = ErrorTemplate(
    403, "InvalidOperation.TrunkingIsNotAllowed", "Trunk network interfaces are not available to the account."
)
NETWORK_CARD: Final = ErrorTemplate(
    400,
    "InvalidParameter.NetworkCardIndexInvalid",
    "Invalid network card index, please check instance type.",
)
ADDRESS_NOT_ASSIGNED: Final = ErrorTemplate(
    403, "InvalidIp.IpUnassigned", "The specified address is not assigned to the network interface."
)

INSTANCE_CHARGE: Final = ErrorTemplate(
    403, "ChargeTypeViolation", "The operation is not permitted due to charge type of the instance."
)
CHARGE_TYPE: Final = ErrorTemplate(
    404, "InvalidInstanceChargeType.NotFound", "The InstanceChargeType does not exist in our records."
)
PROTECTION_CHARGE: Final = ErrorTemplate(
    403,
    "InvalidChargeType.ValueNotSupported",
    "Deletion protection is only valid for postPaid instance, not for prePaid or spot instance.",
)
INTERNET_CHARGE: Final = ErrorTemplate(
    400, "InvalidInternetChargeType.ValueNotSupported", "The specified InternetChargeType is not valid."
)
BANDWIDTH_OUT: Final = ErrorTemplate(
    400, "InvalidParameter", 'The specified parameter "InternetMaxBandwidthOut" is not valid.'
)
PUBLIC_ADDRESS_TWICE: Final = ErrorTemplate(
    403, "AllocatedAlready", "The specified instance already has a public IP address."
)  # guess: the wording
HTTP_TOKENS: Final = ErrorTemplate(
    400,
    "InvalidHttpTokens.NotSupported",
    "The specified HttpTokens not supported, you can use optional(default) or required.",
)
LAUNCH_TEMPLATE: Final = ErrorTemplate(
    404, "InvalidLaunchTemplate.NotFound", "The specified launch template does not exist."
)  # guess: the wording, "%s" in metadata
DEPLOYMENT_SET: Final = ErrorTemplate(
    400, "InvalidDeploymentSetId.NotFound", "The parameter DeploymentSetId is invalid."
)
DEDICATED_HOST: Final = ErrorTemplate(
    400, "InvalidDedicatedHostId.NotFound", "The specified DedicatedHostId does not exist."
)
HPC_CLUSTER: Final = ErrorTemplate(400, "InvalidHpcClusterId.NotFound", "The specified HpcClusterId is not found.")
SNAPSHOT_POLICY: Final = ErrorTemplate(
    404, "InvalidAutoSnapshotPolicyId.NotFound", "Specified parameter AutoSnapshotPolicyId not found."
)
STORAGE_CLUSTER: Final = ErrorTemplate(
    404, "InvalidStorageClusterId.NotExist", "The specified StorageClusterId does not exist in current region."
)

KEY_PAIR: Final = ErrorTemplate(
    404, "InvalidKeyPairName.NotFound", "The specified parameter KeyPairName does not exist in our records."
)  # RunInstances metadata; guess: also where an instance has another one
ROLE_ATTACHED: Final = ErrorTemplate(
    403, "InvalidOperation.RamRoleAttached", "The specified instance already has an instance RAM role."
)  # AttachInstanceRamRole page: an error is returned; guess: this one
ROLE_NOT_ATTACHED: Final = ErrorTemplate(
    404, "InvalidRamRole.NotFound", 'The specified parameter "RAMRoleName" does not exist.'
)  # RunInstances metadata; guess: also where an instance has another one
ROLE_FILTER: Final = ErrorTemplate(
    403, "InvalidParameter.AllEmpty", "InstanceIds and RamRoleName must not both be empty."
)  # guess: the wording, "%s" in metadata
SPOT_INTERRUPTION: Final = ErrorTemplate(
    400, "InvalidSpotInterruptionBehavior", "The specified SpotInterruptionBehavior is not valid."
)  # guess: the wording, "%s" in metadata
CPU_TOPOLOGY: Final = ErrorTemplate(
    400,
    "InvalidParameter.CpuOptionsTopologyType",
    "The specified parameter CpuOptions.TopologyType: {topology} is not valid.",
)
POOL_CRITERIA: Final = ErrorTemplate(
    400, "Invalid.PrivatePoolOptions.MatchCriteria", "Target mode does not support this operation."
)
POOL_SPOT: Final = ErrorTemplate(400, "SpotNotSupported", "Spot is not supported for PrivatePool.")
POOL_ID_MISSING: Final = ErrorTemplate(
    400, "MissingParameter.PrivatePoolOptions.Id", "The specified PrivatePoolOptions.Id should not be null."
)
POOL: Final = ErrorTemplate(400, "Invalid.PrivatePoolOptions.Id", "The PrivatePool does not exist.")
INTERFACE_SHARED: Final = ErrorTemplate(
    400, "InvalidParam.NetworkInterface", "An existing network interface can be used for one instance only."
)  # guess: the wording, "%s" in metadata

DISK_NOT_FOUND: Final = ErrorTemplate(404, "InvalidDiskId.NotFound", "The specified disk does not exist.")
DISK_SIZE: Final = ErrorTemplate(
    403, "InvalidDiskSize.TooSmall", "Specified new disk size is less than the original disk size."
)
PROVISIONED_IOPS: Final = ErrorTemplate(
    400,
    "ProvisionedIopsForDiskCategoryUnsupported",
    "The specified disk category does not support provisioned iops.",
)
BURSTING: Final = ErrorTemplate(
    400,
    "BurstingEnabledForDiskCategoryUnsupported",
    "The specified disk category does not support bursting enabled.",
)
PERFORMANCE_LEVEL: Final = ErrorTemplate(
    400, "InvalidPerformanceLevel", "The specified PerformanceLevel is not valid."
)  # guess: code and wording
DISK_SMALLER_THAN_IMAGE: Final = ErrorTemplate(
    404,
    "InvalidSystemDiskSize.LessThanImageSize",
    "The specified parameter SystemDisk.Size is less than the image size.",
)
VSWITCH_OTHER_ZONE: Final = ErrorTemplate(
    400, "InvalidVSwitchId.Mismatch", "Specified instance and virtual switch are not in the same zone."
)
NEXT_HOP: Final = ErrorTemplate(
    404,
    "InvalidDependence.NextHopOfCustomRouter",
    "The Specified operation is denied due to next hop of Custom Router.",
)
SECONDARY_ADDRESSES: Final = ErrorTemplate(
    400,
    "PrimaryEniHasSubIp",
    "Primary network interface of the specified instance has more than one private ip.",
)
IPV6_ASSIGNED: Final = ErrorTemplate(
    403, "InvalidIp.Ipv6Assigned", "The specified instance has been assigned IPv6 address."
)
INTERFACES_ATTACHED: Final = ErrorTemplate(
    404, "InvalidInstance.AttachedEni", "The Specified operation is denied due to elastic network interface."
)
IPV6_OUTSIDE: Final = ErrorTemplate(
    404, "InvalidOperation.AddressNotInVSwitchCidr", "The specified ipv6 does not match VSwitch cidr scope."
)
IPV6_TAKEN: Final = ErrorTemplate(
    404, "InvalidOperation.AddressAlreadyAllocated", "The specified ipv6 has been already allocated."
)
