"""The whole pipeline, from bytes to bytes.

    wire.decode -> metrics (tell the recorder) -> auth -> faults
        -> dispatch (identify, find, validate, handle in a transaction) -> wire.encode

The API is answered before Flask: one path, one shape, and a fifth of the time. Flask serves the control API and the
console, which have many paths and people in front of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from flask import Flask

from tfmock.console.pages import control, home
from tfmock.control_api.browsers import foreign_page, host_name, is_own_address
from tfmock.control_api.calls import calls_area
from tfmock.control_api.clock import clock_area
from tfmock.control_api.endpoints import refusal
from tfmock.control_api.errors import answer_errors_as_json
from tfmock.control_api.faults import faults_area
from tfmock.control_api.guard import guard
from tfmock.control_api.metrics import metrics_area
from tfmock.control_api.openapi import openapi_area
from tfmock.control_api.reach import reach_area
from tfmock.control_api.recording import record_changes
from tfmock.control_api.report import ProxyTraffic, Reporter
from tfmock.control_api.snapshots import snapshots_area
from tfmock.control_api.terms import terms_area
from tfmock.control_api.traffic import traffic_area
from tfmock.control_api.worlds import worlds_area
from tfmock.core import transitions
from tfmock.core.accounts import Accounts
from tfmock.core.dispatch import Dispatcher, Outcome
from tfmock.core.ids import request_id
from tfmock.core.lifecycle import Profile
from tfmock.core.operation import Registry, all_operations
from tfmock.core.universe import Universe
from tfmock.core.world_settings import WorldSettings
from tfmock.middleware import Answer, Middleware, compose
from tfmock.middleware.auth import Auth
from tfmock.middleware.fault_injection.injector import FaultInjector
from tfmock.middleware.fault_injection.profiles import PROFILES
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.metrics import Metrics
from tfmock.protocol.broken_connection import broken
from tfmock.protocol.decode import decode, unreadable
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.recording.recorder import Recorder
from tfmock.rulebook.quotas import Quotas
from tfmock.seed import read_seeds
from tfmock.settings import Settings, SettingsError, server_flags
from tfmock.simulation import streams
from tfmock.storage.open import open_universe

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


def create_app(
    settings: Settings, *, proxy_traffic: ProxyTraffic | None = None, watchers: Sequence[Middleware] = ()
) -> Flask:
    """A tfmock as a WSGI application.

    Args:
        settings: see :class:`Settings`.
        proxy_traffic: where the report finds what the proxy let through and refused.
        watchers: further middleware, outermost: sees what goes out.

    Raises:
        SettingsError: a seed file or the recording cannot be used.
    """
    universe = create_universe(settings)
    registry = Registry(all_operations())
    dispatcher = Dispatcher(universe, registry)
    board = FaultRegistry(PROFILES.get(settings.fault_profile, ()))
    recorder = _recorder(settings, registry)
    universe.on_forget(board.forget)
    universe.on_forget(recorder.forget)
    metrics = Metrics(recorder.hear if settings.record is not None or settings.calls else None)
    middleware: list[Middleware] = [*watchers, metrics]
    auth = None
    if settings.auth != "off":
        auth = Auth(settings.auth, settings.secrets(), universe, registry.product)
        middleware.append(auth)
    middleware.append(FaultInjector(board, dispatcher.identify, registry.product))
    answer = compose(middleware, dispatcher.answer)

    app = Flask(__name__)
    reporter = Reporter(universe, metrics, proxy_traffic)
    ports = {"port": settings.port, "gateway_port": settings.gateway_port}
    app.register_blueprint(control(universe, reporter, registry.operations, server_flags(settings), ports))
    for area in (
        clock_area(universe),
        faults_area(universe, board, registry.operations),
        worlds_area(universe),
        snapshots_area(universe),
        calls_area(universe, recorder, registry.operations),
        metrics_area(universe, metrics, board, auth),
        openapi_area(),
        reach_area(universe),
        traffic_area(universe),
        terms_area(universe),
    ):
        app.register_blueprint(area)
    answer_errors_as_json(app)
    if settings.record is not None or settings.calls:
        record_changes(app, recorder, universe)
    app.register_error_handler(ApiError, lambda error: refusal(error.message, error.status))
    guard(app, settings.control_token.get_secret_value() if settings.control_token else "")
    app.add_url_rule("/", view_func=home)
    app.wsgi_app = ApiGate(answer, app.wsgi_app, settings.host)  # type: ignore[method-assign]  # as Flask's docs advise
    app.extensions["tfmock.universe"] = universe
    return app


def create_universe(settings: Settings) -> Universe:
    """All worlds; each begins with the seeds.

    Raises:
        SettingsError: a seed file, the state file or the store cannot be used.
    """
    try:
        transitions.check(settings.transitions)
    except ValueError as problem:
        raise SettingsError(f"transitions (--transition): {problem}") from None
    world_settings = WorldSettings(
        profile=Profile(settings.profile, settings.transitions),
        quotas=Quotas(**settings.quotas),
        task_conflict=settings.task_conflict,
        allow_special_link_types=settings.allow_silver,
        seed=settings.world_seed,
        accounts=settings.account_terms,
        prices=settings.prices,
    )
    accounts = Accounts(settings.uids(), settings.default_account)
    plant = read_seeds(settings.seed, settings.default_account, default_vpc=settings.default_vpc)
    return open_universe(settings, accounts, world_settings, plant, streams.follow)


def _recorder(settings: Settings, registry: Registry) -> Recorder:
    try:
        return Recorder(registry.operations, settings.calls, settings.record)
    except OSError as error:
        raise SettingsError(f"--record {settings.record}: {error.strerror}. Name a file that can be written.") from None


#: Not 400: a browser's developer tools show the status, and no SDK can ever get this.
_FOREIGN_PAGE: Final = ErrorTemplate(403, "Tfmock.ForeignWebPage", "The API of tfmock: {why}")


class ApiGate:
    """Sends ``/_tfmock/...`` and browsers to Flask, and everything else through the API's pipeline."""

    def __init__(self, answer: Answer, pages: Callable[..., Iterable[bytes]], own_host: str) -> None:
        self._answer = answer
        self._pages: WSGIApplication = pages
        self._own_host = own_host

    def __call__(self, environ: dict[str, object], start_response: StartResponse) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith("/_tfmock") or _from_browser(environ):
            return self._pages(environ, start_response)
        if _asks_nothing(environ, self._own_host):
            start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(_GREETING)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [_GREETING]
        try:
            why = foreign_page(environ, self._own_host)
            if why:
                raise _FOREIGN_PAGE(why=why)
            outcome = self._answer(decode(environ))
        except ApiError as error:  # the request could not even be read
            outcome = Outcome(unreadable(environ, error, request_id(repr(error))))
        if outcome.cut or outcome.hang:
            body = broken(environ, start_response, outcome.hang)
            if body is not None:
                return body
        http = outcome.reply
        length = len(http.body) if http.length is None else http.length
        headers = [("Content-Type", http.content_type), ("Content-Length", str(length))]
        start_response(http.status_line, [*headers, *http.headers])
        return [http.body]


_GREETING: Final = (
    b"This is tfmock: Alibaba Cloud on your machine, for Terraform and the SDKs.\n"
    b"Console: /_tfmock/   API of the console: /_tfmock/openapi.json   Commands: tfmock --help\n"
)
#: By these a client of some product is known, which means the API.
_OF_CLIENTS: Final = ("HTTP_AUTHORIZATION", "HTTP_X_ACS_", "HTTP_X_OSS_", "HTTP_X_OTS_", "HTTP_X_LOG_", "HTTP_X_MNS_")


def _asks_nothing(environ: Mapping[str, object], own_host: str) -> bool:
    """``curl http://127.0.0.1:4180/``, or a probe: no call of the API, which would be a refused one without a name."""
    return (
        environ.get("REQUEST_METHOD") in ("GET", "HEAD")
        and environ.get("PATH_INFO") in ("", "/")
        and not environ.get("QUERY_STRING")
        and is_own_address(host_name(str(environ.get("HTTP_HOST", ""))), own_host)
        and not any(name.startswith(_OF_CLIENTS) for name in environ)
    )


def _from_browser(environ: Mapping[str, object]) -> bool:
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and not environ.get("QUERY_STRING")
        and "text/html" in str(environ.get("HTTP_ACCEPT", ""))
    )
