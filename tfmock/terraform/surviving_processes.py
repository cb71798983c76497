"""Which programs still have the environment of an `exec`: whatever it started may outlive it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

_PROCESSES: Final = Path("/proc")
_PAUSE: Final = 0.02  # seconds


def processes_with(folder: Path, *, patience: float = 0.0) -> list[int] | None:
    """The process ids of this user's other programs in whose environment a folder is named.

    Args:
        folder: part of a variable's value, as in PATH.
        patience: seconds that programs which are just ending are given.

    Returns:
        None where the system does not tell (no /proc, as on macOS).
    """
    if not (_PROCESSES / "self" / "environ").exists():
        return None
    end = time.monotonic() + patience
    while True:
        # Twice: one program may start another that is not listed yet, and end before it is looked at.
        processes = _look(os.fsencode(folder)) or _look(os.fsencode(folder))
        if not processes or time.monotonic() >= end:
            return processes
        time.sleep(_PAUSE)


def _look(mark: bytes) -> list[int]:
    processes = []
    for entry in os.listdir(_PROCESSES):
        if not entry.isdigit() or int(entry) == os.getpid():
            continue
        try:
            environ = (_PROCESSES / entry / "environ").read_bytes()
        except OSError:  # ended, or somebody else's
            continue
        if mark in environ:
            processes.append(int(entry))
    return sorted(processes)
