"""What an id tells: whether it was generated, and whether an object hangs on another one."""

from __future__ import annotations

import re
from typing import Final

from tfmock.services.crud.objects import CrudObject
from tfmock.services.crud.overrides import ID_PREFIXES

#: Names of parameters that mean an object of any type, as tags are given to.
_OF_ANYTHING: Final = frozenset({"ResourceId", "ResourceIds", "ResourceName", "ResourceNames", "ResourceArn"})
_NUMBER: Final = re.compile(r"\d{10}")
_PREFIXED: Final = re.compile(rf"({'|'.join(sorted(set(ID_PREFIXES.values())))})-[a-z0-9]{{8,}}")


def is_generated(value: str) -> bool:
    """Whether a value is an id of this tier's making, which means one object; a name may be that of several."""
    return bool(_NUMBER.fullmatch(value) or _PREFIXED.fullmatch(value))


def hangs_on(thing: CrudObject, gone: CrudObject) -> bool:
    """Whether an object goes with one that is deleted: a part of its id is the other's, by value and by meaning.

    A name alone tells nothing: a role, a policy and a database may all be called ``app``.
    """
    if thing.type is gone.type or not gone.parts:
        return False
    size = len(gone.parts)
    if len(thing.parts) > size > 1 and thing.parts[:size] == gone.parts and thing.type.product == gone.type.product:
        return True  # its id begins with the whole of the other's, as that of an account's privileges does
    made = [
        (part, spec.names)
        for part, spec in zip(gone.parts, gone.type.id_parts, strict=False)
        if part and spec.is_made_by_the_cloud
    ]  # fmt: skip
    for value, names in made:
        for part, spec in zip(thing.parts, thing.type.id_parts, strict=False):
            is_same_kind = thing.type.product == gone.type.product and (names & spec.names) - _OF_ANYTHING
            if part == value and (is_generated(value) or is_same_kind):
                return True
    return False
