"""Blocks that no rule looks at are skipped: where they end, without a parser."""

from __future__ import annotations

import re

_HEREDOC = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*(<<-?([A-Za-z_]\w*)\r?\n)", re.MULTILINE)
_MARKER = re.compile(r"[ \t]*(?P<marker>[A-Za-z_]\w*)(?![\w-])(?P<rest>.*)\n")
_PLAIN_PART = re.compile(r"\$\{[^{}\"\n]*\}")
_QUICK_END = re.compile(r"^\}[ \t]*\r?$", re.MULTILINE)
_COMMENT = re.compile(r"#|//")
_STRING = r'"[^"\\{}\n]*(?:(?:\\.|[$%]\{[^{}"\n]*\})[^"\\{}\n]*)*'
#: Comments, and strings without braces but those of simple templates; of other strings (``unclear``) the beginning.
_OPAQUE = re.compile(rf'{_STRING}"|(?P<unclear>{_STRING})|(?:#|//)[^\n]*')
_BRACE = re.compile(r"[{}]")
_OURS = "hcl-lint:"


def parts_of_skipped(text: str, at: int) -> list[tuple[int, int]]:
    """The body at ``at`` without its heredocs, up to the brace that closes it; nothing where only parsing can tell."""
    parts = _outside(text, at)
    return parts if parts and _closes_itself("".join([text[start:end] for start, end in parts])) else []


def _closes_itself(body: str) -> bool:
    """Every brace that is opened in ``body`` is closed in it, and no other one: its block is open all along.

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


def comments_for_us(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The line comments that can be meant for us: no others matter in a skipped block."""
    found: list[tuple[int, int]] = []
    at = text.find(_OURS, start, end)
    while at >= 0:
        line = text.rfind("\n", 0, at) + 1
        mark = _COMMENT.search(text, max(line, start), at)
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        if mark:
            found.append((mark.start(), stop - text.endswith("\r", at, stop)))
        at = text.find(_OURS, stop, end)
    return found


def _outside(text: str, at: int) -> list[tuple[int, int]]:
    """What is outside of plain heredocs in a body, up to a brace that may close it; nothing where that is unclear."""
    parts: list[tuple[int, int]] = []
    quick = None
    while quick := quick if quick is not None and quick.start() >= at else _QUICK_END.search(text, at):
        if text.find("<<", at, quick.start()) < 0:
            return [*parts, (at, quick.start())]
        opened = _HEREDOC.search(text, at, quick.start())
        if opened is None or text.find("<<", at, opened.start(1)) >= 0:
            return []
        closed = _closed(text, opened.end(), opened[2])
        if closed is None or closed["rest"] not in ("", "\r"):
            return []
        inside = _PLAIN_PART.sub("", text[opened.end() : closed.start()])
        if "${" in inside or "%{" in inside:
            return []
        parts.append((at, opened.start(1)))
        at = closed.end()
    return []


def _closed(text: str, at: int, marker: str) -> re.Match[str] | None:
    """The first line from ``at`` on that begins with ``marker``; one pass, and no regular expression per marker."""
    while (found := text.find(marker, at)) >= 0:
        line = text.rfind("\n", 0, found) + 1
        closed = _MARKER.match(text, line)
        if closed is not None and closed["marker"] == marker:
            return closed
        at = text.find("\n", found) + 1
        if not at:
            break
    return None
