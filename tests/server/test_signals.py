from __future__ import annotations

import os
import signal
import threading

from tfmock.server.signals import Signals


def test_signals_are_kept_in_order_until_they_are_asked_for() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Signals(signal.SIGINT, signal.SIGTERM) as signals:
        assert signals.pending() == ()
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        assert signals.wait() == (signal.SIGINT, signal.SIGTERM)
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()
        assert signals.wait() == (signal.SIGTERM,)
        assert signals.pending() == ()
    assert signal.getsignal(signal.SIGINT) is before
