"""Prefix lists of a configuration, of VPC and of ECS: their entries, and how much of a quota they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from hcl_lint.evaluate.known_values import known_text
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, RootModule
from hcl_lint.network.facts import Facts, require_known
from hcl_lint.network.identity import Id, identity
from tfmock.rulebook.cidr import Cidr, parse_cidr
from tfmock.rulebook.listed_routes import is_list

#: Resource types of lists, and the block that an entry is.
ENTRIES: Final = {"alicloud_vpc_prefix_list": "entrys", "alicloud_ecs_prefix_list": "entry"}
#: Entries that a list of VPC may have by default (CreateVpcPrefixList page).
_DEFAULT_SIZE: Final = 50


@dataclass(frozen=True)
class PrefixLists:
    """The prefix lists of one root module, found by identity."""

    root: RootModule

    @cached_property
    def _by_address(self) -> dict[str, ResourceInstance]:
        return {prefix_list.address: prefix_list for prefix_list in self.root.of_type(*ENTRIES)}

    def find(self, id: Id) -> ResourceInstance | None:
        """The list of this identity, where this configuration makes it."""
        return self._by_address.get(id) if isinstance(id, str) else None

    def named(self, place: ResourceInstance | NestedBlock, *arguments: str) -> str:
        """The identity of the list that one of these arguments names; empty where it names none, or may name none."""
        for argument in arguments:
            id = identity(self.root, place.get(argument))
            if isinstance(id, str) and (is_list(id) or id in self._by_address):
                return id
        return ""

    def size(self, id: Id) -> int:
        """How much of a quota it takes to name this: the most entries of a list, as far as known; else 1."""
        prefix_list = self.find(id)
        if prefix_list is None:
            return 1
        value = prefix_list.get("max_entries")
        number = 0 if value is None or value.null else None if value.any_sensitive else value.number()
        if number == 0:  # the provider does not send it
            return _DEFAULT_SIZE if prefix_list.type == "alicloud_vpc_prefix_list" else 1
        return number if isinstance(number, int) and number > 0 else 1


def blocks(prefix_list: ResourceInstance) -> tuple[Cidr, ...]:
    """The entries of a list.

    Raises:
        NotKnownError: they are not all known.
    """
    kind = ENTRIES[prefix_list.type]
    return tuple(_block(require_known(prefix_list, kind), entry) for entry in prefix_list.nested(kind))


def _block(prefix_list: ResourceInstance, entry: NestedBlock) -> Cidr:
    facts = Facts(prefix_list, entry)
    if not entry.certain:
        raise facts.missing("for_each")
    return facts.cidr("cidr")


def known_blocks(prefix_list: ResourceInstance) -> Iterator[Cidr]:
    """The entries of a list as far as they are known and certain to exist."""
    for entry in prefix_list.nested(ENTRIES[prefix_list.type]):
        text = known_text(entry.get("cidr")) if entry.certain else None
        block = parse_cidr(text, strict=False) if text else None
        if block is not None:
            yield block
