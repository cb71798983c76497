"""What the cloud asks of security groups: of rules that name another, and of those of one interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from tfmock.rulebook.access import Direction
from tfmock.rulebook.group_rules import side_of
from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

_CODES: Final = "AuthorizeSecurityGroup and AuthorizeSecurityGroupEgress error codes"

OTHER_VPC: Final = Rule(
    "ALI717", "group-rule-other-vpc", "error",
    ApiFault(
        400, "Invalid{side}GroupId.Mismatch", "Specified security group and {end} group are not in the same VPC."
    ),
    "a rule can name a group of its own VPC only", _CODES,
)  # fmt: skip
ENTERPRISE: Final = Rule(
    "ALI718", "group-rule-enterprise", "error",
    ApiFault(
        400, "InvalidGroupAuthParameter.OperationDenied",
        "The security group can not authorize to enterprise level security group.",
    ),
    "{what} is an enterprise group, and those take no part in rules between groups", _CODES,
)  # fmt: skip
GROUP_RULES: Final = Rule(
    "ALI719", "quota-rules-between-groups", "error",
    ApiFault(
        400, "AuthorizedGroupRule.LimitExceed",
        "You have reached the limit on the number of group authorization rules that you can add to a security group."
        "When authorization object of rule is security group, the limit is 20.",
    ),
    "{count} rules of this group name a group, but at most {limit} may", _CODES,
)  # fmt: skip
INTERFACE_VPC: Final = Rule(
    "ALI751", "interface-group-other-vpc", "error",
    ApiFault(400, "InvalidParameter.Mismatch", "Specified security group and virtual switch are not in the same VPC."),
    "a security group is not of the VPC that the vSwitch is in", "RunInstances error codes",
)  # fmt: skip
INTERFACE_KINDS: Final = Rule(
    "ALI752", "interface-group-kinds", "error",
    ApiFault(
        400, "InvalidOperation.MultiGroupType",
        "The specified instance can't join different types of security group.",
    ),
    "these security groups are partly normal, partly enterprise", "RunInstances error codes",
)  # fmt: skip
INTERFACE_GROUPS: Final = Rule(
    "ALI753", "interface-group-count", "error",
    ApiFault(
        400, "InstanceSecurityGroupLimitExceeded",
        "Exceeding the allowed amount of security groups that an instance can be in.",
    ),
    "{count} security groups, but an interface is in at most {limit}",
    "RunInstances error codes; security group rules page for the number",
)  # fmt: skip

INTERFACE_WITHOUT_GROUP: Final = Rule(
    "ALI760", "interface-without-group", "error",
    ApiFault(
        400, "MissingParameter",
        'The input parameter "SecurityGroupId" that is mandatory for processing this request is not supplied.',
    ),
    "no security group is named", "RunInstances and CreateNetworkInterface error codes",
)  # fmt: skip
WITHOUT_VPC: Final = Rule(
    "ALI726", "security-group-without-vpc", "error",
    ApiFault(403, "InvalidVpcId.NotFound", "The VpcId must not empty when only support vpc vm."),
    "the group names no VPC, so it needs a default VPC in the region, and not every account has one",
    "CreateSecurityGroup error codes",
)  # fmt: skip
NIC_TYPE: Final = Rule(
    "ALI727", "group-rule-nic-type", "error", None,
    "the group is in a VPC, where nic_type can only be intranet", "provider: refused when the rule is created",
)  # fmt: skip

Kind = Literal["normal", "enterprise"]

RULES_WITH_GROUPS: Final = 20
GROUPS_PER_INTERFACE: Final = 10


def check_far_group(direction: Direction, own: Maybe[Kind], other: Maybe[Kind], *, same_vpc: Maybe[bool]) -> Violations:
    """A rule between two groups, of these kinds; whose they are does not matter."""
    if same_vpc is False:
        side = side_of(direction)
        yield OTHER_VPC.broken("group", side=side, end="source" if side == "Source" else "destination")
    for kind, what in ((own, "this"), (other, "the other")):
        if kind == "enterprise":
            yield ENTERPRISE.broken("group", what=what)


def check_vpc(given: Maybe[bool], *, default: Maybe[bool]) -> Violations:
    """Whether a new group names a VPC, and whether there is a default one for it."""
    if given is False and default is not True:
        yield WITHOUT_VPC.broken("vpc_id")


def check_nic_type(nic_type: Maybe[str | None], *, in_vpc: Maybe[bool]) -> Violations:
    """The kind of network of a rule; the cloud ignores it, the provider does not."""
    if nic_type == "internet" and in_vpc is True:
        yield NIC_TYPE.broken("nic_type")


def check_has_group(many: Maybe[int]) -> Violations:
    """How many groups an interface names."""
    if many == 0:
        yield INTERFACE_WITHOUT_GROUP.broken("groups")


def check_rules_with_groups(count: int) -> Violations:
    """How many rules of a group name a group."""
    if count > RULES_WITH_GROUPS:
        yield GROUP_RULES.broken("group", count=count, limit=RULES_WITH_GROUPS)


def check_interface_groups(groups: Iterable[tuple[Maybe[bool], Maybe[Kind]]]) -> Violations:
    """The groups of one interface: for each, whether it is of the interface's VPC, and its kind."""
    listed = list(groups)
    if any(same_vpc is False for same_vpc, _ in listed):
        yield INTERFACE_VPC.broken("groups")
    if len({kind for _, kind in listed if kind is not UNKNOWN}) > 1:
        yield INTERFACE_KINDS.broken("groups")
    if len(listed) > GROUPS_PER_INTERFACE:
        yield INTERFACE_GROUPS.broken("groups", count=len(listed), limit=GROUPS_PER_INTERFACE)
