"""What the provider waits for, from the contract data: words of replies, and what makes it take an object for gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tfmock.services.crud import paths
from tfmock.services.crud.contract import ResourceType, StatusWord
from tfmock.services.crud.origins import Conversion, ReplyValue, as_text, invert, parse, sources

#: An entity as the data has it: JSON, its form proven by the tool that writes it.
Entity = Mapping[str, Any]

#: Targets of waits that mean "until it is gone".
_GONE: Final = frozenset({"", "[]", "Deleted", "deleted", "<nil>", "nil"})
_MISSING: Final = re.compile(r"(?:!has|empty)\(reply:([^,()]+)\)")
_COMPARED: Final = re.compile(r'(!=|==)\(reply:([^,()]+),="([^"]*)"\)')


def steps_of(entity: Entity, operation: str) -> list[Entity]:
    """What the provider does to create, read, update or delete, in order."""
    return (entity.get(operation) or {}).get("steps") or []


def add_waits(type: ResourceType, entity: Entity) -> None:
    """Note the words of waits: of new objects, of deleted ones, and what a call leads to."""
    for operation in ("create", "read", "update", "delete"):
        begins = operation == "create" or (operation == "read" and type.is_data_source)
        last: int | None = None
        late: list[StatusWord] = []
        for step in steps_of(entity, operation):
            number = step.get("call")
            if number is not None and type.calls.get(number) and not type.calls[number][0].is_read:
                last = number
            if "wait" not in step:
                continue
            _add_fallbacks(type, step)
            for word in _words_of(type, step):
                if operation == "delete":
                    type.last_words.append(word)
                elif begins or (operation == "update" and not step.get("when")):
                    late.append(word)
                for spec in type.calls.get(last, ()) if last is not None else ():
                    spec.effects.append(word)
        # creating often ends with updating: what that always waits for is shown where creating waits for nothing
        known = {(word.call, word.path) for word in type.initial_words}
        type.initial_words += [word for word in late if (word.call, word.path) not in known]


def _add_fallbacks(type: ResourceType, step: Entity) -> None:
    """What is waited for where the argument is not set that says it otherwise: ``["attr:status", "Running"]``."""
    targets = [target for target in step.get("target") or () if isinstance(target, str)]
    words = [target for target in targets if not re.search(r"attr:|reply:|\(", target)]
    if len(words) == len(targets) or not words or words[0] in _GONE:
        return
    for field in step.get("field") or ():
        for source in sources(parse(field), reading=True):
            if isinstance(source.leaf, ReplyValue) and source.leaf.call is not None:
                for spec in type.calls.get(source.leaf.call, ()):
                    spec.fallbacks[paths.normalized(spec.field_path(source.leaf.path))] = words[0]


def _words_of(type: ResourceType, step: Entity) -> Iterator[StatusWord]:
    targets = [target for target in step.get("target") or () if isinstance(target, str)]
    if not targets or targets[0] in _GONE or re.search(r"attr:|reply:|\(", targets[0]):
        return
    target = targets[0].strip("[]")
    fields = step.get("field") or []
    # Of several fields, those are waited for that are a status; the others are compared with something else
    for field in [text for text in fields if re.search(r"stat(us|e)\W*$", text, re.I)] or fields:
        for source in sources(parse(field), reading=True):
            if isinstance(source.leaf, ReplyValue) and source.leaf.call is not None:
                for spec in type.calls.get(source.leaf.call, [])[:1]:
                    path = paths.normalized(spec.field_path(source.leaf.path))
                    if len(targets) > 1:
                        words = {_on_the_wire(source.conversions, target) for target in targets}
                        type.alternatives.setdefault((spec.key, path), set()).update(words)
                    yield StatusWord(call=spec.key, path=path, word=_on_the_wire(source.conversions, target))


def _on_the_wire(conversions: tuple[Conversion, ...], word: str) -> str:
    """The word of a reply that the provider converts to the one it waits for."""
    value = invert(conversions, word)
    return word if value is None or isinstance(value, (list, dict)) else as_text(value)


def add_conditions_of_existence(type: ResourceType) -> None:
    """What must be so, or must not, since the provider takes the object for gone otherwise."""
    for spec in type.all_calls():
        required = type.required_fields.setdefault(spec.key, [])
        for condition in spec.not_found_when:
            required += [spec.field_path(match[1]) for match in _MISSING.finditer(condition)]
            for match in _COMPARED.finditer(condition):
                operator, path, word = match[1], spec.field_path(match[2]), match[3]
                if operator == "==" and word == "":
                    required.append(path)
                kept = word if operator == "!=" else {"true": "false", "false": "true"}.get(word)
                if kept is not None:
                    type.initial_words.append(StatusWord(call=spec.key, path=paths.normalized(path), word=kept))
    for key, required in type.required_fields.items():
        required[:] = [path for path in required if not _is_made_of_parts(type, key, path)]


def _is_made_of_parts(type: ResourceType, key: str, path: str) -> bool:
    """Whether a field is an object or a list, by any reading of the same call: no single value stands there."""
    same = (spec for spec in type.all_calls() if spec.key == key)
    return any(known.startswith((f"{path}.", f"{path}[")) for spec in same for known in spec.reply)
