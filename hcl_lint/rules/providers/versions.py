"""Versions of the provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Diagnostic, Note, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.schema import versions
from tfmock.rulebook.rule import Rule, Violation

PROVIDER_TOO_OLD = documented(
    Rule(
        id="ALI602",
        name="provider-too-old",
        severity="warning",
        api_error=None,
        message="{what} came with version {since} of the provider, and {constraint!r} allows none as new",
        source='provider documentation: "available since" of each resource and argument',
    ),
    """
    An attribute or resource that the allowed provider versions do not have.

    Why: The version constraint keeps Terraform on a provider that does not know the attribute, so the plan fails.

    Bad::

        terraform {
          required_providers {
            alicloud = {
              source  = "aliyun/alicloud"
              version = "~> 1.230.0"
            }
          }
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Gold"
        }

    Good::

        terraform {
          required_providers {
            alicloud = {
              source  = "aliyun/alicloud"
              version = ">= 1.240.0"
            }
          }
        }

        data "alicloud_account" "current" {}

        resource "alicloud_vpc_peer_connection" "this" {
          vpc_id              = "vpc-bp1requester"
          accepting_ali_uid   = data.alicloud_account.current.id
          accepting_vpc_id    = "vpc-2zeaccepter"
          accepting_region_id = "cn-beijing"
          link_type           = "Gold"
        }

    Fix: Allow the version that brought it, or a newer one.
    """,
)

#: The version that brought ``features`` of the provider.
_FEATURES_SINCE: Final = (1, 289, 0)


@check(PROVIDER_TOO_OLD)
def check_versions(topology: Topology) -> Iterator[Diagnostic]:
    for module, resources in topology.modules():
        requirement = module.requirements.get("alicloud")
        ceiling = versions.ceiling(requirement.version) if requirement and requirement.version else None
        if requirement is None or requirement.version is None or ceiling is None:
            continue
        note = Note("the constraint", requirement.version_span or requirement.span)
        for resource in resources:
            yield from _check_resource(resource, ceiling, requirement.version, note)
        for provider in module.providers.values():
            own = provider.module == module.path and provider.name == "alicloud"
            for block in provider.blocks if own and not ceiling.allows(_FEATURES_SINCE) else ():
                if block.type == "features":
                    what = "features of the provider"
                    violation = _violation("features", what, _FEATURES_SINCE, requirement.version)
                    yield Diagnostic.of(
                        violation, block.span, address=provider.address, notes=(note,), scopes=(provider.span,)
                    )


def _check_resource(
    resource: ResourceInstance, ceiling: versions.Ceiling, constraint: str, note: Note
) -> Iterator[Diagnostic]:
    for attribute, since in versions.since(resource):
        if not ceiling.allows(since):
            what = f"{resource.type}.{attribute}" if attribute else resource.type
            block = next(iter(resource.nested(attribute)), None)
            violation = _violation(attribute, what, since, constraint)
            yield diagnostic_at(resource, violation, block=block, notes=(note,))
    for attribute, value, since in versions.values_since(resource):
        if not ceiling.allows(since):
            violation = _violation(attribute, f'{attribute} = "{value}"', since, constraint)
            yield diagnostic_at(resource, violation, notes=(note,))


def _violation(subject: str, what: str, since: versions.Version, constraint: str) -> Violation:
    return PROVIDER_TOO_OLD.violation(subject, what=what, since=versions.show_version(since), constraint=constraint)
