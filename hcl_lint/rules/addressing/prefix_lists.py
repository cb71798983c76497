"""Entries of prefix lists."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from hcl_lint.diagnostic import Diagnostic, diagnostic_at
from hcl_lint.evaluate.model import NestedBlock
from hcl_lint.network import prefix_lists
from hcl_lint.network.arguments import fact
from hcl_lint.network.entities import Entity
from hcl_lint.network.quota_counts import written
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from tfmock.rulebook.cidr import parse_cidr
from tfmock.rulebook.rule import UNKNOWN, Rule

PREFIX_LIST_ENTRIES = documented(
    Rule(
        id="ALI439",
        name="prefix-list-entries",
        severity="error",
        api_error=None,
        message="{what}",
        source="CreateVpcPrefixList page; CreatePrefixList page and metadata",
    ),
    """
    A prefix list with entries that it cannot have.

    Why: Each entry is a block without host bits, of the list's IP version, and there once; the cloud refuses the whole
    list otherwise, and one with more entries than max_entries.

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

    Fix: Write each block once, as the network's own address and mask; make a list of each IP version, and max_entries
    large enough.
    """,
)

#: The argument that says of which IP version a list is.
_FAMILY: Final = MappingProxyType(
    {"alicloud_vpc_prefix_list": "ip_version", "alicloud_ecs_prefix_list": "address_family"}
)


@check(PREFIX_LIST_ENTRIES)
def check_entries(topology: Topology) -> Iterator[Diagnostic]:
    for type, entry_type in prefix_lists.ENTRIES.items():
        for prefix_list in written(topology.root, type):
            entries = _known_entries(prefix_list, entry_type)
            yield from _check_blocks(prefix_list, entries)
            what = _explain_size(topology, prefix_list, len(entries))
            if what:
                yield prefix_list.diagnostic(PREFIX_LIST_ENTRIES.violation("max_entries", what=what))


def _known_entries(prefix_list: Entity, entry_type: str) -> list[NestedBlock]:
    """The entries that are there for sure; blocks that are written alike are one member of the provider's set."""
    entries: dict[tuple[object, object], NestedBlock] = {}
    for block in prefix_list.resource.nested(entry_type):
        cidr, description = fact(block, "cidr"), fact(block, "description")
        if block.certain and cidr is not UNKNOWN and description is not UNKNOWN:
            entries[cidr, description] = block
    return list(entries.values())


def _explain_size(topology: Topology, prefix_list: Entity, count: int) -> str | None:
    """What is wrong with the number of entries that a list may have; None if nothing is."""
    size = prefix_list.number("max_entries")
    if isinstance(size, int) and size < 0:
        return "a prefix list may have at least one entry"
    most = topology.lists.size(prefix_list.id)  # 1 also where it is not known
    if size is not UNKNOWN and (size == 1 or most > 1) and count > most:
        return f"the list has {count} entries, and may have {most}"
    return None


def _check_blocks(prefix_list: Entity, entries: list[NestedBlock]) -> Iterator[Diagnostic]:
    family = prefix_list.text(_FAMILY[prefix_list.resource.type])
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
        yield diagnostic_at(prefix_list.resource, PREFIX_LIST_ENTRIES.violation("cidr", what=what), block=entry)
