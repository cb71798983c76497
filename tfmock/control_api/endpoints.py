"""What the control API's areas share: typed views, one-line errors, the world named by ``?world=``.

A view is a function ``(query?, body?) -> reply`` whose annotations are pydantic models: they validate what comes in,
and the OpenAPI document is made from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, cast, get_type_hints

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tfmock.control_api.models import Refusal
from tfmock.control_api.paths import PREFIX
from tfmock.core.accounts import DEFAULT_WORLD, is_world
from tfmock.core.errors import NoSuchWorldError
from tfmock.core.universe import Universe
from tfmock.core.world import World
from tfmock.rulebook.values import read_json
from tfmock.text.suggest import did_you_mean
from tfmock.text.wording import sentence, worded

_SPEC: Final = "__tfmock_endpoint__"
#: So many names fit into a message.
_FEW: Final = 8

Method = Literal["GET", "POST", "PUT", "DELETE"]
Query = TypeVar("Query", bound=BaseModel)
View = TypeVar("View", bound=Callable[..., BaseModel | Response])


class Model(BaseModel):
    """What control requests and replies are made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InWorld(Model):
    """The world that a control request is about."""

    world: str = Field(
        DEFAULT_WORLD, description="Name of the world; what changes something makes it when it does not exist yet."
    )


class ControlRequestError(Exception):
    """Raised by a view: answered as :class:`Refusal`. With a ``field``, the message is about that."""

    def __init__(
        self, message: str, status: int = 400, *, field: str = "", where: str = "", no_world: str | None = None
    ) -> None:
        self.message = f"{where}{field}: {message}" if field else message
        super().__init__(self.message)
        self.status = status
        self.reply = Refusal(
            error=self.message, field=field or None, problem=message if field else None, no_world=no_world
        )

    def response(self) -> Response:
        """As it is answered."""
        return _json(self.reply, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What the OpenAPI document says about a view."""

    summary: str
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    reply: type[BaseModel] | None
    media: str


class Endpoints:
    """A blueprint of one area, filled by decorators: ``@endpoints.get("/clock")``."""

    def __init__(self, name: str) -> None:
        self.blueprint: Final = Blueprint(name, __name__, url_prefix=PREFIX)

    def get(self, path: str, *, media: str = "application/json") -> Callable[[View], View]:
        """A view that changes nothing."""
        return self._add("GET", path, media)

    def post(self, path: str) -> Callable[[View], View]:
        """A view that changes something."""
        return self._add("POST", path, "application/json")

    def put(self, path: str) -> Callable[[View], View]:
        """A view that sets something to what is sent."""
        return self._add("PUT", path, "application/json")

    def delete(self, path: str) -> Callable[[View], View]:
        """A view that removes something."""
        return self._add("DELETE", path, "application/json")

    def _add(self, method: Method, path: str, media: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            spec = _spec(view, media)

            def answer(**parts: str) -> Response:
                try:
                    return _response(view(**_arguments(spec), **parts), media)
                except ControlRequestError as refused:
                    return refused.response()

            setattr(answer, _SPEC, spec)
            name = f"{view.__name__}_{method.lower()}"
            self.blueprint.add_url_rule(path, name, answer, methods=[method])
            return view

        return decorate


def spec_of(view: object) -> Spec | None:
    """The specification of a view made by :class:`Endpoints`."""
    return cast("Spec | None", getattr(view, _SPEC, None))


def refusal(message: str, status: int) -> Response:
    """The control API's error answer."""
    return _json(Refusal(error=message), status)


@contextmanager
def use_world(universe: Universe, named: InWorld) -> Iterator[World]:
    """The world of a request that changes something; locked until it is let go (see :meth:`Universe.use`).

    Raises:
        ControlRequestError: no world can have that name.
    """
    check_name(named.world)
    with universe.use(named.world) as world:
        yield world


def check_name(world: str, field: str = "world") -> None:
    """
    Raises:
        ControlRequestError: no world can have that name.
    """
    if not is_world(world):
        raise ControlRequestError(
            f"{world!r} is no world's name. Use up to 63 lower-case letters, digits and hyphens.", field=field
        )


@contextmanager
def look_at_world(universe: Universe, named: InWorld) -> Iterator[World]:
    """The world of a request that only reads. It makes none, so that a mistyped name shows no empty cloud. Locked
    until it is let go (see :meth:`Universe.look`).

    Raises:
        ControlRequestError: there is none.
    """
    with ExitStack() as held:
        try:
            world = held.enter_context(universe.inspect(named.world))
        except NoSuchWorldError:
            if named.world != DEFAULT_WORLD:
                check_name(named.world)
                raise no_such_world(universe, named.world) from None
            world = held.enter_context(universe.use(named.world))
        yield world


def no_such_world(universe: Universe, name: str) -> ControlRequestError:
    """What to raise where a world is named that does not exist; it names the closest, or those there are."""
    names = universe.names()
    few = f"There are: {', '.join(names)}." if len(names) <= _FEW else "'tfmock world list' shows those there are."
    return ControlRequestError(f"there is no world {name!r}. {did_you_mean(name, names) or few}", 404, no_world=name)


def _spec(view: Callable[..., BaseModel | Response], media: str) -> Spec:
    hints = get_type_hints(view)
    reply = hints.get("return")
    model = reply if isinstance(reply, type) and issubclass(reply, BaseModel) else None
    summary = (view.__doc__ or view.__name__).strip().partition("\n")[0]
    return Spec(summary=summary, query=hints.get("query"), body=hints.get("body"), reply=model, media=media)


def _arguments(spec: Spec) -> dict[str, BaseModel]:
    given: dict[str, BaseModel] = {}
    if spec.query is not None:
        given["query"] = validated(spec.query, request.args.to_dict(), "query parameter ")
    if spec.body is not None:
        try:
            data = read_json(request.get_data()) if request.get_data() else {}
        except ValueError as problem:
            raise ControlRequestError(f"the body {problem}. It must be a JSON object.") from None
        if not isinstance(data, dict):
            raise ControlRequestError("the body must be a JSON object.")
        given["body"] = validated(spec.body, data)
    return given


def validated(model: type[Query], data: Mapping[str, object], where: str = "") -> Query:
    """What was sent, as a model.

    Raises:
        ControlRequestError: it does not fit; the message names the field.
    """
    try:
        return model.model_validate(data)
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            hint = did_you_mean(name, model.model_fields) or f"Known: {', '.join(model.model_fields)}."
            raise ControlRequestError(f"is unknown. {hint}", field=name, where=where) from None
        what = worded(first, model.model_fields.get(name))
        raise ControlRequestError(sentence(what), field=name, where=where) from None


def _response(answer: BaseModel | Response, media: str) -> Response:
    return answer if isinstance(answer, Response) else _json(answer, 200)


def _json(model: BaseModel, status: int) -> Response:
    return Response(model.model_dump_json(exclude_none=True) + "\n", status, content_type="application/json")
