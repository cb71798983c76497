"""Which actions of the cloud's products are played, and in which tier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tfmock.coverage.tiers import Tier
from tfmock.protocol.oss import VERSION as OSS_VERSION
from tfmock.services.crud.contracts import installed_contracts
from tfmock.services.oss import bucket_xml, documents
from tfmock.services.registry import all_operations


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEntry:
    """One action. ``action`` of a REST call is method and path: ``GET /clusters/{}``."""

    product: str
    version: str
    action: str
    tier: Tier


def all_actions() -> list[ActionEntry]:
    """Every action, by product; what is emulated is not listed as CRUD as well."""
    emulated = [
        ActionEntry(product=operation.product, version=operation.version, action=operation.action, tier=Tier.EMULATED)
        for operation in all_operations()
    ]
    known = {(entry.version, entry.action) for entry in emulated}
    stored = [entry for entry in _crud_actions() if (entry.version, entry.action) not in known]
    return sorted(emulated + stored, key=lambda entry: (entry.product.lower(), entry.version, entry.action))


def find_actions(text: str) -> list[ActionEntry]:
    """The actions that a text means.

    Args:
        text: ``CreateVpc``, ``Vpc.CreateVpc``, ``2016-04-28/CreateVpc`` or ``GET /clusters/x``.
    """
    method, _, path = text.partition(" ")
    if path:
        return [entry for entry in all_actions() if _fits(entry.action, method.upper(), path)]
    before, _, action = text.replace("/", ".").rpartition(".")
    return [
        entry
        for entry in all_actions()
        if entry.action == action and before.lower() in ("", entry.product.lower(), entry.version)
    ]


def _is_answered(path: str) -> bool:
    """Whether a path of OSS is about a document of a bucket, or is answered by the data."""
    name = path.partition("?")[2].partition("&")[0]
    return not path.endswith("&comp=token") and name in {*documents.SUBRESOURCES, *bucket_xml.SUBRESOURCES}


def _fits(action: str, method: str, path: str) -> bool:
    """Whether a REST call is that action; what stands for an id may be anything."""
    own_method, _, own_path = action.partition(" ")
    pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{[^}]*\}", own_path))
    return own_method == method and (own_path == path or re.fullmatch(pattern, path) is not None)


def _crud_actions() -> Iterator[ActionEntry]:
    index = installed_contracts().index
    for name, products in index.actions.items():
        version, _, action = name.partition("/")
        for product in products:
            yield ActionEntry(product=product, version=version, action=action, tier=Tier.CRUD)
    for version, routes in index.routes.items():
        for route in routes:
            action = f"{route.method} {route.path}"
            if version != OSS_VERSION or _is_answered(route.path):
                yield ActionEntry(product=route.product, version=version, action=action, tier=Tier.CRUD)
