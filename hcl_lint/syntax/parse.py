"""From the text of a ``.tf`` file to our tree: the body here, expressions by python-hcl2's grammar.

Blocks and arguments are found by one scan that knows where Terraform wants line ends; that also finds
what python-hcl2 accepts and Terraform does not (a repeated argument, two items on a line, ``{`` on the
next line, templates in labels). After an error the scan goes on at the next line that starts a
top-level block, so one file can show several errors and the rest of it is still known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from hcl_lint.syntax.flat import flat_list
from hcl_lint.syntax.names import NAME, check_name
from hcl_lint.syntax.nesting import MAX_DEPTH, MAX_EXPRESSION, TOO_LONG, HclSyntaxError
from hcl_lint.syntax.prepass import Masked, mask
from hcl_lint.syntax.refusals import bad_label, no_brace, not_an_item
from hcl_lint.syntax.simple import SIMPLE, simple
from hcl_lint.syntax.skip import comments_for_us, parts_of_skipped
from hcl_lint.syntax.strings import check_escapes
from hcl_lint.syntax.templates import unescape, without_last_line_end
from hcl_lint.syntax.tree import Attribute, Block, Body, Expression, File, Label, SyntaxProblem

_SPACE = re.compile(r"(?:[ \t\n]|\r\n)*")
_NAME = re.compile(NAME)
_ATTRIBUTE = re.compile(
    rf"({NAME})[ \t]*=[ \t]*"
    + SIMPLE.pattern.replace(r"(?=[ \t]*(?:[\r\n#,\]}]|//|\Z))", r"(?=[ \t]*(?:\r?\n|[#]|//|\Z))"),
)
_LABEL = re.compile(r'"((?:[^"\\$%\r\n]|\\[^\r\n]|\$\$\{|%%\{|\$(?!\{)|%(?!\{))*)"')
_RESTART = re.compile(r"^[a-z_]+[ \t]+(?:\"[^\"\n]*\"[ \t]*)*\{|^(?:locals|terraform|provider)\b", re.MULTILINE)
_MAX_PROBLEMS = 20

Wanted = Callable[[str, tuple[Label, ...]], bool]


class Expressions(Protocol):
    """What parses a masked expression (``ExpressionParser``, whose import costs time)."""

    def parse(self, text: str, start: int, masked: Masked) -> Expression: ...


class Parser:
    """Parses one file after the other with one grammar (made when the first expression needs it)."""

    def __init__(self, expressions: Callable[[], Expressions]) -> None:
        self._make = expressions
        self._expressions: Expressions | None = None

    def parse(self, text: str, wanted: Wanted | None = None) -> File:
        """Parse ``text``; bodies of top-level blocks that ``wanted`` declines are only skipped.

        Errors in skipped bodies stay unseen, unless the skipping meets one: then all is parsed.
        """
        file = _FileParse(self, text, wanted).run()
        return _FileParse(self, text, None).run() if file.problems and wanted is not None else file

    def expression(
        self, text: str, start: int, comments: list[tuple[int, int]], stop: int | None = None
    ) -> tuple[Expression, int]:
        """The expression at ``start`` and where its masked text ended, at ``stop`` (the end of the text) at the latest.

        Raises:
            SyntaxProblem: if there is no expression.
        """
        stop = len(text) if stop is None else stop
        limit = start + MAX_EXPRESSION
        masked = mask(text, start, min(stop, limit + 1))  # each of many that are too long would else read all the rest
        if masked.end > limit:
            long = flat_list(text, start, comments)
            if long is None:
                raise HclSyntaxError(start, start + 1, TOO_LONG)
            return long, long.end
        comments += masked.comments
        if self._expressions is None:
            self._expressions = self._make()
        try:
            return self._expressions.parse(text, start, masked), masked.end
        except RecursionError:
            raise HclSyntaxError(start, start + 1, "expected an expression that is nested less deeply") from None

    def template(self, content: str) -> tuple[Expression, str]:
        """A template without quotes (a file, a JSON string), and the text that its offsets are in.

        Raises:
            SyntaxProblem: if it is no template.
        """
        marker = "E" * (max((len(run) for run in re.findall(r"E+", content)), default=0) + 1)
        text = f"<<{marker}\n{content}\n{marker}\n"
        return without_last_line_end(self.expression(text, 0, [])[0]), text


class _FileParse:
    """The state of one parse."""

    def __init__(self, parser: Parser, text: str, wanted: Wanted | None) -> None:
        self._parser = parser
        self._text = text
        self._wanted = wanted
        self._comments: list[tuple[int, int]] = []
        self._problems: list[SyntaxProblem] = []

    def run(self) -> File:
        text = self._text
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        at = 0
        while True:
            try:
                self._items(at, len(text), attributes, blocks, 0)
                break
            except HclSyntaxError as problem:
                self._report(problem)
                restart = _RESTART.search(text, max(text.find("\n", problem.start), problem.start + 1))
                if restart is None or len(self._problems) >= _MAX_PROBLEMS:
                    break
                at = restart.start()
        body = Body(0, len(text), tuple(attributes.values()), tuple(blocks))
        return File(body, tuple(sorted(set(self._comments))), tuple(self._problems))

    def _report(self, problem: HclSyntaxError) -> None:
        self._problems.append(SyntaxProblem(problem.start, problem.end, problem.message))

    def _items(self, at: int, size: int, attributes: dict[str, Attribute], blocks: list[Block], depth: int) -> int:
        """Read arguments and blocks from ``at`` up to the closing brace (or the end of a file)."""
        text = self._text
        space, attribute_line = _SPACE.match, _ATTRIBUTE.match
        while True:
            at = space(text, at).end()  # type: ignore[union-attr]
            if at >= size:
                if depth:
                    raise HclSyntaxError(
                        size, size, "expected a closing brace } for a block before the end of the file"
                    )
                return at
            found = attribute_line(text, at)
            if found:
                name, which = check_name(found.group(1), at), found.lastindex or 0
                start = found.start(which)
                end = found.end(which)
                value = simple(text, start, end, which - 1)
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

    def _add(self, attributes: dict[str, Attribute], new: Attribute) -> None:
        if new.name in attributes:
            if len(self._problems) >= _MAX_PROBLEMS:
                return
            line = self._text.count("\n", 0, attributes[new.name].start) + 1
            message = f"expected each argument once: {new.name} was already set on line {line}"
            self._problems.append(SyntaxProblem(new.start, new.name_end, message))
        else:
            attributes[new.name] = new

    def _comment(self, at: int) -> int:
        """Note the comment at ``at``; where it ends."""
        text = self._text
        if text.startswith("/*", at):
            end = text.find("*/", at + 2) + 2
            if end < 2:
                raise HclSyntaxError(at, at + 2, "expected */ to end this comment")
        elif text.startswith(("#", "//"), at):
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
        if at >= len(text) or text.startswith(("\n", "\r\n"), at):
            return at
        if text.startswith(("#", "//"), at):
            return self._comment(at)
        if text[at] == ",":
            raise HclSyntaxError(at, at + 1, "expected a new line instead of the comma: arguments end with the line")
        word = _NAME.match(text, at)
        end = word.end() if word else at + 1
        raise HclSyntaxError(at, end, f"expected a new line before {text[at:end]}")

    def _item(self, at: int, attributes: dict[str, Attribute], blocks: list[Block], depth: int) -> int:
        text = self._text
        name = self._item_name(at)
        after = self._trivia(at + len(name))
        if text.startswith("=", after) and not text.startswith(("==", "=>"), after):
            attribute = self._attribute(at, name, after + 1)
            self._add(attributes, attribute[0])
            return self._line_end(attribute[1])
        block = self._block(at, name, after, depth)
        blocks.append(block)
        return self._line_end(block.end)

    def _item_name(self, at: int) -> str:
        """The name that an argument or a block begins with."""
        name = _NAME.match(self._text, at)
        if name is None:
            raise HclSyntaxError(at, at + 1, not_an_item(self._text, at))
        return check_name(name.group(), at)

    def _attribute(self, start: int, name: str, at: int) -> tuple[Attribute, int]:
        text = self._text
        at = self._trivia(at)
        if at >= len(text) or text.startswith(("\n", "\r\n", "#", "//"), at):
            raise HclSyntaxError(start, start + len(name), f"expected a value after {name} = on the same line")
        found = SIMPLE.match(text, at)
        if found:
            value, end = simple(text, at, found.end(), found.lastindex or 0), found.end()
        else:
            value, end = self._parser.expression(text, at, self._comments)
        return Attribute(start, start + len(name), value.end, name, value), end

    def _block(self, start: int, kind: str, at: int, depth: int) -> Block:
        text = self._text
        labels: list[Label] = []
        header_end = start + len(kind)
        while not text.startswith("{", at):
            if text.startswith('"', at):
                found = _LABEL.match(text, at)
                if found is None:
                    raise bad_label(text, at)
                if "\\" in found.group(1):
                    check_escapes(found.group(1), at + 1)
                labels.append(Label(at, found.end(), unescape(found.group(1), at + 1, True)))
            else:
                found = _NAME.match(text, at)
                if found is None:
                    raise HclSyntaxError(at, at + 1, no_brace(text, at, kind, bool(labels)))
                labels.append(Label(at, found.end(), check_name(found.group(), at)))
            header_end = found.end()
            at = self._trivia(header_end)
        if depth >= MAX_DEPTH:
            raise HclSyntaxError(start, at, f"expected at most {MAX_DEPTH} blocks inside each other")
        opened = at + 1
        skipped = not depth and self._wanted is not None and not self._wanted(kind, tuple(labels))
        if skipped and (parts := parts_of_skipped(text, opened)):
            for part in parts:
                self._comments += comments_for_us(text, *part)
            closed = parts[-1][1]
            return Block(start, header_end, closed + 1, kind, tuple(labels), Body(opened, closed, (), ()), True)
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        at = self._trivia(opened)
        if at >= len(text) or text.startswith(("\n", "\r\n", "#", "//", "}"), at):
            closed = self._items(at, len(text), attributes, blocks, depth + 1)
        else:
            closed = self._single(at, attributes)
        body = Body(opened, closed, *((), ()) if skipped else (tuple(attributes.values()), tuple(blocks)))
        return Block(start, header_end, closed + 1, kind, tuple(labels), body, skipped)

    def _single(self, at: int, attributes: dict[str, Attribute]) -> int:
        """``{ name = value }``: one argument, closed on the same line."""
        text = self._text
        name = self._item_name(at)
        after = self._trivia(at + len(name))
        if not text.startswith("=", after) or text.startswith(("==", "=>"), after):
            raise HclSyntaxError(at, at + len(name), f"expected = after {name}: a block on one line holds one argument")
        attribute, end = self._attribute(at, name, after + 1)
        attributes[attribute.name] = attribute
        end = self._trivia(end)
        if not text.startswith("}", end):
            raise HclSyntaxError(
                min(end, len(text)), end + 1, "expected } on the same line: a block on one line holds one argument"
            )
        return end
