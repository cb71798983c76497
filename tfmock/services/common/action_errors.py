"""Errors that single actions answer with another status or text than the rest of their product does.

A product's catalogue (``services/*/errors.py``, the rulebook) holds each code once, as most of its actions document
it; here is what the API metadata says of the others. Only what tfmock can raise is listed. Left out on purpose:
``DescribeVSwitchAttributes`` (400 in the metadata; provider: takes only 404 as gone), and the 500 of
``DescribeInstanceAttachmentAttributes`` (the provider would repeat it for minutes).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from tfmock.protocol.errors import ErrorTemplate

#: Faults, each with the actions that answer it so. One without a message has the catalogue's.
_ROWS: Final = (
    (
        ErrorTemplate(400, "TaskConflict", "The operation is too frequent, TaskConflict."),
        ("Vpc.CreateDefaultVSwitch", "Vpc.CreateVSwitch", "Vpc.DeleteRouteEntry", "Vpc.DeleteVSwitch"),
    ),
    (
        ErrorTemplate(400, "IncorrectVSwitchStatus", "vpc subnet is in middle status."),
        ("Vpc.DeleteVSwitch",),
    ),
    (
        ErrorTemplate(404, "InvalidVSwitchId.NotFound", "The specified virtual switch does not exists."),
        ("Vpc.ModifyVSwitchAttribute",),
    ),
    (
        ErrorTemplate(400, "IncorrectVSwitchStatus", "The current status of vSwitch does not support this operation."),
        ("Ecs.CreateNetworkInterface",),
    ),
    (
        ErrorTemplate(400, "QuotaExceeded.PrivateIpAddress", "There is no enough private ip in the specified VSwitch."),
        ("Ecs.CreateNetworkInterface",),
    ),
    (
        ErrorTemplate(404, "InvalidRegionId.NotFound", "The RegionId provided does not exist in our records."),
        ("Ecs.DescribeAvailableResource",),
    ),
    (
        ErrorTemplate(
            400, "IncorrectInstanceStatus", "The current status of instance does not support this operation."
        ),
        ("Ecs.ModifyInstanceVpcAttribute",),
    ),
    (
        ErrorTemplate(403, "InvalidEniId.NotFound", ""),
        ("Ecs.RunInstances",),
    ),
    (
        ErrorTemplate(400, "InvalidPrivateIpAddress.Duplicated", "The specified private IP address is already in use."),
        ("Ecs.RunInstances",),
    ),
    (
        ErrorTemplate(
            400,
            "InvalidParameter.NetworkCardIndexInvalid",
            "Invalid network card index, please check your instance type.",
        ),
        ("Ecs.RunInstances",),
    ),
    (
        ErrorTemplate(400, "NumberExceed.Tags", "The Tags parameter's number is exceed , Valid : 20."),
        ("Ecs.RunInstances", "Ecs.TagResources"),
    ),
    (
        ErrorTemplate(400, "NumberExceed.Tags", "The Tags parameter's number is exceed , Valid : 20"),
        ("Ecs.UntagResources",),
    ),
    (
        ErrorTemplate(400, "NumberExceed.ResourceIds", "The ResourceIds parameter's number is exceed , Valid : 50"),
        ("Ecs.UntagResources",),
    ),
    (
        ErrorTemplate(
            400,
            "MissingParameter.Source",
            "One of the parameters SourceCidrIp, SourceGroupId or SourcePrefixListId must be specified.",
        ),
        ("Ecs.ModifySecurityGroupRule",),
    ),
    (
        ErrorTemplate(
            400,
            "MissingParameter.Dest",
            "One of the parameters DestCidrIp, DestGroupId or DestPrefixListId must be specified.",
        ),
        ("Ecs.ModifySecurityGroupEgressRule",),
    ),
    (
        ErrorTemplate(
            400,
            "InvalidParam.PrefixListAddressFamilyMismatch",
            "The address family of the prefix list does not match the rule.",
        ),
        ("Ecs.ModifySecurityGroupRule", "Ecs.ModifySecurityGroupEgressRule"),
    ),
    (
        ErrorTemplate(400, "InvalidPriority.ValueNotSupported", "The parameter Priority is invalid."),
        ("Ecs.ModifySecurityGroupRule",),
    ),
    (
        ErrorTemplate(400, "InvalidPriority.ValueNotSupported", "The specified Priority is invalid."),
        ("Ecs.ModifySecurityGroupEgressRule",),
    ),
    (
        ErrorTemplate(
            400,
            "InvalidIpProtocol.ValueNotSupported",
            "The specified parameter IpProtocol should not be null and only tcp, udp, icmp, gre or all is supported. "
            "Ignore case.",
        ),
        ("Ecs.ModifySecurityGroupEgressRule",),
    ),
)


def action_errors() -> Mapping[str, Mapping[str, ErrorTemplate]]:
    """The errors that an action words by itself: ``Product.Action``, then by code."""
    by_action: dict[str, dict[str, ErrorTemplate]] = {}
    for error, actions in _ROWS:
        for action in actions:
            by_action.setdefault(action, {})[error.code] = error
    return MappingProxyType(by_action)
