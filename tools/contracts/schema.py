"""Turns the provider's schemas into the compact files that hcl-lint's schema rules read.

    python -m tools.contracts.schema CONTRACTS PROVIDER_VERSION [OUT]

CONTRACTS holds what the extractor wrote (`resources/*.json`, `data_sources/*.json`), the schema that Terraform prints
of a provider (`provider_schema_*.json`) and which version brought what (`since.json`). Which arguments and blocks there
are is taken from the provider's schema, what their values may be from the contracts. OUT receives one zlib-compressed
JSON file a product and an index of them; if it is left out, it is `hcl_lint/schema/data`. `hcl_lint/schema/facts.py`
says what each key means.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

from tools.contracts.json_values import Json, Object, as_list, as_object
from tools.contracts.pack import INDEX, ContractError, product_name, read_contracts, run

_DATA: Final = Path(__file__).parents[2] / "hcl_lint" / "schema" / "data"
#: The kinds of entities: in contracts, in the provider's schema, in since.json.
_KINDS: Final = (("resource", "resource_schemas", "resource"), ("data_source", "data_source_schemas", "data"))
#: Since an unknown old version: it holds for every version that is allowed.
_ALWAYS: Final = "0.0.0"
_BOUNDS: Final = {
    "enum": "enum",
    "enum_ignore_case": "ignore_case",
    "min": "min",
    "max": "max",
    "min_len": "min_length",
    "max_len": "max_length",
    "pattern": "search",
    "not_pattern": "not_search",
}
#: Named validations of the provider that are done here, too.
_CHECKS: Final = {"validation.StringIsJSON": "json", "validation.StringIsValidRegExp": "regular_expression"}
_GROUPS: Final = ("conflicts", "exactly_one_of", "at_least_one_of", "required_with")
#: Either says that an argument is not to be written any more.
_AGED: Final = frozenset(["deprecated", "removed"])
_FIRST_ITEM: Final = re.compile(r"\.0\.")


class History:
    """Which provider version brought, removed or deprecated what of one type.

    Args:
        entry: of the type in since.json.
        versions: all that since.json was made from, oldest first.
        newest: the version that the schema is of.
    """

    def __init__(self, entry: Object, versions: list[str], newest: str) -> None:
        self._entry = entry
        self._versions = versions
        self._newest = newest

    @property
    def arguments(self) -> Object:
        """By dotted path."""
        return as_object(self._entry.get("arguments"))

    def type_facts(self) -> Object:
        return self._facts(self._entry)

    def facts(self, path: str) -> Object:
        return self._facts(as_object(self.arguments.get(path)))

    def removed(self, prefix: str) -> dict[str, Object]:
        """The arguments directly below ``prefix`` that the newest version no longer has, by name."""
        gone = {}
        for path in self.arguments:
            name = path.removeprefix(prefix)
            if path.startswith(prefix) and "." not in name and "removed" in self.facts(path):
                gone[name] = {"removed": self.facts(path)["removed"]}
        return gone

    def _facts(self, entry: Object) -> Object:
        facts: Object = {}
        # an argument that only the provider set cannot be written before it is "settable"
        since = [str(entry[key]) for key in ("since", "settable") if key in entry]
        if since:
            facts["since"] = max(since, key=_numbers)
        if "deprecated" in entry:
            version = str(entry["deprecated"])
            facts["deprecated"] = _ALWAYS if version.startswith("before") else version
        if "until" in entry:
            later = [v for v in self._versions if _numbers(v) > _numbers(str(entry["until"]))]
            facts["removed"] = later[0] if later else self._newest
        return facts


def pack(contracts: Path, version: str) -> dict[str, Object]:
    """All files of the data folder by their names without suffix, ``index`` among them.

    Args:
        contracts: the folder that the module's docstring describes.
        version: the provider's version, as in "1.290.0".

    Raises:
        ContractError: a file is missing or is not what it should be.
    """
    schemas = _provider_schema(contracts)
    since = _read(contracts / "since.json")
    versions = [str(known) for known in as_list(since.get("versions"))]
    types: dict[str, Object] = {"resource": {}, "data": {}}
    by_product: defaultdict[str, dict[str, Object]] = defaultdict(dict)
    names = {kind: (schema, mode) for kind, schema, mode in _KINDS}
    for entity in read_contracts(contracts):
        schema_key, mode = names[str(entity["kind"])]
        name, product = str(entity["name"]), product_name(entity)
        stored = as_object(as_object(schemas.get(schema_key)).get(name))
        if not stored:
            raise ContractError(f"{contracts}: {name} is not in the provider's schema")
        history = History(as_object(as_object(since.get(mode)).get(name)), versions, version)
        packer = _TypePacker(history, version)
        arguments = packer.arguments(as_object(stored.get("block")), as_object(entity["schema"]), "")
        by_product[product].setdefault(mode, {})[name] = arguments
        facts = history.type_facts()
        if as_object(stored.get("block")).get("deprecated"):
            facts.setdefault("deprecated", _ALWAYS)
        types[mode][name] = [product, facts] if facts else product
    for mode in types:
        for name, entry in as_object(since.get(mode)).items():
            if name not in types[mode] and "until" in as_object(entry):
                types[mode][name] = ["", History(as_object(entry), versions, version).type_facts()]
    files: dict[str, Object] = {product: {**by_product[product]} for product in sorted(by_product)}
    return {**files, INDEX: {"provider": version, "gaps": {**gaps(versions)}, **types}}


def gaps(versions: Iterable[str]) -> dict[str, str]:
    """Versions before which others were not looked at, each with the oldest of those.

    What since.json says to have come with such a version may have come with one of the others.
    """
    found = {}
    for (major, minor, _), later in pairwise(map(_numbers, versions)):
        if later[0] == major and later[1] > minor + 1:
            found[".".join(map(str, later))] = f"{major}.{minor + 1}.0"
    return found


class _TypePacker:
    """Packs the schema of one type."""

    def __init__(self, history: History, version: str) -> None:
        self._history = history
        self._version = version

    def arguments(self, block: Object, contract: Object, path: str) -> Object:
        """The arguments and blocks of a block.

        Args:
            block: of the provider's schema.
            contract: the same of the contracts, by argument.
            path: of the block, with a dot behind; empty for the type itself.
        """
        packed: Object = {**self._history.removed(path)}
        for name, attribute in as_object(block.get("attributes")).items():
            packed[name] = self._argument(name, as_object(attribute), as_object(contract.get(name)), path)
        for name, nested in as_object(block.get("block_types")).items():
            packed[name] = self._block(name, as_object(nested), as_object(contract.get(name)), path)
        for name, entry in packed.items():
            _suggest_other(name, packed)
            _forget_same_since(as_object(entry))
        return packed

    def _argument(self, name: str, attribute: Object, contract: Object, path: str) -> Object:
        if not attribute.get("optional") and not attribute.get("required"):
            return {"computed": True}
        kind = attribute.get("type")
        entry: Object = {"type": _type_text(kind)}
        if attribute.get("required"):
            entry["required"] = True
        if isinstance(kind, str):
            entry.update(_bounds(contract, kind))
        else:
            entry.update(_only(contract, ("min_items", "max_items")))
            element = contract.get("elem")
            # terraform-plugin-sdk: the elements of lists and sets are validated, those of maps are not
            validated = isinstance(kind, list) and kind[0] in ("list", "set")
            if validated and (bounds := _bounds(as_object(element), str(as_list(kind)[1]))):
                entry["element"] = bounds
        if attribute.get("deprecated"):
            entry["deprecated"] = _ALWAYS
        return self._finish(entry, name, contract, path)

    def _block(self, name: str, nested: Object, contract: Object, path: str) -> Object:
        inner = self.arguments(as_object(nested.get("block")), as_object(contract.get("block")), f"{path}{name}.")
        entry: Object = {"block": inner, **_only(nested, ("min_items", "max_items"))}
        if as_object(nested.get("block")).get("deprecated") or "deprecated" in as_list(contract.get("f")):
            entry["deprecated"] = _ALWAYS
        return self._finish(entry, name, contract, path)

    def _finish(self, entry: Object, name: str, contract: Object, path: str) -> Object:
        facts = self._history.facts(f"{path}{name}")
        facts.pop("removed", None)
        if "deprecated" not in entry:
            facts.pop("deprecated", None)
        entry.update(facts)
        if "removed" in as_list(contract.get("f")):
            entry["removed"] = self._version  # since when is not known
        for group in _GROUPS:
            if others := _local_names(as_list(contract.get(group)), path):
                entry[group] = [*(others if group in ("conflicts", "required_with") else sorted({*others, name}))]
        return entry


def _suggest_other(name: str, arguments: Object) -> None:
    """Of an argument that is not to be written any more: the one that took its place.

    That is the only one that it cannot be given beside, if their names have a word in common (``name``, ``disk_name``).
    """
    entry = as_object(arguments[name])
    if not _AGED & entry.keys():
        return
    others = {str(other) for other in as_list(entry.get("conflicts"))}
    others |= {other for other, facts in arguments.items() if name in as_list(as_object(facts).get("conflicts"))}
    usable = [other for other in others if other in arguments and not _AGED & as_object(arguments[other]).keys()]
    if len(usable) == 1 and (_words(name) & _words(usable[0])):
        entry["instead"] = usable[0]


def _words(name: str) -> set[str]:
    return {*name.split("_")} - {"id", "ids"}


def _forget_same_since(entry: Object) -> None:
    """What came together with its block need not say so again."""
    for inner in as_object(entry.get("block")).values():
        if isinstance(inner, dict) and inner.get("since") == entry.get("since"):
            inner.pop("since", None)


def _local_names(paths: Iterable[Json], path: str) -> list[str]:
    """The arguments of the block at ``path`` among absolute paths; what is elsewhere is left out."""
    names = []
    for other in map(str, paths):
        plain = _FIRST_ITEM.sub(".", other)
        name = plain.removeprefix(path)
        if plain.startswith(path) and "." not in name:
            names.append(name)
    return names


def _bounds(contract: Object, kind: str) -> Object:
    """What the values of an argument of a primitive type may be."""
    bounds: Object = {_BOUNDS[key]: contract[key] for key in _BOUNDS if contract.get(key) not in (None, "", [])}
    if kind != "number":
        bounds.pop("min", None)
        bounds.pop("max", None)
    if kind != "string":
        for key in ("min_length", "max_length", "search", "not_search"):
            bounds.pop(key, None)
    if "enum" in bounds:
        bounds["enum"] = [_text(value) for value in as_list(bounds["enum"])]
    if check := _CHECKS.get(str(contract.get("check"))):
        bounds["check"] = check
    alternatives = [_bounds(as_object(entry), kind) for entry in as_list(contract.get("any"))]
    if alternatives and all(alternatives):  # one that is not understood may allow any value
        bounds["any"] = [*alternatives]
    if together := [inner for entry in as_list(contract.get("all")) if (inner := _bounds(as_object(entry), kind))]:
        bounds["all"] = [*together]
    return bounds


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _type_text(kind: Json) -> Json:
    """``list(string)`` for ``["list", "string"]``; what is deeper stays as Terraform prints it."""
    if isinstance(kind, list) and len(kind) == 2 and isinstance(kind[1], str):
        return f"{kind[0]}({kind[1]})"
    return kind


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = map(int, version.split("."))
    return major, minor, patch


def _provider_schema(contracts: Path) -> Object:
    """The newest schema that is there.

    Raises:
        ContractError: there is none.
    """
    paths = {
        _numbers(match[1]): path
        for path in contracts.glob("provider_schema_*.json")
        if (match := re.fullmatch(r"provider_schema_([0-9]+\.[0-9]+\.[0-9]+)\.json", path.name))
    }
    if not paths:
        raise ContractError(f"{contracts}: no provider_schema_<version>.json there")
    schemas = as_object(_read(paths[max(paths)]).get("provider_schemas"))
    return as_object(next(iter(schemas.values()), None))


def _read(path: Path) -> Object:
    try:
        content: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContractError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise ContractError(f"{path}: not a JSON object")
    return content


def _only(entry: Mapping[str, Json], keys: Iterable[str]) -> Object:
    return {key: entry[key] for key in keys if entry.get(key)}


def main(arguments: list[str] | None = None) -> int:
    """Pack the folder that the command line names; returns the exit code."""
    return run("schema", __doc__, arguments, pack=pack, default=_DATA, describe=_describe)


def _describe(files: Mapping[str, Object]) -> str:
    counts = [len(as_object(files[INDEX][mode])) for mode in ("resource", "data")]
    return f"{counts[0]} resources and {counts[1]} data sources"


if __name__ == "__main__":
    sys.exit(main())
