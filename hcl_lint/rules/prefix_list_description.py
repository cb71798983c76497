"""A description of a prefix list that is not accepted.

Why: It has 2 to 256 characters and is no URL.

Bad::

    resource "alicloud_ecs_prefix_list" "a" {
      prefix_list_name = "offices"
      address_family   = "IPv4"
      max_entries      = 2
      description      = "https://wiki.example/list"
      entry {
        cidr = "10.0.0.0/8"
      }
    }

Good::

    resource "alicloud_ecs_prefix_list" "a" {
      prefix_list_name = "offices"
      address_family   = "IPv4"
      max_entries      = 2
      description      = "our offices"
      entry {
        cidr = "10.0.0.0/8"
      }
    }

Fix: Write a text that does not begin with a URL, within these lengths.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, judged, lint_rule
from tfmock.rulebook import names


@lint_rule(names.PREFIX_LIST_DESCRIPTION)
def check(topology: Topology) -> Iterator[Problem]:
    yield from judged(topology, names.PREFIX_LIST_DESCRIPTION)
