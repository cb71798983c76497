"""What an operation is: typed request -> handler -> typed reply.

A handler is a plain function marked by :func:`operation`. ``tfmock.services.registry`` finds them all.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, Any, Final, TypeVar, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WrapSerializer
from pydantic.alias_generators import to_pascal

from tfmock.core.call import Call
from tfmock.protocol.protocol import Protocol
from tfmock.protocol.reply import HttpReply

#: At most 64 ASCII characters (metadata of Ecs). The provider cuts its own (provider-contract: Client tokens).
ClientToken = Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x00-\x7F]*$")]


class Request(BaseModel):
    """Parameters of an action, by their wire names. Unknown ones are counted, not refused."""

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=to_pascal, populate_by_name=True, defer_build=True
    )

    region_id: str = ""
    client_token: ClientToken = ""
    dry_run: bool = False
    accept_language: str = ""  # SDKs send it with every action; actions with names in their replies use it


class Reply(BaseModel):
    """What an action replies, by wire names; the encoder adds RequestId. Fields that are None are left out."""

    model_config = ConfigDict(frozen=True, alias_generator=to_pascal, populate_by_name=True, defer_build=True)


class ApiObject(Reply):
    """An object inside a reply or a request."""


class EmptyReply(Reply):
    """A reply with nothing but RequestId."""


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


Q = TypeVar("Q", bound=Request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One action of one product.

    Attributes:
        product, version, action: its name on the wire.
        request: the model that its parameters must fit.
        handler: what it does.
        token_reused: makes the error for a ClientToken that was used before with other parameters, where this action
            has one of its own.
        protocol: how it is called. Handlers of OSS and OTS return an ``HttpReply``, the others a ``Reply``.
    """

    product: str
    version: str
    action: str
    request: type[Request]
    handler: Callable[[Call, Any], Reply | HttpReply]
    token_reused: Callable[[], Exception] | None = None
    protocol: Protocol = Protocol.RPC


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    product: str
    version: str
    action: str
    token_reused: Callable[[], Exception] | None
    protocol: Protocol


_ATTRIBUTE: Final = "__tfmock_operation__"


A = TypeVar("A", bound="Reply | HttpReply")


def operation(
    product: str,
    version: str,
    action: str,
    *,
    token_reused: Callable[[], Exception] | None = None,
    protocol: Protocol = Protocol.RPC,
) -> Callable[[Callable[[Call, Q], A]], Callable[[Call, Q], A]]:
    """Mark a handler as the implementation of an action."""

    def mark_handler(handler: Callable[[Call, Q], A]) -> Callable[[Call, Q], A]:
        mark = _Mark(product=product, version=version, action=action, token_reused=token_reused, protocol=protocol)
        setattr(handler, _ATTRIBUTE, mark)
        return handler

    return mark_handler


def operations_in(module: ModuleType) -> Iterator[Operation]:
    """The operations whose handlers a module defines."""
    for handler in vars(module).values():
        mark = getattr(handler, _ATTRIBUTE, None)
        if isinstance(mark, _Mark) and handler.__module__ == module.__name__:
            yield Operation(
                product=mark.product,
                version=mark.version,
                action=mark.action,
                request=get_type_hints(handler)["request"],
                handler=handler,
                token_reused=mark.token_reused,
                protocol=mark.protocol,
            )
