"""Names and descriptions of prefix lists."""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.diagnostic import Diagnostic
from hcl_lint.network import text_checks
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook import (
    names,
)

PREFIX_LIST_NAME = documented(
    names.PREFIX_LIST_NAME,
    """
    A name of a prefix list that is not accepted.

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
    """,
)

PREFIX_LIST_DESCRIPTION = documented(
    names.PREFIX_LIST_DESCRIPTION,
    """
    A description of a prefix list that is not accepted.

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
    """,
)

PREFIX_LIST_ENTRY_DESCRIPTION = documented(
    names.PREFIX_LIST_ENTRY_DESCRIPTION,
    """
    A description of a prefix list entry that is not accepted.

    Why: It has 2 to 32 characters and is no URL.

    Bad::

        resource "alicloud_ecs_prefix_list" "a" {
          prefix_list_name = "offices"
          address_family   = "IPv4"
          max_entries      = 2
          entry {
            cidr        = "10.0.0.0/8"
            description = "the office in Hangzhou, second floor"
          }
        }

    Good::

        resource "alicloud_ecs_prefix_list" "a" {
          prefix_list_name = "offices"
          address_family   = "IPv4"
          max_entries      = 2
          entry {
            cidr        = "10.0.0.0/8"
            description = "office Hangzhou, floor 2"
          }
        }

    Fix: Write 2 to 32 characters.
    """,
)


@check(PREFIX_LIST_NAME, PREFIX_LIST_DESCRIPTION, PREFIX_LIST_ENTRY_DESCRIPTION)
def check_prefix_list_texts(topology: Topology) -> Iterator[Diagnostic]:
    yield from text_checks.check_texts(topology.root, "prefix_list", "prefix_list_entry")
