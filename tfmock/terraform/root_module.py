"""A root module's files: which backend it has, and which other states it reads."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tfmock.terraform.blocks import Block, parse

#: OpenTofu reads its own suffixes too, and of one name only the .tofu file.
_SUFFIXES: Final = (".tf", ".tf.json", ".tofu", ".tofu.json")
_MODULES: Final = 200  # a bound, no limit of Terraform's
_SERVED: Final = ".aliyuncs.com"
#: What the backend reads where the block names no endpoint.
_OSS_ENDPOINTS: Final = ("ALIBABA_CLOUD_OSS_ENDPOINT", "ALICLOUD_OSS_ENDPOINT", "OSS_ENDPOINT")
#: Where tfmock listens, in the environment that leads there.
_TFMOCK: Final = ("TFMOCK_SERVER", "HTTPS_PROXY")


class Backend(NamedTuple):
    """A ``backend`` or ``cloud`` block. ``kind`` is the backend's type, or "cloud"."""

    kind: str
    path: Path
    line: int
    attributes: Mapping[str, str]

    @property
    def name(self) -> str:
        """As it is written."""
        return "cloud block" if self.kind == "cloud" else f'backend "{self.kind}"'

    @property
    def remote(self) -> bool:
        """Whether its state lies elsewhere than on this machine."""
        return self.kind != "local"

    def is_in_tfmock(self, environ: Mapping[str, str]) -> bool:
        """Whether its state lies in tfmock: an ``oss`` backend that names no server of its own.

        Args:
            environ: holds the variables that lead to tfmock, and those that may name an endpoint for Terraform.
        """
        variables = (environ[name] for name in _OSS_ENDPOINTS if environ.get(name))
        endpoint = self.attributes.get("endpoint", next(variables, None))
        return self.kind == "oss" and (endpoint is None or _is_served(endpoint) or _is_tfmock(endpoint, environ))

    def locks_elsewhere(self, environ: Mapping[str, str]) -> bool:
        """Whether an ``oss`` backend would ask a real Tablestore for its lock: that client knows no proxy."""
        endpoint = self.attributes.get("tablestore_endpoint", environ.get("ALICLOUD_TABLESTORE_ENDPOINT"))
        locks = "tablestore_table" in self.attributes or "tablestore_endpoint" in self.attributes
        return self.kind == "oss" and locks and endpoint is not None and not _is_tfmock(endpoint, environ)


class RemoteState(NamedTuple):
    """A ``terraform_remote_state`` data source."""

    name: str
    backend: str
    path: Path
    line: int


def configuration_files(folder: Path) -> list[Path]:
    """The configuration files of a module in the order in which Terraform merges them, overrides last."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    configuration = [name for name in names if name.endswith(_SUFFIXES) and not _is_ignored(name)]
    return [folder / name for name in sorted(configuration, key=is_override)]


def has_configuration(folder: Path, *, without: tuple[str, ...] = ()) -> bool:
    """Whether it is a root module: Terraform finds a configuration file.

    Args:
        folder: which may be missing.
        without: names of files to leave out.
    """
    return any(path.name not in without for path in configuration_files(folder))


def is_override(name: str) -> bool:
    """Whether Terraform merges the file of this name over the others."""
    base = next((name[: -len(suffix)] for suffix in reversed(_SUFFIXES) if name.endswith(suffix)), "")
    return base == "override" or base.endswith("_override")


def find_backend(folder: Path, *, without: tuple[str, ...] = ()) -> Backend | None:
    """The effective backend of a root module: of several, Terraform uses the last override's.

    Args:
        without: names of files to leave out.
    """
    backend = None
    for path in configuration_files(folder):
        text = _read(path)
        # JSON may escape any letter of a name.
        if path.name in without or not (path.suffix == ".json" or "backend" in text or "cloud" in text):
            continue
        for terraform in _tree(path, text).of_type("terraform"):
            for block in terraform.blocks:
                if block.type == "cloud" or (block.type == "backend" and block.labels):
                    kind = "cloud" if block.type == "cloud" else block.labels[0]
                    backend = Backend(kind, path, block.line, block.attributes)
    return backend


def read_attributes(path: Path) -> Mapping[str, str]:
    """The top-level attributes of a file, HCL or JSON as its name says: those that are plain strings, and "" for others
    of HCL. None of a file that cannot be read."""
    return read_tree(path).attributes


def find_remote_states(folder: Path) -> list[RemoteState]:
    """The ``terraform_remote_state`` data sources of a root and of the local modules that it calls."""
    states: list[RemoteState] = []
    todo, seen = [folder.resolve()], set[Path]()
    while todo and len(seen) < _MODULES:
        module = todo.pop()
        if module in seen:
            continue
        seen.add(module)
        for path in configuration_files(module):
            text = _read(path)
            if "terraform_remote_state" not in text and "module" not in text:
                continue
            tree = _tree(path, text)
            for data in tree.of_type("data"):
                if data.labels[:1] == ("terraform_remote_state",) and len(data.labels) == 2:
                    states.append(RemoteState(data.labels[1], data.attributes.get("backend", ""), path, data.line))
            sources = [call.attributes.get("source", "") for call in tree.of_type("module")]
            todo += [(module / source).resolve() for source in sources if source.startswith(("./", "../"))]
    return states


def _is_ignored(name: str) -> bool:
    """Terraform skips hidden files and those that editors leave (configs.IsIgnoredFile)."""
    return name.startswith(".") or name.endswith("~") or (name.startswith("#") and name.endswith("#"))


def _is_served(endpoint: str) -> bool:
    return _address(endpoint).partition(":")[0].rstrip(".").lower().endswith(_SERVED)


def _is_tfmock(endpoint: str, environ: Mapping[str, str]) -> bool:
    return bool(endpoint) and _address(endpoint) in [_address(environ.get(name, "")) for name in _TFMOCK]


def _address(url: str) -> str:
    """HOST:PORT of a URL, which may have no scheme."""
    return (url.partition("://")[2] or url).partition("/")[0]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:  # a folder, or gone: Terraform will report it
        return ""


def read_tree(path: Path) -> Block:
    """The blocks of a file, HCL or JSON as its name says; none of one that cannot be read."""
    return _tree(path, _read(path))


def _tree(path: Path, text: str) -> Block:
    if not path.name.endswith(".json"):
        return parse(text)
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return parse("")
    return _json_block(tree, text)


#: Number of labels of the blocks of Terraform's JSON syntax that are read here.
_LABELS: Final = {"terraform": 0, "cloud": 0, "backend": 1, "module": 1, "data": 2, "resource": 2}


def _json_block(tree: object, text: str) -> Block:
    block = Block("", (), 0, {}, [])
    for body in tree if isinstance(tree, list) else [tree]:
        for name, value in body.items() if isinstance(body, Mapping) else ():
            if isinstance(value, str):
                block.attributes[name] = value
            elif name in _LABELS:
                line = text.count("\n", 0, max(text.find(f'"{name}"'), 0)) + 1
                for labels, inner in _labelled(value, _LABELS[name]):
                    below = _json_block(inner, text)
                    block.blocks.append(Block(name, labels, line, below.attributes, below.blocks))
    return block


def _labelled(value: object, depth: int) -> Iterator[tuple[tuple[str, ...], object]]:
    """(labels, body) of every block, written as an object or as a list of them."""
    for item in value if isinstance(value, list) else [value]:
        if depth == 0:
            yield (), item
        elif isinstance(item, Mapping):
            for label, inner in item.items():
                for labels, body in _labelled(inner, depth - 1):
                    yield (str(label), *labels), body
