"""A file's text and places in it.

Offsets count code points from 0 in ``Source.text``; lines and columns are made from them only here,
counted from 1 as editors do. A byte order mark is not part of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file that was read.

    ``path`` is as the user gave it (``-`` for standard input), joined with the names found below it.
    Two ``Source`` objects are equal only if they are the same object.
    """

    path: str
    text: str
    byte_order_mark: bool = False
    _line_starts: list[int] = field(default_factory=list, repr=False)

    def _starts(self) -> list[int]:
        if not self._line_starts:
            starts, at, text = [0], -1, self.text
            while (at := text.find("\n", at + 1)) >= 0:
                starts.append(at + 1)
            self._line_starts.extend(starts)
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1; the column counts code points."""
        starts = self._starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1) without its end; empty past the end."""
        starts = self._starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def line_start(self, offset: int) -> int:
        """Offset of the first character of the line that holds ``offset``."""
        starts = self._starts()
        return starts[bisect_right(starts, offset) - 1]

    @property
    def newline(self) -> str:
        """The line end that this file uses: ``"\\r\\n"`` or ``"\\n"``."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"


def shortened(text: str, size: int = 1_000) -> str:
    """``text``, without its middle if it is longer than ``size``: messages are made once per instance and kept."""
    return text if len(text) <= size else f"{text[: size * 3 // 4]} [...] {text[-size // 4 :]}"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a source: from ``start`` up to and without ``end``."""

    source: Source
    start: int
    end: int

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """Column after the last character."""
        return self.source.position(self.end)[1]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.path}:{line}:{column}"

    def sort_key(self) -> tuple[str, int, int]:
        """Order of reports: by file, then by place, the longer span first."""
        return (self.path, self.start, -self.end)
