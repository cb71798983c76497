"""What a request names by id, name or ARN, and whether this world has it: VPCs, zones, keys, roles and so on.

An attribute tells by its name what it refers to, in every product alike: there is no line for a resource here. Whatever
is stored by the CRUD tier under the same id counts as well, since ENS and other products have vSwitches and security
groups of their own.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

from tfmock.core.store import ResourceRow
from tfmock.protocol.errors import ApiError
from tfmock.rulebook import regions
from tfmock.services.common.resource_groups import find_group
from tfmock.services.crud import errors, paths
from tfmock.services.crud.contract import CallSpec
from tfmock.services.crud.objects import Objects
from tfmock.services.crud.origins import Context
from tfmock.services.crud.request import CrudRequest
from tfmock.services.resources import RESOURCES
from tfmock.simulation.resources import VSwitchRow

_ROWS: Final[Mapping[str, type[ResourceRow]]] = MappingProxyType({row.resource.kind: row for row in RESOURCES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What attributes of certain names refer to.

    Attributes:
        kind: of the emulated resource; ``zone``, ``kms_key`` and the RAM roles are looked up in their own ways. Also
            the key of the usual error.
        noun: the products' word for it, in codes such as ``ResourceNotFound.VSwitch``.
        names: whole names of attributes.
        values: only such values are judged; the others may be of another kind or mean a default.
    """

    kind: str
    noun: str
    names: re.Pattern[str]
    values: re.Pattern[str]


def _reference(kind: str, noun: str, names: str, values: str = ".+") -> Reference:
    return Reference(kind=kind, noun=noun, names=re.compile(names), values=re.compile(values, re.S))


REFERENCES: Final = (
    _reference("vpc", "Vpc", r"(\w+_)?vpc_ids?|bind_vpcs"),
    _reference("vswitch", "VSwitch", r"(\w+_)?v_?switch_ids?"),
    _reference("security_group", "SecurityGroup", r"(\w+_)?security_group_ids?|security_groups?"),
    # instances of other products have other prefixes
    _reference("instance", "Instance", r"(\w+_)?(instance|ecs|server|host|backend|resource)_ids?", "i-[a-z0-9]+"),
    _reference("network_interface", "NetworkInterface", r"(\w+_)?(network_interface|eni)_ids?", "eni-.+"),
    _reference("eip_address", "Eip", r"(eip_)?allocation_ids?|(\w+_)?eip_ids?", "eip-.+"),
    _reference("route_table", "RouteTable", r"((local|peer|child_instance)_)?route_table_ids?", "vtb-.+"),
    # AnalyticDB and DataWorks call other things resource groups
    _reference("resource_group", "ResourceGroup", r"(resource_manager_)?resource_group_id", "rg-.+"),
    # other values are DNS zones, several zones in one (cn-hangzhou-MAZ1(a,b)), or zones of edge nodes
    _reference(
        "zone", "Zone", r"(\w+_)?zone_ids?|availability_zone|(primary|secondary|tertiary)_zone",
        r"[a-z]{2}(-[a-z]+)+(-\d+)?-[a-z]|[a-z]{2}(-[a-z]+)+-\d+[a-z]",
    ),
    # other values mean a key of the service
    _reference(
        "kms_key", "KMSKey", r"(\w+_)?kms_(key|master_key)(_id)?|(cmk|sse|encryption)_key(_id)?|cmk_id",
        r"key-.+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|alias/.+|acs:kms:[^:]*:[^:]*:(key|alias)/.+",
    ),
    _reference("ram_role", "Role", r"(\w+_)?role(_arn)?", r"acs:ram::\d+:role/.+"),
    _reference("ram_role_name", "Role", "ram_role_name"),
)  # fmt: skip

_ROLE_TYPES: Final = ("alicloud_ram_role", "alicloud_resource_manager_role")
_POLICY_TYPES: Final = ("alicloud_ram_policy", "alicloud_resource_manager_policy")
#: What RAM names by name (API 2015-05-01): parameter -> types that have one, the action that makes it, the noun in the
#: code ``EntityNotExist.Role`` (RAM: general error codes; the provider expects them).
_RAM_NAMES: Final[Mapping[str, tuple[tuple[str, ...], str]]] = MappingProxyType(
    {
        "UserName": (("alicloud_ram_user",), "User"),
        "GroupName": (("alicloud_ram_group",), "Group"),
        "RoleName": (_ROLE_TYPES, "Role"),
        "PolicyName": (_POLICY_TYPES, "Policy"),
    }
)
#: Templates are judged when they are used: ``CreateLaunchTemplate`` documents no code for what it names.
_TEMPLATES: Final = re.compile("LaunchTemplate")
#: Names of attributes that mean the region of the request: with a prefix such as ``peer_`` they may mean another.
_PLAIN: Final = re.compile("vpc|v_?switch|security_group")
#: Products whose zones and networks are not those of VPC: edge nodes and Lingjun.
_OWN_PLACES: Final = ("eflo", "ens")
#: What this tier makes up for computed attributes and for lists that no one made, which may be named afterwards; and
#: what the provider's examples leave open (``vpc-xxx``).
_MADE_UP: Final = re.compile(r"\d{10}|[a-z]+id-\d|[a-z]+-x+")
#: Roles that the cloud makes when a service is first used.
_SERVICE_ROLE: Final = re.compile("aliyun|kubernetes", re.I)


_VSWITCH: Final = next(known for known in REFERENCES if known.kind == "vswitch")


@functools.cache
def reference_of(attribute: str) -> Reference | None:
    """What an attribute of this name refers to; None for most."""
    return next((known for known in REFERENCES if known.names.fullmatch(attribute)), None)


@functools.cache
def _zones() -> frozenset[str]:
    """The zones of every region. That of the call does not decide: some services of one region use zones of another."""
    return frozenset(zone for region in regions.REGIONS.values() for zone in region.zones)


class ReferenceChecker:
    """Looks up what one request names."""

    def __init__(self, request: CrudRequest, objects: Objects) -> None:
        self._request = request
        self._objects = objects
        names = set(_keys(request.arguments))
        #: Another region or account is spoken of: what is named may be there.
        self._names_region = any(re.search("region", name, re.I) for name in names - {"RegionId"})
        self._names_account = any(re.search("owner|uid|account", name, re.I) for name in names)

    def problem(self, reference: Reference, call: CallSpec, attribute: str, value: str) -> ApiError | None:
        """The product's error where a value names something that does not exist; None where it does or is not judged.

        Args:
            attribute: the name by which the value is configured; a prefix such as ``peer_`` may mean another region.
        """
        if not reference.values.fullmatch(value) or _TEMPLATES.search(call.key):
            return None
        if call.product.lower().startswith(_OWN_PLACES):
            return None
        if self._exists(reference, call, attribute, value):
            return None
        return self._error(reference)

    def check_places(self, call: CallSpec) -> None:
        """Refuse a vSwitch that is not in the VPC, or for a load balancer in the zone, that stands beside it.

        Raises:
            ApiError: guess: where the VPC differs, the vSwitch is not found in it.
        """
        by_attribute = {attribute: path for path, attribute in call.unchanged.items()}
        vpc = self._request.text(by_attribute.get("vpc_id", ""))
        for attribute in ("vswitch_id", "vswitch_ids", "vswitch_ids[]", "zone_mappings[].vswitch_id"):
            path = by_attribute.get(attribute)
            for row in self._vswitches(path) if path is not None and vpc.startswith("vpc-") else ():
                if row.vpc_id != vpc:
                    raise self._error(_VSWITCH)
        mappings = self._request.arguments.get("ZoneMappings")
        if self._request.version in errors.LOAD_BALANCERS and isinstance(mappings, list):
            for number in range(len(mappings)):
                zone = self._request.text(f"ZoneMappings[{number}].ZoneId")
                for row in self._vswitches(f"ZoneMappings[{number}].VSwitchId"):
                    if zone and row.zone_id != zone:
                        raise errors.ZONE_MISMATCH(zone=zone, vswitch=row.id)

    def _vswitches(self, path: str) -> Iterator[VSwitchRow]:
        for value in paths.flatten([value for _, value in paths.find(self._request.arguments, path)]):
            row = self._request.call.transaction.get(VSwitchRow, value) if isinstance(value, str) else None
            if row is not None:
                yield row

    def check_ram_names(self, call: CallSpec) -> None:
        """Refuse users, groups, roles and policies of RAM that do not exist.

        Raises:
            ApiError: ``EntityNotExist.Role`` and the like.
        """
        request = self._request
        if request.version != errors.RAM or call.is_delete or request.text("PolicyType") == "System":
            return
        for parameter, (types, noun) in _RAM_NAMES.items():
            name = request.text(parameter)
            if name and request.key != f"Create{noun}" and not self._is_named(types, name):
                raise errors.RAM_NOT_FOUND(noun=noun, low=noun.lower())

    def _is_named(self, types: tuple[str, ...], name: str) -> bool:
        """Whether an object of one of the types has a name, as its id or otherwise."""
        return any(
            name in (*other.parts, *other.attributes.values())
            for type in types
            for other in self._objects.of_kind(type)
        )

    def _error(self, reference: Reference) -> ApiError:
        version = self._request.version
        if version in errors.LOAD_BALANCERS:
            return errors.RESOURCE_NOT_FOUND(noun=reference.noun)
        return (errors.OWN_NOT_FOUND.get((version, reference.kind)) or errors.NOT_FOUND[reference.kind])()

    def _exists(self, reference: Reference, call: CallSpec, attribute: str, value: str) -> bool:
        kind = reference.kind
        if kind == "zone":
            return value in _zones()
        if kind == "kms_key":
            return self._has_key(value)
        if kind in ("ram_role", "ram_role_name"):
            return self._has_role(value)
        if _MADE_UP.fullmatch(value) or self._objects.with_value(value):
            return True
        if kind == "resource_group":
            return find_group(self._request.call.transaction, self._request.call.account, value) is not None
        return self._has_row(_ROWS[kind], call, attribute, value)

    def _has_row(self, row_kind: type[ResourceRow], call: CallSpec, attribute: str, value: str) -> bool:
        asking = self._request.call
        row = asking.transaction.get(row_kind, value)
        if row is None:
            return False
        summary = row.summary(asking.transaction)
        if summary.account != asking.account and not self._names_account:
            # what is in a VPC that another account shares may be used as one's own
            return getattr(row, "vpc_id", value) in asking.world.settings.account(asking.account).shared_vpcs
        return not self._is_elsewhere(summary.region, call, attribute)

    def _is_elsewhere(self, region: str, call: CallSpec, attribute: str) -> bool:
        """Whether something is in another region than the request, and the request speaks of none but its own."""
        own = self._request.region
        if not own or not region or region == own or self._names_region:
            return False
        if not _PLAIN.match(attribute) or "RegionId" in call.constants:
            return False
        sent = [parameter.leaf for parameter in call.parameters if parameter.path == "RegionId"]
        return all(isinstance(leaf, Context) and leaf.name == "region" for leaf in sent)

    def _has_key(self, value: str) -> bool:
        """A KMS key by its id, by an alias, or by the ARN of either."""
        name = value
        if value.startswith("acs:"):
            _, _, _, account, name = value.split(":", 4)
            name = name.removeprefix("key/")
            if account not in ("", self._request.call.account):
                return True  # another account's, which may allow it
        # every account has the keys of services
        return name.startswith("alias/acs/") or bool(self._objects.with_value(name))

    def _has_role(self, value: str) -> bool:
        """A RAM role by its name or its ARN."""
        if value.startswith("acs:") and value.split(":")[3] != self._request.call.account:
            return True  # another account's
        name = value.rpartition("/")[2]
        return bool(_SERVICE_ROLE.match(name)) or self._is_named(_ROLE_TYPES, name)


def _keys(node: JsonValue) -> Iterator[str]:
    if isinstance(node, dict):
        for key, member in node.items():
            yield key
            yield from _keys(member)
    elif isinstance(node, list):
        for member in node:
            yield from _keys(member)
