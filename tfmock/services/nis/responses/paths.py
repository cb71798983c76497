"""Paths: create, delete, and analyse without keeping."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator

from tfmock.core.call import Call
from tfmock.core.operation import OptionalInt, Reply, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import quotas
from tfmock.rulebook.cidr import parse_address
from tfmock.rulebook.names import TAG_LIMIT, is_tag_key
from tfmock.rulebook.values import read_json
from tfmock.services.common.messages import Tag, tag_pairs
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.nis import errors
from tfmock.services.nis.analysis import is_internet
from tfmock.services.nis.models import NetworkPathRow, PathSpec
from tfmock.services.nis.responses import PRODUCT, VERSION

SOURCE_TYPES: Final = ("ecs", "internetIp", "vsw", "vpn", "vbr")
TARGET_TYPES: Final = (*SOURCE_TYPES, "clb")
PROTOCOLS: Final = ("tcp", "udp", "icmp")
PREFIXES: Final = {"ecs": "i-", "vsw": "vsw-"}


def _json_list(value: object) -> object:
    """Declared with style "json": ``["np-1"]`` in one parameter; a flat list is taken too."""
    if isinstance(value, str):
        try:
            return read_json(value)
        except ValueError:
            return [value]
    return value


IdList = Annotated[list[str], BeforeValidator(_json_list)]


class PathParameters(Request):
    """What CreateNetworkPath and CreateAndAnalyzeNetworkPath share."""

    source_id: Required
    source_type: Required
    source_ip_address: str = ""
    source_port: OptionalInt = None
    target_id: str = ""
    target_type: str = ""
    target_ip_address: str = ""
    target_port: OptionalInt = None
    protocol: str = ""

    def spec(self) -> PathSpec:
        """The requested path."""
        return PathSpec(
            source_id=self.source_id,
            source_type=self.source_type,
            source_ip_address=self.source_ip_address,
            source_port=self.source_port or 0,
            target_id=self.target_id,
            target_type=self.target_type,
            target_ip_address=self.target_ip_address,
            target_port=self.target_port or 0,
            protocol=self.protocol.lower(),
        )


def check(request: PathParameters) -> PathSpec:
    """Check the parameters by themselves, without the world (error codes of CreateNetworkPath)."""
    spec = request.spec()
    if spec.source_type not in SOURCE_TYPES:
        raise errors.SOURCE_TYPE(value=spec.source_type)
    if spec.target_type and spec.target_type not in TARGET_TYPES:
        raise errors.TARGET_TYPE(value=spec.target_type)
    for kind in (spec.source_type, spec.target_type):
        if kind in ("vpn", "vbr", "clb"):
            raise errors.UNSUPPORTED(value=kind)
    if not spec.target_id and not spec.target_ip_address:
        raise errors.TARGET_ID(value="")  # guess: the help page wants a target, the metadata does not
    if spec.protocol and spec.protocol not in PROTOCOLS:
        raise errors.PROTOCOL(value=request.protocol)
    _check_ports(request)
    _check_ids(spec)
    return spec


def _check_ports(request: PathParameters) -> None:
    for value, fault in ((request.source_port, errors.SOURCE_PORT), (request.target_port, errors.TARGET_PORT)):
        if value is not None and not 0 < value <= 65535:
            raise fault(value=value)


def _check_ids(spec: PathSpec) -> None:
    if spec.source_ip_address and parse_address(spec.source_ip_address) is None:
        raise errors.SOURCE_IP()
    if spec.target_ip_address and parse_address(spec.target_ip_address) is None:
        raise errors.TARGET_IP(value=spec.target_ip_address)
    for kind, id in ((spec.source_type, spec.source_id), (spec.target_type, spec.target_id)):
        if id and not id.startswith(PREFIXES.get(kind, "")):
            raise errors.TYPE_AND_ID(value=id)
    internet = [
        (id, kind) for id, kind in ((spec.source_id, spec.source_type), (spec.target_id, spec.target_type))
        if kind == "internetIp"
    ]  # fmt: skip
    if len(internet) == 2 and not all(is_internet(id) for id, _ in internet):
        raise errors.BOTH_INTERNET()
    for id, _ in internet:
        if not is_internet(id):
            raise errors.INTERNET_IP(value=id)
    if (spec.source_id, spec.source_ip_address) == (spec.target_id, spec.target_ip_address):
        raise errors.SAME_ENDS()


def check_tags(tags: list[Tag]) -> list[tuple[str, str]]:
    """Tags of a path or an analysis."""
    keys = [tag.key for tag in tags]
    if len(tags) > TAG_LIMIT:
        raise errors.TAGS()
    if len(set(keys)) < len(keys):
        raise errors.TAG_TWICE()
    if not all(map(is_tag_key, keys)):
        raise errors.TAG_KEY()
    return tag_pairs(tags)


class CreateNetworkPath(PathParameters):
    network_path_name: Required
    network_path_description: str = ""
    resource_group_id: str = ""
    tag: list[Tag] = []


class CreateNetworkPathReply(Reply):
    network_path_id: str


@operation(PRODUCT, VERSION, "CreateNetworkPath")
def create_network_path(call: Call, request: CreateNetworkPath) -> CreateNetworkPathReply:
    """Keep a path; nothing is analysed yet, and its ends need not exist (guess)."""
    spec = check(request)
    tags = check_tags(request.tag)
    present = call.transaction.find(NetworkPathRow, "account", call.account)
    limit = call.quotas.nis_quota_network_path_num
    enforce(quotas.check_count(quotas.NETWORK_PATHS, used=len(present), limit=limit))
    same = next((row for row in present if row.spec == spec), None)
    if same is not None:
        raise errors.PATH_EXISTS(id=same.id)
    id, serial = call.new_id("np", length=20)
    call.transaction.put(
        NetworkPathRow(
            id=id,
            serial=serial,
            account=call.account,
            region_id=call.region,
            network_path_name=request.network_path_name,
            network_path_description=request.network_path_description,
            create_time=call.now,
            resource_group_id=request.resource_group_id,
            spec=spec,
        )
    )
    put_tags(call.transaction, call.account, call.region, "NetworkPath", id, tags)
    return CreateNetworkPathReply(network_path_id=id)


def path(call: Call, id: str) -> NetworkPathRow:
    """The caller's path of this id."""
    row = call.transaction.get(NetworkPathRow, id)
    if row is None or row.account != call.account:
        raise errors.PATH_NOT_FOUND(id=id)
    return row


class Deleted(Reply):
    data: bool = True


class DeleteNetworkPath(Request):
    network_path_ids: IdList


@operation(PRODUCT, VERSION, "DeleteNetworkPath")
def delete_network_path(call: Call, request: DeleteNetworkPath) -> Deleted:
    """Forget paths; their analyses stay (guess)."""
    for id in request.network_path_ids:
        row = path(call, id)
        drop_tags(call.transaction, row.account, row.id)
        call.transaction.delete(row)
    return Deleted()
