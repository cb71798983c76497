"""Default VPCs, as new accounts have them: one in a region, with a default vSwitch in each of its zones."""

from __future__ import annotations

from dataclasses import replace

from tfmock.core.accounts import Caller
from tfmock.core.call import Call
from tfmock.core.lifecycle import Status
from tfmock.core.store import Transaction
from tfmock.core.world import World
from tfmock.rulebook import regions
from tfmock.services.vpc.models.vpc import find_default_vpc
from tfmock.services.vpc.models.vswitch import VSwitchRow
from tfmock.services.vpc.responses.vpcs import CreateDefaultVpc, create_default_vpc
from tfmock.services.vpc.responses.vswitches import CreateDefaultVSwitch, create_default_v_switch


def seed_default_vpc(call: Call) -> None:
    """Make the default VPC of the call's account and region, where it has none yet."""
    if find_default_vpc(call.transaction, call.scope) is not None:
        return
    create_default_vpc(call, CreateDefaultVpc())
    vpc = find_default_vpc(call.transaction, call.scope)
    assert vpc is not None
    ready = Status("Available", call.now)
    call.transaction.put(replace(vpc, status=ready))
    region = regions.find(call.region)
    for zone in region.zones if region else ():
        create_default_v_switch(call, CreateDefaultVSwitch(zone_id=zone))
    for vswitch in call.transaction.find(VSwitchRow, "vpc", vpc.id):
        call.transaction.put(replace(vswitch, status=ready))


def seed_default_vpcs(world: World, account: str) -> None:
    """Make the default VPC of an account in every region that is open to all."""
    now = world.clock.now()
    tx = Transaction(world.store, now, world.settings.profile)
    for region in regions.open_regions():
        seed_default_vpc(Call(world=world, transaction=tx, caller=Caller(account), region=region.id, now=now))
