"""Signals as a queue. A Python handler runs when the main thread next gets to it, and a main thread that has just
entered a blocking call gets to it only afterwards; a byte in a pipe is never missed."""

from __future__ import annotations

import os
import signal


class Signals:
    """A context in which the given signals end nothing and can be read. Must be entered in the main thread."""

    def __init__(self, *numbers: signal.Signals) -> None:
        self._numbers = numbers
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Signals:
        self._readable, self._writable = os.pipe()
        os.set_blocking(self._writable, False)
        self._wakeup = signal.set_wakeup_fd(self._writable, warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, lambda *_: None) for number in self._numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self._readable)
        os.close(self._writable)

    def wait(self) -> tuple[signal.Signals, ...]:
        """The signals since the last call, in order; blocks until there is one."""
        return tuple(signal.Signals(number) for number in os.read(self._readable, 64))

    def pending(self) -> tuple[signal.Signals, ...]:
        """The signals since the last call, in order; there may be none."""
        os.set_blocking(self._readable, False)
        try:
            return self.wait()
        except BlockingIOError:
            return ()
        finally:
            os.set_blocking(self._readable, True)
