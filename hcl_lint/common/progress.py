"""A progress bar: only on a terminal, only when a run takes long."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TextIO

#: What is being done, how much of it is done, of how much.
Progress = Callable[[str, int, int], None]

_PATIENCE: Final = 0.5
_INTERVAL: Final = 0.05
_WIDTH: Final = 30


def bar(stream: TextIO) -> Progress | None:
    """A function that draws how far a step is, or None if the stream is no terminal. A step that is done is erased."""
    if not stream.isatty():
        return None
    due = time.monotonic() + _PATIENCE
    drawn = False

    def draw(step: str, done: int, total: int) -> None:
        nonlocal due, drawn
        now = time.monotonic()
        if done >= total and drawn:
            drawn = False
            stream.write("\r\x1b[K")
        elif done < total and now >= due:
            due, drawn = now + _INTERVAL, True
            filled = _WIDTH * done // total
            stream.write(f"\r\x1b[K{'#' * filled}{'.' * (_WIDTH - filled)} {step}: {done}/{total}")
        else:
            return
        stream.flush()

    return draw
