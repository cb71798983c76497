"""The answer about what is not there: an empty list, or the code that the provider takes for gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tfmock.protocol.errors import ApiError
from tfmock.services.crud import paths
from tfmock.services.crud.contract import CallSpec, ResourceType, Role
from tfmock.services.crud.lists import add_empty_lists, complete
from tfmock.services.crud.matching import find, id_parameters, mention_of
from tfmock.services.crud.objects import Objects
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.rendering import seal
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import base_kind, to_type

_TAG_SERVICE: Final = re.compile(r"Tag(s|Resources)$")
_NOT_FOUND: Final = re.compile(r"not.?(found|exist)", re.I)


class Absence:
    """Answers a reading call of which no object is there."""

    def __init__(self, request: CrudRequest, objects: Objects) -> None:
        self._request = request
        self._objects = objects

    def answer(self, roles: Sequence[Role]) -> JsonObject:
        """An empty list, where that is what the provider takes for gone.

        Raises:
            ApiError: 404 with the code that the provider takes for gone.
        """
        calls = [role.call for role in roles]
        if _TAG_SERVICE.search(self._request.key):  # a tag service knows no resources
            return self.empty(calls, lists=("list", "tags"))
        codes = [code for call in calls for code in call.not_found]
        has_words = any(call.words_of_absence for call in calls) and not codes
        gone = self._wholly_named(roles)
        if gone:
            raise self._not_found(gone, [code for role in gone for code in role.call.not_found])
        if not has_words and any(self._must_fail(role) for role in roles):
            raise self._not_found(roles, codes)
        if any(call.root and self._answers_empty(role.type, call) for role, call in zip(roles, calls, strict=True)):
            return self.empty(calls)
        if not codes and any(call.not_found_when for call in calls):
            return self.empty(calls, lists=("list!",))
        raise self._not_found(roles, codes)

    def _must_fail(self, role: Role) -> bool:
        """Whether the reply is the very object that the request names: then the provider takes any reply for it, though
        another type that reads a list in it would understand that the list is empty."""
        call = role.call
        is_object = call.is_primary and not call.root and (bool(call.not_found) or call.knows_absence_by_status)
        return is_object and mention_of(self._request, role.type, call).names_all

    def _not_found(self, roles: Sequence[Role], codes: list[str]) -> ApiError:
        # The clients of some products search the message for "NotFound" (provider-contract: Not found)
        return ApiError(404, self._not_found_code(roles, codes), "The specified resource does not exist: NotFound.")

    def _wholly_named(self, roles: Sequence[Role]) -> list[Role]:
        """Of several types that have the call, those whose object is named by its whole id and is not there, where the
        provider knows a code for that: a list of what belongs to the object is not empty then, but an error."""
        gone: list[Role] = []
        for role in roles:
            mention = mention_of(self._request, role.type, role.call)
            if not mention.names_some or not mention.names_all:
                continue
            if role.call.root and self._answers_empty(role.type, role.call):
                return []
            is_there = find(self._objects, role.type, mention) or any(map(self._objects.is_emulated, mention.values))
            if role.call.not_found and not is_there:
                gone.append(role)
        return gone if len(gone) < len(roles) else []

    def _not_found_code(self, roles: Sequence[Role], codes: list[str]) -> str:
        """Of the codes that the provider takes for gone, the one that is about what the request names and what is not
        there: a log store without an index is no missing project."""
        named = [code for code in codes if _NOT_FOUND.search(code)]
        others = [code for code in codes if not code.lstrip("-").isdigit()]
        known = named or others or codes or ["ResourceNotFound"]
        absent = [
            name
            for name in id_parameters(self._request, roles)
            if not self._objects.with_value(self._request.text(name))
        ]  # fmt: skip
        nouns = {name.removesuffix("Id").lower() for name in absent} - {""}
        return next((code for code in known if any(noun in code.lower() for noun in nouns)), known[0])

    def _answers_empty(self, type: ResourceType, call: CallSpec) -> bool:
        """Whether the provider understands an empty list of a call."""
        soft = any(condition.startswith(("no_match", "empty(", "!has(")) for condition in call.not_found_when)
        is_named = mention_of(self._request, type, call).names_some
        return (soft and not (is_named and call.not_found)) or not call.not_found

    def empty(self, calls: Sequence[CallSpec], lists: tuple[str, ...] = ()) -> JsonObject:
        """A reply that lists nothing."""
        reply: JsonObject = {}
        complete(self._request, reply, calls, 0)
        add_empty_lists(reply, calls)
        for call in calls:
            for path, word in call.words_of_absence.items():
                paths.put(reply, path, (), to_type(word, call.reply.get(path, "")))
            for path, kind in call.reply.items():
                is_empty = kind in lists or base_kind(kind) in lists
                if "[" not in path and is_empty and not paths.has(reply, path):
                    paths.put(reply, path, (), [])
        for call in calls:
            seal(reply, call)
        return reply
