"""tfmock's log on standard error: nothing that a request or a file brought into it steers a terminal or a CI runner."""

from __future__ import annotations

import logging

from tfmock.text.printable import printable_lines


class PrintableFormatter(logging.Formatter):
    """Messages and tracebacks: what an exception says may quote a value of somebody else's."""

    def format(self, record: logging.LogRecord) -> str:
        return printable_lines(super().format(record))


def make_log_printable() -> None:
    """Formats what goes to standard error because nobody has configured logging; other handlers are their owners'."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(PrintableFormatter())
