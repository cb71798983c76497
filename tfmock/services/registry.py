"""Which operations, kinds of rows and lifecycles there are: the one place that knows every product.

Dispatch, the list of actions, suggestions for unknown actions, snapshots and fuzzing read it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Final

from tfmock import services
from tfmock.core.lifecycle import Lifecycle
from tfmock.core.operation import Operation, operations_in
from tfmock.core.store import Row, StatefulRow
from tfmock.protocol import common_errors
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.protocol.protocol import Protocol, shares_a_version
from tfmock.protocol.request import ApiRequest
from tfmock.services.common.action_errors import action_errors
from tfmock.services.common.product_errors import ProductErrors
from tfmock.text.suggest import VERY_CLOSE, closest

#: Modules that define rows and belong to no service.
_OTHERS_WITH_ROWS: Final = ("tfmock.core.idempotency", "tfmock.simulation.streams", "tfmock.services.crud.rows")
#: Has no operations, and is imported when it is first called.
_CRUD: Final = f"{services.__name__}.crud"


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(services.__path__, f"{services.__name__}."):
        if not module.name.startswith(_CRUD):
            yield importlib.import_module(module.name)


@functools.cache  # the code does not change while it runs, and a test makes an app each
def all_operations() -> tuple[Operation, ...]:
    """Every operation, sorted by product and action."""
    operations = [operation for module in _modules() for operation in operations_in(module)]
    return tuple(sorted(operations, key=lambda operation: (operation.product, operation.version, operation.action)))


@functools.cache
def row_types() -> tuple[type[Row], ...]:
    """Every row type: the subclasses of Row that name a table."""
    all_operations()  # imports every service
    for name in _OTHERS_WITH_ROWS:
        importlib.import_module(name)
    types: dict[str, type[Row]] = {}
    pending = list(Row.__subclasses__())
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        # slots=True makes a second class of the same name; the first one lingers until it is collected
        if "table" in vars(kind) and "__slots__" in vars(kind) and kind.__module__.startswith("tfmock."):
            types[kind.table] = kind
    return tuple(types[table] for table in sorted(types))


def lifecycles() -> tuple[Lifecycle, ...]:
    """The states that pass by themselves, one lifecycle for each kind of resource that has some."""
    by_kind = {kind.lifecycle.kind: kind.lifecycle for kind in row_types() if issubclass(kind, StatefulRow)}
    return tuple(by_kind[kind] for kind in sorted(by_kind))


@functools.cache
def _product_errors() -> Mapping[str, ProductErrors]:
    return {
        value.product: value
        for module in _modules()
        for value in vars(module).values()
        if isinstance(value, ProductErrors)
    }


class Registry:
    """Finds the operation of a call, or says what is closest."""

    NOT_IMPLEMENTED: Final = "Tfmock.NotImplemented"

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations: Final = tuple(operations)
        self._by_name: Final = {(op.protocol, op.version, op.action): op for op in self.operations}
        self._products: Final = {(op.protocol, op.version): op.product for op in self.operations}
        self._spelling: Final = {op.product.lower(): op.product for op in self.operations}
        own = _product_errors()
        products = {op.product for op in self.operations}
        self._product_errors: Final = {name: own.get(name) or ProductErrors(product=name) for name in products}
        self._action_errors: Final = action_errors()

    def product(self, request: ApiRequest) -> str:
        """The product that a request is for: by its API version, else by its host. Empty where nothing tells."""
        product = request.product
        if request.protocol is Protocol.RPC:
            other = shares_a_version(request.host)
            product = other or self._products.get((Protocol.RPC, request.version), product)
        return self._spelling.get(product.lower(), product)

    def find(self, request: ApiRequest, product: str) -> Operation:
        """The operation that a request to a product calls.

        Raises:
            ApiError: HTTP 400 at once, naming product, version, action and the closest we have. Not 404, which
                makes Terraform drop the resource; not 5xx, which it retries for minutes
                (provider-contract: Not found, Retries).
        """
        operation = self._by_name.get((request.protocol, request.version, request.action))
        if operation is None or operation.product != product:
            raise self._unknown(request, product)
        return operation

    def has_action(self, version: str, action: str) -> bool:
        """Whether the emulated tier has an RPC action."""
        return (Protocol.RPC, version, action) in self._by_name

    def errors(self, product: str) -> ProductErrors:
        """How one of the products here words what any of its actions may answer."""
        return self._product_errors[product]

    def as_documented(self, operation: Operation, error: ApiError) -> ApiError:
        """An error of a product as one of its actions answers it: some document a status or text of their own."""
        own: ErrorTemplate | None = self._action_errors.get(f"{operation.product}.{operation.action}", {}).get(
            error.code
        )
        return ApiError(own.status, error.code, own.message or error.message, error.reason) if own else error

    def only_stored(self, request: ApiRequest, product: str) -> ApiError:
        """The refusal of a call that the CRUD tier has, where emulated ones alone are answered."""
        return ApiError(
            400,
            self.NOT_IMPLEMENTED,
            f"tfmock does not implement {_called(request, product)}; it could store it, but --tier emulated "
            "refuses what is only stored. 'tfmock coverage' says which tier has what.",
        )

    def _unknown(self, request: ApiRequest, product: str) -> ApiError:
        if request.protocol is Protocol.RPC:
            if not request.action:
                return common_errors.missing("Action")
            if not request.version:
                return common_errors.missing("Version")
        return ApiError(
            400,
            self.NOT_IMPLEMENTED,
            f"tfmock does not implement {_called(request, product)}{self._hint(product, request)}. "
            f"'tfmock actions' lists all {len(self.operations)} actions that are emulated; 'tfmock coverage' also says "
            "what is only stored.",
        )

    def _hint(self, product: str, request: ApiRequest) -> str:
        """What tfmock has instead: never an action of an unrelated product, which would be no help."""
        action = request.action
        candidates = [op for op in self.operations if op.protocol is request.protocol]
        elsewhere = next((op for op in candidates if op.action == action and _are_related(op.product, product)), None)
        if elsewhere is not None:
            return f"; it has {elsewhere.product} {elsewhere.version} {action}"
        names = [op.action for op in candidates if op.product == product]
        if not names:
            return f"; what it has is of {', '.join(sorted({f'{op.product} {op.version}' for op in self.operations}))}"
        # GetVpcPeerConnection means GetVpcPeerConnectionAttribute, though by letters RejectVpcPeerConnection is closer
        begun = [name for name in names if name.startswith(action) or action.startswith(name)]
        close = closest(action, begun, cutoff=0.0) or closest(action, names, cutoff=VERY_CLOSE)
        return f"; the closest it has is {close}" if close else ""


def _called(request: ApiRequest, product: str) -> str:
    """The call by name: product, version and action, and the path where the action does not end with it."""
    called = " ".join(part for part in (product or "an unknown product's", request.version, request.action) if part)
    path = request.params.get("Path", "")
    # The action of a REST call names ids by their place.
    return f"{called} ({path})" if path and not request.action.endswith(f" {path}") else called


def _are_related(first: str, second: str) -> bool:
    """Whether two products are the same, or one grew out of the other, as VpcPeer out of Vpc."""
    return first.lower().startswith(second.lower()) or second.lower().startswith(first.lower())
