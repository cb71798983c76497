"""Calls that read objects: one of them, several, none, or how far a job has come.

One call may serve several types and data sources. The objects of all of them are answered, and what they say of the
same thing of the cloud is merged into one item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.absence import Absence
from tfmock.services.crud.catalogues import catalogue, is_offered, wants_offers
from tfmock.services.crud.contract import CallSpec, ResourceType, Role
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.lists import ListRenderer, add_empty_lists, complete, complete_items, listed, page_of
from tfmock.services.crud.matching import (
    ABOUT_THE_CALL,
    Mention,
    are_one,
    contradicts,
    find,
    id_parameters,
    in_region,
    lacks_constants,
    mention_of,
    with_attributes,
)
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, ReplyValue, as_text
from tfmock.services.crud.overrides import RELATIONS, Relation
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.relations import add_members
from tfmock.services.crud.rendering import Renderer, seal
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import to_type
from tfmock.services.crud.waits import job_reply

#: How an item was found: whether by its whole id, and the values of the request.
_Key = tuple[bool, frozenset[str]]


@dataclass(slots=True, kw_only=True, eq=False)
class _Answer:
    """One object that a call shows."""

    call: CallSpec
    thing: CrudObject
    #: Whether the call is one that the type reads attributes with.
    is_own: bool
    key: _Key | None


@dataclass(slots=True, kw_only=True, eq=False)
class _Item:
    """One item of a list of the reply, and what it shows.

    Attributes:
        things: all that it shows: objects of several types may be one thing of the cloud.
    """

    root: str
    value: JsonValue
    thing: CrudObject
    key: _Key | None
    things: list[CrudObject] = field(default_factory=list)


@dataclass(kw_only=True)
class Reader:
    """Answers one reading call.

    Attributes:
        foreign: types whose objects the emulated tier makes.
    """

    request: CrudRequest
    objects: Objects
    contracts: Contracts
    foreign: frozenset[str]
    _reply: JsonObject = field(default_factory=dict)
    _items: list[_Item] = field(default_factory=list)
    _by_type: dict[tuple[str, str], list[_Item]] = field(default_factory=dict)
    _by_thing: dict[tuple[str, int], _Item] = field(default_factory=dict)
    _names_some: bool = False

    @property
    def _absence(self) -> Absence:
        return Absence(self.request, self.objects)

    def read(self, roles: Sequence[Role]) -> JsonObject:
        """The reply.

        Raises:
            ApiError: the request names an object that there is not.
        """
        relation = RELATIONS.get((self.request.version, self.request.key))
        related = relation.type if relation is not None else ""
        own = [role for role in roles if not role.type.is_data_source and role.type.name != related]
        data_sources = [role for role in roles if role.type.is_data_source]
        offered = [role for role in data_sources if self._is_offered(role)]
        if offered:  # of which those are only some that are asked for with a constant
            listing = [role for role in data_sources if role not in offered and self._is_asked(role)]
            answering = [role for role in own if self._is_asked(role)]
        else:
            listing, answering = data_sources, own
        answers = self._filtered(self._answers(answering), data_sources)
        shows_some = self._render(answers)
        named = id_parameters(self.request, own)
        for role in listing:
            self._list(role, named)
        self._repeat_parameters(answers)
        if relation is not None:
            self._relate(relation)
        roots: dict[str, list[JsonValue]] = {}
        for item in self._items:
            roots.setdefault(item.root, []).append(item.value)
        for root, members in sorted(roots.items(), key=lambda pair: pair[0].count("[")):
            if paths.first(self._reply, root) and any(answer.call.lists_attribute(root) for answer in answers):
                continue  # a list in the object, which its own type knows better than a data source of its items
            paths.put(self._reply, root, (), page_of(self.request, members))
        calls = [role.call for role in (*own, *data_sources)]
        if self._items or shows_some or (data_sources and answers):
            complete(self.request, self._reply, calls, len(self._items) or int(shows_some))
            complete_items(self.request, self._reply, [*own, *data_sources])
            return self._reply
        return self._nothing(own, data_sources, offered)

    # Objects of the types that have the call

    def _answers(self, roles: Sequence[Role]) -> list[_Answer]:
        answers: list[_Answer] = []
        for role in roles:
            answers += self._answers_of(role.type, role.call)
        named = id_parameters(self.request, roles)
        known = [{*answer.call.names, *(p.path for p in answer.call.parameters)} for answer in answers]
        if named and not any(named <= names for names in known):
            answers = []  # nothing of the kind that has all these
        if any(role.call.is_primary and role.call.not_found and self._names_all(role) for role in roles):
            # What is left of a deleted object tells of its own end, not of another type's that is gone, too
            answers = [answer for answer in answers if answer.call.is_primary or not answer.thing.is_deleted]
        own = [answer.thing for answer in answers if answer.is_own]
        if own:
            answers = [answer for answer in answers if answer.is_own or answer.thing in own]
        # The latest change has the last word; what another call of the same name reads of an object is added to that
        return sorted(answers, key=lambda answer: (not answer.is_own, answer.thing.change_time))

    def _names_all(self, role: Role) -> bool:
        mention = mention_of(self.request, role.type, role.call)
        return mention.names_some and mention.names_all

    def _filtered(self, answers: list[_Answer], data_sources: Sequence[Role]) -> list[_Answer]:
        """Without what the filters of the data sources that have the call leave out; a resource filters by ids only."""
        left_out: set[str] = set()
        always = {
            name
            for answer in answers
            for name, values in answer.call.constants.items()
            if self.request.text(name).lower() in values
        }
        for role in data_sources if answers and not self._names_some else ():
            for type in self.contracts.listed_types(role.type)[0]:
                shown = {thing.id for thing in listed(self.request, self.objects, type, role.call, always)}
                left_out |= {answer.thing.id for answer in answers if answer.thing.type is type} - shown
        return [answer for answer in answers if answer.thing.id not in left_out]

    def _answers_of(self, type: ResourceType, call: CallSpec) -> list[_Answer]:
        if call.n in type.creates or call.n in type.deletes:
            return []
        if call.takes_reply and not call.is_primary and call.n not in type.reads:
            return []
        mention = mention_of(self.request, type, call)
        if call.takes_reply and not call.fields and not mention.names_some:
            return []  # a job: known by what began it
        self._names_some |= mention.names_some
        is_own = call.is_primary or bool(call.fields)
        found = self._found(type, call, mention)
        key = (mention.names_all, mention.values) if len(found) == 1 and mention.names_some else None
        return [_Answer(call=call, thing=thing, is_own=is_own, key=key) for thing in found]

    def _found(self, type: ResourceType, call: CallSpec, mention: Mention) -> list[CrudObject]:
        found = in_region(self.request, find(self.objects, type, mention), is_named=mention.names_some)
        if found:
            return with_attributes(self.request, call, type, found)
        if not mention.names_some:
            return []
        if (call.is_primary or call.fields) and self._exists_elsewhere(type, mention):
            return [self._adopted(type, mention)]
        if any(word.call == call.key for word in type.last_words):
            return find(self.objects, type, mention, deleted=True)
        return []

    def _exists_elsewhere(self, type: ResourceType, mention: Mention) -> bool:
        """Whether it is there though no call of this tier made it: always so, or made by the emulated tier."""
        if type.is_adopted:
            return True
        return type.name in self.foreign and any(self.objects.is_emulated(value) for value in mention.values)

    def _adopted(self, type: ResourceType, mention: Mention) -> CrudObject:
        """An object for the time of this call."""
        adopted = self.objects.create(type, *sorted(mention.values))
        adopted.parts += [part.constant or mention.part(type, place) for place, part in enumerate(type.id_parts)]
        return adopted

    def _render(self, answers: Sequence[_Answer]) -> bool:
        """Put objects into the reply; whether any is shown."""
        main = next((answer for answer in answers if answer.call.is_primary), answers[0] if answers else None)
        has_own = any(answer.is_own for answer in answers)
        done: set[tuple[int, int]] = set()
        shows_some = False
        for answer in answers:
            if (id(answer.thing), answer.call.n) in done:
                continue
            done.add((id(answer.thing), answer.call.n))
            reply = Renderer(self.request, self.contracts, answer.call, answer.thing).render()
            root = answer.call.root or (main.call.root if main is not None else "")
            members = paths.first(reply, root) if root else None
            if isinstance(members, list):
                if members and contradicts(self.request, answer.call, members[0]):
                    continue
                for member in members[:1]:
                    item = _Item(root=root, value=member, thing=answer.thing, key=answer.key)
                    self._add_item(item, adds_only=has_own and not answer.is_own)
                paths.put(reply, root, (), [])
            elif not root and any(contradicts(self.request, answer.call, value) for value in (reply, *reply.values())):
                continue
            shows_some = True
            (paths.merge if answer.is_own or not has_own else paths.fill)(self._reply, reply)
        return shows_some

    def _add_item(self, item: _Item, *, adds_only: bool) -> None:
        """Add an item, or merge it with the one that shows the same thing.

        Args:
            adds_only: what the other item says counts; a data source knows less of the object's states.
        """
        for present in self._candidates(item):
            if self._is_same(present, item):
                present.things.append(item.thing)
                self._by_thing[item.root, id(item.thing)] = present
                if isinstance(present.value, dict) and isinstance(item.value, dict):
                    if adds_only:
                        paths.fill(present.value, item.value, lists=item.key is not None)
                    else:
                        paths.merge(present.value, item.value)
                return
        item.things.append(item.thing)
        self._items.append(item)
        self._by_type.setdefault((item.root, item.thing.type.name), []).append(item)
        self._by_thing[item.root, id(item.thing)] = item

    def _candidates(self, item: _Item) -> Iterator[_Item]:
        """Items that may show the same thing: that of the same object, else those of other types. Two objects of one
        type are two things, and a list may have thousands of them."""
        same = self._by_thing.get((item.root, id(item.thing)))
        if same is not None:
            yield same
            return
        for (root, type), items in self._by_type.items():
            if root == item.root and type != item.thing.type.name:
                yield from items

    def _is_same(self, present: _Item, item: _Item) -> bool:
        if any(are_one(known, item.thing) for known in present.things):
            return True
        if not isinstance(present.value, dict) or not isinstance(item.value, dict):
            return False
        if _have_one_key(present.key, item.key):
            return True
        value, other = item.value, present.value
        if self._says_nothing_else(present, value):
            return True
        names = {name for part in item.thing.type.id_parts for name in part.names}
        shared = [name for name in names if name in value and name in other and value[name] not in ("", None)]
        return bool(shared) and all(as_text(value[name]) == as_text(other[name]) for name in shared)

    def _says_nothing_else(self, present: _Item, value: JsonObject) -> bool:
        """Whether the request names one thing wholly, and an item has none of the fields that could say another."""
        if present.key is None or not present.key[0]:
            return False
        pairs = list(zip(present.thing.type.id_parts, present.thing.parts, strict=False))
        is_named = all(any(self.request.text(name) == known for name in part.names) for part, known in pairs)
        is_silent = all(value.get(name) in (None, "", known) for part, known in pairs for name in part.names)
        return len(pairs) > 1 and is_named and is_silent

    def _list(self, role: Role, named: set[str]) -> None:
        """The same objects through a data source's own fields.

        Args:
            named: parameters by which a resource's call names an object; the data source may not know them.
        """
        types, _ = self.contracts.listed_types(role.type)
        for thing in [thing for type in types for thing in listed(self.request, self.objects, type, role.call)]:
            reply = ListRenderer(self.request, self.contracts, role.call, thing).render()
            members = paths.first(reply, role.call.root) if role.call.root else None
            if isinstance(members, list):
                if members and contradicts(self.request, role.call, members[0], named):
                    continue
                for member in members[:1]:
                    self._add_item(_Item(root=role.call.root, value=member, thing=thing, key=None), adds_only=True)
            else:
                paths.fill(self._reply, reply)

    def _repeat_parameters(self, answers: Iterable[_Answer]) -> None:
        """The id that was asked for, by the name that it was asked by; within a list also what else was asked for."""
        for answer in answers:
            call = answer.call
            for parameter in call.parameters:
                path = parameter.path
                value = self.request.text(path) if re.fullmatch(r"\w+", path) else ""
                if not value or path in ABOUT_THE_CALL:
                    continue
                if answer.thing.type.parts_of(parameter.leaf):
                    self._repeat_id(answer, path, value)
                elif isinstance(parameter.leaf, (Attribute, ReplyValue)) and not call.root:
                    for root in call.outer_lists:
                        for _, item in paths.find(self._reply, f"{root}[]"):
                            if isinstance(item, dict):
                                item.setdefault(path, value)

    def _repeat_id(self, answer: _Answer, path: str, value: str) -> None:
        root = answer.call.root
        shown = to_type(value, answer.call.reply.get(f"{root}[].{path}" if root else path, ""))
        if not root:
            self._reply.setdefault(path, shown)
        for item in self._items if root else ():
            if item.thing is answer.thing and isinstance(item.value, dict):
                item.value.setdefault(path, shown)

    def _relate(self, relation: Relation) -> None:
        type = self.contracts.type(relation.type)
        objects = self.objects.of_type(type) if type is not None else []
        for item in self._items:
            if item.root == relation.items and isinstance(item.value, dict):
                add_members(self.request, relation, item.value, objects)

    # Nothing is there

    def _nothing(self, own: Sequence[Role], data_sources: Sequence[Role], offered: Sequence[Role]) -> JsonObject:
        job = self._job(own)
        if job is not None:
            return job
        if own and (self._names_some or not data_sources) and not self._is_about_listed(own, data_sources):
            is_about_nothing = not self._names_some and not any(role.call.is_primary or role.call.root for role in own)
            if is_about_nothing or not any(role.call.knows_absence for role in own):
                return self._absence.empty([role.call for role in own])
            return self._absence.answer(own)
        calls = [role.call for role in (*data_sources, *own)]
        if offered and wants_offers(self.request, offered, data_sources):
            return catalogue(self.request, offered)
        complete(self.request, self._reply, calls, 0)
        add_empty_lists(self._reply, calls)
        for call in calls:
            seal(self._reply, call)
        return self._reply

    def _is_offered(self, role: Role) -> bool:
        types, is_named = self.contracts.listed_types(role.type)
        return not is_named and is_offered(self.request, self.objects, role, types)

    def _is_asked(self, role: Role) -> bool:
        return not lacks_constants(self.request, role.call)

    def _is_about_listed(self, own: Sequence[Role], data_sources: Sequence[Role]) -> bool:
        """Whether a data source asks for something of an object that it lists: that there is none is no error then."""
        linked = {type.name for role in data_sources for type in self.contracts.listed_types(role.type)[0]}
        types = linked - {role.type.name for role in own}
        values = [value for value in paths.flatten(list(self.request.arguments.values())) if isinstance(value, str)]
        return any(
            thing.type.name in types and thing.id == value
            for value in values if types and value
            for thing in self.objects.with_value(value)
        )  # fmt: skip

    def _job(self, own: Sequence[Role]) -> JsonObject | None:
        """The answer about a job that a call began; None where the request names none."""
        for value in paths.flatten(list(self.request.arguments.values())):
            if isinstance(value, str) and value:
                about = self.objects.with_job(value)
                if about:
                    return job_reply(self.request, own, about[0])
        if self._names_some:
            return None  # an object was asked for, and it is not there
        jobs = [
            role
            for role in own
            if role.call.takes_reply
            and not any(role.type.parts_of(parameter.leaf) for parameter in role.call.parameters)
        ]
        return job_reply(self.request, jobs, None) if jobs else None


def _have_one_key(first: _Key | None, second: _Key | None) -> bool:
    """Whether two items were found by the same values, at least one of them by its whole id."""
    return first is not None and second is not None and first[1] == second[1] and (first[0] or second[0])
