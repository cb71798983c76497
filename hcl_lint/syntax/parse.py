"""From the text of a ``.tf`` file to a syntax tree: the body here, expressions by python-hcl2's grammar.

Blocks and arguments are found by one scan that knows where Terraform requires line ends; that also finds
what python-hcl2 accepts and Terraform does not (a repeated argument, two items on a line, ``{`` on the
next line, templates in labels). After an error the scan goes on at the next line that starts a
top-level block, so one file can show several errors and the rest of it is still known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias

from hcl_lint.syntax.errors import (
    MAX_DEPTH,
    MAX_EXPRESSION,
    TOO_LONG,
    HclSyntaxError,
    bad_label,
    no_opening_brace,
    not_an_item,
)
from hcl_lint.syntax.lexer import Masked, mask
from hcl_lint.syntax.names import NAME, check_name
from hcl_lint.syntax.plain_values import PLAIN_VALUE, VALUE, plain_list, plain_value
from hcl_lint.syntax.skipped_blocks import directive_comments, skip_body
from hcl_lint.syntax.templates import check_escapes, unescape, without_last_line_end
from hcl_lint.syntax.tree import Attribute, Block, Body, Expression, File, Label, SyntaxProblem

_SPACE: Final = re.compile(r"(?:[ \t\n]|\r\n)*")
_NAME: Final = re.compile(NAME)
#: ``name = value`` on a line of its own, the value being a plain one: most lines of most files.
_ATTRIBUTE: Final = re.compile(rf"({NAME})[ \t]*=[ \t]*{VALUE}(?=[ \t]*(?:\r?\n|[#]|//|\Z))")
_LABEL: Final = re.compile(r'"((?:[^"\\$%\r\n]|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*)"')
_RESTART: Final = re.compile(r"^[a-z_]+[ \t]+(?:\"[^\"\n]*\"[ \t]*)*\{|^(?:locals|terraform|provider)\b", re.MULTILINE)
_LINE_ENDS: Final = ("\n", "\r\n")
_LINE_COMMENTS: Final = ("#", "//")
_MAX_PROBLEMS: Final = 20

#: Whether the body of a top-level block of this type and labels is needed.
BlockFilter: TypeAlias = Callable[[str, tuple[Label, ...]], bool]


class Expressions(Protocol):
    """What parses a masked expression (``ExpressionParser``, whose import costs time)."""

    def parse(self, text: str, start: int, masked: Masked) -> Expression: ...


class Parser:
    """Parses one file after the other with one grammar (made when the first expression needs it)."""

    def __init__(self, make_expressions: Callable[[], Expressions]) -> None:
        self._make_expressions = make_expressions
        self._expressions: Expressions | None = None

    def parse(self, text: str, is_needed: BlockFilter | None = None) -> File:
        """Parse ``text``; bodies of top-level blocks that ``is_needed`` declines are only skipped.

        Errors in skipped bodies stay unseen, unless the skipping meets one: then all is parsed.
        """
        file = _FileParser(self, text, is_needed).run()
        return _FileParser(self, text, None).run() if file.problems and is_needed is not None else file

    def expression(
        self, text: str, start: int, comments: list[tuple[int, int]], stop: int | None = None
    ) -> tuple[Expression, int]:
        """The expression at ``start`` and where its masked text ended, at ``stop`` (the end of the text) at the latest.

        Raises:
            HclSyntaxError: if there is no expression.
        """
        stop = len(text) if stop is None else stop
        limit = start + MAX_EXPRESSION
        # Stops at the limit: of many expressions that are too long, each would else read all the rest of the file.
        masked = mask(text, start, min(stop, limit + 1))
        if masked.end > limit:
            long_list = plain_list(text, start, comments)
            if long_list is None:
                raise HclSyntaxError(start, start + 1, TOO_LONG)
            return long_list, long_list.end
        comments += masked.comments
        if self._expressions is None:
            self._expressions = self._make_expressions()
        try:
            return self._expressions.parse(text, start, masked), masked.end
        except RecursionError:
            raise HclSyntaxError(start, start + 1, "expected an expression that is nested less deeply") from None

    def template(self, content: str) -> tuple[Expression, str]:
        """A template without quotes (a file, a JSON string), and the text that its offsets are in.

        Raises:
            HclSyntaxError: if it is no template.
        """
        marker = "E" * (max((len(run) for run in re.findall(r"E+", content)), default=0) + 1)
        text = f"<<{marker}\n{content}\n{marker}\n"
        return without_last_line_end(self.expression(text, 0, [])[0]), text


class _FileParser:
    """The state of one parse."""

    def __init__(self, parser: Parser, text: str, is_needed: BlockFilter | None) -> None:
        self._parser = parser
        self._text = text
        self._is_needed = is_needed
        self._comments: list[tuple[int, int]] = []
        self._problems: list[SyntaxProblem] = []

    def run(self) -> File:
        text = self._text
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        at = 0
        while True:
            try:
                self._items(at, attributes, blocks, 0)
                break
            except HclSyntaxError as error:
                self._problems.append(SyntaxProblem(error.start, error.end, error.message))
                restart = _RESTART.search(text, max(text.find("\n", error.start), error.start + 1))
                if restart is None or len(self._problems) >= _MAX_PROBLEMS:
                    break
                at = restart.start()
        body = Body(0, len(text), tuple(attributes.values()), tuple(blocks))
        return File(body, tuple(sorted(set(self._comments))), tuple(self._problems))

    def _items(self, at: int, attributes: dict[str, Attribute], blocks: list[Block], depth: int) -> int:
        """Read arguments and blocks from ``at`` up to the closing brace (or the end of a file)."""
        text, size = self._text, len(self._text)
        space, plain_attribute = _SPACE.match, _ATTRIBUTE.match
        while True:
            at = space(text, at).end()  # type: ignore[union-attr]
            if at >= size:
                if depth:
                    message = "expected a closing brace } for a block before the end of the file"
                    raise HclSyntaxError(size, size, message)
                return at
            match = plain_attribute(text, at)
            if match:
                name, group = check_name(match.group(1), at), match.lastindex or 0
                start, end = match.span(group)
                value = plain_value(text, start, end, group - 1)  # group 1 is the name
                self._add(attributes, Attribute(at, at + len(name), end, name, value))
                at = self._line_end(end)
                continue
            first = text[at]
            if first in "#/":
                at = self._comment(at)
            elif first == "}" and depth:
                return at
            else:
                at = self._item(at, attributes, blocks, depth)

    def _add(self, attributes: dict[str, Attribute], attribute: Attribute) -> None:
        first = attributes.setdefault(attribute.name, attribute)
        if first is not attribute and len(self._problems) < _MAX_PROBLEMS:
            line = self._text.count("\n", 0, first.start) + 1
            message = f"expected each argument once: {attribute.name} was already set on line {line}"
            self._problems.append(SyntaxProblem(attribute.start, attribute.name_end, message))

    # --- blanks and comments

    def _comment(self, at: int) -> int:
        """Note the comment at ``at``; where it ends."""
        text = self._text
        if text.startswith("/*", at):
            end = text.find("*/", at + 2) + 2
            if end < 2:
                raise HclSyntaxError(at, at + 2, "expected */ to end this comment")
        elif text.startswith(_LINE_COMMENTS, at):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            if text.endswith("\r", at, end):
                end -= 1
        else:
            raise HclSyntaxError(at, at + 1, "expected an argument or a block, found /")
        self._comments.append((at, end))
        return end

    def _trivia(self, at: int) -> int:
        """Skip blanks and block comments on a line."""
        text = self._text
        while at < len(text):
            if text[at] in " \t":
                at += 1
            elif text.startswith("/*", at):
                at = self._comment(at)
            else:
                break
        return at

    def _line_end(self, at: int) -> int:
        """After an item: only blanks and comments may stand before the line end."""
        text = self._text
        if text.startswith("\n", at):
            return at + 1
        at = self._trivia(at)
        if at >= len(text) or text.startswith(_LINE_ENDS, at):
            return at
        if text.startswith(_LINE_COMMENTS, at):
            return self._comment(at)
        if text[at] == ",":
            raise HclSyntaxError(at, at + 1, "expected a new line instead of the comma: arguments end with the line")
        word = _NAME.match(text, at)
        end = word.end() if word else at + 1
        raise HclSyntaxError(at, end, f"expected a new line before {text[at:end]}")

    # --- arguments and blocks

    def _item(self, at: int, attributes: dict[str, Attribute], blocks: list[Block], depth: int) -> int:
        name = self._item_name(at)
        after = self._trivia(at + len(name))
        if self._is_assignment(after):
            attribute, end = self._attribute(at, name, after + 1)
            self._add(attributes, attribute)
            return self._line_end(end)
        block = self._block(at, name, after, depth)
        blocks.append(block)
        return self._line_end(block.end)

    def _item_name(self, at: int) -> str:
        """The name that an argument or a block begins with."""
        name = _NAME.match(self._text, at)
        if name is None:
            raise not_an_item(self._text, at)
        return check_name(name.group(), at)

    def _is_assignment(self, at: int) -> bool:
        return self._text.startswith("=", at) and not self._text.startswith(("==", "=>"), at)

    def _attribute(self, start: int, name: str, at: int) -> tuple[Attribute, int]:
        """The argument ``name`` whose value is behind ``at``, and where its masked text ended."""
        text = self._text
        at = self._trivia(at)
        if at >= len(text) or text.startswith((*_LINE_ENDS, *_LINE_COMMENTS), at):
            raise HclSyntaxError(start, start + len(name), f"expected a value after {name} = on the same line")
        match = PLAIN_VALUE.match(text, at)
        if match:
            value, end = plain_value(text, at, match.end(), match.lastindex or 0), match.end()
        else:
            value, end = self._parser.expression(text, at, self._comments)
        return Attribute(start, start + len(name), value.end, name, value), end

    def _block(self, start: int, kind: str, at: int, depth: int) -> Block:
        """The block of type ``kind`` at ``start``, whose labels or brace begin at ``at``."""
        labels, at = self._labels(at, kind)
        header_end = labels[-1].end if labels else start + len(kind)
        if depth >= MAX_DEPTH:
            raise HclSyntaxError(start, at, f"expected at most {MAX_DEPTH} blocks inside each other")
        opened = at + 1
        skipped = not depth and self._is_needed is not None and not self._is_needed(kind, labels)
        body = self._skipped_body(opened) if skipped else None
        if body is None:
            body = self._body(opened, depth)
            if skipped:
                body = Body(opened, body.end, (), ())
        return Block(
            start=start,
            header_end=header_end,
            end=body.end + 1,
            type=kind,
            labels=labels,
            body=body,
            skipped=skipped,
        )

    def _skipped_body(self, start: int) -> Body | None:
        """The body at ``start``, without its content; None where only parsing can tell where it ends."""
        parts = skip_body(self._text, start)
        for part in parts:
            self._comments += directive_comments(self._text, *part)
        return Body(start, parts[-1][1], (), ()) if parts else None

    def _body(self, start: int, depth: int) -> Body:
        text = self._text
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        at = self._trivia(start)
        if at >= len(text) or text.startswith((*_LINE_ENDS, *_LINE_COMMENTS, "}"), at):
            end = self._items(at, attributes, blocks, depth + 1)
        else:
            end = self._single(at, attributes)
        return Body(start, end, tuple(attributes.values()), tuple(blocks))

    def _labels(self, at: int, kind: str) -> tuple[tuple[Label, ...], int]:
        """The labels at ``at``, and where the brace after them is."""
        text = self._text
        labels: list[Label] = []
        while not text.startswith("{", at):
            if text.startswith('"', at):
                match = _LABEL.match(text, at)
                if match is None:
                    raise bad_label(text, at)
                if "\\" in match.group(1):
                    check_escapes(match.group(1), at + 1)
                labels.append(Label(at, match.end(), unescape(match.group(1), at + 1, True)))
            else:
                match = _NAME.match(text, at)
                if match is None:
                    raise no_opening_brace(text, at, kind, bool(labels))
                labels.append(Label(at, match.end(), check_name(match.group(), at)))
            at = self._trivia(match.end())
        return tuple(labels), at

    def _single(self, at: int, attributes: dict[str, Attribute]) -> int:
        """``{ name = value }``: one argument, closed on the same line."""
        text = self._text
        name = self._item_name(at)
        after = self._trivia(at + len(name))
        if not self._is_assignment(after):
            message = f"expected = after {name}: a block on one line holds one argument"
            raise HclSyntaxError(at, at + len(name), message)
        attribute, end = self._attribute(at, name, after + 1)
        attributes[attribute.name] = attribute
        end = self._trivia(end)
        if not text.startswith("}", end):
            message = "expected } on the same line: a block on one line holds one argument"
            raise HclSyntaxError(min(end, len(text)), end + 1, message)
        return end
