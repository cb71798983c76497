"""Suggestions for mistyped names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

#: As similar as PROT is to PORT, or defalt to default.
CLOSE: Final = 0.75
#: For names made of the same words: CreateVpcc is CreateVpc, CreateNatGateway and CreateIpv4Gateway are two (0.79).
VERY_CLOSE: Final = 0.85


def closest(text: str, names: Iterable[str], *, cutoff: float = CLOSE) -> str:
    """The name that a text is most similar to, or nothing where none is. Letter case does not matter.

    Where none is similar enough, the only name that begins with the text as a word: ``zone_id`` for ``zone``.

    Args:
        cutoff: how similar, between 0 and 1 (:func:`difflib.get_close_matches`).
    """
    by_lower = {name.lower(): name for name in names}
    close = difflib.get_close_matches(text.lower(), by_lower, n=1, cutoff=cutoff)
    if not close:
        close = [name for name in by_lower if name.startswith(f"{text.lower()}_")]
    return by_lower[close[0]] if len(close) == 1 else ""


def did_you_mean(text: str, names: Iterable[str], *, cutoff: float = CLOSE) -> str:
    """``Did you mean CreateVpc?``, or nothing; see :func:`closest`."""
    name = closest(text, names, cutoff=cutoff)
    return f"Did you mean {name}?" if name else ""
