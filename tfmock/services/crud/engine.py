"""The CRUD tier: answers what the provider calls beyond the emulated actions, from data about what it sends and reads.

Objects are stored as attributes of the configuration: a writing call inverts what the provider made of them, a reading
call makes what the provider will read back. What can be known of a writing call is checked first (checks, conflicts).
docs/crud.md says what that promises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from tfmock.core.call import Call
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ResourceType, Role
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.lists import stored_items
from tfmock.services.crud.matching import find, lacks_constants, mention_of, own_constants
from tfmock.services.crud.objects import Objects
from tfmock.services.crud.overrides import ANSWERS, DEFAULT_SUCCESS, SUCCESS
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.reading import Reader
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.waits import WaitWatcher
from tfmock.services.crud.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class CrudCall:
    """A call of which the data knows what it means, before it is run.

    Attributes:
        product: as the data writes it.
        key: the action; of REST calls method and path.
        region: where it is made; ``explicit_region`` is empty where the request does not say it.
    """

    product: str
    version: str
    key: str
    host: str
    arguments: JsonObject
    region: str
    explicit_region: str


class CrudEngine:
    """Answers calls of the CRUD tier.

    Args:
        is_emulated: whether the emulated tier has an action, by version and name.
    """

    def __init__(self, contracts: Contracts, is_emulated: Callable[[str, str], bool]) -> None:
        self.contracts: Final = contracts
        self._is_emulated = is_emulated
        self._waits = WaitWatcher()

    def owns(self, call: Call, crud_call: CrudCall) -> bool:
        """Whether an emulated action is about an object that this tier stores, and about nothing else."""
        request, objects = self._prepare(call, crud_call)
        for role in self._roles(crud_call):
            type, spec = role.type, role.call
            if type.is_data_source or self._is_foreign(type):
                continue
            mention = mention_of(request, type, spec)
            if not mention.names_some or any(objects.is_emulated(value) for value in mention.values):
                continue
            is_read_with = spec.is_primary or bool(spec.fields) or not spec.is_read
            if is_read_with and find(objects, type, mention):
                return True
        return False

    def listed_beside(self, call: Call, crud_call: CrudCall) -> Mapping[str, list[JsonObject]]:
        """This tier's objects that belong in a list of the emulated tier, disks beside those of instances: by the path
        of the list in the reply."""
        request, objects = self._prepare(call, crud_call)
        items: dict[str, dict[str, JsonObject]] = {}
        for role in self._roles(crud_call):
            if role.type.is_data_source and role.call.root and not lacks_constants(request, role.call):
                types = [type for type in self.contracts.listed_types(role.type)[0] if not self._is_foreign(type)]
                found = stored_items(request, objects, self.contracts, role.call, types)
                for id, item in found.items():
                    paths.fill(items.setdefault(role.call.root, {}).setdefault(id, {}), item)
        return {root: list(members.values()) for root, members in items.items()}

    def answer(self, call: Call, crud_call: CrudCall) -> JsonObject:
        """The reply of a call, without RequestId.

        Raises:
            ApiError: as the provider expects it where something is not there; a wait would not end.
        """
        known = ANSWERS.get((crud_call.version, crud_call.key))
        if known is not None:
            return dict(known)
        roles = self._roles(crud_call)
        request, objects = self._prepare(call, crud_call)
        if _opens_a_service(request, roles):
            roles = [role for role in roles if role.type.is_data_source]
        own = [role for role in roles if not role.type.is_data_source]
        foreign = frozenset(role.type.name for role in own if self._is_foreign(role.type))
        writing = [role for role in own if _writes(role)]
        if writing and not all(role.call.is_read for role in roles):
            self._waits.forget(call.world.id)
            writer = Writer(request=request, objects=objects, contracts=self.contracts, foreign=foreign)
            return _with_success(crud_call, roles, writer.write(writing))
        reader = Reader(request=request, objects=objects, contracts=self.contracts, foreign=foreign)
        reply = _with_success(crud_call, roles, reader.read(roles))
        self._waits.check(request, reply, _waited_for(roles))
        return reply

    def _roles(self, crud_call: CrudCall) -> list[Role]:
        return self.contracts.roles(crud_call.version, crud_call.key, crud_call.host)

    def _prepare(self, call: Call, crud_call: CrudCall) -> tuple[CrudRequest, Objects]:
        request = CrudRequest(
            call=call, version=crud_call.version, key=crud_call.key, arguments=crud_call.arguments,
            region=crud_call.explicit_region,
        )  # fmt: skip
        return request, Objects(request, self.contracts)

    def _is_foreign(self, type: ResourceType) -> bool:
        """Whether the emulated tier makes the objects of a type: then they are only met here."""
        return any(self._is_emulated(spec.version, spec.key) for spec in type.specs_of(type.creates))


def _writes(role: Role) -> bool:
    type = role.type
    return role.call.n in type.creates | type.updates | type.deletes | type.upserts


def _opens_a_service(request: CrudRequest, roles: list[Role]) -> bool:
    """Whether an order is that of a data source, which opens a product for the account, and of no resource."""
    opening = [role for role in roles if role.type.is_data_source and own_constants(role.call)]
    creating = [role for role in roles if role.call.n in role.type.creates]
    is_open = creating and any(not lacks_constants(request, role.call) for role in opening)
    return bool(is_open) and all(
        lacks_constants(request, role.call) or not own_constants(role.call) for role in creating
    )


def _waited_for(roles: list[Role]) -> list[str]:
    """Fields of a reply that the provider of any of the types waits for."""
    words = [
        word
        for role in roles
        for spec in role.type.all_calls()
        for word in (*spec.effects, *role.type.initial_words)
    ]  # fmt: skip
    return [word.path for word in words if roles and word.call == roles[0].call.key]


def _with_success(crud_call: CrudCall, roles: list[Role], reply: JsonObject) -> JsonObject:
    """The reply with the words by which clients of RPC products tell success from failure."""
    for role in roles:
        for path, value in role.call.success.items():
            is_of_object = "@" in path  # what stands in a text says something of the object, not of the call
            is_absence = (
                path in role.call.words_of_absence and paths.first(reply, path) == (role.call.words_of_absence[path])
            )
            if not is_of_object and not is_absence:
                paths.put(reply, path, (), value)
    own = SUCCESS.get(crud_call.version, {})
    for name, value in own.items():
        if reply.get(name) in (None, "200"):
            reply[name] = value
    if not any(role.call.is_rest for role in roles):
        for name, value in DEFAULT_SUCCESS.items():
            reply.setdefault(name, value)
    return reply
