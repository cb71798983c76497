"""What somebody who mistyped the code or the name of a rule may have meant."""

from __future__ import annotations

from collections.abc import Mapping

from tfmock.suggest import closest

_CLOSE = 0.8


def of_rule(text: str, names: Mapping[str, str]) -> str:
    """``did you mean ALI204 (name)?``, or where to look.

    Args:
        names: by code, of all rules.
    """
    upper = text.upper()
    codes = {name: code for code, name in names.items()}
    if upper != text and any(code.startswith(upper) for code in names):
        return f"did you mean {upper}?"
    # One number is as near as another
    code = "" if upper.removeprefix("ALI").isdigit() else closest(upper, names, cutoff=_CLOSE)
    if code:
        return f"did you mean {code}?"
    name = closest(text, codes, cutoff=_CLOSE)
    return f"did you mean {codes[name]} ({name})?" if name else "hcl-lint rules lists them"
