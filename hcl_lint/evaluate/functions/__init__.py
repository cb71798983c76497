"""Terraform's functions, each group in a module that is only imported when one of its names is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from hcl_lint.common.suggestions import suggest_name
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, call
from hcl_lint.evaluate.types import ANY
from hcl_lint.evaluate.value import Value, unknown

_GROUPS: Final[Mapping[str, str]] = {
    "aggregates": "alltrue anytrue range sum",
    "collections": "chunklist coalesce coalescelist compact concat contains distinct element flatten index length"
    " matchkeys one reverse slice sort",
    "maps": "keys lookup merge transpose values zipmap",
    "sets": "setintersection setproduct setsubtract setunion",
    "conversion": "ephemeralasnull tobool tolist tomap tonumber toset tostring sensitive nonsensitive issensitive",
    "encoding": "base64decode base64encode base64sha256 base64sha512 csvdecode jsondecode jsonencode md5 sha1 sha256"
    " sha512 textdecodebase64 textencodebase64 urlencode uuidv5",
    "files": "abspath basename dirname file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset"
    " filesha1 filesha256 filesha512 pathexpand templatefile",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "numbers": "abs ceil floor log max min parseint pow signum",
    "strings": "chomp endswith indent join lower replace split startswith strcontains strrev substr title trim"
    " trimprefix trimspace trimsuffix upper regex regexall",
    "formatting": "format formatlist",
    "dates": "formatdate timeadd timecmp",
    "yaml": "yamldecode yamlencode",
    "opentofu": "base64gunzip cidrcontains urldecode",
}
#: Functions whose result is unknown: it depends on time, chance, the machine or a format that is not implemented.
_UNKNOWN: Final = frozenset(
    [
        "base64gzip",
        "bcrypt",
        "plantimestamp",
        "rsadecrypt",
        "templatestring",
        "timestamp",
        "uuid",
    ]
)
_MODULES: Final[Mapping[str, str]] = {name: module for module, names in _GROUPS.items() for name in names.split()}


def call_function(name: str, arguments: list[Value], context: FunctionContext) -> Value:
    """``name(arguments...)``.

    Raises:
        EvaluationError: for an unknown function, and for arguments that Terraform refuses.
    """
    name = name.removeprefix("core::")
    module = _MODULES.get(name)
    if module is None:
        if name in _UNKNOWN or "::" in name:
            return unknown(ANY, sensitive=any(argument.any_sensitive for argument in arguments))
        context.budget.consume(len(_MODULES))  # the name is likened to each
        raise EvaluationError(f"there is no function {name}{suggest_name(name, _MODULES)}")
    functions: Mapping[str, Function] = import_module(f"{__name__}.{module}").FUNCTIONS
    return call(name, functions[name], arguments, context)
