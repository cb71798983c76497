"""Signals as a queue. A Python handler runs when the main thread next gets to it, and a main thread that has just
entered a blocking call gets to it only afterwards; a byte in a pipe is never missed."""

from __future__ import annotations

import os
import signal


class Signals:
    """Within, the given signals end nothing; they are read. For the main thread, which must be the one to enter."""

    def __init__(self, *numbers: signal.Signals) -> None:
        self._numbers = numbers
        self._before: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Signals:
        self._readable, self._writable = os.pipe()
        os.set_blocking(self._writable, False)
        self._wakeup = signal.set_wakeup_fd(self._writable, warn_on_full_buffer=False)
        self._before = {each: signal.signal(each, lambda *_: None) for each in self._numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self._readable)
        os.close(self._writable)

    def wait(self) -> tuple[signal.Signals, ...]:
        """The signals since the last question, in order; blocks until there is one."""
        return tuple(signal.Signals(number) for number in os.read(self._readable, 64))

    def pending(self) -> tuple[signal.Signals, ...]:
        """The signals since the last question, in order; there may be none."""
        os.set_blocking(self._readable, False)
        try:
            return self.wait()
        except BlockingIOError:
            return ()
        finally:
            os.set_blocking(self._readable, True)
