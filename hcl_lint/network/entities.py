"""The parts of a network as a configuration writes them, each with the resource that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hcl_lint.common.work import Counted, consume_budget
from hcl_lint.diagnostic import Diagnostic, Fix, Note, diagnostic_at
from hcl_lint.evaluate.known_values import known_boolean, known_number, known_text
from hcl_lint.evaluate.model import Argument, NestedBlock, ResourceInstance
from hcl_lint.evaluate.value import Value
from hcl_lint.network.duplicates import is_single
from hcl_lint.network.identity import Account, Id
from tfmock.rulebook.cidr import Cidr
from tfmock.rulebook.rule import UNKNOWN, Maybe, Violation

Side = Literal["requester", "accepter"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Anything that a resource creates. ``id`` is its identity (see ``identity.py``)."""

    resource: ResourceInstance
    region: Maybe[str]
    account: Maybe[Account]

    @property
    def id(self) -> str:
        return self.resource.address

    @property
    def single(self) -> bool:
        """It stands for one thing; False where an unknown ``count`` or ``for_each`` makes any number of it."""
        return is_single(self.resource)

    def diagnostic(
        self,
        violation: Violation,
        *names: str,
        notes: tuple[Note, ...] = (),
        used: bool = False,
        fix: Fix | None = None,
    ) -> Diagnostic:
        """That this violates a rule with an argument, by default the violation's subject.

        :func:`~hcl_lint.diagnostic.diagnostic_at` says which place is shown.
        """
        return diagnostic_at(self.resource, violation, names or None, notes=notes, used=used).with_fix(fix)

    def argument(self, *names: str) -> Argument | None:
        """The first of these arguments that is written and not null."""
        arguments = (self.resource.arguments.get(name) for name in names)
        return next((argument for argument in arguments if argument is not None and not argument.value.null), None)

    def value(self, *names: str) -> Value | None:
        argument = self.argument(*names)
        return argument.value if argument else None

    def text(self, *names: str) -> Maybe[str | None]:
        """A string argument: None where not given."""
        value = self.value(*names)
        if value is None:
            return None
        text = known_text(value)
        return UNKNOWN if text is None else text

    def texts(self, name: str) -> list[Maybe[str]]:
        """A list of strings; empty where it is not given or not known."""
        value = self.value(name)
        listed = (value.sequence() if value and not value.sensitive else None) or ()
        consume_budget(len(listed))
        texts = [known_text(element) for element in listed]
        return [UNKNOWN if text is None else text for text in texts]

    def number(self, *names: str) -> Maybe[int | None]:
        """A whole-number argument: None where not given."""
        value = self.value(*names)
        if value is None:
            return None
        number = known_number(value)
        return UNKNOWN if number is None else number

    def flag(self, *names: str) -> Maybe[bool | None]:
        """A boolean argument: None where not given."""
        value = self.value(*names)
        if value is None:
            return None
        flag = known_boolean(value)
        return UNKNOWN if flag is None else flag

    def tags(self) -> list[tuple[Maybe[str], Maybe[str]]]:
        """The ``tags`` argument; empty where it is not given or not known."""
        value = self.value("tags")
        entries = value.mapping() if value and not value.sensitive else None
        if entries is None:
            return []
        consume_budget(len(entries))
        tags: list[tuple[Maybe[str], Maybe[str]]] = []
        for key, tag in entries.items():
            text = known_text(tag)
            tags.append((key, UNKNOWN if text is None else text))
        return tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Vpc(Entity):
    """``alicloud_vpc``. ``blocks`` are its IPv4 blocks as far as known, all of them if ``all_blocks_known``.

    ``may_get_ipv6``: an ``alicloud_vpc_ipv6_cidr_block`` gives it IPv6, or may.
    """

    blocks: Counted[Cidr]
    all_blocks_known: bool
    may_get_ipv6: bool = False

    @property
    def primary(self) -> Cidr | None:
        return self.blocks[0] if self.blocks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryBlock(Entity):
    """``alicloud_vpc_ipv4_cidr_block``: a further IPv4 block of a VPC."""

    vpc: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class VSwitch(Entity):
    """``alicloud_vswitch``. ``block`` is its IPv4 block, ``table`` the route table that its packets follow."""

    vpc: Id
    block: Maybe[Cidr]
    table: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Entity):
    """``alicloud_route_table``: a custom route table."""

    vpc: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entity):
    """``alicloud_route_entry`` or ``alicloud_vpc_route_entry``.

    ``table`` and ``hop`` are identities; ``vpc`` is the VPC that owns the table, where that is known.
    """

    table: Id
    vpc: Id
    destination: Maybe[Cidr]
    hop: Id
    #: The identity of the prefix list that is the destination; empty where none is.
    prefix_list: str

    DESTINATION = ("destination_cidrblock", "destination_cidr_block")

    @property
    def hop_type(self) -> Maybe[str | None]:
        return self.text("nexthop_type")

    @property
    def hop_resource_type(self) -> str | None:
        """The type of the resource whose id is the next hop; None where it is a literal or unknown."""
        value = self.value("nexthop_id")
        reference = value.reference if value else None
        return reference.type if reference and reference.mode == "managed" and reference.path == ("id",) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Entity):
    """``alicloud_vpc_peer_connection``: the requester side is the resource's own provider.

    ``cross_account``: "yes" is certain, "presumed" says that a foreign-looking account id is written.
    """

    vpc: Id
    accepting_vpc: Id
    accepting_region: Maybe[str]
    cross_account: Literal["yes", "presumed", "no", "unknown"]

    def other(self, vpc: str) -> Id:
        """The far end as seen from ``vpc``; None when ``vpc`` is no known end of it."""
        if vpc == self.vpc:
            return self.accepting_vpc
        return self.vpc if vpc == self.accepting_vpc else None

    @property
    def within_region(self) -> Maybe[bool]:
        if self.region is UNKNOWN or self.accepting_region is UNKNOWN:
            return UNKNOWN
        return self.region == self.accepting_region


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepter(Entity):
    """``alicloud_vpc_peer_connection_accepter``."""

    connection: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm(Entity):
    """``alicloud_cms_alarm``. ``instances`` are the identities in its dimensions, as far as known."""

    instances: Counted[str]

    @property
    def on_peering(self) -> bool:
        return self.text("project") == "acs_vpcpeer"

    @property
    def levels(self) -> tuple[NestedBlock, ...]:
        kinds = ("escalations_critical", "escalations_warn", "escalations_info")
        return tuple(block for kind in kinds for block in self.resource.nested(kind))
