"""What the Vpc API answers when something is wrong. Codes and messages are the cloud's own, misspellings included.

Source: error codes of API metadata 2016-04-28 unless a comment says otherwise.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

REGION_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidRegionId.NotFound", "Specified value of RegionId is not supported."
)
REGION_NOT_FOUND_ON_CREATE: Final = ErrorTemplate(
    404, "InvalidRegionId.NotFound", 'Specified value of "regionId" is not supported.'
)
REGION_NOT_FOUND_FOR_ZONES: Final = ErrorTemplate(
    404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records."
)
VPC_NOT_FOUND: Final = ErrorTemplate(404, "InvalidVpcId.NotFound", "Specified VPC does not exist.")
VPC_UNKNOWN: Final = ErrorTemplate(400, "InvalidVpc.NotFound", "Specified VPC [{id}] is not found.")
VPC_STATUS: Final = ErrorTemplate(400, "IncorrectVpcStatus", "Current VPC status does not support this operation.")
RESOURCE_GROUP: Final = ErrorTemplate(400, "InvalidResourceGroupId", "The specified ResourceGroupId does not exist.")
RESOURCE_ON_MOVE: Final = ErrorTemplate(400, "InvalidResourceId.NotFound", "The specified ResourceId does not exist.")
RESOURCE_TYPE_ON_MOVE: Final = ErrorTemplate(400, "IllegalParam.ResourceType", "Invalid Resource Type value.")

VPC_HAS_VSWITCH: Final = ErrorTemplate(400, "DependencyViolation.VSwitch", "Specified object has dependent resources")
VPC_HAS_ROUTE_TABLE: Final = ErrorTemplate(
    400, "DependencyViolation.RouteTable", "Specified object has dependent custom routeTable."
)
VPC_HAS_ROUTES: Final = ErrorTemplate(400, "Forbbiden", "Active custom route in vpc.")
DEFAULT_VPC_EXISTS: Final = ErrorTemplate(400, "OperationFailed.DefaultVpcExist", "The default VPC already exists.")
DEFAULT_VPC_MISSING: Final = ErrorTemplate(400, "OperationFailed.DefaultVpcNotExist", "The default VPC does not exist.")
IPV6_AND_CIDR: Final = ErrorTemplate(
    400, "ParamExclusive.EnableIpv6AndCidrBlock", "EnableIpv6 and CidrBlock is mutually exclusive."
)
IPV6_IN_USE: Final = ErrorTemplate(
    400, "OperationFailed.Ipv6InstanceExist", "Operation failed because vpc has ipv6 vswitch."
)
IPAM: Final = ErrorTemplate(
    400, "Tfmock.NotImplemented", "tfmock has no IPAM: give the CIDR block itself instead of a pool and a mask."
)
# guess: the only code of ModifyVpcAttribute that fits
CIDR_OVERLAPS_SECONDARY: Final = ErrorTemplate(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.")

SECONDARY_CIDR_MISSING: Final = ErrorTemplate(
    400,
    "MissingParam.SecondaryCidrBlockOrIpv6CidrBlock",
    "Either SecondaryCidrBlock or Ipv6CidrBlock must be specified.",
)
SECONDARY_CIDR_NOT_FOUND: Final = ErrorTemplate(
    400, "InvalidSecondaryCidrBlock.NotFound", "The specified SecondaryCidrBlock does not exist."
)
IPV6_CIDR_NOT_FOUND: Final = ErrorTemplate(
    400, "InvalidIpv6CidrBlock.NotFound", "The specified Ipv6CidrBlock does not exist."
)  # guess: the wording, "%s" in metadata
VPC_IPV6_CIDR: Final = ErrorTemplate(
    400, "IllegalParam.VpcIpv6CidrBlock", "The param of VpcIpv6CidrBlock is illegal."
)  # guess: the wording, "%s" in metadata
CIDR_IN_USE: Final = ErrorTemplate(400, "OperationFailed.CidrInUse", "The specified CIDR block is in use by a VSwitch.")

VSWITCH_NOT_FOUND: Final = ErrorTemplate(404, "InvalidVSwitchId.NotFound", "Specified VSwitch does not exist.")
VSWITCH_NOT_FOUND_ON_DELETE: Final = ErrorTemplate(400, "InvalidVSwitchId.NotFound", "VSwitch not exist.")
VSWITCH_TOKEN_REUSED: Final = ErrorTemplate(400, "Duplicated.ClientToken", "The ClientToken is duplicated.")
VPC_CIDR_ON_MODIFY: Final = ErrorTemplate(400, "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid.")
VSWITCH_STATUS: Final = ErrorTemplate(
    400, "IncorrectVSwitchStatus", "Some virtual switch is modifying within the same VPC."
)
VSWITCH_IN_ROUTE_TABLE: Final = ErrorTemplate(
    400, "DependencyViolation.RouteTable", "VSwitch cannot be deleted when associated with route table"
)
DEFAULT_VSWITCH_EXISTS: Final = ErrorTemplate(
    400, "OperationFailed.DefaultVSwitchExist", "A default vSwitch already exists in the zone."
)
ROUTE_TABLE_NOT_FOUND: Final = ErrorTemplate(
    404, "InvalidRouteTableId.NotFound", "Specified route table does not exist."
)
ROUTE_TABLE_UNKNOWN: Final = ErrorTemplate(
    400, "InvalidRouteTable.NotFound", "The specified route table does not exist."
)
ROUTE_TABLE_UNKNOWN_ON_MODIFY: Final = ErrorTemplate(
    400, "Abs.InvalidRouteTableId.NotExist", "The route table id is not exist."
)
ROUTE_TABLE_TYPE: Final = ErrorTemplate(
    400, "IncorrectRouteTableType", "Route table can be deleted by this action only when it's type is custom."
)
ROUTE_TABLE_HAS_ROUTES: Final = ErrorTemplate(
    400,
    "IncorrectRouteTableStatus.RouteEntryExist",
    "You cannot delete the specified route table because it still has custom route entry.",
)
ROUTE_TABLE_HAS_VSWITCH: Final = ErrorTemplate(
    400, "IncorrectVSwitchStatus", "The current virtual switch status does not support this operation."
)
ROUTE_TABLE_STATUS: Final = ErrorTemplate(
    400, "IncorrectStatus.RouteTableStatus", "The status of the specified RouteTable is incorrect."
)
ROUTE_TABLE_STATUS_ON_DELETE: Final = ErrorTemplate(
    404, "IncorrectRouteTableStatus", "The current status of the route table does not support this operation."
)
# guess: documented for Associate alone; the provider retries it for Unassociate too
# (provider-contract: alicloud_route_table_attachment)
ROUTE_TABLE_STATUS_ON_BIND: Final = ErrorTemplate(
    404, "IncorrectStatus.RouteTable", "The status of the specified route table is incorrect."
)
VSWITCH_STATUS_ON_BIND: Final = ErrorTemplate(
    404, "IncorrectVSwitchStatus", "The current status of the virtual switch does not support this operation."
)
ROUTE_TABLE_NOT_BOUND: Final = ErrorTemplate(
    404, "InvalidBindingStatus.RouteTable", "The specified virtual switch and route table does not bind"
)
ROUTE_TABLE_SYSTEM_BOUND: Final = ErrorTemplate(
    404, "OperationUnsupported.SystemRouteTable", "System route table can not be unassociated."
)
ROUTER_UNKNOWN: Final = ErrorTemplate(400, "InvalidVRouterId.NotFound", "Specified virtual router does not exist.")

ROUTE_PENDING: Final = ErrorTemplate(
    400, "IncorrectRouteEntryStatus", "Some route entry status blocked this operation."
)
ROUTE_NOT_FOUND: Final = ErrorTemplate(400, "InvalidRouteEntry.NotFound", "Route entry not exists.")
ROUTE_ID_NOT_FOUND: Final = ErrorTemplate(400, "InvalidRouteEntryId.NotFound", "Specified RouteEntryId does not exist.")
ROUTE_IS_SYSTEM: Final = ErrorTemplate(
    400, "OperationDenied", "Specified operation is denied as route entry type is system."
)
ROUTE_EXCLUSIVE: Final = ErrorTemplate(
    400,
    "ParamExclusive.RouteEntryIdAndRouteTableIdOrDestCidrBlock",
    "RouteEntryId and RouteTableId or DestinationCidrBlock are mutually exclusive.",
)
ROUTE_NEXT_HOP_BOTH: Final = ErrorTemplate(
    400, "ParamExclusive.NextHopIdAndList", "NextHopId and NextHopList cannot both be not null."
)
ROUTE_MODIFY_WHAT: Final = ErrorTemplate(400, "MissingParam.RouteEntryId", "The param of RouteEntryId is missing.")
ROUTE_MODIFY_ID: Final = ErrorTemplate(400, "MissingParam.NewNextHopId", "The parameter NewNextHopId is mandatory.")
ROUTE_MODIFY_TYPE: Final = ErrorTemplate(
    400, "MissingParam.NewNextHopType", "The parameter NewNextHopType is mandatory."
)
ROUTE_MODIFY_UNSUPPORTED: Final = ErrorTemplate(
    400,
    "UnsupportedFeature.NextHopType",
    "The route type does not support modifying the next hop of the route.",
)
ROUTE_MODIFY_SAME: Final = ErrorTemplate(
    400, "OperationDenied.NextHopExist", "The operation is not allowed because the nexthop already exists."
)
ROUTE_PUBLISH_TARGET: Final = ErrorTemplate(
    400, "ResourceNotAssociated.TargetInstance", "The VPC is not associated with the target instance."
)
FILTER: Final = ErrorTemplate(400, "IllegalParam.{name}", "The param of {name} is illegal.")
NEXT_TOKEN: Final = ErrorTemplate(400, "IllegalParam.NextToken", "User nextToken is illegal.")

TASK_CONFLICT: Final = ErrorTemplate(
    400, "TaskConflict", "The operation is too frequent, please wait a moment and try again."
)

TAG_RESOURCES_MISSING: Final = ErrorTemplate(400, "InvalidInstanceIds.NotFound", "The instanceIds are not found")
TAG_RESOURCE_TYPE: Final = ErrorTemplate(400, "InvalidInstanceType.NotFound", "The instance type is not found")
TAG_RESOURCES: Final = ErrorTemplate(
    400, "SizeLimitExceeded.ResourceId", "The maximum number of resource IDs is exceeded."
)
TAG_COUNT: Final = ErrorTemplate(400, "SizeLimitExceeded.TagNum", "The maximum number of tags is exceeded.")
TAG_QUOTA: Final = ErrorTemplate(400, "QuotaExceeded.TagNum", "Custom Tags quota exceeded")
# guess: which keys are meant
TAG_RESERVED: Final = ErrorTemplate(400, "Forbidden.TagKeys", "The request do not allow to operate the tag keys")
TAG_KEYS_MISSING: Final = ErrorTemplate(400, "InvalidTagKey", "The tag keys are not valid.")
TAG_NOTHING_ASKED: Final = ErrorTemplate(
    400, "BothEmpty.TagsAndResources", "The specified Tags and ResourcesIds are not allow to both empty."
)

ACL_NOT_FOUND: Final = ErrorTemplate(400, "InvalidNetworkAcl.NotFound", "The special Network Acl is not found.")
ACL_SOURCE_NOT_FOUND: Final = ErrorTemplate(
    400, "InvalidSourceNetworkAcl.NotFound", "The special source network Acl is not found."
)
ACL_VPC: Final = ErrorTemplate(400, "InvalidVpcId.NotFound", "The vpc is not exist.")
ACL_BUSY: Final = ErrorTemplate(400, "NetworkStatus.Modifying", "The special Network Acl is in modifying.")
ACL_BOUND: Final = ErrorTemplate(400, "NetworkAclExistBinding", "The Network Acl has bindings.")
ACL_RESOURCES: Final = ErrorTemplate(400, "ParameterMissing.Resources", "ParameterMissing.Resources")
ACL_RESOURCE_TYPE: Final = ErrorTemplate(
    400, "ParameterIllegal.ResourceType", "The specified resource type is illegal."
)
ACL_RESOURCE_NOT_FOUND: Final = ErrorTemplate(400, "InvalidResource.NotFound", "The binding instance is not found.")
ACL_RESOURCE_FREE: Final = ErrorTemplate(400, "InvalidResource.NotBinding", "The resource has not been binded.")

VPC_HAS_NETWORK_ACL: Final = ErrorTemplate(
    400, "DependencyViolation.NetworkAcl", "Specified object has dependent resources network acl."
)
VPC_HAS_IPV4_GATEWAY: Final = ErrorTemplate(
    400, "DependencyViolation.Ipv4Gateway", "The VPC cannot be deleted when it has ipv4Gateway."
)
VSWITCH_HAS_RESOURCES: Final = ErrorTemplate(
    400, "DependencyViolation", "Resources deployed in the vSwitch have not been deleted."
)
#: Type of what is only stored -> the answer to deleting the VPC or vSwitch that it is in. guess: the last, for others
VPC_HAS_STORED: Final = {
    "alicloud_nat_gateway": ErrorTemplate(
        400, "DependencyViolation.NatGateway", "Specified object has dependent resources NatGateway."
    ),
    "alicloud_vpc_gateway_endpoint": ErrorTemplate(
        400, "DependencyViolation.GatewayEndpoint", "The VPC contains endpoints and cannot be deleted."
    ),
    "alicloud_vpc_dhcp_options_set_attachment": ErrorTemplate(
        400,
        "DependencyViolation.DhcpOptionsSet",
        "The VPC cannot be deleted when it is associated with dhcpOptionsSet.",
    ),
    "": ErrorTemplate(
        400,
        "DependencyViolation.CloudServiceResource",
        "Specified object has dependent resources CloudServiceResource.",
    ),
}
VSWITCH_HAS_STORED: Final = {
    "alicloud_nat_gateway": ErrorTemplate(
        400, "DependencyViolation.EnhancedNatgw", "VSwitch cannot be deleted when natgw exist."
    ),
    "alicloud_snat_entry": ErrorTemplate(
        400, "DependencyViolation.SnatEntry", "VSwitch cannot be deleted when snat entry exist."
    ),
    **dict.fromkeys(
        ("alicloud_havip", "alicloud_vpc_ha_vip"),
        ErrorTemplate(
            400, "DependencyViolation.HaVip", "VSwitch cannot be deleted when there are some HaVip dependent with it."
        ),
    ),
    "": ErrorTemplate(400, "DependencyViolation.CloudService", "VSwitch cannot be deleted when uesd by cloud service."),
}
VSWITCH_HAS_NETWORK_ACL: Final = ErrorTemplate(
    400, "DependencyViolation.NetworkAcl", "VSwitch cannot be deleted when network acl exist."
)

IPV4_GATEWAY_NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.Ipv4Gateway", "The specified resource ipv4Gateway is not found."
)
IPV4_GATEWAY_VPC: Final = ErrorTemplate(
    400, "OperationFailed.VpcNotExist", "The operation is failed because of vpc is not found."
)
IPV4_GATEWAY_GROUP: Final = ErrorTemplate(400, "IllegalParam.ResourceGroupId", "Invalid ResourceGroupld value.")
IPV4_GATEWAY_ACTIVE: Final = ErrorTemplate(
    400,
    "OperationFailed.Ipv4GatewayAlreadyActive.",  # the full stop is the cloud's
    "The operation failed because of ipv4Gateway is already active.",
)
IPV4_GATEWAY_ZERO_ROUTE: Final = ErrorTemplate(
    400,
    "OperationDenied.ConflictOfAllZeroRouting",
    "The operation is not allowed  because of routetable [{id}] exist all-zero route entry.",
)
IPV4_GATEWAY_BOUND: Final = ErrorTemplate(
    400,
    "OperationDenied.GatewayAlreadyAssociated",
    "The operation is not allowed because of the specified resource {id} is already associated.",
)
IPV4_GATEWAY_STATUS: Final = ErrorTemplate(
    400, "IncorrectStatus.Ipv4Gateway", "The status of ipv4Gateway [{id}] is incorrect."
)
GATEWAY_TYPE: Final = ErrorTemplate(400, "IllegalParam.GatewayType", "The param of GatewayType is illegal.")
GATEWAY_TABLE_NOT_FOUND: Final = ErrorTemplate(
    400, "ResourceNotFound.RouteTable", "The specified resource gatewayRouteTable is not found."
)
GATEWAY_TABLE_STATUS: Final = ErrorTemplate(
    400, "IncorrectStatus.RouteTable", "The status of the specified route table is incorrect."
)
GATEWAY_TABLE_NOT_BOUND: Final = ErrorTemplate(
    400,
    "OperationFailed.NotExistAssociateRelation",
    "The operation is not failed because of not exist this associate relation.",
)  # the wording is the cloud's
ROUTE_TABLE_HAS_GATEWAY: Final = ErrorTemplate(
    400,
    "OperationDenied.GatewayAssociated",
    "You cannot delete the specified route table because it still associates with gateway.",
)
IPV4_GATEWAY_HAS_ROUTES: Final = ErrorTemplate(
    400,
    "OperationDenied.RouteEntryExist",
    "The operation is not allowed because of existing routeEntry point to ipv4Gateway.",
)

IPV4_GATEWAY_SHARED: Final = ErrorTemplate(
    400, "Forbidden.OperateShareResource", "You cannot operate shared resources."
)
VSWITCH_SHARED: Final = ErrorTemplate(
    400, "DependencyViolation.ResourceShare", "VSwitch cannot be deleted when resource share exist."
)
