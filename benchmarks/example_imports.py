"""Imports of what the examples made: the resource of each page is dropped from a copy of the state and planned anew.

Some arguments are returned by no API (passwords, ``force``), so that every import shows them as a change. The
provider's own acceptance tests list them (``ImportStateVerifyIgnore``); such changes are told from others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

TESTS: Final = "alicloud"
#: An import of a resource that needs no change afterwards, or only such as the provider's own tests ignore.
IMPORTED: Final = "imported"
_IGNORED: Final = re.compile(r"ImportStateVerifyIgnore:\s*\[\]string\{([^}]*)\}")
_UNSUPPORTED: Final = re.compile(r"resource alicloud_(\w+) doesn't support import")
_LITERAL: Final = re.compile(r'"([^"]*)"')


def ignored_attributes(checkout: Path, page: str) -> frozenset[str]:
    """What the provider's acceptance tests of a resource type leave out when they compare an import.

    Args:
        checkout: of the provider.
        page: the type without ``alicloud_``.
    """
    path = checkout / TESTS / f"resource_alicloud_{page}_test.go"
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    return frozenset(name for names in _IGNORED.findall(text) for name in _LITERAL.findall(names))


def own_resource(state: str, page: str) -> tuple[str, str] | None:
    """Address and id of the first resource of a page's own type in its module; None where the state has none.

    Args:
        state: the text of a ``terraform.tfstate``.
    """
    for resource in json.loads(state)["resources"]:
        if (resource.get("module"), resource["mode"], resource["type"]) != (
            f"module.{page}", "managed", f"alicloud_{page}",
        ):  # fmt: skip
            continue
        for instance in resource["instances"]:
            key = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
            return f"module.{page}.{resource['type']}.{resource['name']}{key}", instance["attributes"]["id"]
    return None


def import_blocks(resources: Iterable[tuple[str, str]]) -> str:
    """``import`` blocks for resources, each given by its address and id."""
    escaped = ((address, json.dumps(id).replace("${", "$${").replace("%{", "%%{")) for address, id in resources)
    return "".join(f"import {{\n  to = {address}\n  id = {id}\n}}\n" for address, id in escaped)


def unsupported_imports(errors: Iterable[str], pages: Iterable[str]) -> dict[str, str]:
    """The errors that say of the resource of a page that it cannot be imported, by page: they have no address."""
    known = set(pages)
    found = ((_UNSUPPORTED.search(error), error) for error in errors)
    return {match[1]: error for match, error in found if match and match[1] in known}


def planned_imports(
    plan: str, resources: Mapping[str, tuple[str, str]], ignored: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """What a plan would do to imported resources, by page.

    Args:
        plan: what ``terraform show -json`` prints of it.
        resources: address and id by page.
        ignored: by page, beginnings of attributes whose changes do not count: ``password``, ``disks.0.size``.

    Returns:
        :data:`IMPORTED`; ``imported, apart from password`` where only ignored attributes change; otherwise the action
        and the attributes: ``planned: update: name, tags``.
    """
    pages = {address: page for page, (address, _) in resources.items()}
    document = json.loads(plan) if plan.strip() else {}
    return {
        pages[entry["address"]]: _judge(entry["change"], tuple(ignored.get(pages[entry["address"]], ())))
        for entry in document.get("resource_changes", ())
        if entry["address"] in pages
    }


def _judge(change: Mapping[str, Any], ignored: tuple[str, ...]) -> str:
    actions = change["actions"]
    if actions == ["no-op"]:
        return IMPORTED
    changed = changed_attributes(change)
    counted = [path for path in changed if not path.startswith(ignored)]
    if actions == ["update"] and changed and not counted:
        return f"{IMPORTED}, apart from {_names(changed)}"
    action = "replace" if len(actions) > 1 else actions[0]
    if action == "replace":  # computed attributes change, too: what it is replaced for says more
        forced = [str(path[0]) for path in change.get("replace_paths", ()) if path]
        counted = [path for path in forced if not path.startswith(ignored)]
        if forced and not counted:
            return f"{IMPORTED}, apart from {_names(forced)}"
    return f"planned: {action}: {_names(counted)}"


def _names(attributes: Iterable[str]) -> str:
    return ", ".join(sorted({path.partition(".")[0] for path in attributes}))


def changed_attributes(change: Mapping[str, Any]) -> list[str]:
    """The attributes that differ before and after a change, as Terraform's flat paths: ``disks.0.size``.

    What is only known after the change is left out, unless nothing else differs; so is ``timeouts``, which is of
    Terraform and imported by no provider.
    """
    paths = _differing(change.get("before"), change.get("after"), change.get("after_unknown"))
    differing = [path for path in paths if path.partition(".")[0] != "timeouts"]
    return differing or sorted(change.get("after_unknown") or ())


def _differing(before: object, after: object, unknown: object, path: str = "") -> Iterator[str]:
    if unknown is True or before == after:
        return
    if isinstance(before, (dict, list)) and isinstance(after, (dict, list)) and type(before) is type(after):
        mine, theirs, unknowns = _members(before), _members(after), _members(unknown)
        for key in dict.fromkeys([*mine, *theirs]):
            below = f"{path}.{key}" if path else key
            yield from _differing(mine.get(key), theirs.get(key), unknowns.get(key), below)
    else:
        yield path


def _members(value: object) -> dict[str, object]:
    if isinstance(value, dict):
        return {str(key): member for key, member in value.items()}
    return {str(place): member for place, member in enumerate(value)} if isinstance(value, list) else {}
