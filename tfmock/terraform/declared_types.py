"""The ``resource`` and ``data`` blocks of a root module and of the modules that it calls."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tfmock.coverage.folder import DeclaredBlock
from tfmock.coverage.tiers import MODES
from tfmock.terraform.blocks import Block
from tfmock.terraform.root_module import configuration_files, read_tree

_INSTALLED: Final = Path(".terraform", "modules", "modules.json")
_MODULES: Final = 2000  # a bound, no limit of Terraform's


def declared_blocks(root: Path) -> tuple[list[DeclaredBlock], list[str]]:
    """The blocks of a root and of its modules, each module once however often it is called.

    Returns:
        The blocks, their files below ``root`` as it was named, and a sentence on each called module that is not there.
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


def _blocks(path: Path, tree: Block) -> Iterator[DeclaredBlock]:
    for mode in MODES:
        for block in tree.of_type(mode):
            if len(block.labels) == 2:
                yield DeclaredBlock(mode, block.labels[0], str(path), block.line)


def _installed_modules(root: Path) -> Mapping[str, Path]:
    """The folders of modules that ``terraform init`` has installed, by their key: ``a.b`` is b within a."""
    try:
        manifest = json.loads((root / _INSTALLED).read_bytes())
        return {str(module["Key"]): root / str(module["Dir"]) for module in manifest["Modules"]}
    except (OSError, ValueError, TypeError, KeyError):
        return {}
