"""Constraints on security groups: on rules that name another group, and on the groups of one interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from tfmock.rulebook.access import Direction
from tfmock.rulebook.group_rules import side_of
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

_CODES: Final = "AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress error codes"

OTHER_VPC: Final = Rule(
    id="ALI717",
    name="group-rule-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "Invalid{side}GroupId.Mismatch", "Specified security group and {end} group are not in the same VPC."
    ),
    message="a rule can name a group of its own VPC only",
    source=_CODES,
)
ENTERPRISE: Final = Rule(
    id="ALI718",
    name="group-rule-enterprise",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidGroupAuthParameter.OperationDenied",
        "The security group can not authorize to enterprise level security group.",
    ),
    message="{what} is an enterprise group, and those take no part in rules between groups",
    source=_CODES,
)
GROUP_RULES: Final = Rule(
    id="ALI719",
    name="quota-rules-between-groups",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "AuthorizedGroupRule.LimitExceed",
        "You have reached the limit on the number of group authorization rules that you can add to a security group."
        "When authorization object of rule is security group, the limit is 20.",
    ),
    message="{count} rules of this group name a group, but at most {limit} may",
    source=_CODES,
)
INTERFACE_VPC: Final = Rule(
    id="ALI751",
    name="interface-group-other-vpc",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "InvalidParameter.Mismatch", "Specified security group and virtual switch are not in the same VPC."
    ),
    message="a security group is not of the VPC that the vSwitch is in",
    source="RunInstances error codes",
)
INTERFACE_KINDS: Final = Rule(
    id="ALI752",
    name="interface-group-kinds",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InvalidOperation.MultiGroupType",
        "The specified instance can't join different types of security group.",
    ),
    message="these security groups are partly normal, partly enterprise",
    source="RunInstances error codes",
)
INTERFACE_GROUPS: Final = Rule(
    id="ALI753",
    name="interface-group-count",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "InstanceSecurityGroupLimitExceeded",
        "Exceeding the allowed amount of security groups that an instance can be in.",
    ),
    message="{count} security groups, but an interface is in at most {limit}",
    source="RunInstances error codes; security group rules page for the number",
)

INTERFACE_WITHOUT_GROUP: Final = Rule(
    id="ALI760",
    name="interface-without-group",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "MissingParameter",
        'The input parameter "SecurityGroupId" that is mandatory for processing this request is not supplied.',
    ),
    message="no security group is named",
    source="RunInstances and CreateNetworkInterface error codes",
)
WITHOUT_VPC: Final = Rule(
    id="ALI726",
    name="security-group-without-vpc",
    severity="error",
    api_error=ApiErrorTemplate(403, "InvalidVpcId.NotFound", "The VpcId must not empty when only support vpc vm."),
    message="the group names no VPC, so it needs a default VPC in the region, and not every account has one",
    source="CreateSecurityGroup error codes",
)
NIC_TYPE: Final = Rule(
    id="ALI727",
    name="group-rule-nic-type",
    severity="error",
    api_error=None,
    message="the group is in a VPC, where nic_type can only be intranet",
    source="provider: refused when the rule is created",
)
INNER_ACCESS: Final = Rule(
    id="ALI728",
    name="security-group-inner-access",
    severity="error",
    api_error=ApiErrorTemplate(
        404,
        "InvalidParameter.InnerAccessPolicy",
        "The InnerAccessPolicy attribute of enterprise level security group can't be modified.",
    ),
    message="the inner access policy of an enterprise group is Drop and cannot be modified",
    source="ModifySecurityGroupPolicy error codes",
)

GroupKind = Literal["normal", "enterprise"]

RULES_WITH_GROUPS: Final = 20
GROUPS_PER_INTERFACE: Final = 10


def check_far_group(
    direction: Direction, own: Maybe[GroupKind], other: Maybe[GroupKind], *, same_vpc: Maybe[bool]
) -> Violations:
    """Check a rule of a group of kind ``own`` that names a group of kind ``other``; the accounts do not matter."""
    if same_vpc is False:
        side = side_of(direction)
        yield OTHER_VPC.violation("group", side=side, end="source" if side == "Source" else "destination")
    for kind, what in ((own, "this"), (other, "the other")):
        if kind == "enterprise":
            yield ENTERPRISE.violation("group", what=what)


def check_vpc(named: Maybe[bool], *, default: Maybe[bool]) -> Violations:
    """Check that a new group names a VPC, or that there is a default VPC for it."""
    if named is False and default is not True:
        yield WITHOUT_VPC.violation("vpc_id")


def check_nic_type(nic_type: Maybe[str | None], *, in_vpc: Maybe[bool]) -> Violations:
    """Check the network type of a rule, which the cloud ignores and the provider refuses."""
    if nic_type == "internet" and in_vpc is True:
        yield NIC_TYPE.violation("nic_type")


def check_inner_access(kind: Maybe[GroupKind], *, modified: Maybe[bool]) -> Violations:
    """Check whether the inner access policy of a group can be modified."""
    if kind == "enterprise" and modified is True:
        yield INNER_ACCESS.violation("inner_access")


def check_has_group(count: Maybe[int]) -> Violations:
    """Check that an interface names a group."""
    if count == 0:
        yield INTERFACE_WITHOUT_GROUP.violation("groups")


def check_rules_with_groups(count: int) -> Violations:
    """Check how many rules of a group name a group."""
    if count > RULES_WITH_GROUPS:
        yield GROUP_RULES.violation("group", count=count, limit=RULES_WITH_GROUPS)


def check_interface_groups(groups: Iterable[tuple[Maybe[bool], Maybe[GroupKind]]]) -> Violations:
    """Check the groups of one interface: each says whether it is of the interface's VPC, and its kind."""
    members = list(groups)
    if any(same_vpc is False for same_vpc, _ in members):
        yield INTERFACE_VPC.violation("groups")
    if len({kind for _, kind in members if kind is not UNKNOWN}) > 1:
        yield INTERFACE_KINDS.violation("groups")
    if len(members) > GROUPS_PER_INTERFACE:
        yield INTERFACE_GROUPS.violation("groups", count=len(members), limit=GROUPS_PER_INTERFACE)
