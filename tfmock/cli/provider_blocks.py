"""Finds the alicloud provider configurations in a folder of *.tf and *.tf.json files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tfmock.settings import SettingsError

LOCAL_NAME = "alicloud"
_SOURCES = re.compile(r"^(registry\.(terraform|opentofu)\.(io|org)/)?(aliyun|hashicorp)/alicloud$")

# Arguments by which the user chooses credentials (v1.246.2 alicloud/provider.go).
_CREDENTIALS = frozenset(
    {
        "access_key",
        "secret_key",
        "security_token",
        "profile",
        "shared_credentials_file",
        "credentials_uri",
        "ecs_role_name",
        "assume_role_with_oidc",
    }
)

_Tree = Mapping[str, object]


@dataclass(frozen=True)
class Provider:
    """One provider block. ``alias`` is "" for the default configuration."""

    local_name: str
    alias: str
    has_credentials: bool


def find_providers(folder: Path, *, ignore: Sequence[str] = ()) -> tuple[Provider, ...]:
    """All alicloud provider configurations, the default first (it exists even where no block is written).

    Raises:
        SettingsError: a file cannot be read or parsed.
    """
    trees = [_read(path) for path in sorted(folder.iterdir()) if _is_terraform(path) and path.name not in ignore]
    names = {name for tree in trees for name in _local_names(tree)} or {LOCAL_NAME}
    has_credentials: dict[tuple[str, str], bool] = {(name, ""): False for name in sorted(names)}
    for tree in trees:
        for name, body in _labelled_blocks(tree.get("provider")):
            if name in names:
                key = (name, _unquote(body.get("alias", "")))
                has_credentials[key] = has_credentials.get(key, False) or not _CREDENTIALS.isdisjoint(body)
    return tuple(Provider(name, alias, has) for (name, alias), has in has_credentials.items())


def _is_terraform(path: Path) -> bool:
    # Terraform skips hidden files and editors' backups, too.
    return path.name.endswith((".tf", ".tf.json")) and not path.name.startswith((".", "#")) and path.is_file()


def _read(path: Path) -> _Tree:
    try:
        text = path.read_text(encoding="utf-8-sig")
        tree: object = json.loads(text) if path.name.endswith(".json") else _parse(text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start}).") from None
    except json.JSONDecodeError as error:
        raise SettingsError(f"{path}:{error.lineno}: is not valid JSON: {error.msg}.") from None
    return tree if isinstance(tree, Mapping) else {}


def _parse(text: str) -> _Tree:
    """The file as python-hcl2 reads it, or only its provider blocks: Terraform accepts files that it refuses."""
    import hcl2
    from lark.exceptions import LarkError

    try:
        tree: _Tree = hcl2.loads(text)
    except (LarkError, ValueError, RecursionError):
        return _provider_blocks(text)
    return tree


_OPENING = re.compile(r'^[ \t]*provider[ \t]+"?(?P<name>[\w-]+)"?[ \t]*\{', re.MULTILINE)
_ATTRIBUTE = re.compile(r'^[ \t]*(?P<name>\w+)[ \t]*(?:=[ \t]*(?P<value>"[^"\n]*")?|\{)', re.MULTILINE)


def _provider_blocks(text: str) -> _Tree:
    """Provider blocks found by their braces; nested blocks and strings with braces are rare in them."""
    blocks: list[_Tree] = []
    for opening in _OPENING.finditer(text):
        body = text[opening.end() - 1 : _closing(text, opening.end() - 1)]
        attributes = {match["name"]: match["value"] or "" for match in _ATTRIBUTE.finditer(body)}
        blocks.append({opening["name"]: attributes})
    return {"provider": blocks}


def _closing(text: str, start: int) -> int:
    depth = 0
    for index in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return len(text)


def _local_names(tree: _Tree) -> Iterator[str]:
    """The names that required_providers gives to aliyun/alicloud; a module may call it anything."""
    for terraform in _mappings(tree.get("terraform")):
        for required in _mappings(terraform.get("required_providers")):
            for name, spec in required.items():
                source = spec.get("source") if isinstance(spec, Mapping) else None
                if isinstance(source, str) and _SOURCES.match(_unquote(source)):
                    yield _unquote(name)


def _labelled_blocks(blocks: object) -> Iterator[tuple[str, _Tree]]:
    """(label, body) of every block, in the shapes of python-hcl2 (a list) and JSON (an object or a list)."""
    for block in _mappings(blocks):
        for label, bodies in block.items():
            for body in _mappings(bodies):
                yield _unquote(label), body


def _mappings(value: object) -> list[_Tree]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, Mapping)]


def _unquote(value: object) -> str:
    """python-hcl2 keeps the quotes of strings and labels."""
    return str(value).strip('"')
