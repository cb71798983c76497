"""What hand-written clients of the provider send: described by hand in `clients/*.json`, an SDK a file.

The extractor knows only the names of such a client's methods. A description replaces an entity's calls and steps; its
arguments stay as extracted. tools/contracts/README.md describes the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from tools.contracts.json_values import Json, Object, as_list, as_object

FOLDER: Final = Path(__file__).with_name("clients")
_OPERATIONS: Final = ("create", "read", "update", "delete")
_KEYS: Final = frozenset({"why", "id", "calls", *_OPERATIONS, "set", "object", "client_filters"})
_CALL_KEYS: Final = frozenset({"call", "params", "params_of", "reply", "not_found", "not_found_when", "ok_not_found"})


class ClientError(ValueError):
    """A description that cannot be used; the text names the file."""


def describe(entities: Iterable[Object], folder: Path = FOLDER) -> list[Object]:
    """The entities, with the calls of those that a file of the folder describes.

    Raises:
        ClientError: a file is not of the form that the README says.
    """
    described = _read(folder)
    return [{**entity, **described.get((str(entity["kind"]), str(entity["name"])), {})} for entity in entities]


def _read(folder: Path) -> dict[tuple[str, str], Object]:
    described: dict[tuple[str, str], Object] = {}
    for path in sorted(folder.glob("*.json")):
        client = as_object(json.loads(path.read_text(encoding="utf-8")))
        for kind, key in (("resource", "resources"), ("data_source", "data_sources")):
            for name, description in as_object(client.get(key)).items():
                try:
                    described[kind, name] = _entity(as_object(description), client)
                except (KeyError, TypeError, ValueError, IndexError) as error:
                    raise ClientError(f"{path}: {name}: {error!r}") from error
    return described


def _entity(description: Object, client: Mapping[str, Json]) -> Object:
    if unknown := description.keys() - _KEYS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    calls: list[Object] = []
    for call in as_list(description["calls"]):
        calls.append(_call(as_object(call), calls, client))
    entity: Object = {"calls": [*calls]}
    for operation in _OPERATIONS:
        numbers = as_list(description.get(operation))
        entity[operation] = {"steps": [{"call": number} for number in numbers]}
    sets: list[Json] = [{"a": name, "from": origin} for name, origin in _pairs(description.get("set"))]
    read: Object = {**as_object(entity["read"]), "set": sets}
    number, _, path = str(description.get("object", "")).partition(":")
    if number:
        read["object"] = {"call": int(number), "path": path}
    entity["read"] = read
    if "id" in description:
        entity["id"] = {"from": [description["id"]], "sep": ":"}
    if filters := as_object(description.get("client_filters")):
        entity["client_filters"] = [{"attrs": [name], "fields": [field]} for name, field in filters.items()]
    return entity


def _call(call: Object, earlier: list[Object], client: Mapping[str, Json]) -> Object:
    """One call: `"call": "GET /services/{id}"` with the path after the client's prefix."""
    if unknown := call.keys() - _CALL_KEYS:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    method, _, path = str(call["call"]).partition(" ")
    same = earlier[int(str(call["params_of"]))].get("params") if "params_of" in call else None
    own: list[Json] = [{"p": name, "from": origin} for name, origin in _pairs(call.get("params"))]
    full: Object = {
        "n": len(earlier),
        "product": client["product"],
        "version": client["version"],
        "style": "roa",
        "method": method,
        "path": f"{client.get('prefix', '')}{path}",
    }
    if parameters := [*as_list(same), *own]:
        full["params"] = parameters
    full |= {key: value for key, value in call.items() if key not in ("call", "params", "params_of")}
    return full


def _pairs(value: Json) -> Iterator[tuple[str, Json]]:
    """Names and origins; a name may have several."""
    for name, origins in as_object(value).items():
        for origin in origins if isinstance(origins, list) else [origins]:
            yield name, origin
