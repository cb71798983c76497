"""Turns the contracts that the extractor wrote into the compact files that the CRUD tier loads.

    python -m tools.contracts.pack CONTRACTS PROVIDER_VERSION [OUT]

CONTRACTS holds `resources/*.json` and `data_sources/*.json`, an entity each. OUT receives one zlib-compressed JSON file
a product and the index of them; if it is left out, it is `tfmock/services/crud/data`. docs/crud-data.md describes both
forms. What the engine does not use (retries, timeouts, names of functions) is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from tools.contracts.client_calls import ClientError, describe
from tools.contracts.json_values import Json, Object, as_list, as_object

INDEX: Final = "index"
SUFFIX: Final = ".json.z"
OPERATIONS: Final = ("create", "read", "update", "delete")

_DATA: Final = Path(__file__).parents[2] / "tfmock" / "services" / "crud" / "data"
_LONGEST_CONDITION: Final = 60  # characters; a longer one says no more than that there is a condition
_FLAGS: Final = {"required": "r", "optional": "o", "computed": "c"}
_CHECKED: Final = ("enum", "enum_ignore_case", "min", "max", "min_len", "max_len", "pattern", "not_pattern")
_CALL_KEYS: Final = (
    "product", "version", "action", "reply", "equals", "success", "not_found", "not_found_when", "ok_codes",
)  # fmt: skip
_NOT_SENT_BY_USERS: Final = ("token", "client.SourceIp()", "?")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_NO_CALLS: Final = "none"  # the product of an entity whose calls are not known


class ContractError(ValueError):
    """A contract that cannot be packed; the text names the file."""


def pack(contracts: Path, version: str) -> dict[str, Object]:
    """All files of the data folder by their names without suffix, `index` among them.

    Args:
        contracts: the folder that holds `resources` and `data_sources`.
        version: the provider's version, as in "1.290.0"; every file names it.

    Raises:
        ContractError: there are no contracts, or one of them is not an entity.
    """
    try:
        entities = describe([_slim_entity(entity) for entity in read_contracts(contracts)])
    except ClientError as error:
        raise ContractError(str(error)) from error
    if not entities:
        raise ContractError(f"{contracts}: no resources/*.json or data_sources/*.json there")
    by_product: defaultdict[str, list[Json]] = defaultdict(list)
    for entity in entities:
        by_product[product_name(entity)].append(entity)
    files: dict[str, Object] = {
        product: {"provider": version, "entities": by_product[product]} for product in sorted(by_product)
    }
    return {**files, INDEX: _index(version, entities)}


def write(files: Mapping[str, Object], folder: Path) -> int:
    """Write the files of `pack` in the place of those that are there; returns their size in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob(f"*{SUFFIX}"):
        former.unlink()
    size = 0
    for name, content in files.items():
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        data = zlib.compress(text.encode(), 9)
        (folder / f"{name}{SUFFIX}").write_bytes(data)
        size += len(data)
    return size


def read_contracts(folder: Path) -> Iterator[Object]:
    """The entities in the folder, resources first, each kind by name.

    Raises:
        ContractError: a file is not JSON or not an entity.
    """
    for kind in ("resources", "data_sources"):
        for path in sorted((folder / kind).glob("*.json")):
            try:
                entity: Json = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise ContractError(f"{path}: not JSON: {error}") from error
            if not isinstance(entity, dict) or not {"name", "kind", "schema", "calls"} <= entity.keys():
                raise ContractError(f"{path}: not an entity: name, kind, schema and calls are needed")
            yield entity


def product_name(entity: Mapping[str, Json]) -> str:
    """The name of the file that holds the entity: of an endpoint (`cs.aliyuncs.com`) its first label."""
    name = str(entity.get("product") or "").lower().split(".")[0]
    return re.sub(r"[^a-z0-9-]", "-", name) or _NO_CALLS


def wire_path(path: str) -> str:
    """A path with its placeholders emptied, as in "/clusters/{}/nodes"; a query that is part of it stays."""
    while (emptied := _PLACEHOLDER.sub("\0", path)) != path:  # from the inside out: origins may hold braces
        path = emptied
    return re.sub("\0+", "{}", path)


def _slim_entity(entity: Object) -> Object:
    slim: Object = {
        "name": entity["name"],
        "kind": entity["kind"],
        "product": entity.get("product") or "",
        "calls": [_slim_call(call) for call in _objects(entity["calls"])],
        "schema": _slim_schema(as_object(entity["schema"])),
    }
    if identity := as_object(entity.get("id")):
        slim["id"] = _only(identity, ("from", "sep"))
    for operation in OPERATIONS:
        if described := as_object(entity.get(operation)):
            slim[operation] = _slim_operation(described, is_read=operation == "read")
    by_action: Object = {
        attribute: {"kind": "action", "actions": join.get("actions")}
        for attribute, join in ((name, as_object(value)) for name, value in as_object(entity.get("join")).items())
        if join.get("kind") == "action"
    }
    if by_action:
        slim["join"] = by_action
    if filters := [_only(item, ("attrs", "fields")) for item in _objects(entity.get("client_filters"))]:
        slim["client_filters"] = [*filters]
    return slim


def _slim_schema(schema: Object) -> Object:
    slim: Object = {}
    for name, value in schema.items():
        attribute = as_object(value)
        flags = "".join(letter for flag, letter in _FLAGS.items() if flag in as_list(attribute.get("f")))
        entry: Object = {"t": attribute["t"], "f": flags, **_only(attribute, _CHECKED)}
        if "def" in attribute:
            entry["def"] = attribute["def"]
        if isinstance(attribute.get("elem"), str):
            entry["elem"] = attribute["elem"]
        if block := as_object(attribute.get("block")):
            entry["block"] = _slim_schema(block)
        slim[name] = entry
    return slim


def _slim_call(call: Object) -> Object:
    call = _with_path_parameters(call)
    slim: Object = {"n": call["n"], **_only(call, _CALL_KEYS)}
    if call.get("ok_not_found"):
        slim["ok_not_found"] = True
    if call.get("path"):
        slim |= _only(call, ("path", "method", "style"))
    elif call.get("style") == "sdk":  # its action is a method of a client, not a name on the wire
        slim["style"] = "sdk"
    parameters: list[Json] = []
    for parameter in _objects(call.get("params")):
        if parameter["from"] in _NOT_SENT_BY_USERS:
            continue
        entry = _with_condition({"p": parameter["p"], "from": parameter["from"]}, parameter)
        if parameter.get("in") == "host":
            entry["in"] = "host"
        parameters.append(entry)
    if parameters:
        slim["params"] = parameters
    return slim


def _with_path_parameters(call: Object) -> Object:
    """A call with its origins in the path: the former SDK has ``/repos/[RepoName]`` and says ``RepoName`` beside it."""
    path, parameters = call.get("path"), _objects(call.get("params"))
    if not isinstance(path, str) or not any(parameter.get("in") == "path" for parameter in parameters):
        return call
    for parameter in parameters:
        if parameter.get("in") == "path":
            path = path.replace(f"[{parameter['p']}]", f"{{{parameter['from']}}}")
    others: list[Json] = [parameter for parameter in parameters if parameter.get("in") != "path"]
    return {**call, "path": path, "params": others}


def _slim_operation(operation: Object, *, is_read: bool) -> Object:
    steps: list[Json] = []
    for step in _objects(operation.get("steps")):
        if "call" in step:
            steps.append(_with_condition({"call": step["call"]}, step))
        elif "wait" in step and step.get("field"):
            steps.append(_with_condition({"wait": 1, **_only(step, ("field", "target", "calls"))}, step))
    slim: Object = {"steps": steps}
    if read_object := as_object(operation.get("object")):
        slim["object"] = {key: read_object[key] for key in ("call", "path", "pick") if key in read_object}
    sets: list[Json] = [
        _with_condition(_only(entry, ("a", "from", "pick")), entry) for entry in _objects(operation.get("set"))
    ]
    if sets or is_read:
        slim["set"] = sets
    return slim


def _with_condition(slim: Object, entry: Object) -> Object:
    if when := str(entry.get("when") or ""):
        slim["when"] = when if len(when) <= _LONGEST_CONDITION else "?"
    return slim


def _index(version: str, entities: Iterable[Object]) -> Object:
    """Which product's file has an action, a path, a type: all that is read before a product is called."""
    actions: defaultdict[str, set[str]] = defaultdict(set)
    paths: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    names: dict[str, dict[str, str]] = {"resource": {}, "data_source": {}}
    for entity in entities:
        product = product_name(entity)
        names[str(entity["kind"])][str(entity["name"])] = product
        for call in _objects(entity["calls"]):
            called_version = str(call.get("version") or "")
            if path := str(call.get("path") or ""):
                paths[called_version].add((str(call.get("method") or ""), wire_path(path), product))
            elif called_version:
                for action in str(call.get("action") or "").split("|"):
                    actions[f"{called_version}/{action}"].add(product)
    return {
        "provider": version,
        "actions": {action: [*sorted(products)] for action, products in actions.items()},
        "paths": {version: [[*path] for path in sorted(routes)] for version, routes in paths.items()},
        "types": {**names["resource"]},
        "data_sources": {**names["data_source"]},
    }


def _only(entry: Mapping[str, Json], keys: Iterable[str]) -> Object:
    """The entry's given keys, but for empty ones."""
    return {key: entry[key] for key in keys if entry.get(key) not in (None, "", [], {})}


def _objects(value: Json) -> list[Object]:
    return [item for item in as_list(value) if isinstance(item, dict)]


def main(arguments: list[str] | None = None) -> int:
    """Pack the folder that the command line names; returns the exit code."""
    return run("pack", __doc__, arguments, pack=pack, default=_DATA, describe=_describe)


def _describe(files: Mapping[str, Object]) -> str:
    index = files[INDEX]
    return (
        f"{len(as_object(index['types']))} resources and {len(as_object(index['data_sources']))} data sources of"
        f" {len(files) - 1} products"
    )


def run(
    name: str,
    about: str | None,
    arguments: list[str] | None,
    *,
    pack: Callable[[Path, str], dict[str, Object]],
    default: Path,
    describe: Callable[[Mapping[str, Object]], str],
) -> int:
    """The command of a packer: reads its arguments, writes the files and says what they hold.

    Args:
        pack: makes the files of the contracts' folder and the provider's version.
        default: the folder that is written where the command line names none.
        describe: what was packed, in a few words.

    Returns:
        The exit code: 2 where the contracts cannot be packed.
    """
    parser = argparse.ArgumentParser(prog=name, description=about, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("contracts", type=Path, help="folder that the extractor wrote")
    parser.add_argument("version", help="the provider's version, as in 1.290.0")
    parser.add_argument("out", type=Path, nargs="?", default=default, help=f"data folder (default: {default})")
    options = parser.parse_args(arguments)
    try:
        files = pack(options.contracts, options.version)
    except ContractError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 2
    size = write(files, options.out)
    print(f"{describe(files)}: {size} bytes in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
