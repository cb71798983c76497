"""NetworkInterface.N of RunInstances: another way to say where the primary interface is, and a secondary one."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from tfmock.core.call import Call, enforce
from tfmock.core.lifecycle import enter
from tfmock.core.operation import ApiObject, ManyStrings, OptionalBool, OptionalInt, Request
from tfmock.rulebook.placement import check_attachment
from tfmock.services.ecs import errors, find, instance_errors
from tfmock.services.ecs.addresses import check_groups, make_interface, take_address, take_ipv6, take_secondary
from tfmock.services.ecs.models.network_interface import LIFECYCLE, NetworkInterfaceRow
from tfmock.services.vpc.models.vswitch import VSwitchRow


class RunInterface(ApiObject):
    """One of NetworkInterface.N; without InstanceType it is a secondary one (RunInstances metadata)."""

    instance_type: str = ""
    network_interface_id: str = ""
    network_interface_name: str = ""
    description: str = ""
    v_switch_id: str = ""
    primary_ip_address: str = ""
    security_group_id: str = ""
    security_group_ids: ManyStrings = []
    ipv6_address: ManyStrings = Field(default_factory=list, max_length=10)  # metadata
    ipv6_address_count: OptionalInt = None
    secondary_private_ip_address_count: OptionalInt = None
    network_interface_traffic_mode: str = ""
    network_card_index: OptionalInt = None
    queue_number: OptionalInt = None
    queue_pair_number: OptionalInt = None
    delete_on_release: OptionalBool = None
    source_dest_check: OptionalBool = None


class RunNetwork(Request):
    """Where instances stand, as RunInstances says it."""

    v_switch_id: str = ""
    private_ip_address: str = ""
    security_group_id: str = ""
    security_group_ids: ManyStrings = []
    ipv6_address: ManyStrings = Field(default_factory=list, max_length=10)  # metadata
    ipv6_address_count: OptionalInt = None
    network_interface: list[RunInterface] = []

    @property
    def primary(self) -> RunInterface:
        """The primary interface, from whichever place says it."""
        for given in self.network_interface:
            if given.instance_type == "Primary":
                return given
        return RunInterface(
            instance_type="Primary", v_switch_id=self.v_switch_id, primary_ip_address=self.private_ip_address,
            security_group_id=self.security_group_id, security_group_ids=self.security_group_ids,
            ipv6_address=self.ipv6_address, ipv6_address_count=self.ipv6_address_count,
        )  # fmt: skip


def find_primary(call: Call, request: RunNetwork, amount: int) -> NetworkInterfaceRow | None:
    """The interface that is there already and that the one new instance is to have as its primary one.

    Raises:
        ApiError: it is in use, or there are to be several instances.
    """
    id = request.primary.network_interface_id
    if not id:
        return None
    row = find.network_interface(call, id)
    if row.instance or row.state != "Available":
        raise errors.INTERFACE_STATE()
    if amount > 1:
        raise instance_errors.INTERFACE_SHARED()
    return row


def home_of(call: Call, request: RunNetwork) -> str:
    """The vSwitch of new instances: as given, or that of the interface that they get."""
    given = request.primary
    if given.network_interface_id:
        return find.network_interface(call, given.network_interface_id).vswitch
    return given.v_switch_id


def take_primary(
    call: Call, request: RunNetwork, vswitch: VSwitchRow, groups: tuple[str, ...], existing: NetworkInterfaceRow | None,
    instance: str,
) -> NetworkInterfaceRow:  # fmt: skip
    """The primary interface of a new instance, made for it or there before."""
    if existing is not None:
        return call.tx.put(
            replace(
                existing, kind="Primary", before_instance=True, instance=instance,
                status=enter(LIFECYCLE, "Attaching", call.now, "InUse"),
            )
        )  # fmt: skip
    where = request.primary
    return make_interface(
        call, vswitch, address=take_address(call, vswitch, where.primary_ip_address),
        ipv6=take_ipv6(call, vswitch, where.ipv6_address, where.ipv6_address_count or 0), groups=groups,
        instance=instance, primary=True, traffic_mode=where.network_interface_traffic_mode,
        queues=where.queue_number or 0, queue_pairs=where.queue_pair_number or 0,
        source_dest_check=bool(where.source_dest_check),
    )  # fmt: skip


def groups_of(given: RunInterface) -> list[str]:
    """The security groups of an interface, by either parameter."""
    return given.security_group_ids or ([given.security_group_id] if given.security_group_id else [])


def add_secondary(call: Call, request: RunNetwork, vswitch: VSwitchRow, primary: tuple[str, ...], id: str) -> None:
    """Make or attach the secondary interfaces of a new instance; what they do not say is as for the primary one."""
    for given in request.network_interface:
        check_card(given.network_card_index)
        if given.instance_type == "Primary":
            continue
        if given.network_interface_id:
            attach(call, find.network_interface(call, given.network_interface_id), vswitch.vpc, vswitch.zone, id)
            continue
        home = call.tx.get(VSwitchRow, given.v_switch_id) if given.v_switch_id else vswitch
        if home is None or home.account != vswitch.account:
            raise errors.VSWITCH_NOT_FOUND()
        enforce(check_attachment(home.vpc == vswitch.vpc, (home.zone, vswitch.zone)))
        find.check_vswitch_status(home)
        address = take_address(call, home, given.primary_ip_address)
        make_interface(
            call, home, address=address, groups=check_groups(call, groups_of(given) or primary, home.vpc),
            ipv6=take_ipv6(call, home, given.ipv6_address, given.ipv6_address_count or 0), instance=id,
            secondary=take_secondary(call, home, [], given.secondary_private_ip_address_count or 0, besides=[address]),
            name=given.network_interface_name, description=given.description,
            traffic_mode=given.network_interface_traffic_mode, queues=given.queue_number or 0,
            queue_pairs=given.queue_pair_number or 0, delete_on_release=given.delete_on_release is not False,
            source_dest_check=bool(given.source_dest_check),
        )  # fmt: skip


def check_card(index: int | None) -> None:
    """Network cards but the first; no instance type of the catalogue has one (AttachNetworkInterface metadata)."""
    if index:
        raise instance_errors.NETWORK_CARD()


def attach(call: Call, row: NetworkInterfaceRow, vpc: str, zone: str, instance: str) -> None:
    """Give a free interface to an instance in the same VPC and zone (AttachNetworkInterface metadata).

    Raises:
        ApiError: it is in use, or elsewhere.
    """
    if row.kind == "Primary":
        raise instance_errors.INTERFACE_KIND()
    if row.instance or row.state != "Available":
        raise errors.INTERFACE_STATE()
    enforce(check_attachment(row.vpc == vpc, (row.zone, zone)))
    call.tx.put(replace(row, instance=instance, status=enter(LIFECYCLE, "Attaching", call.now, "InUse")))
