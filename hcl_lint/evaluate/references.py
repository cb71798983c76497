"""What names mean: ``each.key``, ``var.a``, ``local.b``, ``module.c``, ``alicloud_vpc.d``, ``data.x.e``."""

from __future__ import annotations

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import Value, unknown
from hcl_lint.syntax import tree

_NOT_RESOURCES = frozenset(
    ["var", "local", "each", "count", "self", "path", "terraform", "tofu", "data", "module", "ephemeral", "resource"]
)
_MODES = {"data": "data", "resource": "managed"}


def of_name(node: tree.Variable, scope: Scope) -> Value:
    """The value of a name that stands alone.

    Raises:
        EvaluationError: if it has none.
    """
    value = scope.names.get(node.name)
    if value is not None:
        return value
    if node.name in _NOT_RESOURCES:
        raise EvaluationError(
            f"{node.name} needs a name after it"
            if node.name not in ("each", "count")
            else f"{node.name} is not available here"
        )
    raise EvaluationError(f"{node.name} is not a name that is known here: a reference needs a type and a name")


def of_path(node: tree.GetAttr, scope: Scope) -> Value | None:
    """The value of ``var.a`` or ``data.type.name``; None where the dot only takes an attribute of a value.

    Raises:
        EvaluationError: if there is no such thing.
    """
    source, name = node.source, node.name
    if type(source) is tree.Variable:
        if source.name not in scope.names:
            return _of_root(source.name, name, node, scope)
    elif type(source) is tree.GetAttr:
        above = source.source
        if type(above) is tree.Variable and above.name not in scope.names:
            if above.name == "ephemeral":
                return unknown(span=scope.span(node), sensitive=True)
            if above.name in _MODES:
                return scope.module.resource(_MODES[above.name], source.name, name)
    return None


def _of_root(root: str, name: str, node: tree.GetAttr, scope: Scope) -> Value | None:
    module = scope.module
    if root == "var":
        return module.variable(name)
    if root == "local":
        return module.local(name)
    if root == "module":
        return module.call(name)
    if root == "path":
        return module.path(name)
    if root in ("terraform", "tofu"):  # tofu.workspace: OpenTofu
        if name == "workspace":
            return module.workspace().at(scope.span(node))
        raise EvaluationError(f"{root}.{name} does not exist: there is {root}.workspace")
    if root not in _NOT_RESOURCES:
        return module.resource("managed", root, name)
    if root in ("each", "count", "self"):
        raise EvaluationError(f"{root}.{name} is not available here")
    if root in ("data", "ephemeral", "resource"):
        raise EvaluationError(f"{root} needs a type and a name after it")
    return None
