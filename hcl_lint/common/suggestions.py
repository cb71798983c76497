"""Suggestions for a mistyped name or code of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from tfmock.text.suggest import closest

_CLOSE = 0.8
#: Characters. Longer names are not compared, which takes as long as their lengths multiplied.
LONGEST: Final = 64


def suggest_name(name: str, names: Iterable[str], likeness: float = 0.6) -> str:
    """``: did you mean x?`` for a name that is like one of ``names``, or nothing.

    Args:
        likeness: between 0 and 1 (:func:`difflib.get_close_matches`).
    """
    if len(name) > LONGEST:
        return ""
    close = get_close_matches(name, [candidate for candidate in names if len(candidate) <= LONGEST], 1, likeness)
    return f": did you mean {close[0]}?" if close else ""


def suggest_rule(text: str, names: Mapping[str, str]) -> str:
    """``did you mean ALI204 (name)?``, or where to look.

    Args:
        names: by code, of all rules.
    """
    upper = text.upper()
    codes = {name: code for code, name in names.items()}
    if upper != text and any(code.startswith(upper) for code in names):
        return f"did you mean {upper}?"
    # every other number is equally near
    code = "" if upper.removeprefix("ALI").isdigit() else closest(upper, names, cutoff=_CLOSE)
    if code:
        return f"did you mean {code}?"
    name = closest(text, codes, cutoff=_CLOSE)
    return f"did you mean {codes[name]} ({name})?" if name else "hcl-lint rules lists them"
