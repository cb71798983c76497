"""A prefix list with entries that it cannot have.

Why: Each entry is a block without host bits, of the list's IP version, and there once; the cloud refuses the whole list
otherwise, and one with more entries than max_entries.

Bad::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "10.8.0.1/16"
      }
    }

Good::

    resource "alicloud_vpc_prefix_list" "partners" {
      ip_version  = "IPV4"
      max_entries = 5

      entrys {
        cidr = "10.8.0.0/16"
      }
    }

Fix: Write each block once, as the network's own address and mask; make a list of each IP version, and max_entries large
enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.evaluate.model import NestedBlock
from hcl_lint.network import prefix_lists
from hcl_lint.network.broken import fact
from hcl_lint.network.entities import Entity
from hcl_lint.network.quota_counts import written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at, at_resource, lint_rule
from tfmock.rulebook.cidr import parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

RULE = Rule(
    "ALI439", "prefix-list-entries", "error", None, "{what}",
    "CreateVpcPrefixList page; CreatePrefixList page and metadata",
)  # fmt: skip
_FAMILY = {"alicloud_vpc_prefix_list": "ip_version", "alicloud_ecs_prefix_list": "address_family"}


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    for type, kind in prefix_lists.ENTRIES.items():
        for one in written(topology.root, type):
            # Blocks that are written alike are one member of the provider's set
            entries = {
                (fact(block, "cidr"), fact(block, "description")): block
                for block in one.resource.nested(kind)
                if block.certain and fact(block, "cidr") is not UNKNOWN and fact(block, "description") is not UNKNOWN
            }
            yield from _entries(one, list(entries.values()))
            size = one.number("max_entries")
            if isinstance(size, int) and size < 0:
                what = "a prefix list may have at least one entry"
                yield at(one, "max_entries", message=RULE.broken("max_entries", what=what).message)
                continue
            most = topology.lists.size(one.id)  # 1 also where it is not known
            if size is not UNKNOWN and (size == 1 or most > 1) and len(entries) > most:
                what = f"the list has {len(entries)} entries, and may have {most}"
                yield at(one, "max_entries", message=RULE.broken("max_entries", what=what).message)


def _entries(one: Entity, entries: list[NestedBlock]) -> Iterator[Problem]:
    family = one.text(_FAMILY[one.resource.type])
    version = None if family is UNKNOWN else 6 if (family or "").lower() == "ipv6" else 4
    seen: set[str] = set()
    for entry in entries:
        text = fact(entry, "cidr")
        block = parse_cidr(text) if isinstance(text, str) else None
        if block is None:
            what = f"{text!r} is no block without host bits" if text else "an entry needs a block"
        elif version not in (None, block.version):
            what = f"{text} is of IPv{block.version}, and the list of IPv{version}"
        elif str(block) in seen:
            what = f"{text} is there twice"
        else:
            seen.add(str(block))
            continue
        yield at_resource(one.resource, "cidr", message=RULE.broken("cidr", what=what).message, block=entry)
