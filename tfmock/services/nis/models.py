"""Paths and the analyses of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import Row, StatefulRow

# GetNetworkReachableAnalysis metadata: init, finish, error, timeout
LIFECYCLE: Final = Lifecycle("NetworkReachableAnalysis", seconds={"init": 5.0})


@dataclass(frozen=True, slots=True)
class PathSpec:
    """What is asked: from whom, to whom, with which packet. Empty and 0 mean not given."""

    source_id: str
    source_type: str
    source_address: str
    source_port: int
    target_id: str
    target_type: str
    target_address: str
    target_port: int
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPathRow(Row):
    """A path that is kept, to be analysed again and again."""

    table = "network_paths"

    account: str
    region: str
    name: str
    description: str
    created: float
    resource_group: str
    spec: PathSpec

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRow(StatefulRow):
    """One analysis: what it found when it was started. ``path`` is empty for one without a kept path."""

    table = "network_analyses"
    lifecycle = LIFECYCLE

    account: str
    path: str
    spec: PathSpec
    created: float
    reachable: bool
    #: The result document, JSON.
    result: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
        yield "path", self.path
