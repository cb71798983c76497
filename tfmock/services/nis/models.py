"""Paths and the analyses of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from tfmock.core.lifecycle import Lifecycle
from tfmock.core.store import Row, StatefulRow

# GetNetworkReachableAnalysis metadata: init, finish, error, timeout
LIFECYCLE: Final = Lifecycle("NetworkReachableAnalysis", seconds={"init": 5.0})


@dataclass(frozen=True, slots=True, kw_only=True)
class PathSpec:
    """The question of an analysis: source, target and packet. Empty and 0 mean not given."""

    former_fields: ClassVar[Mapping[str, str]] = {
        "source_address": "source_ip_address",
        "target_address": "target_ip_address",
    }

    source_id: str
    source_type: str
    source_ip_address: str
    source_port: int
    target_id: str
    target_type: str
    target_ip_address: str
    target_port: int
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPathRow(Row):
    """A path that is kept, to be analysed again and again."""

    table = "network_paths"
    former_fields = {
        "region": "region_id",
        "created": "create_time",
        "resource_group": "resource_group_id",
        "name": "network_path_name",
        "description": "network_path_description",
    }

    account: str
    region_id: str
    network_path_name: str
    network_path_description: str
    create_time: float
    resource_group_id: str
    spec: PathSpec

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRow(StatefulRow):
    """One analysis: what it found when it was started. ``path`` is empty for one without a kept path."""

    table = "network_analyses"
    lifecycle = LIFECYCLE
    former_fields = {
        "path": "network_path_id",
        "created": "create_time",
    }

    account: str
    network_path_id: str
    spec: PathSpec
    create_time: float
    reachable: bool
    #: The result document, JSON.
    result: str

    def keys(self) -> Iterator[tuple[str, str]]:
        yield "account", self.account
        yield "path", self.network_path_id
