"""Values of fields that no request has set: plausible, of the right type, and the same whenever they are read."""

from __future__ import annotations

import re
import time
from typing import Final

from pydantic import JsonValue

from tfmock.rulebook import regions
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ReplyField, ResourceType
from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.origins import as_number, as_text
from tfmock.services.crud.overrides import COMPUTED, DEFAULT_NAMES
from tfmock.services.crud.request import CrudRequest

_SUCCESS: Final = frozenset({"success", "issuccess", "succeed"})
_STATUS_CODES: Final = frozenset({"code", "httpstatuscode", "statuscode"})
_PAGE: Final = frozenset({"pagenumber", "pageno", "currentpage", "pagenum"})
#: Computed texts whose value means something: a number in them would be taken for a fact.
_MEANINGFUL: Final = re.compile(
    r"(status|state|type|mode|code|method|version|class|charge|category|edition|engine|count|size|level|reason|message|"
    r"description|protocol|port|enabled?|flag|switch|key|value|config|policy|document|content|template|json)$"
)


def base_kind(kind: str) -> str:
    """The first type of a field's: ``number`` of ``number|string!``."""
    return kind.rstrip("!").split("|")[0]


def to_type(value: JsonValue, kind: str, attribute_kind: str = "") -> JsonValue:
    """A value as the provider reads it.

    Args:
        kind: the type of the reply's field.
        attribute_kind: that of the attribute, for fields whose type is not known.
    """
    kinds = kind.rstrip("!").split("|")
    if "string" in kinds and ("number" in kinds or "bool" in kinds):
        return as_text(value)  # the provider takes it for a text, and makes the other out of it
    if "number" in kinds:
        number = as_number(value)
        return number if number is not None else (value or 0)
    if "bool" in kinds:
        return as_text(value).lower() in ("true", "1")
    if "string" in kinds:
        return as_text(value)
    if kinds == [""] and isinstance(value, str) and attribute_kind == "int":
        number = as_number(value)
        return value if number is None else number
    return value


def tag_list(value: JsonValue, kind: str = "") -> JsonValue:
    """Tags under every name by which products call key and value; as they are, where ``kind`` is that of an object."""
    if not isinstance(value, dict):
        return []
    if base_kind(kind) == "object":
        return value
    return [
        {"Key": key, "Value": as_text(member), "TagKey": key, "TagValue": as_text(member)}
        for key, member in value.items()
    ]


def zones(region: str) -> tuple[str, ...]:
    """The zones of a region, first those that examples name most."""
    known = regions.find(region)
    names = known.zones if known is not None else (f"{region}-h", f"{region}-i")
    return tuple(sorted(names, key=lambda name: name[-1] not in "hi")) or (region,)


def moment(seconds: float) -> str:
    """A moment as most products write it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def guess(
    request: CrudRequest, name: str, kind: str, target: CrudObject | None = None, *, count: int = 1, place: int = 0
) -> JsonValue:
    """The value of a field by its name.

    Args:
        count: how many items the reply has.
        place: of the item in its list, so that two zones differ.
    """
    low = name.lower()
    if kind.startswith("number|string"):
        return "0"
    simple = base_kind(kind)
    if simple in ("tags", "list"):
        return []
    if simple == "object":
        return {}
    if simple == "bool" or low in _SUCCESS:
        return low in _SUCCESS
    if simple == "number":
        return _guess_number(low, count)
    return _guess_text(request, low, target, place)


def _guess_number(low: str, count: int) -> JsonValue:
    if re.match(r"total|count|recordcount", low) or low.endswith(("count", "total")):
        return count
    if low in _PAGE or low.endswith("versionnumber"):
        return 1
    if low == "pagesize":
        return 50
    return 200 if low in _STATUS_CODES else 0


def _guess_text(request: CrudRequest, low: str, target: CrudObject | None, place: int) -> JsonValue:
    if low in _STATUS_CODES:
        return "200"
    if re.search(r"nexttoken|marker", low):
        return ""
    if re.search(r"regionid|^region$", low):
        return request.call.region
    if low == "accountid":
        return request.call.account
    if low.endswith(("zoneid", "zone", "azs")):
        names = zones(request.call.region)
        return names[place % len(names)]
    if re.search(r"time|date|gmt", low) and target is not None:
        return moment(target.creation_time)
    return ""


_ADDRESS: Final = re.compile(r"connection(string|domain)|(end_?point|domain|domain_?name|dns_?name|host_?name)$", re.I)
_IP: Final = re.compile(r"(^|[a-z_])ip(v4)?(address)?$|^ipaddress$", re.I)


def made_up(request: CrudRequest, type: ResourceType, name: str, target: CrudObject) -> str:
    """An address, an IP address or an ARN by the name of a field; empty for others. Equal in every reply, since the
    provider looks for one reply's address in another's."""
    product, region = type.product.lower().partition(".")[0], request.call.region
    if name in DEFAULT_NAMES:
        return DEFAULT_NAMES[name]
    if name.endswith("api_server_endpoint"):  # provider (cs_managed_kubernetes): splits it at ":" and "/" unchecked
        return f"https://{target.number}.{product}.{region}.aliyuncs.com:6443"
    if _ADDRESS.search(name):
        return f"{target.number}.{product}.{region}.aliyuncs.com"
    if _IP.search(name):
        number = int(target.number)
        return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 254 + 1}"
    if name.lower() == "arn":
        return _arn(request, type, product, target)
    return ""


def _arn(request: CrudRequest, type: ResourceType, product: str, target: CrudObject) -> str:
    """As RAM's and KMS's API pages write it: ``acs:kms:cn-hangzhou:<account>:key/<id>``. What RAM knows has no region,
    and other products make roles, too."""
    kind = type.name.removeprefix("alicloud_")
    if kind.endswith("role"):
        kind = "role"
    is_global = kind == "role" or product in ("ram", "ims")
    kind = kind.removeprefix("ram_" if is_global else f"{product}_").removeprefix("ims_").replace("_", "-")
    service, region = ("ram", "") if is_global else (product, request.call.region)
    return f"acs:{service}:{region}:{request.call.account}:{kind}/{target.parts[-1]}"


def computed(
    request: CrudRequest, type: ResourceType, field: ReplyField, kind: str, target: CrudObject
) -> JsonValue:  # fmt: skip
    """The value of an attribute that the cloud computes; None where it may as well be missing."""
    described = type.attribute(field.attribute)
    attribute_kind = type.kind(field.attribute)
    known = COMPUTED.get(paths.last_key(field.path))
    if known is not None:
        return known
    if kind == "bool" or attribute_kind == "bool":
        return False
    if kind == "number" or attribute_kind != "string":
        return None
    values = described.get("enum")
    if isinstance(values, list) and values:
        return values[0]
    name = paths.last_key(field.path)
    guessed = (
        made_up(request, type, name, target)
        or guess(request, name, "string", target)
    )  # fmt: skip
    if guessed:
        return guessed
    return None if _MEANINGFUL.search(name.lower()) else target.number


def zero(attribute_kind: str, otherwise: JsonValue) -> JsonValue:
    """What stands for an attribute that nobody set, by the attribute's type."""
    zeros: dict[str, JsonValue] = {"bool": False, "int": 0, "float": 0, "string": ""}
    return zeros.get(attribute_kind, otherwise)
