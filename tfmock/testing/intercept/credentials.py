"""Mock credentials in the environment while a mock is active.

The SDKs' default credential chain would otherwise find the developer's own keys, in the environment or a profile file.
They would not leave the process, but tests must not depend on them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from tfmock.core.accounts import DEFAULT_ACCOUNT
from tfmock.server import client_environment
from tfmock.testing.intercept.registry import InterceptorRegistry

_KEYS = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY")
_SECRETS = ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY")


def patches(_registry: InterceptorRegistry) -> Iterator[contextlib.AbstractContextManager[None]]:
    """A context that replaces the credentials."""
    yield _credentials()


@contextlib.contextmanager
def _credentials() -> Iterator[None]:
    mock_credentials = dict.fromkeys(_KEYS, client_environment.access_key(DEFAULT_ACCOUNT)) | dict.fromkeys(
        _SECRETS, client_environment.SECRET
    )
    before = {name: os.environ.get(name) for name in (*mock_credentials, *client_environment.OTHER_CREDENTIALS)}
    for name in client_environment.OTHER_CREDENTIALS:
        os.environ.pop(name, None)
    os.environ.update(mock_credentials)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
