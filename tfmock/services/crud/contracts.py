"""The contract data of all products, read when it is first needed: the index first, then a product's file."""

from __future__ import annotations

import functools
import json
import re
import threading
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from tfmock.services.crud import paths
from tfmock.services.crud.compilation import compile_type, path_parameter
from tfmock.services.crud.contract import ResourceType, Role
from tfmock.services.crud.origins import as_text
from tfmock.services.crud.overrides import ANSWERS

#: ``{}``, and ``[Namespace]`` in paths of the older SDKs.
_PLACEHOLDER: Final = re.compile(r"\{\}|\[\w+\]")
DATA: Final = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Where what is: all that is read before a product is called.

    Attributes:
        provider: the version of the provider that the data is of.
        actions: ``version/action`` -> products.
        routes: version -> method, pattern of the path, its text, length of its literal parts, product.
        types, data_sources: name -> product.
    """

    provider: str
    actions: Mapping[str, tuple[str, ...]]
    routes: Mapping[str, tuple[_Route, ...]]
    types: Mapping[str, str]
    data_sources: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Route:
    method: str
    path: str
    pattern: re.Pattern[str]
    product: str

    @property
    def literal(self) -> int:
        """How much of the path is not a placeholder: the more, the better it fits."""
        return len(self.path.replace("{}", ""))

    def matches(self, method: str, path: str, query: Mapping[str, str]) -> bool:
        """Whether a request is of this kind. What stands behind the path's question mark must be in its query."""
        required = (pair.partition("=") for pair in self.path.partition("?")[2].split("&") if pair)
        return (
            method == self.method
            and self.pattern.fullmatch(path) is not None
            and all(name in query and query[name] == value for name, _, value in required)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RestCall:
    """A REST request that the data knows: its key, the versions' own, and what stands in the path."""

    version: str
    key: str
    values: Mapping[str, str]


class Contracts:
    """What the provider sends and reads, by action.

    Args:
        folder: where the data files are.
    """

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._loaded: set[str] = set()
        self._types: dict[str, ResourceType] = {}
        self._data_sources: dict[str, ResourceType] = {}
        self._roles: dict[tuple[str, str], list[Role]] = defaultdict(list)
        self._kinds: dict[tuple[str, str, str], str] = {}
        self._keys: dict[str, dict[str, set[str]]] = {}

    @functools.cached_property
    def index(self) -> Index:
        """The index, read on first use. Empty where there is no data."""
        path = self._folder / "index.json.z"
        read = _read(path) if path.exists() else {}
        routes: dict[str, list[_Route]] = defaultdict(list)
        for version, entries in read.get("paths", {}).items():
            for method, text, product in entries:
                pieces = _PLACEHOLDER.split(text.partition("?")[0])
                pattern = "([^/]+)".join(map(re.escape, pieces))
                route = _Route(method=method, path=text, pattern=re.compile(f"{pattern}/?"), product=product)
                routes[version].append(route)
        return Index(
            provider=read.get("provider", ""),
            actions={name: tuple(products) for name, products in read.get("actions", {}).items()},
            routes={version: tuple(found) for version, found in routes.items()},
            types=read.get("types", {}),
            data_sources=read.get("data_sources", {}),
        )

    def knows(self, version: str, action: str) -> bool:
        """Whether the provider makes such an RPC call."""
        return f"{version}/{action}" in self.index.actions or (version, action) in ANSWERS

    def find_rest_call(
        self, request: tuple[str, str, Mapping[str, str]], *, version: str, product: str
    ) -> RestCall | None:
        """The call that a method, a path and a query mean; the most literal path counts.

        Args:
            version: empty where the request does not say: then the product decides.
            product: by the request's host.
        """
        method, path, query = request
        versions = [version] if version else list(self.index.routes)
        found = [
            (route.literal, known, route)
            for known in versions
            for route in self.index.routes.get(known, ())
            if (version or _same_product(route.product, product)) and route.matches(method, path, query)
        ]  # fmt: skip
        if not found:
            return None
        _, known, route = max(found, key=lambda entry: entry[0])
        match = route.pattern.fullmatch(path)
        values = match.groups() if match else ()
        named = {path_parameter(number): unquote(value) for number, value in enumerate(values)}
        return RestCall(version=known, key=f"{route.method} {route.path}", values=named)

    def roles(self, version: str, key: str, host: str) -> list[Role]:
        """What a call is to each type that has it. Where two products share version and action, the host decides."""
        self._load_all(self._products_of(version, key))
        roles = self._roles.get((version, key), [])
        if len({role.call.product.lower() for role in roles}) > 1:
            own = [role for role in roles if role.call.product.lower().split("-")[0] in host.lower()]
            roles = own or roles
        return roles

    def _products_of(self, version: str, key: str) -> Iterable[str]:
        products = self.index.actions.get(f"{version}/{key}")
        if products is not None:
            return products
        method, _, path = key.partition(" ")
        routes = self.index.routes.get(version, ())
        return {route.product for route in routes if (route.method, route.path) == (method, path)}

    def type(self, name: str) -> ResourceType | None:
        """A resource type; None where the data does not have it."""
        product = self.index.types.get(name)
        if product is not None:
            self._load_all((product,))
        return self._types.get(name)

    def listed_types(self, data_source: ResourceType) -> tuple[tuple[ResourceType, ...], bool]:
        """The resource types whose objects a data source lists, and whether its name says so; otherwise its calls do,
        which are those that the resources are read with: the list itself, or one about each item of it."""
        for name in _singulars(data_source.name):
            found = self.type(name)
            if found is not None:
                return (found,), True
        calls = [spec for spec in data_source.all_calls() if spec.is_primary]
        calls += [spec for spec in data_source.all_calls() if spec.takes_reply]
        for spec in calls:
            roles = self.roles(spec.version, spec.key, "")
            types = [role.type for role in roles if not role.type.is_data_source and role.call.is_primary]
            if types:
                return tuple(types), False
        return (), False

    def field_kind(self, version: str, key: str, path: str) -> str:
        """``bool`` or ``number`` where any type reads the field as such; else empty."""
        return self._kinds.get((version, key, paths.normalized(path)), "")

    def _load_all(self, products: Iterable[str]) -> None:
        for product in products:
            if product not in self._loaded:
                with self._lock:
                    if product not in self._loaded:
                        self._load(product)
                        self._loaded.add(product)

    def _load(self, product: str) -> None:
        entities = _read(self._folder / f"{product}.json.z")["entities"]
        words = _enumerations(entities)
        for entity in entities:
            type = compile_type(entity, words)
            (self._data_sources if type.is_data_source else self._types)[type.name] = type
            for spec in type.all_calls():
                self._roles[spec.version, spec.key].append(Role(type, spec))
                for path, kind in spec.reply.items():
                    kind = kind.rstrip("!").split("|")[0]
                    if kind in ("bool", "number"):
                        self._kinds.setdefault((spec.version, spec.key, paths.normalized(path)), kind)
                for field in spec.fields:
                    kind = _NUMERIC.get(type.kind(field.attribute), "")
                    if kind and not field.type and not field.conversions:
                        self._kinds.setdefault((spec.version, spec.key, paths.normalized(field.path)), kind)


_NUMERIC: Final[Mapping[str, str]] = {"bool": "bool", "int": "number", "float": "number"}


def _enumerations(entities: Iterable[Mapping[str, Any]]) -> Mapping[str, Sequence[str]]:
    """The words of the arguments that have any, by name; of several types' the longest list."""
    found: dict[str, list[str]] = {}
    for entity in entities:
        for name, described in (entity.get("schema") or {}).items():
            words = described.get("enum") or ()
            if len(words) > len(found.get(name, ())):
                found[name] = list(map(as_text, words))
    return found


def _same_product(product: str, by_host: str) -> bool:
    return bool(by_host) and product.lower().split("-")[0] == by_host.lower().split("-")[0]


def _singulars(name: str) -> list[str]:
    """What a data source's name may be the plural of; a few have the resource's own name."""
    ends = (("ies", "y"), ("es", ""), ("s", ""), ("", ""))
    return [name.removesuffix(end) + new for end, new in ends if name.endswith(end)]


def _read(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(zlib.decompress(path.read_bytes()))
    return read


@functools.cache  # the data does not change while it runs, and a test makes an app each
def installed_contracts() -> Contracts:
    """The data that comes with tfmock."""
    return Contracts()
