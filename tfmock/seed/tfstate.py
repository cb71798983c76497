"""A state of Terraform as a seed: what it says exists does, under the same ids, so that a plan finds no change.

A state seldom names accounts. They follow from the provider blocks: a block's ``alicloud_account`` was read, it made a
resource group, or a peering names the owner of its VPC.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from tfmock.core.store import ResourceRow
from tfmock.core.world import World
from tfmock.rulebook import regions
from tfmock.seed import resources as kinds
from tfmock.seed.crud import SeedObject, is_storable, seed_objects
from tfmock.seed.seeder import Seeder
from tfmock.settings import SettingsError
from tfmock.text.printable import printable
from tfmock.text.wording import first_problem

log = logging.getLogger("tfmock")

#: The format of Terraform 0.12 and later, and of OpenTofu.
_VERSION: Final = 4
#: Attributes that tell where a resource is.
_REGION: Final = ("region_id", "zone_id", "availability_zone")
A = TypeVar("A", bound=kinds.Attributes)


class _Instance(BaseModel):
    model_config = ConfigDict(frozen=True)

    attributes: Mapping[str, JsonValue] = {}
    deposed: str = ""


class _Resource(BaseModel):
    model_config = ConfigDict(frozen=True)

    mode: str
    type: str
    name: str
    provider: str
    module: str = ""
    instances: Sequence[_Instance] = ()


class _State(BaseModel):
    model_config = ConfigDict(frozen=True)

    version: int
    resources: Sequence[_Resource] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One state and where it came from, for messages."""

    path: Path
    state: _State


def read(path: Path, document: object) -> Source:
    """A document that was parsed.

    Raises:
        SettingsError: it is no state of Terraform 0.12 or later.
    """
    try:
        state = _State.model_validate(document)
    except ValidationError:
        raise SettingsError(f"--seed {path}: is no state of Terraform.") from None
    if state.version != _VERSION:
        raise SettingsError(f"--seed {path}: has format {state.version}; Terraform 0.12 and later write {_VERSION}.")
    return Source(path, state)


@dataclass
class _StateContents:
    """What the states hold, by kind, each with the address of its provider block."""

    by_kind: dict[type[kinds.Attributes], list[tuple[str, kinds.Attributes]]] = field(default_factory=dict)
    plain: list[tuple[str, type[ResourceRow], kinds.Plain]] = field(default_factory=list)
    objects: list[tuple[str, SeedObject]] = field(default_factory=list)

    def all(self, kind: type[A]) -> Iterator[tuple[str, A]]:
        for provider, attributes in self.by_kind.get(kind, ()):
            assert isinstance(attributes, kind)
            yield provider, attributes


class SeedPlan:
    """Several states as one: what one of them names may be in another."""

    def __init__(self, sources: Sequence[Source], default_account: str) -> None:
        """
        Raises:
            SettingsError: attributes that are not as the provider writes them.
        """
        self._names = ", ".join(str(source.path) for source in sources)
        self._contents = _StateContents()
        self._accounts: dict[str, str] = {}
        self._default = default_account
        for source in sources:
            self._take(source)
        self._infer_accounts()

    def apply(self, world: World) -> None:
        """Put everything into a new world; VPCs first, and each thing after what it refers to.

        Raises:
            SettingsError: something refers to what neither these states nor another seed has.
        """
        seeder = Seeder(world, self._names)
        for provider, group in self._contents.all(kinds.ResourceGroup):
            seeder.group(self._account(provider), group)
        for provider, bucket in self._contents.all(kinds.Bucket):
            seeder.bucket(self._account(provider), bucket)
        extra: dict[str, list[str]] = {}
        for _, block in self._contents.all(kinds.CidrBlock):
            extra.setdefault(block.vpc_id, []).append(block.secondary_cidr_block)
        for provider, vpc in self._contents.all(kinds.Vpc):
            seeder.vpc(self._account(provider), vpc, extra.get(vpc.id, []))
        for _, table in self._contents.all(kinds.RouteTable):
            seeder.route_table(table)
        bound = {
            attachment.vswitch_id: attachment.route_table_id for _, attachment in self._contents.all(kinds.Attachment)
        }
        for _, vswitch in self._contents.all(kinds.VSwitch):
            seeder.vswitch(vswitch, bound.get(vswitch.id, ""))
        self._apply_security_groups(seeder)
        accepted = {accepter.instance_id: accepter for _, accepter in self._contents.all(kinds.Accepter)}
        for provider, peering in self._contents.all(kinds.Peering):
            seeder.peering(self._account(provider), peering, accepted.get(peering.id))
        for _, route in self._contents.all(kinds.RouteEntry):
            seeder.route(route)
        for _, entry in self._contents.all(kinds.VpcRouteEntry):
            seeder.route(entry)
        for provider, kind, plain in self._contents.plain:
            seeder.plain(self._account(provider), kind, plain)
        objects = [
            entry.model_copy(update={"account": self._account(provider)}) for provider, entry in self._contents.objects
        ]
        seed_objects(world, objects, self._default, source=self._names, strict=False)

    def _apply_security_groups(self, seeder: Seeder) -> None:
        rules: dict[str, list[kinds.SecurityGroupRule]] = {}
        for _, rule in self._contents.all(kinds.SecurityGroupRule):
            rules.setdefault(rule.security_group_id, []).append(rule)
        for _, group in self._contents.all(kinds.SecurityGroup):
            seeder.security_group(group, rules.pop(group.id, ()))
        seeder.require_no_rules_left(rules)

    def _take(self, source: Source) -> None:
        left_out: Counter[str] = Counter()
        for resource in source.state.resources:
            kind = kinds.KINDS.get((resource.mode, resource.type))
            provider = f"{source.path}:{resource.provider}"
            is_stored = kind is None and resource.mode == "managed" and is_storable(resource.type)
            for instance in resource.instances:
                if is_stored and not instance.deposed:
                    self._contents.objects.append((provider, _stored(resource.type, instance)))
                    continue
                if kind is None or instance.deposed:
                    if resource.mode == "managed":
                        left_out[resource.type] += 1
                    continue
                attributes = _attributes(kind, instance, f"{source.path}: {resource.type}.{resource.name}")
                if isinstance(attributes, kinds.Plain):
                    self._contents.plain.append((provider, kinds.PLAIN_ROWS[resource.type], attributes))
                else:
                    self._contents.by_kind.setdefault(kind, []).append((provider, attributes))
        if left_out:
            names = ", ".join(f"{kind} ({count})" for kind, count in sorted(left_out.items()))
            text = f"--seed {source.path}: left out, since tfmock cannot seed them: {names}"
            log.warning("tfmock: %s", printable(text))

    def _infer_accounts(self) -> None:
        home = {vpc.id: provider for provider, vpc in self._contents.all(kinds.Vpc)}
        for _, peering in self._contents.all(kinds.Peering):
            if peering.accepting_ali_uid and peering.accepting_vpc_id in home:
                self._accounts[home[peering.accepting_vpc_id]] = str(peering.accepting_ali_uid)
        for provider, accepter in self._contents.all(kinds.Accepter):
            if accepter.accepting_owner_uid:
                self._accounts[provider] = str(accepter.accepting_owner_uid)
        for provider, group in self._contents.all(kinds.ResourceGroup):
            if group.account_id:
                self._accounts[provider] = group.account_id
        for provider, caller in self._contents.all(kinds.Account):  # the most certain, so the last
            self._accounts[provider] = caller.account_id or caller.id

    def _account(self, provider: str) -> str:
        return self._accounts.get(provider, self._default)


def _stored(type: str, instance: _Instance) -> SeedObject:
    """An object of the CRUD tier. Its region is that of its zone; what has none is in every region."""
    attributes = instance.attributes
    region = next((found for name in _REGION if (found := str(attributes.get(name) or ""))), "")
    known = regions.find(region) or regions.find_by_zone(region)
    return SeedObject(
        type=type, id=str(attributes.get("id") or ""), region=known.id if known else "", attributes=attributes
    )


def _attributes(kind: type[A], instance: _Instance, where: str) -> A:
    given = {name: value for name, value in instance.attributes.items() if value is not None}
    try:
        return kind.model_validate(given)
    except ValidationError as invalid:
        at, what = first_problem(invalid)
        raise SettingsError(f"--seed {where}: {at}: {what}.") from None
