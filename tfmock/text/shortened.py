"""Long values in one line of text."""

from __future__ import annotations

_ELLIPSIS = "..."


def shortened(text: str, limit: int) -> str:
    """The text, cut to ``limit`` characters, the ellipsis included."""
    return text if len(text) <= limit else f"{text[: limit - len(_ELLIPSIS)]}{_ELLIPSIS}"
