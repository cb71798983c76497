"""Blocks that no rule looks at are skipped: where they end is found without a parser."""

from __future__ import annotations

import re
from typing import Final

_HEREDOC: Final = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*(<<-?([A-Za-z_]\w*)\r?\n)", re.MULTILINE)
_MARKER: Final = re.compile(r"[ \t]*(?P<marker>[A-Za-z_]\w*)(?![\w-])(?P<rest>.*)\n")
_PLAIN_INTERPOLATION: Final = re.compile(r"\$\{[^{}\"\n]*\}")
#: A line with nothing but a brace: in a file that is formatted, the first one ends the block.
_BRACE_LINE: Final = re.compile(r"^\}[ \t]*\r?$", re.MULTILINE)
_COMMENT: Final = re.compile(r"#|//")
_STRING: Final = r'"[^"\\{}\n]*(?:(?:\\.|[$%]\{[^{}"\n]*\})[^"\\{}\n]*)*'
#: Comments, and strings without braces but those of simple templates; of other strings (``unclear``) the beginning.
_OPAQUE: Final = re.compile(rf'{_STRING}"|(?P<unclear>{_STRING})|(?:#|//)[^\n]*')
_BRACE: Final = re.compile(r"[{}]")
_MARK: Final = "hcl-lint:"


def skip_body(text: str, start: int) -> list[tuple[int, int]]:
    """Where the body of a block ends that begins at ``start``, just after its ``{``.

    Returns:
        Spans of the body outside of its heredocs; the last one ends at the brace that closes the block.
        An empty list where only parsing can tell.
    """
    parts = _outside_of_heredocs(text, start)
    return parts if parts and _is_balanced("".join([text[begin:end] for begin, end in parts])) else []


def _is_balanced(body: str) -> bool:
    """Whether every brace that is opened in ``body`` is closed in it, and no other one: its block is open all along.

    That is not so after ``{}`` and ``{ a = 1 }``, where the next line with a brace alone ends another block.
    """
    braces = _OPAQUE.sub(r"\g<unclear>", body)
    if "/*" in body or '"' in braces:
        return False
    depth = 0
    for brace in _BRACE.findall(braces):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def directive_comments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The line comments that say something to hcl-lint: no others matter in a skipped block."""
    comments: list[tuple[int, int]] = []
    at = text.find(_MARK, start, end)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        opening = _COMMENT.search(text, max(line, start), at)
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if opening:
            comments.append((opening.start(), stop - text.endswith("\r", at, stop)))
        at = text.find(_MARK, stop, end)
    return comments


def _outside_of_heredocs(text: str, at: int) -> list[tuple[int, int]]:
    """Spans outside of plain heredocs, up to a brace that may close the body; an empty list where that is unclear."""
    parts: list[tuple[int, int]] = []
    brace = None
    while brace := brace if brace is not None and brace.start() >= at else _BRACE_LINE.search(text, at):
        if text.find("<<", at, brace.start()) < 0:
            return [*parts, (at, brace.start())]
        opening = _HEREDOC.search(text, at, brace.start())
        if opening is None or text.find("<<", at, opening.start(1)) >= 0:
            return []
        closing = _closing_line(text, opening.end(), opening[2])
        if closing is None or closing["rest"] not in ("", "\r"):
            return []
        content = _PLAIN_INTERPOLATION.sub("", text[opening.end() : closing.start()])
        if "${" in content or "%{" in content:
            return []
        parts.append((at, opening.start(1)))
        at = closing.end()
    return []


def _closing_line(text: str, at: int, marker: str) -> re.Match[str] | None:
    """The first line from ``at`` on that begins with ``marker``; one pass, and no regular expression per marker."""
    while (position := text.find(marker, at)) >= 0:
        line = text.rfind("\n", 0, position) + 1
        closing = _MARKER.match(text, line)
        if closing is not None and closing["marker"] == marker:
            return closing
        at = text.find("\n", position) + 1
        if not at:
            break
    return None
