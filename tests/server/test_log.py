"""The log of a running tfmock, as a terminal or a CI runner reads it."""

from __future__ import annotations

import logging
import sys

import pytest

from tests.support.stub_app import create_app
from tfmock.server import server
from tfmock.settings import Settings


@pytest.mark.parametrize(
    ("value", "shown"),
    [("\x1b[31mred", "\\x1b[31mred"), ("x\n::error::y", "\\x3a:error::y"), ("##[error]", "\\x23#[error]")],
)
def test_log_messages_cannot_steer_a_terminal(value: str, shown: str) -> None:
    with server.private_server(Settings(), app=create_app):
        handler = logging.lastResort
        assert handler is not None
        try:
            raise ValueError(value)
        except ValueError:
            record = logging.LogRecord("tfmock", logging.ERROR, "", 0, "bug: %s", (value,), sys.exc_info())
    lines = handler.format(record).splitlines()
    assert not [line for line in lines if value in line or line.startswith("::")]
    assert sum(shown in line for line in lines) == 2  # the message, and the last line of the traceback
