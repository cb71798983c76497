"""What ``type.name.attribute`` and ``module.name`` mean beyond the name: configured values, whether they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hcl_lint.evaluate.directory import MergedBlock, ResourceKey
from hcl_lint.evaluate.errors import EvaluationError, NotJudgedError
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.types import ANY
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference, Value, null, object_of, tuple_of, unknown

if TYPE_CHECKING:
    from hcl_lint.evaluate.module import Module

_META: Final = frozenset(["count", "for_each", "provider", "depends_on", "lifecycle"])
#: Attributes of ``terraform_data`` and the argument whose value each has after apply, of whatever type that is.
_ECHOED: Final = {"input": "input", "output": "input", "triggers_replace": "triggers_replace"}


def resource_attribute(module: Module, reference: Reference) -> Value:
    """What is configured in ``module`` for ``reference``, else unknown; either way it refers to that attribute."""
    key: ResourceKey = (reference.mode, reference.type, reference.name)
    view = module.directory.resources.get(key)
    span = None if view is None else view.span
    name, *deeper = reference.path
    echoes = reference.type == "terraform_data" and reference.mode == "managed" and name in _ECHOED
    written = _ECHOED[str(name)] if echoes else str(name)
    item = None if view is None else _item_of(module, key, view, reference)
    if view is None or item is None or written in _META:
        return unknown(ANY, span, reference)
    if written not in view.attributes:
        return null(ANY, span)._replace(reference=reference) if echoes else unknown(ANY, span, reference)
    try:
        value = module.argument(key, view, item, written)
    except EvaluationError:
        return unknown(ANY, span, reference)
    if echoes and not deeper:
        return value if value.reference is not None else value._replace(reference=reference)
    if deeper:
        # the element of a tuple has an index only if the provider has a list there; Terraform refuses it for sets
        items, index = value.data, deeper[0]
        if len(deeper) > 1 or not isinstance(items, tuple) or not isinstance(index, int) or index >= len(items):
            return unknown(ANY, value.span, reference)
        value = items[index]
    if value.data is UNKNOWN_VALUE or isinstance(value.data, tuple):  # a list and a set have other elements
        return unknown(ANY, value.span, value.reference or reference, value.sensitive)
    if value.data is None:  # the provider may put something else there
        return unknown(ANY, value.span, reference)
    return value if value.reference is not None else value._replace(reference=reference)


def _item_of(module: Module, key: ResourceKey, view: MergedBlock, reference: Reference) -> ExpandedInstance | None:
    items = module.expansion(key, view).items
    item = next((one for one in items if one.key == reference.key), None)
    return item if item is not None or len(items) != 1 or items[0].key is not UNKNOWN_VALUE else items[0]


def is_sure(module: Module, root: str, name: str, second: str) -> bool:
    """Whether it is known how many instances there are of the resource or module call that a reference in ``module``
    begins with; True for everything else."""
    if root == "module":
        call = module.directory.calls.get(name)
        return call is None or module.expansion(("module", name), call).certain
    mode = "data" if root == "data" else "managed"
    key = (mode, name, second) if root in ("data", "resource") else (mode, root, name)
    resource = module.directory.resources.get(key)
    return resource is None or module.expansion(key, resource).certain


def whole_module(module: Module, value: Value) -> Value:
    """A module call as a value of its own, such as in ``keys(module.a)``: the object of its outputs, and a tuple or
    object of these where it is repeated. Other values stay."""
    data = value.data
    if isinstance(data, tuple) and data and _is_call(data[0]):
        return tuple_of(tuple([whole_module(module, item) for item in data]), value.span)
    if isinstance(data, dict) and _is_call(next(iter(data.values()), unknown())):
        return object_of({key: whole_module(module, item) for key, item in data.items()}, value.span)
    reference = value.reference
    if not _is_call(value) or reference is None or reference.key is UNKNOWN_VALUE:
        return value
    parent = module.root.modules.get(reference.module)
    child = None if parent is None else (parent.children(reference.name) or {}).get(reference.key)
    if child is None or not child.directory.complete:
        return value
    outputs: dict[str, Value] = {}
    for name in child.directory.outputs:
        module.budget.consume(1)
        try:
            outputs[name] = child.output(name)
        except NotJudgedError:
            raise
        except EvaluationError:  # told where the output is
            outputs[name] = unknown(span=value.span)
    return object_of(outputs, value.span)


def _is_call(value: Value) -> bool:
    reference = value.reference
    return value.data is UNKNOWN_VALUE and reference is not None and reference.mode == "module" and not reference.path
