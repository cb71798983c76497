"""Constraint on the names of OSS buckets."""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


def is_bucket_name(name: str) -> bool:
    """Whether a name has 3 to 63 small letters, digits and hyphens, with no hyphen at either end (PutBucket page)."""
    return _NAME.fullmatch(name) is not None
