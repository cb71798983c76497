from __future__ import annotations

import pytest

from tfmock.core.store import Change, Row
from tfmock.recording.crud_types import created_types
from tfmock.services.crud.rows import CrudRow
from tfmock.services.oss.documents import BucketDocumentRow


def stored(type: str, *, deleted: bool = False) -> CrudRow:
    return CrudRow(
        id=type, serial=1, type=type, account="1", region="", parts=("x",), attributes="{}", parameters="{}",
        creation_time=0.0, change_time=0.0, deleted=deleted,
    )  # fmt: skip


DOCUMENT = BucketDocumentRow(id="b/cors/", serial=1, bucket="b", name="cors/", body=b"")


@pytest.mark.parametrize(
    ("old", "new", "types"),
    [
        (None, stored("alicloud_b"), ("alicloud_b",)),
        (stored("alicloud_b"), stored("alicloud_b"), ()),
        (stored("alicloud_b"), None, ()),
        (None, stored("alicloud_b", deleted=True), ()),
        (None, DOCUMENT, ("alicloud_oss_bucket",)),
    ],
)
def test_only_what_is_new_counts(old: Row | None, new: Row | None, types: tuple[str, ...]) -> None:
    kind = type(new or old)
    assert issubclass(kind, Row)
    assert created_types([Change(kind, "x", old, new)]) == types


def test_types_are_sorted_and_counted_once() -> None:
    changes = [Change(CrudRow, name, None, stored(name)) for name in ("alicloud_b", "alicloud_a", "alicloud_b")]
    assert created_types(changes) == ("alicloud_a", "alicloud_b")
