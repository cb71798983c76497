"""The composition: which parts there are, and the pipeline that a request of the API runs through.

The API is answered before Flask: one path, one shape, and a fifth of the time. Flask serves the control API and the
console, which have many paths and people in front of them.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from flask import Flask, Response

from tfmock.console.pages import control, home
from tfmock.control_api.browsers import foreign_page, host_name, is_own_address
from tfmock.control_api.calls import calls_blueprint
from tfmock.control_api.clock import clock_blueprint
from tfmock.control_api.endpoints import refusal
from tfmock.control_api.errors import answer_errors_as_json
from tfmock.control_api.faults import faults_blueprint
from tfmock.control_api.guard import guard
from tfmock.control_api.metrics import metrics_blueprint
from tfmock.control_api.openapi import openapi_blueprint
from tfmock.control_api.paths import PREFIX
from tfmock.control_api.reach import reach_blueprint
from tfmock.control_api.recording import record_changes
from tfmock.control_api.report import ProxyTraffic, Reporter
from tfmock.control_api.snapshots import snapshots_blueprint
from tfmock.control_api.terms import terms_blueprint
from tfmock.control_api.traffic import traffic_blueprint
from tfmock.control_api.worlds import worlds_blueprint
from tfmock.core.accounts import DEFAULT_WORLD, Accounts
from tfmock.core.errors import EngineError, JournalError
from tfmock.core.lifecycle import Profile
from tfmock.core.transitions import check_transitions
from tfmock.core.universe import Universe
from tfmock.core.world_settings import WorldSettings
from tfmock.middleware import Answer, Middleware, compose
from tfmock.middleware.auth import Auth
from tfmock.middleware.errors import ErrorEncoder
from tfmock.middleware.fault_injection.injector import FaultInjector
from tfmock.middleware.fault_injection.profiles import PROFILES
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.identity import Identification
from tfmock.middleware.metrics import Metrics
from tfmock.protocol.broken_connection import broken
from tfmock.protocol.decode import decode, unreadable_request
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.request import ApiRequest
from tfmock.recording.recorder import Recorder
from tfmock.rulebook.quotas import Quotas
from tfmock.seed import read_seeds
from tfmock.services.action_tiers import all_actions
from tfmock.services.dispatch import Dispatcher
from tfmock.services.engine_errors import as_api_error
from tfmock.services.outcome import Outcome, RequestContext
from tfmock.services.registry import Registry, all_operations, lifecycles, row_types
from tfmock.settings import Settings, SettingsError, server_flags
from tfmock.simulation import streams
from tfmock.storage.open import StorageError, open_journal, redact_url

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication


@dataclass(frozen=True, kw_only=True)
class _Parts:
    """What the pipeline and the control API share."""

    universe: Universe
    registry: Registry
    faults: FaultRegistry
    recorder: Recorder
    metrics: Metrics
    auth: Auth | None
    errors: ErrorEncoder


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
    parts = _create_parts(settings)
    app = Flask(__name__)
    _add_control_api(app, parts, settings, proxy_traffic)
    app.wsgi_app = ApiGate(  # type: ignore[method-assign]  # as Flask's docs advise
        answer=_pipeline(parts, watchers, settings.tier),
        product=parts.registry.product,
        errors=parts.errors,
        pages=app.wsgi_app,
        own_host=settings.host,
    )
    app.extensions["tfmock.universe"] = parts.universe
    return app


def _pipeline(parts: _Parts, watchers: Sequence[Middleware], tier: Literal["all", "emulated"]) -> Answer:
    """From a decoded request to a reply. The first step is the outermost."""
    identification = Identification(parts.universe)
    middleware: list[Middleware | None] = [
        *watchers,
        parts.metrics,  # counts, and tells the recorder
        parts.errors,  # an error from any step below becomes a reply
        parts.auth,  # verifies signatures; only with --auth warn or strict
        identification,  # which world and account
        FaultInjector(parts.faults, identification.account),
    ]
    return compose(
        [step for step in middleware if step is not None], Dispatcher(parts.universe, parts.registry, tier).answer
    )


def _create_parts(settings: Settings) -> _Parts:
    universe = create_universe(settings)
    registry = Registry(all_operations())
    faults = FaultRegistry(PROFILES.get(settings.fault_profile, ()))
    recorder = _recorder(settings, registry)
    universe.on_world_reset(faults.drop)
    universe.on_world_reset(recorder.drop)
    return _Parts(
        universe=universe,
        registry=registry,
        faults=faults,
        recorder=recorder,
        metrics=Metrics(recorder.record if _records(settings) else None),
        auth=None if settings.auth == "off" else Auth(settings.auth, settings.secrets(), universe),
        errors=ErrorEncoder(),
    )


def _add_control_api(app: Flask, parts: _Parts, settings: Settings, proxy_traffic: ProxyTraffic | None) -> None:
    universe, operations = parts.universe, parts.registry.operations
    reporter = Reporter(universe, parts.metrics, proxy_traffic)
    ports = {"port": settings.port, "gateway_port": settings.gateway_port}
    for blueprint in (
        control(universe, reporter, operations, server_flags(settings), ports),
        clock_blueprint(universe),
        faults_blueprint(universe, parts.faults, operations, lambda: all_actions() if settings.tier == "all" else []),
        worlds_blueprint(universe),
        snapshots_blueprint(universe),
        calls_blueprint(universe, parts.recorder, operations),
        metrics_blueprint(universe, parts.metrics, parts.faults, parts.auth),
        openapi_blueprint(),
        reach_blueprint(universe),
        traffic_blueprint(universe),
        terms_blueprint(universe),
    ):
        app.register_blueprint(blueprint)
    answer_errors_as_json(app)
    if _records(settings):
        record_changes(app, parts.recorder, universe)
    app.register_error_handler(ApiError, _refuse)
    app.register_error_handler(EngineError, _refuse)
    guard(app, settings.control_token.get_secret_value() if settings.control_token else "")
    app.add_url_rule("/", view_func=home)


def _refuse(error: ApiError | EngineError) -> Response:
    answer = as_api_error(error)
    return refusal(answer.message, answer.status)


def _records(settings: Settings) -> bool:
    """Whether calls are recorded, in memory or in a file."""
    return settings.record is not None or settings.calls > 0


def create_universe(settings: Settings) -> Universe:
    """All worlds, from where they are kept; each new one begins with the seeds.

    Raises:
        SettingsError: a seed file, the state file or the store cannot be used.
    """
    try:
        check_transitions(settings.transitions, lifecycles())
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
    seed = read_seeds(settings.seed, settings.default_account, default_vpc=settings.default_vpc)
    try:
        journal = open_journal(settings.state, settings.store, settings.world_ttl)
    except StorageError as error:
        raise SettingsError(str(error)) from None
    try:
        universe = Universe(
            accounts, world_settings, row_types(), seed=seed, hook=streams.reroute_streams, journal=journal,
            idle=settings.world_ttl,
        )  # fmt: skip
        universe.open(DEFAULT_WORLD)  # a seed that the rulebook refuses is found now, not at the first call
    except BaseException as error:
        if journal is not None:
            journal.close()
        if isinstance(error, JournalError):
            place = settings.state or redact_url(settings.store or "")
            raise SettingsError(f"{place}: {error.message.rstrip('.')}. It is left as it is.") from None
        raise
    if journal is not None:
        weakref.finalize(universe, journal.close)  # at an orderly end the state file is one file again, without WAL
    return universe


def _recorder(settings: Settings, registry: Registry) -> Recorder:
    try:
        return Recorder(registry.operations, settings.calls, settings.record)
    except OSError as error:
        raise SettingsError(f"--record {settings.record}: {error.strerror}. Name a file that can be written.") from None


#: Not 400: a browser's developer tools show the status, and no SDK can ever get this.
_FOREIGN_PAGE: Final = ErrorTemplate(403, "Tfmock.ForeignWebPage", "The API of tfmock: {why}")


class ApiGate:
    """Sends ``/_tfmock/...`` and browsers to Flask, and everything else through the API's pipeline.

    Args:
        answer: the pipeline.
        product: the product that a request is for.
        errors: encodes what goes wrong before the pipeline.
        pages: Flask.
        own_host: the address that tfmock listens at.
    """

    def __init__(
        self,
        *,
        answer: Answer,
        product: Callable[[ApiRequest], str],
        errors: ErrorEncoder,
        pages: Callable[..., Iterable[bytes]],
        own_host: str,
    ) -> None:
        self._answer = answer
        self._product = product
        self._errors = errors
        self._pages: WSGIApplication = pages
        self._own_host = own_host

    def __call__(self, environ: dict[str, object], start_response: StartResponse) -> Iterable[bytes]:
        if str(environ.get("PATH_INFO", "")).startswith(PREFIX) or _from_browser(environ):
            return self._pages(environ, start_response)
        if _is_probe(environ, self._own_host):
            start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(_GREETING)))])
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [_GREETING]
        outcome = self._outcome(environ)
        fault = outcome.fault
        if fault is not None and (fault.reset or fault.hang):
            body = broken(environ, start_response, fault.hang)
            if body is not None:
                return body
        http = outcome.reply
        length = len(http.body) if http.length is None else http.length
        headers = [("Content-Type", http.content_type), ("Content-Length", str(length))]
        if outcome.tier:
            headers.append(("x-tfmock-tier", outcome.tier))
        start_response(http.status_line, [*headers, *http.headers])
        return [http.body]

    def _outcome(self, environ: Mapping[str, object]) -> Outcome:
        try:
            why = foreign_page(environ, self._own_host)
            if why:
                raise _FOREIGN_PAGE(why=why)
            request = decode(environ)
        except ApiError as error:  # the request could not even be read
            request = unreadable_request(environ)
            return self._errors.encode(RequestContext(request=request, product=request.product), Outcome(), error)
        return self._answer(RequestContext(request=request, product=self._product(request)))


_GREETING: Final = (
    b"This is tfmock: Alibaba Cloud on your machine, for Terraform and the SDKs.\n"
    b"Console: /_tfmock/   API of the console: /_tfmock/openapi.json   Commands: tfmock --help\n"
)
#: By these a client of some product is known, which means the API.
_OF_CLIENTS: Final = ("HTTP_AUTHORIZATION", "HTTP_X_ACS_", "HTTP_X_OSS_", "HTTP_X_OTS_", "HTTP_X_LOG_", "HTTP_X_MNS_")


def _is_probe(environ: Mapping[str, object], own_host: str) -> bool:
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
