"""What the provider waits for: jobs that end at once, and waits that would never end."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Final

from pydantic import JsonValue

from tfmock.protocol.errors import ErrorTemplate
from tfmock.services.crud import paths
from tfmock.services.crud.contract import ANY_VALUE, CallSpec, ResourceType, Role
from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.origins import invert
from tfmock.services.crud.paths import JsonObject
from tfmock.services.crud.request import CrudRequest
from tfmock.services.crud.values import guess, to_type

#: 400: the provider gives up at once. It would otherwise ask until its timeout, which may be an hour.
ENDLESS_WAIT: Final = ErrorTemplate(
    400,
    "Tfmock.EndlessWait",
    "{action} was answered {count} times with the same reply, and nothing changed meanwhile{fields}. tfmock's CRUD "
    "tier does not know what the client waits for; please report it.",
)  # fmt: skip

#: So many equal answers in a row are a wait. The provider's own pauses grow to 10 s, so that this takes minutes.
MOST_EQUAL_ANSWERS: Final = 40
#: Seconds between two answers of one wait: its pauses grow from 0.1 to 10 s, and those below a second are few. What is
#: asked again sooner are other readers: fifty modules may each have a data source of the same arguments.
_SHORTEST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
#: Waits that are watched at a time.
_MOST_WATCHED: Final = 512


def job_reply(request: CrudRequest, roles: Iterable[Role], thing: CrudObject | None) -> JsonObject:
    """The reply about a job: it is done.

    Args:
        thing: what it was about; None where that is not known.
    """
    reply: JsonObject = {}
    for role in roles:
        for path, word in _words_of(role).items():
            if not paths.has(reply, path):
                kind = role.call.reply.get(path, "")
                paths.put(reply, path, (), to_type("1" if word == ANY_VALUE else word, kind, "string"))
        for path, kind in role.call.reply.items():
            if not paths.has(reply, path) and paths.steps(path)[-1].kind == "key":
                paths.put(reply, path, (), _field(request, role.call, path, kind, thing))
    return reply


def _words_of(role: Role) -> dict[str, str]:
    """What is waited for in the reply of a call, by path."""
    words = [word for spec in role.type.all_calls() for word in spec.effects]
    words += [*role.type.last_words, *role.type.initial_words]
    return {word.path: word.word for word in words if word.call == role.call.key}


def _field(
    request: CrudRequest, call: CallSpec, path: str, kind: str, thing: CrudObject | None
) -> JsonValue:  # fmt: skip
    name = paths.last_key(path)
    said = request.text(name)
    if said:
        return to_type(said, kind)
    for place, field, conversions in call.id_fields if thing is not None else ():
        if thing is not None and field == path and place < len(thing.parts) and thing.parts[place]:
            return to_type(invert(conversions, thing.parts[place]), kind)
    part = _part_named(thing.type, thing, name) if thing is not None else ""
    return to_type(part, kind) if part else guess(request, name, kind, thing)


def _part_named(type: ResourceType, thing: CrudObject, name: str) -> str:
    place = type.part_named(name)
    return thing.parts[place] if place is not None and place < len(thing.parts) else ""


@dataclass(slots=True)
class _Watched:
    answer: bytes
    count: int
    last: float


class WaitWatcher:
    """Counts equal answers to equal reads, by world, and ends a wait that nothing can end.

    A client waits in real time, whatever the world's clock says. Worlds answer at the same time, each in a thread of
    its own, and share this.
    """

    def __init__(self, most: int = MOST_EQUAL_ANSWERS) -> None:
        self._most = most
        self._watched: OrderedDict[tuple[str, str], _Watched] = OrderedDict()
        self._lock = Lock()

    def forget(self, world: str) -> None:
        """Something was written in a world: what is answered there from now on may be new."""
        with self._lock:
            for key in [key for key in self._watched if key[0] == world]:
                del self._watched[key]

    def check(self, request: CrudRequest, reply: JsonValue, fields: Iterable[str]) -> None:
        """Count an answer.

        Args:
            fields: what the provider may be waiting for, for the message.

        Raises:
            ApiError: it was given :data:`MOST_EQUAL_ANSWERS` times in a row.
        """
        call = request.call
        asked = {name: value for name, value in request.arguments.items() if name != "ClientToken"}
        key = (call.world.id, _digest([call.account, request.version, request.key, asked]).hex())
        count = self._count(key, _digest(reply))
        if count > self._most:
            names = sorted(set(fields))
            raise ENDLESS_WAIT(
                action=f"{request.version} {request.key}", count=count,
                fields=f" (fields that may be waited for: {', '.join(names[:6])})" if names else "",
            )  # fmt: skip

    def _count(self, key: tuple[str, str], answer: bytes) -> int:
        """How often this answer was given in a row, with this one. After the last time it is counted anew."""
        now = monotonic()
        with self._lock:
            before = self._watched.pop(key, None)
            is_repeated = before is not None and before.answer == answer and now - before.last <= _LONGEST_PAUSE
            if before is not None and is_repeated and now - before.last < _SHORTEST_PAUSE:
                self._watched[key] = before
                return before.count
            count = before.count + 1 if before is not None and is_repeated else 1
            if count <= self._most:
                self._watched[key] = _Watched(answer, count, now)
            if len(self._watched) > _MOST_WATCHED:
                self._watched.popitem(last=False)
            return count


def _digest(value: JsonValue | list[JsonValue]) -> bytes:
    return hashlib.blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=16).digest()
