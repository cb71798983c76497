"""Numbers for Prometheus, in its text format.

Written without prometheus_client, whose import costs 130 to 330 ms (docs/decisions/0008-metrics.md).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import accumulate
from typing import Final

from flask import Blueprint, Response

from tfmock.control_api.endpoints import Endpoints
from tfmock.core.errors import JournalError, NoSuchWorldError
from tfmock.core.universe import Universe
from tfmock.middleware.auth import Auth
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.metrics import BUCKETS, Metrics
from tfmock.version import __version__

_CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

Sample = tuple[str, Mapping[str, str], float]


def metrics_blueprint(universe: Universe, metrics: Metrics, board: FaultRegistry, auth: Auth | None) -> Blueprint:
    """What tfmock counts."""
    endpoints = Endpoints("metrics")
    started = time.time()

    @endpoints.get("/metrics", media=_CONTENT_TYPE)
    def show() -> Response:
        """Prometheus metrics: calls, durations, errors, faults, refused signatures, worlds."""
        lines = [
            *_family("tfmock_info", "gauge", "Version.", [("", {"version": __version__}, 1)]),
            *_family("tfmock_start_time_seconds", "gauge", "When tfmock started.", [("", {}, started)]),
            *_family("tfmock_worlds", "gauge", "Worlds that were ever named.", [("", {}, len(universe.names()))]),
            *_family("tfmock_rows", "gauge", "Rows by world.", _rows(universe)),
            *_family("tfmock_calls_total", "counter", "Calls by action.", _calls(metrics)),
            *_family("tfmock_errors_total", "counter", "Calls answered with an error.", _errors(metrics)),
            *_family("tfmock_unknown_parameters_total", "counter", "Parameters ignored.", _unknown(metrics)),
            *_family("tfmock_call_seconds", "histogram", "Time to answer.", _durations(metrics)),
            *_family("tfmock_faults_total", "counter", "Calls that a fault rule let fail.", _faults(board)),
            *_family("tfmock_auth_failures_total", "counter", "Calls whose signature failed.", _auth(auth)),
        ]
        return Response("\n".join(lines) + "\n", content_type=_CONTENT_TYPE)

    return endpoints.blueprint


def _rows(universe: Universe) -> Iterator[Sample]:
    for name in universe.names():
        with suppress(NoSuchWorldError, JournalError):  # deleted meanwhile, or not readable here
            with universe.inspect(name) as world:
                count = world.store.size()
            yield "", {"world": name}, count


def _calls(metrics: Metrics) -> Iterator[Sample]:
    for (product, action), counts in metrics.counts().items():
        yield "", {"product": product, "action": action}, counts.count


def _errors(metrics: Metrics) -> Iterator[Sample]:
    for (product, action), counts in metrics.counts().items():
        for code, count in sorted(counts.errors.items()):
            yield "", {"product": product, "action": action, "code": code}, count


def _unknown(metrics: Metrics) -> Iterator[Sample]:
    for (product, action), counts in metrics.counts().items():
        for name, count in sorted(counts.unknown_parameters.items()):
            yield "", {"product": product, "action": action, "parameter": name}, count


def _durations(metrics: Metrics) -> Iterator[Sample]:
    for (product, action), counts in metrics.counts().items():
        labels = {"product": product, "action": action}
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), accumulate(counts.buckets), strict=True):
            yield "_bucket", {**labels, "le": bound}, count
        yield "_sum", labels, round(counts.seconds, 6)
        yield "_count", labels, counts.count


def _faults(board: FaultRegistry) -> Iterator[Sample]:
    for (world, rule), count in sorted(board.fired().items()):
        yield "", {"world": world, "rule": rule}, count


def _auth(auth: Auth | None) -> Iterator[Sample]:
    for code, count in (auth.failures() if auth else {}).items():
        yield "", {"code": code}, count


def _family(name: str, kind: str, help: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {name} {help}"
    yield f"# TYPE {name} {kind}"
    for suffix, labels, value in samples:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{suffix}{{{inside}}} {value:.15g}" if inside else f"{name}{suffix} {value:.15g}"


_ESCAPES: Final = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
