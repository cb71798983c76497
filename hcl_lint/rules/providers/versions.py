"""Versions of the provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Diagnostic, Note, diagnostic_at
from hcl_lint.evaluate.model import ModuleInstance, ResourceInstance
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.schema import versions
from hcl_lint.schema.features import written_features
from hcl_lint.schema.locked import LOCK_FILE, allowed_versions
from tfmock.rulebook.rule import Rule, Violation

PROVIDER_TOO_OLD = documented(
    Rule(
        id="ALI602",
        name="provider-too-old",
        severity="warning",
        api_error=None,
        message="{what} came with version {since} of the provider, and {limit}",
        source="the schemas of provider versions; provider documentation",
    ),
    """
    An attribute, block or type that the allowed provider versions do not have.

    Why: The version constraint, or the version in ``.terraform.lock.hcl``, keeps Terraform on a provider that does not
    know the attribute, so the plan fails. Types, arguments and blocks are compared with the schemas of the versions
    since 1.211.2, and are errors; values and the provider's own blocks are known from its documentation only.

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
    allowed = None if topology.root.planned else allowed_versions(topology.root)
    by_module: dict[tuple[object, ...], list[ResourceInstance]] = {}
    for resource in counted(topology.root.resources):
        by_module.setdefault(resource.module, []).append(resource)
    for module in counted(topology.root.modules):
        limit = _limit(module, allowed)
        if limit is None:
            continue
        for resource in counted(by_module.get(module.path, ())):
            yield from _check_resource(resource, limit)
        yield from _check_providers(module, limit)


class _Limit(NamedTuple):
    """The newest version that a module can run with, why, and where that is written."""

    ceiling: versions.Ceiling
    reason: str
    notes: tuple[Note, ...]


def _limit(module: ModuleInstance, allowed: versions.Allowed | None) -> _Limit | None:
    requirement = module.requirements.get("alicloud")
    if requirement is not None and requirement.version is not None:
        ceiling = versions.ceiling(requirement.version)
        if ceiling is not None:
            note = Note("the constraint", requirement.version_span or requirement.span)
            return _Limit(ceiling, f"{requirement.version!r} allows none as new", (note,))
    if allowed is not None and allowed.locked and allowed.most is not None:
        locked = versions.show_version(allowed.most.version)
        return _Limit(allowed.most, f"{LOCK_FILE} has {locked}: terraform init -upgrade", ())
    return None


def _check_resource(resource: ResourceInstance, limit: _Limit) -> Iterator[Diagnostic]:
    for feature in written_features(resource) if resource.type.startswith("alicloud_") else ():
        if not limit.ceiling.allows(feature.earliest):
            violation = _violation(feature.argument, feature.what, feature.since, limit)
            names = (feature.argument,) if feature.argument else ()
            diagnostic = diagnostic_at(resource, violation, names, block=feature.block, notes=limit.notes)
            yield diagnostic.with_severity("error")
    for attribute, value, since in versions.values_since(resource):
        if not limit.ceiling.allows(since):
            violation = _violation(attribute, f'{attribute} = "{value}"', since, limit)
            yield diagnostic_at(resource, violation, notes=limit.notes)


def _check_providers(module: ModuleInstance, limit: _Limit) -> Iterator[Diagnostic]:
    for provider in module.providers.values():
        own = provider.module == module.path and provider.name == "alicloud"
        for block in provider.blocks if own and not limit.ceiling.allows(_FEATURES_SINCE) else ():
            if block.type == "features":
                violation = _violation("features", "features of the provider", _FEATURES_SINCE, limit)
                yield Diagnostic.of(
                    violation, block.span, address=provider.address, notes=limit.notes, scopes=(provider.span,)
                )


def _violation(subject: str, what: str, since: versions.Version, limit: _Limit) -> Violation:
    return PROVIDER_TOO_OLD.violation(subject, what=what, since=versions.show_version(since), limit=limit.reason)
