"""What ElementTree leaves to its users: characters that XML forbids, and the document around an element."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element, indent, tostring

from tfmock.text.printable import printable

#: What XML 1.0 does not allow in a document.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """The text of an element; characters that XML 1.0 forbids become a replacement mark."""
    return _FORBIDDEN.sub("\ufffd", value)


def attributes(**values: str | int) -> dict[str, str]:
    """Attributes; line ends and other control characters inside values stand as escapes."""
    return {name: text(printable(str(value))) for name, value in values.items()}


def serialize(root: Element) -> str:
    """The document, indented."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
