"""Objects of the CRUD tier in a seed. The data about the provider is loaded when there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.rulebook import names, regions
from tfmock.services.emulated_types import emulated_resource_types
from tfmock.settings import SettingsError

#: The product whose buckets and their documents are no objects of the CRUD tier.
_OSS: Final = "Oss"
_SEE_PAGE: Final = "See docs/seeds.md for what seeds can have."
_BUCKET: Final = "alicloud_oss_bucket"


class SeedObject(BaseModel):
    """One object, by the names of its Terraform resource.

    objects:
      - type: alicloud_bastionhost_instance
        id: bastionhost-cn-0001
        region: cn-hangzhou            # default: every region shows it
        account: "1000000000000001"    # default: the default account
        attributes: {description: shared}
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    id: str = Field(min_length=1)
    region: str = ""
    account: str = Field("", pattern=f"^({names.ACCOUNT_ID})?$", coerce_numbers_to_str=True)
    attributes: Mapping[str, JsonValue] = Field(default_factory=dict)


def is_storable(type: str) -> bool:
    """Whether objects of a resource type are those of the CRUD tier: buckets have a tier of their own."""
    from tfmock.services.crud.contracts import installed_contracts

    if type in emulated_resource_types():
        return False
    known = installed_contracts().type(type)
    return known is not None and bool(known.reads) and known.product != _OSS


def seed_objects(
    world: World, seeded: Sequence[SeedObject], default_account: str, *, source: str, strict: bool = True
) -> None:
    """Store objects in a new world.

    Args:
        source: the files, for messages.
        strict: refuse attributes that a type does not have.

    Raises:
        SettingsError: an entry is not one of the CRUD tier, or does not fit its type.
    """
    if not seeded:
        return
    from tfmock.services.crud.contracts import installed_contracts
    from tfmock.services.crud.seeding import SeededObject, SeedObjectError, seed_object

    now = world.clock.now()
    transaction = Transaction(world.store, now, world.settings.profile)
    for entry in seeded:
        if entry.region and regions.find(entry.region) is None:
            raise SettingsError(f"--seed {source}: objects: {entry.id}: Alibaba Cloud has no region {entry.region}.")
        if entry.type in installed_contracts().index.types and not is_storable(entry.type):
            place = "Describe buckets under 'oss: buckets:' (docs/seeds.md)." if entry.type == _BUCKET else _SEE_PAGE
            raise SettingsError(
                f"--seed {source}: objects: {entry.id}: {entry.type} is no type of the CRUD tier. {place}"
            )
        caller = Caller(entry.account or default_account)
        call = Call(world=world, transaction=transaction, caller=caller, region=entry.region, now=now)
        described = SeededObject(type=entry.type, id=entry.id, region=entry.region, attributes=entry.attributes)
        try:
            seed_object(call, installed_contracts(), described, strict=strict)
        except SeedObjectError as problem:
            text = str(problem)
            end = "" if text.endswith("?") else "."
            raise SettingsError(f"--seed {source}: objects: {text}{end}") from None
