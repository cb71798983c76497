"""Calls that create, change or delete objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tfmock.services.crud import paths
from tfmock.services.crud.attributes import AttributeWriter
from tfmock.services.crud.checks import Checker
from tfmock.services.crud.conflicts import check_deletion, check_new, check_unique
from tfmock.services.crud.contract import CallSpec, ResourceType, Role
from tfmock.services.crud.contracts import Contracts
from tfmock.services.crud.identity import hangs_on
from tfmock.services.crud.matching import (
    Mention,
    best_creates,
    find,
    in_region,
    mention_of,
    sends_constants,
)
from tfmock.services.crud.objects import CrudObject, Objects
from tfmock.services.crud.origins import Attribute, Context, ReplyValue, as_text, invert
from tfmock.services.crud.overrides import ID_PREFIXES
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import guess, to_type

#: Fields that name a job, by which the provider asks how far a call has come.
_JOB: Final = re.compile(r"(Job|Task|Order|Request|Batch|Operation|Change|Event|Process|Execution)_?(Ids?|No)$", re.I)


@dataclass(kw_only=True)
class Writer:
    """Runs one writing call. All types that have the call get their part of it: they share the cloud's objects.

    Attributes:
        foreign: types whose objects the emulated tier makes.
    """

    request: CrudRequest
    objects: Objects
    contracts: Contracts
    foreign: frozenset[str]
    reply: JsonObject = field(default_factory=dict)
    #: Ids that this call makes, by the field of the reply: one for all types that read the same field.
    _ids: dict[str, str] = field(default_factory=dict)
    _deleted: list[CrudObject] = field(default_factory=list)
    #: Jobs that this call began, by the field of the reply.
    _jobs: dict[str, str] = field(default_factory=dict)

    def write(self, roles: Sequence[Role]) -> JsonObject:
        """The call's reply."""
        creating = [role for role in roles if role.call.n in role.type.creates]
        chosen = best_creates(self.request, creating) if creating else set()
        self._check(roles, chosen)
        for name in dict.fromkeys(role.type.name for role in roles):
            calls = [role.call for role in roles if role.type.name == name]
            type = next(role.type for role in roles if role.type.name == name)
            self._write_type(type, calls, {n for chosen_type, n in chosen if chosen_type == name})
        for gone in self._deleted:
            self._forget(gone)
        return self.reply

    def _check(self, roles: Sequence[Role], chosen: set[tuple[str, int]]) -> None:
        """Refuse what the cloud would not do, as far as it can be known.

        Raises:
            ApiError: nothing was written.
        """
        checker = Checker(self.request, self.objects)
        checker.check_required(roles)
        checker.check_values(
            [
                role
                for role in roles
                if (role.type.name, role.call.n) in chosen
                or (
                    role.call.n in (role.type.updates | role.type.upserts) - role.type.creates
                    and sends_constants(self.request, role.call)
                )
            ]
        )

    def _write_type(self, type: ResourceType, calls: list[CallSpec], chosen: set[int]) -> None:
        create = [call for call in calls if call.n in type.creates and call.n in chosen]
        delete = [call for call in calls if call.n in type.deletes and sends_constants(self.request, call)]
        update = [
            call for call in calls if call.n in type.updates | type.upserts and sends_constants(self.request, call)
        ]  # fmt: skip
        may_end = bool(delete)
        if delete and (create or update):
            # one action for both
            if self._takes_away(type, (create or update)[0], delete[0]):
                create, update = [], []
            else:
                delete = []
        if delete:
            self._delete(type, delete[0])
        elif create:
            self._create(type, create[0], [call for call in update if call.adds_members])
        else:
            for call in update:
                self._update(type, call, may_end=may_end)

    def _takes_away(self, type: ResourceType, giving: CallSpec, taking: CallSpec) -> bool:
        """Which of two calls of one action it is: by parameters that only one has; without any data it takes away."""
        arguments = self.request.arguments
        paths_of = [{parameter.path for parameter in call.parameters} for call in (giving, taking)]
        gives = any(paths.has(arguments, path) for path in paths_of[0] - paths_of[1])
        takes = any(paths.has(arguments, path) for path in paths_of[1] - paths_of[0])
        return takes if gives is not takes else not self._has_data(type, giving)

    def _has_data(self, type: ResourceType, call: CallSpec) -> bool:
        return any(
            isinstance(parameter.leaf, Attribute)
            and not type.parts_of(parameter.leaf)
            and paths.has(self.request.arguments, parameter.path)
            for parameter in call.parameters
        )

    def _find(self, type: ResourceType, mention: Mention) -> list[CrudObject]:
        found = find(self.objects, type, mention)
        return in_region(self.request, found, is_named=mention.names_some)

    def _targets(self, type: ResourceType, call: CallSpec, mention: Mention) -> list[CrudObject]:
        """What a call changes or deletes: what it names, or the only one where it has no parameter that names any."""
        found = self._find(type, mention)
        if mention.names_some:
            return found
        naming = [parameter.path for parameter in call.parameters if type.parts_of(parameter.leaf)]
        sent = any(paths.first(self.request.arguments, path) not in (None, "") for path in naming)
        return found if len(found) == 1 and (sent or not naming) else []

    # Creating

    def _create(self, type: ResourceType, call: CallSpec, adding: Sequence[CallSpec]) -> None:
        """Create an object, or write it anew.

        Args:
            adding: the same action as it adds a member to an object: it is called once for each.
        """
        mention = mention_of(self.request, type, call)
        found = find(self.objects, type, mention) if mention.names_some and not type.has_cloud_made_id else []
        found = in_region(self.request, found, is_named=False)  # a name may be used once in each region
        check_new(self.request, type, call, found)
        check_unique(self.request, self.objects, type, call)
        made = found[0] if found else self._new(type, call, mention)
        if self.request.text("ClientToken"):
            made.parameters["ClientToken"] = self.request.text("ClientToken")
        for written in adding if found and adding else [call]:
            AttributeWriter(self.request, written, made).write()
        self._finish(type, call, made)

    def _new(self, type: ResourceType, call: CallSpec, mention: Mention) -> CrudObject:
        made = self.objects.create(type)
        for place, part in enumerate(type.id_parts):
            if part.constant is not None:
                value = part.constant
            elif mention.parts[place]:
                value = mention.part(type, place)
            else:
                value = self._new_part(type, call, place) or mention.part(type, place)
            made.parts.append(value)
        same = self.objects.with_part(type, 0, made.parts[:1]) if made.parts and made.parts[0] else []
        same = [other for other in in_region(self.request, same, is_named=False) if other.parts == made.parts]
        check_new(self.request, type, call, same)
        if same:
            return same[0]
        self.objects.save(made)
        return made

    def _new_part(self, type: ResourceType, call: CallSpec, place: int) -> str:
        leaves = [source.leaf for source in type.id_parts[place].sources]
        leaves.sort(key=lambda leaf: not (isinstance(leaf, ReplyValue) and leaf.call == call.n))
        for leaf in leaves:
            if isinstance(leaf, ReplyValue):
                return self._new_id(leaf, call, type.id_parts[place].names)
            if isinstance(leaf, Context):
                return self.request.call.region if leaf.name == "region" else self.request.call.account
        # SLS: the project is in the host of every request, and not among the parameters of all calls
        names = sorted(type.id_parts[place].names)
        return next((text for name in names if (text := self.request.text(name))), "")

    def _new_id(self, leaf: ReplyValue, call: CallSpec, names: set[str]) -> str:
        name = paths.last_key(leaf.path)
        key = leaf.path if leaf.call == call.n else name
        if key not in self._ids:
            # Some products answer the name that the user has chosen, under this name or another one (provider: reads
            # a Redis account's AccountName from AcountName)
            known = [name, *sorted(other for other in names if other.endswith("Name"))]
            chosen = [self.request.text(other) for other in known if other] + [self._configured(call, name)]
            self._ids[key] = next(filter(None, chosen), "") or self._generated_id(name, key)
        return self._ids[key]

    def _configured(self, call: CallSpec, name: str) -> str:
        """The argument that is called as a field of the reply, wherever the request has it (REST: in the path)."""
        attribute = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
        sent = (parameter.path for parameter in call.parameters if parameter.leaf == Attribute(attribute))
        return next((as_text(value) for path in sent for _, value in paths.find(self.request.arguments, path)), "")

    def _generated_id(self, name: str, key: str) -> str:
        call = self.request.call
        prefix = ID_PREFIXES.get((self.request.version, name))
        if prefix is not None:
            return call.new_id(prefix, call.region)[0]
        return self.request.number(call.transaction.next_serial(), key)

    # Changing

    def _update(self, type: ResourceType, call: CallSpec, *, may_end: bool) -> None:
        """Change what the call names.

        Args:
            may_end: the same action also deletes: it takes members away, and with the last one the object.
        """
        mention = mention_of(self.request, type, call)
        found = self._targets(type, call, mention)
        if not found and (call.n in type.upserts or (mention.names_some and type.name in self.foreign)):
            found = [self._new(type, call, mention)]
        for changed in found:
            AttributeWriter(self.request, call, changed).write()
        self._finish(type, call, found[0] if found else None)
        for changed in found[1:]:
            self.objects.save(changed)
        for changed in found if may_end else ():
            if any("r" in type.flags(name) and changed.attributes.get(name) == [] for name in call.removed_lists):
                self.objects.delete(changed)
                self._deleted.append(changed)

    # Deleting

    def _delete(self, type: ResourceType, call: CallSpec) -> None:
        found = self._targets(type, call, mention_of(self.request, type, call))
        if found:
            check_deletion(self.request, self.objects)
        self._finish(type, call, found[0] if found else None)
        for gone in found:
            self.objects.delete(gone)
        self._deleted += found

    def _forget(self, gone: CrudObject) -> None:
        """What hung on a deleted object goes with it, and what was a part of other objects leaves them."""
        for value in {*gone.parts} - {""}:
            for hanging in self.objects.with_value(value):
                if hangs_on(hanging, gone):
                    self.objects.delete(hanging)
        shared = {
            (call.version, call.key): {
                paths.normalized(known.path) for known in call.fields if not known.attribute.endswith("_id")
            }
            for call in gone.type.specs_of(gone.type.reads)
        }
        for value in set(gone.parts[:1]) - {""}:
            for other in self.objects.with_value(value):
                if other.type is not gone.type and other.parts[:1] == gone.parts[:1] and other.id != gone.id:
                    self._drop_shared(other, shared)

    def _drop_shared(self, other: CrudObject, shared: dict[tuple[str, str], set[str]]) -> None:
        """Attributes that are read from the same fields as the deleted object's."""
        type, before = other.type, dict(other.attributes)
        for call in type.specs_of(type.reads):
            for known in call.fields if call.is_primary else ():
                is_shared = paths.normalized(known.path) in shared.get((call.version, call.key), ())
                if is_shared and not type.parts_of(Attribute(known.attribute)):
                    other.attributes.pop(paths.first_key(known.attribute), None)
        if other.attributes != before:
            self.objects.save(other)

    # The reply

    def _finish(self, type: ResourceType, call: CallSpec, target: CrudObject | None) -> None:
        """Store the object, and put what the provider reads into the reply."""
        ids = {path: (place, conversions) for place, path, conversions in call.id_fields}
        for path, kind in call.reply.items():
            if not paths.has(self.reply, path):
                self._answer(path, kind, target, is_id=path in ids)
            elif target is not None and path in self._jobs and self._jobs[path] not in target.jobs:
                # another type that has the call began the job, and had no such object
                target.remember_job(self._jobs[path])
        if target is None:
            return
        for path, (place, conversions) in ids.items():
            if place < len(target.parts) and target.parts[place]:
                value = invert(conversions, target.parts[place])
                paths.put(self.reply, path, (), to_type(value, call.reply.get(path, "")))
        self.objects.save(target)

    def _answer(self, path: str, kind: str, target: CrudObject | None, *, is_id: bool) -> None:
        is_required = kind.endswith("!")
        if not is_required and (("[" in path and not is_id) or kind in ("list", "object", "tags")):
            return
        name = paths.last_key(path)
        if _JOB.search(name) and kind.rstrip("!") in ("", "string", "number|string"):
            job = self.request.number("job", self.request.call.transaction.next_serial())
            if target is not None:
                target.remember_job(job)
            paths.put(self.reply, path, (), job)
            self._jobs[path] = job
        else:
            paths.put(self.reply, path, (), guess(self.request, name, kind, target))
