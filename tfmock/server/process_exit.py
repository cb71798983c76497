"""Exit of a process whose server may still have calls under way.

A call that computes, or that a fault rule delays, cannot be ended from outside. If the interpreter shuts down
meanwhile, its thread is ended in the middle, and native code on its stack (pydantic's, say) aborts the process:
SIGABRT, exit code 134, a Rust panic on stderr. So the interpreter is not shut down: exit handlers run, and the
process ends.
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


def exit_now(code: int) -> NoReturn:
    """Exit now, whatever other threads do. Exit handlers run first: they close state files and remove folders."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader is gone
            stream.flush()
    os._exit(code)


def exit_process(code: int) -> NoReturn:
    """Like ``sys.exit``, also if a server of this process was stopped and has calls that do not end."""
    if any(thread.name == ABANDONED for thread in threading.enumerate()):
        exit_now(code)
    sys.exit(code)


def exit_at_next_signal(signals: Signals) -> None:
    """From now on the next signal ends this process at once, with exit code 128+n. As after kill -9, the state file has
    everything that was answered."""

    def watch() -> None:
        number: signal.Signals = signals.wait()[0]
        os._exit(128 + number)

    threading.Thread(target=watch, name="tfmock second signal", daemon=True).start()
