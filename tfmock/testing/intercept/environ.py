"""Credentials in the environment, harmless ones for as long as a mock is active.

A program that asks the SDKs' default credential chain would otherwise take the developer's own keys, from the
environment or a profile file. They would not leave the process, but tests must not depend on them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from tfmock.cli import environment
from tfmock.core.accounts import DEFAULT_ACCOUNT
from tfmock.testing.intercept.registry import InterceptorRegistry

_KEYS = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY")
_SECRETS = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY")


def patches(_board: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """One."""
    yield _credentials()


@contextlib.contextmanager
def _credentials() -> Iterator[None]:
    ours = dict.fromkeys(_KEYS, environment.access_key(DEFAULT_ACCOUNT)) | dict.fromkeys(_SECRETS, environment.SECRET)
    before = {name: os.environ.get(name) for name in (*ours, *environment.OTHER_CREDENTIALS)}
    for name in environment.OTHER_CREDENTIALS:
        os.environ.pop(name, None)
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
