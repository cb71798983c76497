"""What the CRUD tier refuses, in the words of the products.

Codes come from the products' API metadata and error code pages, and from what the provider itself looks for. Each says
which; ``guess`` where neither tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.protocol.errors import ErrorTemplate

RAM: Final = "2015-05-01"
SLS: Final = "2020-12-30"
#: Alb, Nlb and Gwlb.
LOAD_BALANCERS: Final = ("2020-06-16", "2022-04-30", "2024-04-15")

# Parameters

#: API version -> a missing parameter and one that does not fit, where the product does not use the gateway's words.
PARAMETER_ERRORS: Final[Mapping[str, tuple[ErrorTemplate, ErrorTemplate]]] = MappingProxyType(
    {
        # Log Service: common error codes
        SLS: (
            ErrorTemplate(400, "ParameterInvalid", "{name} must be specified."),
            ErrorTemplate(400, "ParameterInvalid", "{name} is invalid."),
        ),
        # UpdateLoadBalancerAddressTypeConfig metadata of Nlb: "The param of %s is illegal."; guess: the code's end
        **dict.fromkeys(
            LOAD_BALANCERS,
            (
                ErrorTemplate(400, "MissingParam.{name}", "The param of {name} is missing."),
                ErrorTemplate(400, "IllegalParam.{name}", "The param of {name} is illegal."),
            ),
        ),
    }
)

#: guess: REST products, whose gateway has no such words
REST_MISSING: Final = ErrorTemplate(
    400, "MissingParameter", "The parameter {name} that is mandatory for this request is not supplied."
)

# What does not exist

#: Kind of what is named -> the code that most actions of Vpc 2016-04-28 and Ecs 2014-05-26 document (API metadata).
NOT_FOUND: Final[Mapping[str, ErrorTemplate]] = MappingProxyType(
    {
        "vpc": ErrorTemplate(404, "InvalidVpcId.NotFound", "Specified VPC does not exist."),
        "vswitch": ErrorTemplate(404, "InvalidVSwitchId.NotFound", "Specified VSwitch does not exist."),
        "security_group": ErrorTemplate(
            404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist."
        ),
        "instance": ErrorTemplate(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist."),
        "network_interface": ErrorTemplate(
            404, "InvalidEniId.NotFound", "The specified NetworkInterfaceId does not exist."
        ),
        "eip_address": ErrorTemplate(
            404, "InvalidAllocationId.NotFound", "The specified allocation ID does not exist."
        ),
        "route_table": ErrorTemplate(404, "InvalidRouteTableId.NotFound", "Specified route table does not exist."),
        "resource_group": ErrorTemplate(
            404, "InvalidResourceGroup.NotFound", "The ResourceGroup provided does not exist in our records."
        ),
        "zone": ErrorTemplate(404, "InvalidZoneId.NotFound", "The ZoneId provided does not exist in our records."),
        # CreateDisk metadata
        "kms_key": ErrorTemplate(404, "InvalidParameter.KMSKeyId.NotFound", "The specified KMSKeyId does not exist."),
        # RAM: general error codes; guess: services that are given a role hand it on
        "ram_role": ErrorTemplate(404, "EntityNotExist.Role", "The role does not exist."),
        # AttachInstanceRamRole metadata
        "ram_role_name": ErrorTemplate(
            404, "InvalidRamRole.NotFound", 'The specified parameter "RAMRoleName" does not exist.'
        ),
    }
)
#: API version and kind -> what a product answers instead.
OWN_NOT_FOUND: Final[Mapping[tuple[str, str], ErrorTemplate]] = MappingProxyType(
    {
        # provider: expects it of DescribeKey
        ("2016-01-20", "kms_key"): ErrorTemplate(404, "Forbidden.KeyNotFound", "The specified Key is not found."),
        # GetResourceGroup metadata
        ("2020-03-31", "resource_group"): ErrorTemplate(
            404, "EntityNotExists.ResourceGroup", "The resource group does not exist."
        ),
    }
)
#: Of load balancers: CreateLoadBalancer metadata of Nlb.
RESOURCE_NOT_FOUND: Final = ErrorTemplate(
    404, "ResourceNotFound.{noun}", "The specified resource of {noun} is not found."
)
#: CreateLoadBalancer metadata of Nlb.
ZONE_MISMATCH: Final = ErrorTemplate(
    400, "Mismatch.ZoneIdAndVswitchId", "The ZoneIdAndVswitchId is mismatched for {zone} and {vswitch}."
)
#: RAM: general error codes; the provider expects them.
RAM_NOT_FOUND: Final = ErrorTemplate(404, "EntityNotExist.{noun}", "The {low} does not exist.")

# What exists already

#: API version and key of REST calls that make something -> the answer where it is there already. Log Service: error
#: codes of CreateProject, CreateLogstore, CreateConfig, CreateMachineGroup, CreateIndex.
REST_DUPLICATES: Final[Mapping[tuple[str, str], ErrorTemplate]] = MappingProxyType(
    {
        (SLS, "POST /"): ErrorTemplate(400, "ProjectAlreadyExist", "Project {id} already exist."),
        (SLS, "POST /logstores"): ErrorTemplate(400, "LogStoreAlreadyExist", "logstore {id} already exists"),
        (SLS, "POST /configs"): ErrorTemplate(400, "ConfigAlreadyExist", "config {id} already exists"),
        (SLS, "POST /machinegroups"): ErrorTemplate(
            400, "MachineGroupAlreadyExist", "MachineGroup {id} already exists"
        ),
        (SLS, "POST /logstores/{}/index"): ErrorTemplate(
            400, "IndexAlreadyExist", "log store index is already created"
        ),
    }
)
#: Action -> the same for databases: error codes of CreateAccount and CreateDatabase (Rds, R-kvstore).
DUPLICATES: Final[Mapping[str, ErrorTemplate]] = MappingProxyType(
    {
        "CreateAccount": ErrorTemplate(
            400, "InvalidAccountName.Duplicate", "Specified account name already exists in this instance."
        ),
        "CreateDatabase": ErrorTemplate(
            400, "InvalidDBName.Duplicate", "Specified DB name already exists in this instance."
        ),
    }
)
#: RAM: general error codes.
RAM_DUPLICATE: Final = ErrorTemplate(409, "EntityAlreadyExists.{noun}", "The {low} does already EXIST.")
#: guess: the others
OTHER_DUPLICATE: Final = ErrorTemplate(400, "EntityAlreadyExists.{noun}", "The specified {noun} already exists.")

# What is in use

#: RAM: general error codes.
RAM_IN_USE: Final = ErrorTemplate(
    409, "DeleteConflict.{noun}.{part}", "The {low} CAN NOT has any attached {part_low} while deleting the {low}."
)
#: Alb and Nlb: error codes of DeleteServerGroup.
SERVER_GROUP_IN_USE: Final = ErrorTemplate(
    400, "ResourceInUse.ServerGroup", "The specified resource of ServerGroup is in use."
)
