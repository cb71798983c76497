"""The end of a process whose server may still have calls under way.

A call that computes on, or that a fault rule holds back, cannot be ended from outside. When the interpreter is taken
down around it, its thread is ended in the middle of what it does, and native code on its stack (pydantic's, say) aborts
the process: SIGABRT, exit code 134, a Rust panic on stderr. So the interpreter is not taken down: what has to be closed
is closed, and the process ends.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Final, NoReturn

from tfmock.server.signals import Signals

#: The name of a server's thread that did not end when the server was stopped.
ABANDONED: Final = "tfmock abandoned"


def end_process(code: int) -> NoReturn:
    """End this process now, whatever its threads do; state files and temporary folders are closed and removed first."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)


def leave(code: int) -> NoReturn:
    """``sys.exit``, also where a server of this process was stopped and has calls under way that do not end."""
    if any(thread.name == ABANDONED for thread in threading.enumerate()):
        end_process(code)
    sys.exit(code)


def end_at_next(signals: Signals) -> None:
    """From now on the next signal ends this process at once, with exit code 128+n. What was answered is in the state
    file by then, as after kill -9."""

    def watch() -> None:
        number: signal.Signals = signals.wait()[0]
        os._exit(128 + number)

    threading.Thread(target=watch, name="tfmock second signal", daemon=True).start()
