"""Options of instances."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import ResourceInstance
from hcl_lint.network.arguments import fact, flag, number
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import instance_options as options
from tfmock.rulebook.rule import UNKNOWN, Rule

INSTANCE_OPTIONS = documented(
    Rule(
        id="ALI767",
        name="instance-options",
        severity="error",
        api_error=None,
        message="{what}",
        source="RunInstances error codes",
    ),
    """
    Options of an instance that exclude each other.

    Why: Spot instances cannot be protected from deletion, nor come from a private pool; a private pool that is the
    target has an id; and provisioned IOPS and bursts are for disks of category cloud_auto alone.

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
    """,
)


@check(INSTANCE_OPTIONS)
def check_options(topology: Topology) -> Iterator[Diagnostic]:
    for instance in topology.root.of_type("alicloud_instance"):
        for name, what in (*_spot_problems(instance), *_pool_problems(instance), *_disk_problems(instance)):
            yield diagnostic_at(instance, INSTANCE_OPTIONS.violation(name, what=what))


def _spot_problems(instance: ResourceInstance) -> Iterator[tuple[str, str]]:
    """Arguments that a spot instance cannot have, with the message."""
    charge = fact(instance, "instance_charge_type") or "PostPaid"
    # provider: sends the spot strategy of PostPaid instances alone; 1.290 sends no protection of PrePaid ones
    if charge != "PostPaid":
        return
    spot = fact(instance, "spot_strategy") or options.NO_SPOT
    if options.protection_refused(flag(instance, "deletion_protection"), charge=charge, spot=spot):
        yield "deletion_protection", "a spot instance cannot be protected from deletion"
    if options.pool_refused(fact(instance, "private_pool_options_match_criteria") or "", spot=spot):
        yield "private_pool_options_match_criteria", "a spot instance cannot come from a private pool"


def _pool_problems(instance: ResourceInstance) -> Iterator[tuple[str, str]]:
    templates = (instance.get("launch_template_id"), instance.get("launch_template_name"))
    if any(value is not None and not value.null for value in templates):
        return
    pool = fact(instance, "private_pool_options_id")
    if options.pool_missing(fact(instance, "private_pool_options_match_criteria") or "", pool or ""):
        yield "private_pool_options_match_criteria", "the target pool needs private_pool_options_id"


def _disk_problems(instance: ResourceInstance) -> Iterator[tuple[str, str]]:
    # What is not written, a launch template or the cloud decides
    category = fact(instance, "system_disk_category") or UNKNOWN
    if options.performance_refused(number(instance, "system_disk_provisioned_iops", 0) or 0, category):
        yield "system_disk_provisioned_iops", "only a system disk of category cloud_auto has provisioned IOPS"
    if options.performance_refused(flag(instance, "system_disk_bursting_enabled"), category):
        yield "system_disk_bursting_enabled", "only a system disk of category cloud_auto can burst"
