"""What the Ecs API answers when nodes cannot be as wanted: options, moves, disks, interfaces' addresses.

Source: error codes of API metadata 2014-05-26.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

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
