"""Which types of the CRUD tier a call has made objects of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.core.store import Change
from tfmock.services.crud.rows import CrudRow
from tfmock.services.oss.documents import BucketDocumentRow

#: What the documents of buckets are of: arguments of this type, or types of their own that are named after it.
_OF_DOCUMENTS: Final = "alicloud_oss_bucket"


def created_types(changes: Iterable[Change]) -> tuple[str, ...]:
    """The types of the objects that a call has made, sorted; empty where it made none.

    Several types are one thing of the cloud, as ``alicloud_slb`` and ``alicloud_slb_load_balancer`` are: a call makes
    an object of each, and nothing in it says which of them the configuration has.
    """
    created = [change.new for change in changes if change.old is None]
    types = {row.type for row in created if isinstance(row, CrudRow) and not row.deleted}
    if any(isinstance(row, BucketDocumentRow) for row in created):
        types.add(_OF_DOCUMENTS)
    return tuple(sorted(types))
