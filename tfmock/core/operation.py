"""Every operation, in one registry: typed request -> handler -> typed reply.

A handler is a plain function marked by :func:`operation`; :func:`all_operations` finds them all by walking
``tfmock.services``. Dispatch, the list of actions, unknown-action suggestions and fuzzing read the same registry.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Final, TypeVar, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError, WrapSerializer
from pydantic.alias_generators import to_pascal

from tfmock.core.call import Call
from tfmock.protocol import common_errors
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.protocol import Protocol, shares_a_version
from tfmock.protocol.reply import HttpReply
from tfmock.protocol.request import ApiRequest, Nested
from tfmock.text.suggest import VERY_CLOSE, closest

#: At most 64 ASCII characters (metadata of Ecs). The provider cuts its own (provider-contract: Client tokens).
ClientToken = Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x00-\x7F]*$")]


class Request(BaseModel):
    """Parameters of an action, by their wire names. Unknown ones are kept aside and counted, not refused."""

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=to_pascal, populate_by_name=True, defer_build=True
    )

    region_id: str = ""
    client_token: ClientToken = ""
    dry_run: bool = False
    accept_language: str = ""  # SDKs send it with every action; those with names in their replies heed it


class Reply(BaseModel):
    """What an action answers, by wire names; the encoder adds RequestId. Absent (None) fields are left out."""

    model_config = ConfigDict(frozen=True, alias_generator=to_pascal, populate_by_name=True, defer_build=True)


class ApiObject(Reply):
    """An object inside a reply or a request."""


class EmptyReply(Reply):
    """A reply that says nothing but RequestId."""


class Success(Reply):
    """A reply of the VpcPeer tag and group actions."""

    success: bool = True


def _absent_if_empty(value: object) -> object:
    return None if value == "" else value


def _split_commas(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


#: A parameter that must be there and not empty.
Required = Annotated[str, StringConstraints(min_length=1)]
#: A number that may be sent empty, which counts as absent.
OptionalInt = Annotated[int | None, BeforeValidator(_absent_if_empty)]
#: A flag that may be sent empty, which counts as absent.
OptionalBool = Annotated[bool | None, BeforeValidator(_absent_if_empty)]
#: ``a,b`` where the API declares style "simple", or ``Name.1, Name.2``.
CommaList = Annotated[list[str], BeforeValidator(_split_commas)]
#: ``Name.1, Name.2``, or a single plain value.
ManyStrings = Annotated[list[str], BeforeValidator(_one_or_many)]


def _wrap(name: str, value: Any, inner: Callable[[Any], Any]) -> dict[str, Any]:
    return {name: inner(value)}


def wrapped(name: str) -> WrapSerializer:
    """Lists of Vpc 2016-04-28 hang under a name, ``{"Vpcs": {"Vpc": []}}``: ``Annotated[list[X], wrapped("Vpc")]``."""
    return WrapSerializer(functools.partial(_wrap, name))


T = TypeVar("T")


def coalesce(given: T | None, former: T) -> T:
    """What a change asks for, or what was there before: a parameter that is left out changes nothing."""
    return former if given is None else given


Q = TypeVar("Q", bound=Request)


@dataclass(frozen=True, slots=True)
class Operation:
    """One action of one product.

    Attributes:
        product, version, action: its name on the wire.
        request: the model that its parameters must fit.
        handler: what it does.
        token_reused: what it answers to a ClientToken used before with other parameters.
        protocol: how it is called. Handlers of OSS and OTS answer an ``HttpReply``, the others a ``Reply``.
        faults: the errors that this action documents with a status or text of its own, by code.
    """

    product: str
    version: str
    action: str
    request: type[Request]
    handler: Callable[[Call, Any], Reply | HttpReply]
    token_reused: ErrorTemplate
    protocol: Protocol = Protocol.RPC
    faults: Mapping[str, ErrorTemplate] = field(default_factory=dict)

    def as_documented(self, error: ApiError) -> ApiError:
        """An error of the product as this action answers it."""
        own = self.faults.get(error.code)
        return ApiError(own.status, error.code, own.message or error.message, error.reason) if own else error

    def read(self, arguments: Mapping[str, Nested | bytes]) -> Request:
        """Validate parameters.

        Raises:
            ApiError: the gateway's answer to a missing or an unusable parameter.
        """
        try:
            return self.request.model_validate(arguments)
        except ValidationError as invalid:
            raise _refusal(self.product, invalid) from None


@dataclass(frozen=True, slots=True)
class _Mark:
    product: str
    version: str
    action: str
    token_reused: ErrorTemplate
    protocol: Protocol


_ATTRIBUTE: Final = "__tfmock_operation__"


A = TypeVar("A", bound="Reply | HttpReply")


def operation(
    product: str,
    version: str,
    action: str,
    *,
    token_reused: ErrorTemplate = common_errors.TOKEN_REUSED,
    protocol: Protocol = Protocol.RPC,
) -> Callable[[Callable[[Call, Q], A]], Callable[[Call, Q], A]]:
    """Mark a handler as the implementation of an action."""

    def mark(handler: Callable[[Call, Q], A]) -> Callable[[Call, Q], A]:
        setattr(handler, _ATTRIBUTE, _Mark(product, version, action, token_reused, protocol))
        return handler

    return mark


@functools.cache  # the code does not change while it runs, and a test makes an app each
def all_operations() -> tuple[Operation, ...]:
    """Every operation under ``tfmock.services``, sorted by product and action."""
    import tfmock.services as services
    from tfmock.services.common.action_errors import action_faults

    own_faults = action_faults()
    found = []
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        for handler in vars(importlib.import_module(module.name)).values():
            mark = getattr(handler, _ATTRIBUTE, None)
            if mark is None or handler.__module__ != module.name:
                continue
            request = get_type_hints(handler)["request"]
            found.append(
                Operation(
                    mark.product, mark.version, mark.action, request, handler, mark.token_reused, mark.protocol,
                    own_faults.get(f"{mark.product}.{mark.action}", {}),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda op: (op.product, op.version, op.action)))


class Registry:
    """Finds the operation of a call, or says what is closest."""

    NOT_IMPLEMENTED: ClassVar[str] = "Tfmock.NotImplemented"

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations: Final = tuple(operations)
        self._by_name: Final = {(op.protocol, op.version, op.action): op for op in self.operations}
        self._products: Final = {(op.protocol, op.version): op.product for op in self.operations}
        self._spelling: Final = {op.product.lower(): op.product for op in self.operations}

    def product(self, request: ApiRequest) -> str:
        """The product that a request is for: by its API version, else by its host. Empty where nothing tells."""
        named = request.product
        if request.protocol is Protocol.RPC:
            other = shares_a_version(request.host)
            named = other or self._products.get((Protocol.RPC, request.version), named)
        return self._spelling.get(named.lower(), named)

    def find(self, request: ApiRequest) -> Operation:
        """The operation called.

        Raises:
            ApiError: HTTP 400 at once, naming product, version, action and the closest we have. Not 404, which
                makes Terraform drop the resource; not 5xx, which it retries for minutes
                (provider-contract: Not found, Retries).
        """
        found = self._by_name.get((request.protocol, request.version, request.action))
        if found is None or found.product != self.product(request):
            raise self._unknown(request)
        return found

    def _unknown(self, request: ApiRequest) -> ApiError:
        if request.protocol is Protocol.RPC:
            if not request.action:
                return common_errors.missing("Action")
            if not request.version:
                return common_errors.missing("Version")
        product = self.product(request) or "an unknown product's"
        called = " ".join(part for part in (product, request.version, request.action) if part)
        path = request.params.get("Path", "")
        if path and not request.action.endswith(f" {path}"):  # the action of a REST call names ids by their place
            called += f" ({path})"
        return ApiError(
            400,
            self.NOT_IMPLEMENTED,
            f"tfmock does not implement {called}{self._hint(product, request)}. "
            f"'tfmock actions' lists all {len(self.operations)} actions.",
        )

    def _hint(self, product: str, request: ApiRequest) -> str:
        """What tfmock has instead: never something of another product, which would be no help."""
        action = request.action
        here = [op for op in self.operations if op.protocol is request.protocol]
        elsewhere = next((op for op in here if op.action == action and _are_kin(op.product, product)), None)
        if elsewhere is not None:
            return f"; it has {elsewhere.product} {elsewhere.version} {action}"
        names = [op.action for op in here if op.product == product]
        if not names:
            return f"; what it has is of {', '.join(sorted({f'{op.product} {op.version}' for op in self.operations}))}"
        # GetVpcPeerConnection means GetVpcPeerConnectionAttribute, though by letters RejectVpcPeerConnection is closer
        begun = [name for name in names if name.startswith(action) or action.startswith(name)]
        close = closest(action, begun, cutoff=0.0) or closest(action, names, cutoff=VERY_CLOSE)
        return f"; the closest it has is {close}" if close else ""


def _are_kin(one: str, other: str) -> bool:
    """Whether two products are one, or one grew out of the other, as VpcPeer out of Vpc."""
    return one.lower().startswith(other.lower()) or other.lower().startswith(one.lower())


_MISSING: Final = frozenset({"missing", "string_too_short", "too_short"})


def _refusal(product: str, invalid: ValidationError) -> ApiError:
    """The first thing wrong with the parameters; missing ones come first, as at the gateway."""
    errors = invalid.errors(include_url=False, include_context=False, include_input=False)
    first = next((error for error in errors if error["type"] in _MISSING), errors[0])
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    if first["type"] in _MISSING:
        return common_errors.missing(name)
    if product == "VpcPeer":  # VpcPeer error page: IllegalParam.%s
        return ApiError(400, f"IllegalParam.{name}", f"The param of {name} is illegal.")
    if product == "Oss":
        return ApiError(400, "InvalidArgument", f"The argument {name} is not valid.")
    return common_errors.INVALID_PARAMETER(name=name)
