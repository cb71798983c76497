"""tfmock's log on standard error, in which text of requests and files cannot steer a terminal or a CI runner."""

from __future__ import annotations

import logging

from tfmock.text.printable import printable_lines


class PrintableFormatter(logging.Formatter):
    """Formats messages and tracebacks, which may quote values from outside."""

    def format(self, record: logging.LogRecord) -> str:
        return printable_lines(super().format(record))


def make_log_printable() -> None:
    """Format what goes to standard error where logging is not configured; configured handlers stay as they are."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(PrintableFormatter())
