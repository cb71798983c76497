"""Options of an instance that exclude each other.

Why: Spot instances cannot be protected from deletion, nor come from a private pool; a private pool that is the target
has an id; and provisioned IOPS and bursts are for disks of category cloud_auto alone.

Bad::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_instance" "web" {
      instance_type       = "ecs.g7.large"
      image_id            = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id          = alicloud_vswitch.s.id
      security_groups     = ["sg-bp1group"]
      spot_strategy       = "SpotAsPriceGo"
      deletion_protection = true
    }

Good::

    resource "alicloud_vswitch" "s" {
      vpc_id     = "vpc-bp1vpc"
      cidr_block = "10.0.1.0/24"
      zone_id    = "cn-hangzhou-b"
    }

    resource "alicloud_instance" "web" {
      instance_type       = "ecs.g7.large"
      image_id            = "aliyun_3_x64_20G_alibase_20250117.vhd"
      vswitch_id          = alicloud_vswitch.s.id
      security_groups     = ["sg-bp1group"]
      deletion_protection = true
    }

Fix: Remove one of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.model import ResourceInstance
from hcl_lint.network.broken import fact, flag, number
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook import instance_options as options
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule("ALI767", "instance-options", "error", None, "{what}", "RunInstances error codes")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.root.of_type("alicloud_instance"):
        for name, what in _refused(one):
            yield at_resource(one, name, message=RULE.broken(name, what=what).message)


def _refused(one: ResourceInstance) -> Iterator[tuple[str, str]]:
    """Argument and message."""
    charge = fact(one, "instance_charge_type") or "PostPaid"
    # provider: sends the spot strategy of PostPaid instances alone; 1.290 sends no protection of PrePaid ones
    if charge == "PostPaid":
        spot = fact(one, "spot_strategy") or options.NO_SPOT
        if options.protection_refused(flag(one, "deletion_protection"), charge=charge, spot=spot):
            yield "deletion_protection", "a spot instance cannot be protected from deletion"
        criteria = fact(one, "private_pool_options_match_criteria") or ""
        if options.pool_refused(criteria, spot=spot):
            yield "private_pool_options_match_criteria", "a spot instance cannot come from a private pool"
    yield from _pool(one)
    # What is not written, a launch template or the cloud decides
    category = fact(one, "system_disk_category") or UNKNOWN
    if options.performance_refused(number(one, "system_disk_provisioned_iops", 0) or 0, category):
        yield "system_disk_provisioned_iops", "only a system disk of category cloud_auto has provisioned IOPS"
    if options.performance_refused(flag(one, "system_disk_bursting_enabled"), category):
        yield "system_disk_bursting_enabled", "only a system disk of category cloud_auto can burst"


def _pool(one: ResourceInstance) -> Iterator[tuple[str, str]]:
    templates = (one.get("launch_template_id"), one.get("launch_template_name"))
    if any(value is not None and not value.null for value in templates):
        return
    pool = fact(one, "private_pool_options_id")
    if options.pool_missing(fact(one, "private_pool_options_match_criteria") or "", pool or ""):
        yield "private_pool_options_match_criteria", "the target pool needs private_pool_options_id"
