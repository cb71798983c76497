"""The few things that writing XML takes, without importing a parser."""

from __future__ import annotations

from tfmock.text.printable import printable


def escape(text: str) -> str:
    """Text for an element or attribute; characters that XML 1.0 forbids become a replacement mark."""
    allowed = (char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else "\ufffd" for char in text)
    clean = "".join(char if not "\ud800" <= char <= "\udfff" else "\ufffd" for char in allowed)
    for raw, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        clean = clean.replace(raw, entity)
    return clean


def attributes(**values: str | int) -> str:
    """``name="value"`` pairs; line ends and other control characters inside values stand as escapes."""
    return " ".join(f'{name}="{escape(printable(str(value)))}"' for name, value in values.items())
