"""Saved plans: ``apply PLAN`` writes to the backend that the plan was made with, whatever the configuration says."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

#: terraform: internal/plans/planproto/planfile.proto, Plan.backend, and of that type and config (1.11 and before).
_BACKEND: Final = 13
_TYPE: Final = 1
_CONFIG: Final = 2
_VALUE: Final = 1  # DynamicValue.msgpack


#: Plans that are no archives: OpenTofu's encrypted ones (internal/encryption/base.go), and those of HCP Terraform, each
#: of which names a run there (internal/cloud/cloudplan/saved_plan.go).
_ENCRYPTED: Final = "encrypted_data"
_REMOTE: Final = "remote_plan_format"
_JSON_BYTES: Final = 64 << 20


class SavedPlan(NamedTuple):
    """What a plan names. The kind is "" where it cannot be read, because it is encrypted, say."""

    content: bytes
    kind: str
    config: bytes
    encrypted: bool = False

    def attribute(self, name: str) -> str | None:
        """A string of the backend's configuration, which is a map in MessagePack; None where it is not set."""
        key = name.encode()
        _, entry, rest = self.config.partition(bytes([0xA0 | len(key)]) + key)
        if not entry or rest[:1] == b"\xc0":
            return None
        at, length = (1, rest[0] & 0x1F) if rest[:1] and rest[0] >> 5 == 0b101 else (2, rest[1] if rest[1:] else 0)
        return rest[at : at + length].decode("utf-8", errors="replace")


def read(path: Path) -> SavedPlan | None:
    """A saved plan; None where the file is none, or there is no file."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
            if start.lstrip()[:1] == b"{":
                return _read_json(start + file.read(_JSON_BYTES))
            if start != b"PK\x03\x04":
                return None
    except OSError:
        return None
    from tfmock.protocol import protobuf  # late: most runs of `apply` are given no plan

    try:
        with zipfile.ZipFile(path) as archive:
            content = archive.read("tfplan")
        backend = protobuf.parse(content).message(_BACKEND)
        if kind := backend.text(_TYPE):
            return SavedPlan(content, kind, backend.message(_CONFIG).data(_VALUE))
    except (OSError, KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        pass
    return SavedPlan(b"", "", b"")


def _read_json(text: bytes) -> SavedPlan | None:
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        # Cut off, or too large to be read: by its letters.
        names = [name for name in (_ENCRYPTED, _REMOTE) if f'"{name}"'.encode() in text]
    if _REMOTE in names:
        return SavedPlan(b"", "cloud", b"")
    return SavedPlan(b"", "", b"", encrypted=True) if _ENCRYPTED in names else None
