"""Arguments of resources against the schema of the provider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.topology import Topology
from hcl_lint.rule import DocumentedRule, check, documented
from hcl_lint.schema.checks import SchemaViolation, ViolationKind, schema_violations
from tfmock.rulebook.rule import Rule

ARGUMENT_UNKNOWN = documented(
    Rule(
        id="ALI611",
        name="argument-unknown",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    An argument or block that a resource does not have, or that only the provider sets.

    Why: Terraform refuses it before it asks the cloud anything. The arguments known are those of provider 1.290; where
    the configuration asks for a newer provider, this rule is silent.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          peer_vpc_id         = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Fix: Write the argument that is meant, or remove it.
    """,
)

ARGUMENT_MISSING = documented(
    Rule(
        id="ALI612",
        name="argument-missing",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    An argument or block that a resource must have.

    Why: Terraform refuses the resource before it asks the cloud anything.

    Bad::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id            = "vpc-bp1requester"
          accepting_ali_uid = data.alicloud_account.current.id
          accepting_vpc_id  = "vpc-2zeaccepter"
        }

    Good::

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
        }

    Fix: Write it.
    """,
)

ARGUMENT_CONFLICT = documented(
    Rule(
        id="ALI613",
        name="argument-conflict",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    Arguments that cannot be given together, or more blocks than a resource takes.

    Why: Terraform refuses the resource: at once, or with the next plan where one of the values is known only after
    apply.

    Bad::

        resource "alicloud_security_group_rule" "web" {
          type                     = "ingress"
          ip_protocol              = "tcp"
          port_range               = "443/443"
          security_group_id        = "sg-bp1web"
          cidr_ip                  = "10.0.0.0/8"
          source_security_group_id = "sg-bp1edge"
        }

    Good::

        resource "alicloud_security_group_rule" "web" {
          type                     = "ingress"
          ip_protocol              = "tcp"
          port_range               = "443/443"
          security_group_id        = "sg-bp1web"
          source_security_group_id = "sg-bp1edge"
        }

    Fix: Remove one of them; what both should allow takes two resources.
    """,
)

ARGUMENT_REMOVED = documented(
    Rule(
        id="ALI614",
        name="argument-removed",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    A type, argument or block that the provider has removed.

    Why: Terraform takes the newest provider that the constraints allow, and that one refuses the argument.

    Bad::

        resource "alicloud_cms_alarm" "cpu" {
          name           = "cpu"
          project        = "acs_ecs_dashboard"
          metric         = "CPUUtilization"
          contact_groups = ["ops"]
          threshold      = "70"
          escalations_critical {
            statistics = "Average"
            times      = 3
            threshold  = "70"
          }
        }

    Good::

        resource "alicloud_cms_alarm" "cpu" {
          name           = "cpu"
          project        = "acs_ecs_dashboard"
          metric         = "CPUUtilization"
          contact_groups = ["ops"]
          escalations_critical {
            statistics = "Average"
            times      = 3
            threshold  = "70"
          }
        }

    Fix: Write what took its place.
    """,
)

ARGUMENT_VALUE = documented(
    Rule(
        id="ALI615",
        name="argument-value",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema, API metadata",
    ),
    """
    A value that the provider or the cloud does not take.

    Why: It has another type than the argument, or the provider checks it: Terraform refuses the resource before it asks
    the cloud anything. A few the cloud checks, when the resource is made.

    Bad::

        resource "alicloud_security_group_rule" "web" {
          type              = "inbound"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = "sg-bp1web"
          cidr_ip           = "10.0.0.0/8"
        }

    Good::

        resource "alicloud_security_group_rule" "web" {
          type              = "ingress"
          ip_protocol       = "tcp"
          port_range        = "443/443"
          security_group_id = "sg-bp1web"
          cidr_ip           = "10.0.0.0/8"
        }

    Fix: Write a value that the provider takes.
    """,
)

TYPE_UNKNOWN = documented(
    Rule(
        id="ALI619",
        name="type-unknown",
        severity="error",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    A resource or data source that the provider does not have.

    Why: Terraform refuses the configuration before it asks the cloud anything. The types known are those of provider
    1.290; where the configuration asks for a newer provider, or the lock file has one, this rule is silent. So it is
    where ``alicloud`` is another provider than ``aliyun/alicloud``.

    Bad::

        resource "alicloud_oss_buckets" "logs" {
          bucket = "example-logs-bucket"
        }

    Good::

        resource "alicloud_oss_bucket" "logs" {
          bucket = "example-logs-bucket"
        }

    Fix: Write the type that is meant.
    """,
)

ARGUMENT_DEPRECATED = documented(
    Rule(
        id="ALI620",
        name="argument-deprecated",
        severity="notice",
        api_error=None,
        message="{what}",
        source="the provider's schema",
    ),
    """
    A type, argument or block that a later version of the provider will not have.

    Why: Terraform warns of it with each plan, and refuses it once it is removed. Nothing is said where the constraints
    or the lock file keep the provider on a version that does not warn yet.

    Bad::

        resource "alicloud_vpc" "main" {
          name       = "main"
          cidr_block = "10.0.0.0/16"
        }

    Good::

        resource "alicloud_vpc" "main" {
          vpc_name   = "main"
          cidr_block = "10.0.0.0/16"
        }

    Fix: Write what takes its place; the provider's documentation names it.
    """,
)

ARGUMENT_NEEDED = documented(
    Rule(
        id="ALI616",
        name="argument-needed",
        severity="error",
        api_error=None,
        message="{what} needs {names}",
        source="API metadata: required parameters",
    ),
    """
    An argument that the cloud needs, though the provider does not ask for it.

    Why: The provider has it as optional, since there are other ways, such as the default vSwitch. Where none of those
    is written, the cloud refuses the request.

    Bad::

        resource "alicloud_vswitch" "web" {
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Good::

        resource "alicloud_vswitch" "web" {
          vpc_id     = "vpc-bp1vpc"
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

    Fix: Write it.
    """,
)

_RULES: Final[Mapping[ViolationKind, DocumentedRule]] = MappingProxyType(
    {
        "type": TYPE_UNKNOWN,
        "unknown": ARGUMENT_UNKNOWN,
        "missing": ARGUMENT_MISSING,
        "conflict": ARGUMENT_CONFLICT,
        "removed": ARGUMENT_REMOVED,
        "deprecated": ARGUMENT_DEPRECATED,
        "value": ARGUMENT_VALUE,
    }
)


@check(
    TYPE_UNKNOWN,
    ARGUMENT_UNKNOWN,
    ARGUMENT_MISSING,
    ARGUMENT_CONFLICT,
    ARGUMENT_REMOVED,
    ARGUMENT_DEPRECATED,
    ARGUMENT_VALUE,
)
def check_schema(topology: Topology) -> Iterator[Diagnostic]:
    for kind, violations in schema_violations(topology.root).items():
        for violation in violations:
            yield _diagnostic(_RULES[kind], violation)


def _diagnostic(rule: DocumentedRule, violation: SchemaViolation) -> Diagnostic:
    """Shown at the value, or at the name of the argument where that is at fault."""
    diagnostic = diagnostic_at(
        violation.resource,
        rule.violation(what=violation.message),
        violation.names,
        block=violation.block,
        used=violation.at_name,
    )
    if diagnostic.argument is None or not violation.at_name:
        return diagnostic
    span = diagnostic.argument.name_span
    return replace(diagnostic, span=span, path=span.path)


#: By type: groups of arguments, one of each of which must be given, unless one of the others is.
_NEEDED: Final[Mapping[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "alicloud_vswitch": ((("vpc_id",), ("cidr_block",)), ("is_default",)),
        "alicloud_vpc_ipv4_cidr_block": ((("secondary_cidr_block", "secondary_cidr_mask", "ipv4_ipam_pool_id"),), ()),
        "alicloud_route_entry": ((("destination_cidrblock",),), ()),
    }
)


@check(ARGUMENT_NEEDED)
def check_needed_arguments(topology: Topology) -> Iterator[Diagnostic]:
    if topology.root.planned:
        return  # a plan holds what the provider would compute, too
    for resource in topology.root.of_type(*_NEEDED):
        needed, others = _NEEDED[resource.type]
        given = {name for name, argument in resource.arguments.items() if not argument.value.null}
        for names in needed:
            if given.isdisjoint((*names, *others)):
                violation = ARGUMENT_NEEDED.violation(what=resource.type, names=" or ".join(names))
                yield diagnostic_at(resource, violation)
