"""What names mean: ``each.key``, ``var.a``, ``local.b``, ``module.c``, ``alicloud_vpc.d``, ``data.x.e``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.scope import EvaluationData, Scope
from hcl_lint.evaluate.value import Value, unknown
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression

_NOT_RESOURCES: Final = frozenset(
    ["var", "local", "each", "count", "self", "path", "terraform", "tofu", "data", "module", "ephemeral", "resource"]
)
_MODES: Final = {"data": "data", "resource": "managed"}
_ROOTS: Final[Mapping[str, Callable[[EvaluationData, str], Value]]] = {
    "var": lambda data, name: data.input_variable(name),
    "local": lambda data, name: data.local_value(name),
    "module": lambda data, name: data.module_call(name),
    "path": lambda data, name: data.path_attribute(name),
}


def name_value(node: tree.Variable, scope: Scope) -> Value:
    """The value of a name that stands alone.

    Raises:
        EvaluationError: if it has none.
    """
    value = scope.names.get(node.name)
    if value is not None:
        return value
    if node.name in ("each", "count"):
        raise EvaluationError(f"{node.name} is not available here")
    if node.name in _NOT_RESOURCES:
        raise EvaluationError(f"{node.name} needs a name after it")
    raise EvaluationError(f"{node.name} is not a name that is known here: a reference needs a type and a name")


def path_value(node: tree.GetAttr, scope: Scope) -> Value | None:
    """The value of ``var.a`` or ``data.type.name``; None where the dot only takes an attribute of a value.

    Raises:
        EvaluationError: if there is no such thing.
    """
    source, name = node.source, node.name
    if type(source) is tree.Variable:
        if source.name not in scope.names:
            return _root_value(source.name, name, node, scope)
    elif type(source) is tree.GetAttr:
        above = source.source
        if type(above) is tree.Variable and above.name not in scope.names:
            if above.name == "ephemeral":
                return unknown(span=scope.span(node), sensitive=True)
            if above.name in _MODES:
                return scope.data.resource(_MODES[above.name], source.name, name)
    return None


def _root_value(root: str, name: str, node: tree.GetAttr, scope: Scope) -> Value:
    """``root.name``, where ``root`` is no name of the scope."""
    answer = _ROOTS.get(root)
    if answer is not None:
        return answer(scope.data, name)
    if root in ("terraform", "tofu"):  # tofu.workspace: OpenTofu
        if name == "workspace":
            return scope.data.workspace().at(scope.span(node))
        raise EvaluationError(f"{root}.{name} does not exist: there is {root}.workspace")
    if root in ("each", "count", "self"):
        raise EvaluationError(f"{root}.{name} is not available here")
    if root in ("data", "ephemeral", "resource"):
        raise EvaluationError(f"{root} needs a type and a name after it")
    return scope.data.resource("managed", root, name)


def root_names(expressions: Iterable[Expression]) -> Iterator[tuple[str, str, str]]:
    """The names that references in these expressions start with: root, first and second name, empty where missing."""
    remaining: list[object] = list(expressions)
    while remaining:
        node = remaining.pop()
        if isinstance(node, tree.GetAttr):
            names = [node.name]
            source: object = node.source
            while isinstance(source, (tree.GetAttr, tree.Index)):
                if isinstance(source, tree.GetAttr):
                    names.append(source.name)
                else:
                    remaining.append(source.key)
                source = source.source
            if isinstance(source, tree.Variable):
                yield source.name, names[-1], names[-2] if len(names) > 1 else ""
            else:
                remaining.append(source)
        elif isinstance(node, tuple):
            remaining.extend(part for part in node if isinstance(part, tuple))
