"""A name of a prefix list that is not accepted.

Why: It has 2 to 128 letters, digits, colons, underscores, periods and dashes, begins with a letter, and not with
com.aliyun or com.alibabacloud.

Bad::

    resource "alicloud_ecs_prefix_list" "a" {
      address_family   = "IPv4"
      max_entries      = 2
      prefix_list_name = "my list"
      entry {
        cidr = "10.0.0.0/8"
      }
    }

Good::

    resource "alicloud_ecs_prefix_list" "a" {
      address_family   = "IPv4"
      max_entries      = 2
      prefix_list_name = "my-list"
      entry {
        cidr = "10.0.0.0/8"
      }
    }

Fix: Write another name.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.PREFIX_LIST_NAME)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.PREFIX_LIST_NAME)
