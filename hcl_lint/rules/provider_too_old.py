"""An attribute or resource that the allowed provider versions do not have.

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
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hcl_lint.diagnostic import Note
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from hcl_lint.schema import versions
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI602", "provider-too-old", "warning", None,
    "{what} came with version {since} of the provider, and {constraint!r} allows none as new",
    "provider documentation: \"available since\" of each resource and argument",
)  # fmt: skip

_FEATURES_SINCE: Final = (1, 289, 0)


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for module, resources in topology.modules():
        requirement = module.requirements.get("alicloud")
        if requirement is None or requirement.version is None:
            continue
        ceiling = versions.ceiling(requirement.version)
        if ceiling is None:
            continue
        note = Note("the constraint", requirement.version_span or requirement.span)
        for resource in resources:
            for attribute, since in versions.since(resource):
                if not ceiling.allows(since):
                    what = f"{resource.type}.{attribute}" if attribute else resource.type
                    block = next(iter(resource.nested(attribute)), None)
                    names = [attribute] if attribute else []
                    message = _message(what, since, requirement.version)
                    yield at_resource(resource, *names, message=message, notes=(note,), block=block)
            for attribute, value, since in versions.values_since(resource):
                if not ceiling.allows(since):
                    message = _message(f'{attribute} = "{value}"', since, requirement.version)
                    yield at_resource(resource, attribute, message=message, notes=(note,))
        for provider in module.providers.values():
            for block in provider.blocks if provider.module == module.path and provider.name == "alicloud" else ():
                if block.type == "features" and not ceiling.allows(_FEATURES_SINCE):
                    message = _message("features of the provider", _FEATURES_SINCE, requirement.version)
                    yield Problem(message, block.span, provider.address, "features", (note,), scopes=(provider.span,))


def _message(what: str, since: versions.Version, constraint: str) -> str:
    return RULE.broken("", what=what, since=versions.show_version(since), constraint=constraint).message
