"""A name that no bucket can have.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.broken import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook.buckets import is_bucket_name
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule("ALI618", "oss-bucket-name", "error", None, "{name!r} cannot be the name of a bucket", "PutBucket page")


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for one in topology.root.of_type("alicloud_oss_bucket"):
        name = fact(one, "bucket")
        if name is not UNKNOWN and name and not is_bucket_name(name):
            yield at_resource(one, "bucket", message=RULE.broken("bucket", name=name).message)
