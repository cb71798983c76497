"""What can be known of a writing call before it changes anything, checked with the cloud's own codes.

- Parameters that the provider never leaves out must be there, and values must be as its schema says.
- What is named must exist (:mod:`tfmock.services.crud.references`).

What stands in the way of a call is checked by :mod:`tfmock.services.crud.conflicts`.
A call that the provider itself makes must never be refused: where several types share a call, it is enough that one of
them allows it.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from tfmock.protocol import common_errors
from tfmock.protocol.errors import ApiError
from tfmock.services.crud import errors, paths
from tfmock.services.crud.contract import ANY_VALUE, Parameter, Role
from tfmock.services.crud.matching import mention_of, sends_constants
from tfmock.services.crud.objects import Objects
from tfmock.services.crud.origins import Attribute, as_number, as_text, invert
from tfmock.services.crud.references import ReferenceChecker, reference_of
from tfmock.services.crud.request import CrudRequest

#: Zero of any type: what the provider sends of an attribute that is not configured.
_ZEROS: Final = frozenset({"", "0", "false"})


class Checker:
    """Checks one writing call.

    Args:
        objects: what the account has.
    """

    def __init__(self, request: CrudRequest, objects: Objects) -> None:
        self._request = request
        self._objects = objects
        self._references = ReferenceChecker(request, objects)

    # Parameters

    def check_required(self, roles: Sequence[Role]) -> None:
        """Refuse a call that lacks a parameter for each type that has it.

        Raises:
            ApiError: as the gateway or the product says it.
        """
        arguments = self._request.arguments
        fitting = [role for role in roles if sends_constants(self._request, role.call)] or roles
        lacking = [
            [path for path in self._mandatory(role) if not paths.has(arguments, path)]
            for role in fitting
            if len(role.type.calls[role.call.n]) == 1  # actions that share a call do not all take its parameters
        ]
        if len(lacking) == len(fitting) and lacking and all(lacking):
            raise self._missing(min(lacking, key=len)[0])

    def _mandatory(self, role: Role) -> list[str]:
        """Parameters without which a call means nothing. What is changed need only be named, in one way or another."""
        type, call = role.type, role.call
        if call.n in type.creates:
            return call.mandatory
        if mention_of(self._request, type, call).names_some:
            return []
        ids = {parameter.path for parameter in call.parameters if type.parts_of(parameter.leaf)}
        return [path for path in call.mandatory if path in ids]

    def _missing(self, name: str) -> ApiError:
        own = errors.PARAMETER_ERRORS.get(self._request.version)
        if own is not None:
            return own[0](name=name)
        is_rest = " " in self._request.key
        return errors.REST_MISSING(name=name) if is_rest else common_errors.missing(name)

    def _unfit(self, name: str) -> ApiError:
        own = errors.PARAMETER_ERRORS.get(self._request.version)
        return (own[1] if own is not None else common_errors.INVALID_PARAMETER)(name=name)

    def check_values(self, roles: Sequence[Role]) -> None:
        """Refuse values that the schema does not allow and ids of what does not exist.

        Args:
            roles: what the call creates and changes.

        Raises:
            ApiError: a value is refused for each type that takes the parameter.
        """
        if roles:
            self._references.check_ram_names(roles[0].call)
        uses: dict[str, list[tuple[Role, Parameter]]] = defaultdict(list)
        for role in roles:
            for parameter in role.call.parameters:
                if isinstance(parameter.leaf, Attribute):  # what another call has answered is there
                    uses[parameter.path].append((role, parameter))
        for path, takers in uses.items():
            fixed = {constant for role in roles for constant in role.call.fixed.get(path, ())}
            for _, value in paths.find(self._request.arguments, path) if ANY_VALUE not in fixed else ():
                if as_text(value) in fixed:
                    continue
                problems = [self._problem(role, parameter, value) for role, parameter in takers]
                first = problems[0]
                if first is not None and all(problem is not None for problem in problems):
                    raise first
        for role in roles:
            if role.call.n in role.type.creates:
                self._references.check_places(role.call)

    def _problem(self, role: Role, parameter: Parameter, value: JsonValue) -> ApiError | None:
        leaf, call = parameter.leaf, role.call
        if not isinstance(leaf, Attribute) or leaf.change in ("old", "removed") or call.is_delete:
            return None
        name = paths.last_key(leaf.path)
        reference = reference_of(name)
        if reference is not None:
            for text in _texts(invert(parameter.conversions, value)):
                problem = self._references.problem(reference, call, name, text)
                if problem is not None:
                    return problem
        is_plain = call.n in role.type.creates and call.unchanged.get(parameter.path) == leaf.path
        # a call that changes something may repeat what tfmock has made up
        if is_plain and not all(_is_allowed(role.type.attribute(leaf.path), text) for text in _members(value)):
            return self._unfit(parameter.path)
        return None


def _members(value: JsonValue) -> list[str]:
    return [as_text(member) for member in paths.flatten([value]) if not isinstance(member, dict)]


def _texts(value: JsonValue) -> Iterator[str]:
    for text in _members(value):
        yield from filter(None, (piece.strip() for piece in text.split(",")))


def _is_allowed(described: Mapping[str, JsonValue], text: str) -> bool:
    """Whether the schema of an attribute, or of the elements of a list, allows a value."""
    if text in _ZEROS:
        return True
    values = described.get("enum")
    if isinstance(values, list) and values and not _is_one_of(text, values, described.get("enum_ignore_case") is True):
        return False
    if not _is_within(as_number(text), described.get("min"), described.get("max")):
        return False
    # the provider counts bytes, the cloud characters
    is_text, least, most = described.get("t") == "string", described.get("min_len"), described.get("max_len")
    if is_text and not (_is_within(len(text.encode()), least, None) and _is_within(len(text), None, most)):
        return False
    pattern = described.get("pattern")
    compiled = _compiled(pattern) if isinstance(pattern, str) else None
    return compiled is None or compiled.search(text) is not None


def _is_one_of(text: str, values: Iterable[JsonValue], ignore_case: bool) -> bool:
    known = map(as_text, values)
    return text.lower() in map(str.lower, known) if ignore_case else text in known


def _is_within(number: int | float | None, least: JsonValue, most: JsonValue) -> bool:
    if number is None:
        return True
    is_less = isinstance(least, (int, float)) and number < least
    return not is_less and not (isinstance(most, (int, float)) and number > most)


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """A pattern of Go; None where Python does not read it."""
    try:
        return re.compile(pattern)
    except re.error:
        return None
