"""The ``resource`` and ``data`` blocks of a root module and of the modules that it calls."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tfmock.coverage.folder import DeclaredBlock
from tfmock.coverage.tiers import MODES
from tfmock.terraform.blocks import Block, find_fault
from tfmock.terraform.root_module import configuration_files, read_tree

_INSTALLED: Final = Path(".terraform", "modules", "modules.json")
_MODULES: Final = 2000  # a bound, no limit of Terraform's


class ConfigurationError(ValueError):
    """A file that Terraform would refuse, so that nobody knows what it declares; the message says where and why."""


def declared_blocks(root: Path) -> tuple[list[DeclaredBlock], list[str]]:
    """The blocks of a root and of its modules, each module once however often it is called.

    Returns:
        The blocks, their files below ``root`` as it was named, and a sentence on each called module that is not there.

    Raises:
        ConfigurationError: a file cannot be read or is not whole.
    """
    installed = _installed_modules(root)
    blocks: list[DeclaredBlock] = []
    unread: list[str] = []
    todo, seen = [("", root)], set[Path]()
    while todo and len(seen) < _MODULES:
        key, folder = todo.pop(0)
        if folder.resolve() in seen:
            continue
        seen.add(folder.resolve())
        for path in configuration_files(folder):
            _check_file(path)
            tree = read_tree(path)
            blocks += _blocks(path, tree)
            for call in tree.of_type("module"):
                name = ".".join(part for part in (key, *call.labels[:1]) if part)
                source = call.attributes.get("source", "")
                target = folder / source if source.startswith(("./", "../")) else installed.get(name)
                if target is not None and configuration_files(target):
                    todo.append((name, Path(os.path.normpath(target))))
                else:
                    unread.append(f"module {name} ({source or 'source unknown'}) is not here; terraform init gets it")
    return blocks, unread


def _check_file(path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except IsADirectoryError:  # Terraform passes over it
        return
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{path}:{line}: is not UTF-8") from None
    if path.suffix != ".json":
        fault = find_fault(text)
        if fault is not None:
            raise ConfigurationError(f"{path}:{fault.line}: {fault.message}")
        return
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}:{error.lineno}: is no JSON: {error.msg}") from None
    except RecursionError:
        raise ConfigurationError(f"{path}: is nested too deeply") from None


def _blocks(path: Path, tree: Block) -> Iterator[DeclaredBlock]:
    for mode in MODES:
        for block in tree.of_type(mode):
            if len(block.labels) != 2:
                raise ConfigurationError(
                    f"{path}:{block.line}: {mode} needs two labels, a type and a name, and has {len(block.labels)}"
                )
            yield DeclaredBlock(mode, block.labels[0], str(path), block.line)


def _installed_modules(root: Path) -> Mapping[str, Path]:
    """The folders of modules that ``terraform init`` has installed, by their key: ``a.b`` is b within a."""
    try:
        manifest = json.loads((root / _INSTALLED).read_bytes())
        return {str(module["Key"]): root / str(module["Dir"]) for module in manifest["Modules"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
