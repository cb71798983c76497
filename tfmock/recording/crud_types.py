"""Which types of the CRUD tier a call has made objects of."""

from __future__ import annotations

from collections.abc import Iterable

from tfmock.core.store import Change
from tfmock.services.crud.rows import CrudRow


def created_types(changes: Iterable[Change]) -> tuple[str, ...]:
    """The types of the objects that a call has made, sorted; empty where it made none.

    Several types are one thing of the cloud, as ``alicloud_slb`` and ``alicloud_slb_load_balancer`` are: a call makes
    an object of each, and nothing in it says which of them the configuration has.
    """
    types = {
        change.new.type
        for change in changes
        if change.old is None and isinstance(change.new, CrudRow) and not change.new.deleted
    }
    return tuple(sorted(types))
