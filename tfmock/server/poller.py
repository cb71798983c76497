"""Readiness of sockets for several threads at once: one-shot epoll on Linux, one-shot kqueue on macOS.

One-shot: a descriptor is reported to one thread and then not again until it is armed anew. So a connection belongs to
the thread that got its event, without a lock and without passing it on to another thread, which the standard
library's ``selectors`` cannot offer.
"""

from __future__ import annotations

import select
import sys


class Poller:
    """Registered descriptors; every method may be called from any thread."""

    if sys.platform == "linux":

        def __init__(self) -> None:
            self._epoll = select.epoll()

        def add(self, descriptor: int) -> None:
            """Report when it can be read, once."""
            self._epoll.register(descriptor, select.EPOLLIN | select.EPOLLONESHOT)

        def await_readable(self, descriptor: int) -> None:
            """Report an added descriptor again, once, when it can be read or its peer is gone."""
            self._epoll.modify(descriptor, select.EPOLLIN | select.EPOLLONESHOT)

        def await_writable(self, descriptor: int) -> None:
            """Report an added descriptor again, once, when it can be written or its peer is gone."""
            self._epoll.modify(descriptor, select.EPOLLOUT | select.EPOLLONESHOT)

        def wait(self) -> list[int]:
            """The next ready descriptor; blocks. At most one, so that others are left to other threads."""
            return [descriptor for descriptor, _ in self._epoll.poll(-1, 1)]

        def close(self) -> None:
            """Nothing is reported any more."""
            self._epoll.close()

    else:

        def __init__(self) -> None:
            self._kqueue = select.kqueue()

        def add(self, descriptor: int) -> None:
            """Report when it can be read, once."""
            self._arm(descriptor, select.KQ_FILTER_READ)

        def await_readable(self, descriptor: int) -> None:
            """Report an added descriptor again, once, when it can be read or its peer is gone."""
            self._arm(descriptor, select.KQ_FILTER_READ)

        def await_writable(self, descriptor: int) -> None:
            """Report an added descriptor again, once, when it can be written or its peer is gone."""
            self._arm(descriptor, select.KQ_FILTER_WRITE)

        def _arm(self, descriptor: int, kind: int) -> None:
            self._kqueue.control([select.kevent(descriptor, kind, select.KQ_EV_ADD | select.KQ_EV_ONESHOT)], 0)

        def wait(self) -> list[int]:
            """The next ready descriptor; blocks. At most one, so that others are left to other threads."""
            return [event.ident for event in self._kqueue.control(None, 1)]

        def close(self) -> None:
            """Nothing is reported any more."""
            self._kqueue.close()
