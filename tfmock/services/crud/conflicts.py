"""Objects that stand in the way of a call: what users name themselves is made once, and what is in use stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from tfmock.protocol.errors import ApiError
from tfmock.services.crud import errors
from tfmock.services.crud.contract import CallSpec, ResourceType
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, Context
from tfmock.services.crud.request import CrudRequest

#: Actions that make something that must not be there yet. ``Put``, ``Set``, ``Attach`` and the like may be repeated.
_MAKES: Final = re.compile(r"(Create(?!OrGet)|Register|Import|Add(?=\w*Domain$))(?![a-z])")
#: Those that add to what is there: a tag key has several values, a service role is made when it is first needed.
_ADDS: Final = re.compile(r"CreateTags|CreateMonitorGroupInstances|CreateServiceLinkedRole\w*|RegisterTransitRouter\w+")
#: API version and action -> the parameter that is unique although it is not the id.
_UNIQUE: Final[Mapping[tuple[str, str], str]] = MappingProxyType({(errors.RAM, "CreateUser"): "UserName"})
#: Deleting action of RAM -> types of what may hang on the object, by the word for it in the code.
_RAM_HANGING: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "DeleteRole": {"Policy": "alicloud_ram_role_policy_attachment"},
        "DeleteUser": {"Policy": "alicloud_ram_user_policy_attachment", "LoginProfile": "alicloud_ram_login_profile"},
        "DeleteGroup": {"Policy": "alicloud_ram_group_policy_attachment", "User": "alicloud_ram_group_membership"},
        "DeletePolicy": {
            "User": "alicloud_ram_user_policy_attachment", "Group": "alicloud_ram_group_policy_attachment",
            "Role": "alicloud_ram_role_policy_attachment",
        },
    }
)  # fmt: skip


def check_new(request: CrudRequest, type: ResourceType, call: CallSpec, present: Iterable[CrudObject]) -> None:
    """Refuse to make what is there.

    Args:
        present: objects with the id of the new one, in its region.

    Raises:
        ApiError: with the product's code. Not where the client repeats a call with its token.
    """
    token = request.text("ClientToken")
    if any(not token or other.parameters.get("ClientToken") != token for other in present) and _makes(type, call):
        raise _duplicate(request)


def _makes(type: ResourceType, call: CallSpec) -> bool:
    if (call.version, call.key) in errors.REST_DUPLICATES:
        return True
    if call.is_rest or not _MAKES.match(call.key) or _ADDS.fullmatch(call.key):
        return False
    if any(call.key == other.key for other in type.specs_of(type.updates | type.deletes)):
        return False
    # the only one of its account or region, which is opened rather than made
    return not any(isinstance(source.leaf, Context) for part in type.id_parts for source in part.sources)


def _duplicate(request: CrudRequest) -> ApiError:
    key, version = request.key, request.version
    noun = _MAKES.sub("", key, count=1)
    error = errors.REST_DUPLICATES.get((version, key)) or errors.DUPLICATES.get(key)
    if error is None:
        error = errors.RAM_DUPLICATE if version == errors.RAM else errors.OTHER_DUPLICATE
    name = next((value for value in request.arguments.values() if isinstance(value, str) and value), "")
    return error(noun=noun, low=noun.lower(), id=name)


def check_unique(request: CrudRequest, objects: Objects, type: ResourceType, call: CallSpec) -> None:
    """Refuse a name that is unique although it is not the id.

    Raises:
        ApiError: another object has it.
    """
    name = _UNIQUE.get((call.version, call.key))
    value = request.text(name) if name is not None else ""
    attributes = [
        parameter.leaf.path
        for parameter in call.parameters
        if parameter.path == name and isinstance(parameter.leaf, Attribute)
    ]
    if value and any(
        other.attributes.get(attribute) == value for other in objects.of_type(type) for attribute in attributes
    ):
        raise _duplicate(request)


def check_deletion(request: CrudRequest, objects: Objects) -> None:
    """Refuse to delete what others hang on, where a product documents that. Otherwise it takes along what hangs on it.

    Raises:
        ApiError: with the product's code.
    """
    if request.version == errors.RAM and request.key in _RAM_HANGING:
        _check_ram(request, objects)
    is_server_group = request.version in errors.LOAD_BALANCERS and request.key == "DeleteServerGroup"
    if is_server_group and objects.holding(request.text("ServerGroupId")):
        raise errors.SERVER_GROUP_IN_USE()


def _check_ram(request: CrudRequest, objects: Objects) -> None:
    noun = request.key.removeprefix("Delete")
    name = request.text(f"{noun}Name")
    types = {other.type.name for other in objects.with_value(name)} if name else set()
    for part, type in _RAM_HANGING[request.key].items():
        if type in types:
            raise errors.RAM_IN_USE(noun=noun, low=noun.lower(), part=part, part_low=part.lower())
