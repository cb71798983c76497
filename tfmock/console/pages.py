"""The control API and the console, as a Flask blueprint under ``/_tfmock``."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tfmock.control_api.endpoints import ControlRequestError, validated
from tfmock.control_api.models import ReachReport
from tfmock.control_api.paths import PREFIX
from tfmock.control_api.reach import ReachQuery, answer
from tfmock.control_api.report import Reporter
from tfmock.core.operation import Operation
from tfmock.core.universe import Universe
from tfmock.version import __version__


def control(
    universe: Universe, reporter: Reporter, operations: tuple[Operation, ...], flags: str, ports: Mapping[str, int]
) -> Blueprint:
    """Read-only: nothing here changes a world.

    Args:
        flags: what ``tfmock env`` needs to be told to find this server.
        ports: ``port`` and ``gateway_port``, the real ones; ``tfmock env`` asks for them.
    """
    pages = Blueprint("control", __name__, url_prefix=PREFIX, template_folder="templates")

    @pages.get("/health")
    def health() -> ResponseReturnValue:
        """Whether the process is alive."""
        return jsonify(status="ok", version=__version__)

    @pages.get("/ready")
    def ready() -> ResponseReturnValue:
        """Whether seeds and snapshot are loaded: calls may come."""
        # The application exists only once every seed is loaded.
        # The ports, so that `tfmock env` finds both ports of one server.
        return jsonify(status="ready", version=__version__, **ports)

    @pages.get("/report")
    def report() -> ResponseReturnValue:
        """What was called, what is left, who reaches whom."""
        try:
            return jsonify(reporter.report(request.args.get("world", "")).model_dump())
        except ControlRequestError as refused:
            return refused.response()

    @pages.get("/coverage")
    def coverage() -> ResponseReturnValue:
        """Every operation, and how often it was called."""
        called = {(call.product, call.action): call.count for call in reporter.calls()}
        return jsonify(
            [
                {
                    "product": op.product,
                    "version": op.version,
                    "action": op.action,
                    "called": called.get((op.product, op.action), 0),
                }
                for op in operations
            ]
        )

    @pages.get("/")
    def console() -> ResponseReturnValue:
        """The web console; with a source and a target it shows the way between them."""
        query = {name: text for name, given in request.args.items() if (text := given.strip())}
        return render_template(
            "console.html", version=__version__, report=reporter.report(), actions=len(operations), query=query,
            flags=flags, path=_path(universe, query) if query else None,
        )  # fmt: skip

    return pages


def _path(universe: Universe, query: dict[str, str]) -> ReachReport | str:
    """The answer to the console's form, or what is wrong with the question."""
    try:
        return answer(universe, validated(ReachQuery, query))
    except ControlRequestError as refused:
        return refused.message


def home() -> ResponseReturnValue:
    """A browser on the API's own address wants the console."""
    return redirect(f"{PREFIX}/")
