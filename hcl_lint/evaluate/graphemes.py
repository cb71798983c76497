"""Characters as people see them (grapheme clusters), which Terraform counts, cuts and turns around."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

#: Texts whose clusters are their code points: most that are not ASCII are Chinese, or Latin with accents.
_SIMPLE: Final = re.compile(
    "[\t\n -~\u00a0-\u02ff\u0370-\u0373\u0400-\u0482\u048a-\u052f\u3001-\u3029\u3040-\u3096\u309b-\u30ff\u4e00-\u9fff"
    "\uff01-\uff9d]*"
)


def normal(text: str) -> str:
    """The text in Unicode's normal form C, as Terraform has every string."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def clusters(text: str) -> list[str]:
    """The grapheme clusters of the text."""
    if _SIMPLE.fullmatch(text):
        return list(text)
    import regex  # 30 ms that few runs need

    parts: list[str] = regex.findall(r"\X", text)
    if max(map(len, parts), default=0) < 3:
        return parts
    return [part for cluster in parts for part in (_without_conjuncts(cluster) if len(cluster) > 2 else (cluster,))]


def _without_conjuncts(cluster: str) -> list[str]:
    """Indic letters that a virama joins are one cluster since Unicode 15.1, but not yet in what Terraform uses."""
    parts = [cluster[:1]]
    for before, character in pairwise(cluster):
        joined = any(unicodedata.combining(mark) == 9 for mark in parts[-1])
        if joined and unicodedata.category(character) == "Lo" and unicodedata.category(before) != "Lo":
            parts.append(character)
        else:
            parts[-1] += character
    return parts


def length(text: str) -> int:
    """How many grapheme clusters the text has."""
    return len(text) if _SIMPLE.fullmatch(text) else len(clusters(text))
