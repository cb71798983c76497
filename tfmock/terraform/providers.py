"""Provider packages of the user's data folder, linked into another one."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

LOCK_FILE: Final = ".terraform.lock.hcl"
#: providers/HOST/NAMESPACE/TYPE/VERSION/PLATFORM
_LEVELS: Final = 5
_LOCKED: Final = re.compile(r'^provider "(?P<name>[^"]+)" \{$(?P<body>.*?)^\}', re.MULTILINE | re.DOTALL)
_VERSION: Final = re.compile(r'^\s*version\s*=\s*"(?P<version>[^"]*)"', re.MULTILINE)
_CHUNK: Final = 1 << 20


def link_providers(data_dir: Path, own: Path, *, lock_file: Path | None = None) -> None:
    """Links packages on the level of the platform, as Terraform's plugin cache does.

    ``terraform init`` unpacks a package that does not fit the lock file into the folder where it found it, through such
    a link (tried with 1.11.4: tests/terraform_state/test_data_folder.py). So before an ``init`` only those are linked
    that it will leave alone: of the locked version, with a locked hash.

    Args:
        data_dir: the user's data folder.
        own: the other one.
        lock_file: the lock file, if an ``init`` comes next.
    """
    theirs, ours = data_dir / "providers", own / "providers"
    locked = None if lock_file is None else _locked(lock_file)
    for link in _platforms(ours):
        if link.is_symlink() and (locked is not None or not link.exists()):
            link.unlink()
    for package in _platforms(theirs):
        relative = package.relative_to(theirs)
        link, target = ours / relative, os.path.realpath(package)
        if link.is_symlink() and os.readlink(link) != target:
            link.unlink()
        if not link.exists() and (locked is None or _fits(relative, Path(target), locked)):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)


def _platforms(folder: Path, level: int = _LEVELS) -> Iterator[Path]:
    if level == 0:
        yield folder
        return
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return
    for name in names:
        yield from _platforms(folder / name, level - 1)


def _locked(lock_file: Path) -> Mapping[tuple[str, str], str]:
    """(address, version) -> the text of the block, with its hashes."""
    try:
        text = lock_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    blocks = {}
    for block in _LOCKED.finditer(text):
        version = _VERSION.search(block["body"])
        if version:
            blocks[block["name"], version["version"]] = block["body"]
    return blocks


def _fits(relative: Path, package: Path, locked: Mapping[tuple[str, str], str]) -> bool:
    *address, version, _ = relative.parts
    body = locked.get(("/".join(address), version))
    return body is not None and "h1:" in body and f'"{_hash_of(package)}"' in body


def _hash_of(package: Path) -> str:
    """The "h1:" hash of a folder (golang.org/x/mod/sumdb/dirhash, Hash1)."""
    total = hashlib.sha256()
    files = sorted(
        os.path.relpath(os.path.join(at, name), package) for at, _, names in os.walk(package) for name in names
    )
    for name in files:
        content = hashlib.sha256()
        try:
            with (package / name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    content.update(chunk)
        except OSError:
            return ""
        total.update(f"{content.hexdigest()}  {name}\n".encode("utf-8", "surrogateescape"))
    return f"h1:{base64.b64encode(total.digest()).decode()}"
