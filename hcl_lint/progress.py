"""A progress bar: only on a terminal, only when a run takes long."""

from __future__ import annotations

import time
from typing import Final, TextIO

from hcl_lint.engine import Progress

_PATIENCE: Final = 0.5
_WIDTH: Final = 30


def bar(stream: TextIO) -> Progress | None:
    """A function that draws how many of all modules are judged, or None where nobody looks on."""
    if not stream.isatty():
        return None
    started = time.monotonic()

    def draw(done: int, total: int) -> None:
        if time.monotonic() - started < _PATIENCE:
            return
        if done >= total:
            stream.write("\r\x1b[K")
        else:
            filled = _WIDTH * done // total
            stream.write(f"\r{'#' * filled}{'.' * (_WIDTH - filled)} {done}/{total} modules")
        stream.flush()

    return draw
