"""Names of OSS buckets."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.network.arguments import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.buckets import is_bucket_name
from tfmock.rulebook.rule import UNKNOWN, Rule

OSS_BUCKET_NAME = documented(
    Rule(
        id="ALI618",
        name="oss-bucket-name",
        severity="error",
        api_error=None,
        message="{name!r} cannot be the name of a bucket",
        source="PutBucket page",
    ),
    """
    A name that no bucket can have.

    Why: A bucket's name is part of a host name: 3 to 63 small letters, digits and hyphens, with no hyphen at an end.

    Bad::

        resource "alicloud_oss_bucket" "states" {
          bucket = "Acme_States"
        }

    Good::

        resource "alicloud_oss_bucket" "states" {
          bucket = "acme-states"
        }

    Fix: Write it in small letters and digits, with hyphens between them.
    """,
)


@check(OSS_BUCKET_NAME)
def check_bucket_names(topology: Topology) -> Iterator[Diagnostic]:
    for bucket in topology.root.of_type("alicloud_oss_bucket"):
        name = fact(bucket, "bucket")
        if name is not UNKNOWN and name and not is_bucket_name(name):
            yield diagnostic_at(bucket, OSS_BUCKET_NAME.violation("bucket", name=name))
