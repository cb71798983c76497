"""How much the costliest property tests try: a share of it in ``make test``, all of it in ``make thorough``."""

from __future__ import annotations

import os

#: What ``make test`` tries of the whole. CI has 15 minutes for everything.
_SHARE = 4
_THOROUGH = bool(os.environ.get("TFMOCK_THOROUGH_TESTS"))


def examples(whole: int) -> int:
    """The number of examples to try, of ``whole`` that a thorough run tries."""
    return whole if _THOROUGH else whole // _SHARE
