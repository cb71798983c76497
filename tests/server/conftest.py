"""The fixtures of tests/support/server_fixtures.py, for these tests."""

from __future__ import annotations

from tests.support.server_fixtures import _own_environment, running, tfmock, trusting

__all__ = ["_own_environment", "running", "tfmock", "trusting"]
