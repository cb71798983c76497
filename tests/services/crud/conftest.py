"""A world of its own for each test, called as the provider calls it."""

from __future__ import annotations

import itertools

import pytest
from flask import Flask

from tests.support.crud import Client

_NUMBER = itertools.count(1)


@pytest.fixture
def client(app: Flask) -> Client:
    return Client(app, f"crud-{next(_NUMBER)}")
