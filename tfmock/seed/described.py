"""Seeds described in YAML or JSON.

    vpcs:
      - id: vpc-bp1c0000001            # any id of the cloud's form, so that published examples run unchanged
        region: cn-hangzhou
        account: "1000000000000001"    # default: the default account
        cidr_block: 10.0.0.0/8
        route_table_id: vtb-bp1a000001 # the system table; default: a generated id
        vswitches:
          - {id: vsw-bp10000001, zone_id: cn-hangzhou-b, cidr_block: 10.0.0.0/24}
        route_tables:
          - {id: vtb-bp1b000001, vswitch_ids: [vsw-bp10000001]}
    default_vpcs:
      - region: cn-beijing             # the account's default VPC there, with a vSwitch in each zone
    objects:                           # what is only stored (docs/crud.md), by the names of Terraform
      - {type: alicloud_kms_key, id: key-hz1, region: cn-hangzhou, attributes: {description: shared}}

The constraints of the rulebook hold for a seed as for a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.lifecycle import Status
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.rulebook import addressing, names, regions
from tfmock.rulebook.cidr import Cidr, cidr_block, parse_cidr
from tfmock.rulebook.rule import Violations
from tfmock.seed import default_vpcs
from tfmock.seed.crud import SeedObject, seed_objects
from tfmock.seed.storage import SeedStorage, SeedTables, StorageEntryError, seed_bucket, seed_tables
from tfmock.services.common.resource_groups import default_group_id
from tfmock.services.common.tags import put_tags
from tfmock.services.vpc.models.route_table import RouteTableRow
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.settings import SettingsError
from tfmock.text.suggest import did_you_mean
from tfmock.text.wording import worded


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    description: str = ""
    tags: dict[str, str] = Field(default_factory=dict)


class SeedVSwitch(_Entry):
    id: str = Field(pattern=r"^vsw-[a-z0-9]+$")
    zone_id: str = ""
    cidr_block: str
    ipv6_cidr_block: str = ""


class SeedRouteTable(_Entry):
    id: str = Field(pattern=r"^vtb-[a-z0-9]+$")
    vswitch_ids: list[str] = Field(default_factory=list)


class SeedVpc(_Entry):
    id: str = Field(pattern=r"^vpc-[a-z0-9]+$")
    region: str
    account: str = Field("", pattern=f"^({names.ACCOUNT_ID})?$", coerce_numbers_to_str=True)
    cidr_block: str
    secondary_cidr_blocks: list[str] = Field(default_factory=list)
    ipv6_cidr_block: str = ""
    route_table_id: str = Field("", pattern=r"^(vtb-[a-z0-9]+)?$")
    vswitches: list[SeedVSwitch] = Field(default_factory=list)
    route_tables: list[SeedRouteTable] = Field(default_factory=list)


class SeedDefaultVpc(BaseModel):
    """Where an account has its default VPC, with a default vSwitch in each zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: str
    account: str = Field("", pattern=f"^({names.ACCOUNT_ID})?$", coerce_numbers_to_str=True)


class SeedFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    default_vpcs: list[SeedDefaultVpc] = Field(default_factory=list)
    vpcs: list[SeedVpc] = Field(default_factory=list)
    oss: SeedStorage = SeedStorage()
    ots: SeedTables = SeedTables()
    objects: list[SeedObject] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SeedDescription:
    """One file's content and where it came from, for messages."""

    path: Path
    content: SeedFile
    default_account: str

    def apply(self, world: World) -> None:
        """Put it into a new world.

        Raises:
            SettingsError: the rulebook refuses an entry, or two entries have one id.
        """
        now = world.clock.now()
        tx = Transaction(world.store, now, world.settings.profile)
        for vpc in self.content.vpcs:
            account = vpc.account or self.default_account
            call = Call(world=world, transaction=tx, caller=Caller(account), region=vpc.region, now=now)
            _seed_vpc(self, call, vpc)
        for default in self.content.default_vpcs:
            if regions.find(default.region) is None:
                raise SettingsError(f"--seed {self.path}: default_vpcs: Alibaba Cloud has no region {default.region}.")
            account = default.account or self.default_account
            call = Call(world=world, transaction=tx, caller=Caller(account), region=default.region, now=now)
            default_vpcs.seed_default_vpc(call)
        try:
            for bucket in self.content.oss.buckets:
                seed_bucket(tx, bucket, self.default_account)
            for instance in self.content.ots.instances:
                seed_tables(tx, instance, self.default_account)
        except StorageEntryError as problem:
            raise SettingsError(f"--seed {self.path}: {problem}.") from None
        seed_objects(world, self.content.objects, self.default_account, source=str(self.path))


def read(path: Path, document: object, default_account: str) -> SeedDescription:
    """A document that was parsed.

    Raises:
        SettingsError: it has entries that do not fit.
    """
    if not document:
        raise SettingsError(f"--seed {path}: is empty and would seed nothing. See docs/seeds.md for the format.")
    try:
        return SeedDescription(path, SeedFile.model_validate(document), default_account)
    except ValidationError as invalid:
        raise SettingsError(f"--seed {path}: {_problem(invalid)} See docs/seeds.md for the format.") from None


def _problem(invalid: ValidationError) -> str:
    """The first thing to correct. An unknown key comes before a missing one: often it is the same, mistyped."""
    errors = invalid.errors(include_url=False, include_input=False)
    first = next((error for error in errors if error["type"] == "extra_forbidden"), errors[0])
    place = first["loc"]
    where = ".".join(str(part) for part in place) or "the document"
    if first["type"] != "extra_forbidden":
        return f"{where}: {worded(first)}."
    known = _keys_at(place[:-1])
    hint = did_you_mean(str(place[-1]), known) or f"Known: {', '.join(known)}."
    return f"{where}: there is no such key. {hint}"


def _keys_at(place: tuple[int | str, ...]) -> list[str]:
    """The keys of the object at a place of a document: ``("vpcs", 0)`` is a VPC."""
    kind: type[BaseModel] = SeedFile
    for name in (part for part in place if isinstance(part, str)):
        held = kind.model_fields[name].annotation  # a model, or a list of them
        kind = next(part for part in (held, *get_args(held)) if isinstance(part, type) and issubclass(part, BaseModel))
    return sorted(kind.model_fields)


def _seed_vpc(seed: SeedDescription, call: Call, vpc: SeedVpc) -> None:
    region = regions.find(vpc.region)
    if region is None:
        raise SettingsError(f"--seed {seed.path}: {vpc.id}: Alibaba Cloud has no region {vpc.region}.")
    _require_valid(seed, vpc.id, addressing.check_vpc_cidr(vpc.cidr_block))
    blocks = [cidr_block(vpc.cidr_block)]
    for secondary in vpc.secondary_cidr_blocks:
        _require_valid(seed, vpc.id, addressing.check_secondary_cidr(secondary, blocks))
        blocks.append(cidr_block(secondary))
    _check_ipv6(seed, vpc.id, vpc.ipv6_cidr_block, 56)
    group = default_group_id(call.account)
    router, serial = call.new_id("vrt", vpc.region)
    row = VpcRow(
        id=vpc.id,
        serial=serial,
        account=call.account,
        region_id=vpc.region,
        cidr_block=vpc.cidr_block,
        vpc_name=vpc.name,
        description=vpc.description,
        status=Status("Available", call.now),
        creation_time=call.now,
        v_router_id=router,
        resource_group_id=group,
        secondary_cidr_blocks=tuple(vpc.secondary_cidr_blocks),
        ipv6_cidr_block=vpc.ipv6_cidr_block,
    )
    _put(seed, call, row)
    put_tags(call.transaction, call.account, vpc.region, VpcRow.resource.tag_type, vpc.id, vpc.tags.items())
    system = _seed_table(seed, call, row, vpc.route_table_id or call.new_id_of(RouteTableRow, vpc.region)[0])
    bound: dict[str, str] = {}
    for table in vpc.route_tables:
        custom = _seed_table(seed, call, row, table.id, table)
        bound.update(dict.fromkeys(table.vswitch_ids, custom))
    unknown = bound.keys() - {vswitch.id for vswitch in vpc.vswitches}
    if unknown:
        raise SettingsError(f"--seed {seed.path}: {vpc.id} has no vSwitch {sorted(unknown)[0]}, which a table names.")
    for vswitch in vpc.vswitches:
        zone = vswitch.zone_id or region.zones[0]
        _seed_vswitch(seed, call, row, vswitch, bound.get(vswitch.id, system), zone)


def _seed_table(seed: SeedDescription, call: Call, vpc: VpcRow, id: str, entry: SeedRouteTable | None = None) -> str:
    row = RouteTableRow(
        id=id, serial=call.transaction.next_serial(), account=vpc.account, region_id=vpc.region_id, vpc_id=vpc.id,
        router_id=vpc.v_router_id, route_table_type="Custom" if entry else "System", associate_type="VSwitch",
        route_table_name=entry.name if entry else "",
        description=entry.description if entry else "", status=Status("Available", call.now), creation_time=call.now,
        resource_group_id=vpc.resource_group_id,
    )  # fmt: skip
    _put(seed, call, row)
    if entry:
        put_tags(call.transaction, vpc.account, vpc.region_id, RouteTableRow.resource.tag_type, id, entry.tags.items())
    return id


def _seed_vswitch(seed: SeedDescription, call: Call, vpc: VpcRow, entry: SeedVSwitch, table: str, zone: str) -> None:
    _require_valid(seed, entry.id, addressing.check_vswitch_block(entry.cidr_block))
    block = cidr_block(entry.cidr_block)
    _require_valid(seed, entry.id, addressing.check_vswitch_in_vpc(block, vpc.blocks()))
    present = [row.block() for row in call.transaction.find(VSwitchRow, "vpc", vpc.id)]
    _require_valid(seed, entry.id, addressing.check_vswitch_overlap(block, present))
    _check_ipv6(seed, entry.id, entry.ipv6_cidr_block, 64, inside=vpc.ipv6_block())
    row = VSwitchRow(
        id=entry.id,
        serial=call.transaction.next_serial(),
        account=vpc.account,
        region_id=vpc.region_id,
        vpc_id=vpc.id,
        zone_id=zone,
        cidr_block=entry.cidr_block,
        route_table_id=table,
        v_switch_name=entry.name,
        description=entry.description,
        status=Status("Available", call.now),
        creation_time=call.now,
        resource_group_id=vpc.resource_group_id,
        ipv6_cidr_block=entry.ipv6_cidr_block,
    )
    _put(seed, call, row)
    put_tags(call.transaction, vpc.account, vpc.region_id, VSwitchRow.resource.tag_type, entry.id, entry.tags.items())


def _put(seed: SeedDescription, call: Call, row: VpcRow | VSwitchRow | RouteTableRow) -> None:
    if call.transaction.get(type(row), row.id) is not None:
        raise SettingsError(f"--seed {seed.path}: {row.id} is there twice; ids are unique.")
    call.transaction.put(row)


def _check_ipv6(seed: SeedDescription, id: str, text: str, mask: int, *, inside: Cidr | None = None) -> None:
    block = parse_cidr(text)
    if not text:
        return
    if block is None or block.version != 6 or block.mask != mask:
        raise SettingsError(f"--seed {seed.path}: {id}: {text!r} is not an IPv6 CIDR block with the mask {mask}.")
    if mask == 64 and (inside is None or not inside.contains(block)):
        raise SettingsError(
            f"--seed {seed.path}: {id}: {text} is not inside the VPC's {inside or 'IPv6, which is off'}."
        )


def _require_valid(seed: SeedDescription, id: str, violations: Violations) -> None:
    violation = next(violations, None)
    if violation is not None:
        raise SettingsError(f"--seed {seed.path}: {id}: {violation.message}.")
