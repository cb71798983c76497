"""What is certain of a parameter of a call: that it is sent, constants that it may be, the attribute that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tfmock.services.crud.contract import ANY_VALUE, CallSpec, ResourceType
from tfmock.services.crud.origins import Attribute, Constant, IdPart, Origin, as_text, sources


def note_parameter(
    type: ResourceType, spec: CallSpec, path: str, alternatives: Sequence[tuple[Origin, str]], *, is_in_host: bool
) -> None:
    """Note it in the call, for checks and for the choice among types that a call may create.

    Args:
        alternatives: what the parameter is made of, each with its condition.
        is_in_host: it travels in the name of the host.
    """
    origin, when = alternatives[0]
    is_plain = len(alternatives) == 1 and not when and "[" not in path
    if is_plain and isinstance(origin, Attribute) and "r" in type.flags(origin.path):
        spec.required.append(path)
    if is_plain and not is_in_host and not re.search("[@{]", path) and _is_always_one_value(type, origin):
        spec.mandatory.append(path)
    for other, _ in alternatives:
        if not sources(other):
            constant = as_text(other.value) if isinstance(other, Constant) else ANY_VALUE
            spec.fixed.setdefault(path, set()).add(constant)
    if isinstance(origin, Attribute) and all(other == origin for other, _ in alternatives):
        spec.unchanged[path] = origin.path


def _is_always_one_value(type: ResourceType, origin: Origin) -> bool:
    """Whether the provider never leaves a parameter of this origin out: the id, and required attributes. Of a required
    list it may send nothing, where it is empty."""
    if isinstance(origin, IdPart):
        return True
    if not isinstance(origin, Attribute) or origin.change or re.search(r"[\[.@]", origin.path):
        return False  # what is required in a block is not there where the block is not
    return "r" in type.flags(origin.path) and type.kind(origin.path) in ("string", "int", "float", "bool")
