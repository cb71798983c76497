"""python-hcl2's grammar behind one function: masked text in, expression out.

Only its expression rules are used, and since the lexer leaves no line ends and comments, the
grammar's ``new_line_or_comment?`` are dropped when it is read: 166 rules instead of 575, so building
the parser takes 0.1 s instead of 1 s and needs no cache that could be unwritable. Where there is a
cache directory the tables are kept there with ``marshal`` (data only, never code).
"""

from __future__ import annotations

import hashlib
import importlib.util
import marshal
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import lark
from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from lark.grammar import Rule
from lark.lexer import TerminalDef

from hcl_lint.common.cache import Cache
from hcl_lint.syntax.errors import HclSyntaxError
from hcl_lint.syntax.expression_builder import ExpressionBuilder
from hcl_lint.syntax.lexer import Masked
from hcl_lint.syntax.tree import Expression

_BODY_RULES: Final = re.compile(
    r"^(?:start|body|attribute|_attribute_name|block|new_line_or_comment) ?:.*\n", re.MULTILINE
)
_WORD: Final = re.compile(r"[\w-]+|\.\.\.|[=<>!&|]{1,2}|(?s:.)")


def _expression_rules(grammar: str) -> str:
    return _BODY_RULES.sub("", grammar).replace("new_line_or_comment?", "")


def _grammar_text() -> str:
    package = importlib.util.find_spec("hcl2")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("python-hcl2 is not installed", name="hcl2")
    return (Path(package.submodule_search_locations[0]) / "hcl2.lark").read_text("utf-8")


def _restored(data: object, memo: object, builder: ExpressionBuilder) -> Lark:
    """A parser from its tables: what Lark's own generated stand-alone parsers call."""
    restore: Callable[..., Lark] = Lark._load_from_dict
    return restore(data, memo, transformer=builder)


class ExpressionParser:
    """python-hcl2's expression grammar, built once and used for many texts (not at the same time)."""

    def __init__(self, cache: Cache) -> None:
        self._builder = ExpressionBuilder()
        grammar = _grammar_text()
        version = f"{lark.__version__} {sys.version_info[:2]}"
        key = hashlib.sha256(f"{version}\0{grammar}".encode()).hexdigest()
        stored = cache.load("grammar", key)
        if stored is not None:
            try:
                data, memo = marshal.loads(stored)
                self._lark = _restored(data, memo, self._builder)
                return
            except (ValueError, TypeError, KeyError, EOFError, AttributeError):
                pass  # written by something else: build anew
        try:
            self._lark = self._build(_expression_rules(grammar))
        except lark.exceptions.LarkError:  # a later python-hcl2 may write its rules differently
            self._lark = self._build(grammar)
        if cache.enabled:
            data, memo = self._lark.memo_serialize([TerminalDef, Rule])
            data["options"]["transformer"] = None
            cache.store("grammar", key, marshal.dumps((data, memo)))

    def _build(self, grammar: str) -> Lark:
        return Lark(grammar, parser="lalr", start="expression", transformer=self._builder)

    def parse(self, text: str, start: int, masked: Masked) -> Expression:
        """The expression that ``masked`` (of ``text`` from ``start``) is.

        Raises:
            HclSyntaxError: where the grammar does not fit, in words.
        """
        self._builder.text, self._builder.base = text, start
        try:
            expression: Expression = self._lark.parse(masked.text)  # type: ignore[assignment]
        except UnexpectedInput as error:
            raise _explain(error, text, start, masked) from None
        return expression


def _explain(error: UnexpectedInput, text: str, start: int, masked: Masked) -> HclSyntaxError:
    """What was expected, from the terminals that would have fitted."""
    allowed: set[str] = set()
    if isinstance(error, UnexpectedToken):
        allowed = set(error.accepts or error.expected)
    elif isinstance(error, UnexpectedCharacters):
        allowed = set(error.allowed or ())
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
    if at_end or error.pos_in_stream is None:
        at = start + len(masked.text.rstrip())
        actual = (
            "the end of the line"
            if text.startswith(("\n", "\r"), masked.end) or masked.end >= len(text)
            else text[masked.end]
        )
        end = at
    else:
        at = start + error.pos_in_stream
        token = _WORD.match(text, at)
        end = token.end() if token else at + 1
        actual = text[at:end].strip() or "the end of the line"
        if masked.text[error.pos_in_stream] == "," and text[at] in "\r\n":
            actual = "the end of the line"
    return HclSyntaxError(at, max(end, at + 1), f"expected {_expected(allowed)}, found {actual}")


#: Terminals of the grammar that say by themselves what is missing, the more telling ones first.
_EXPECTED: Final = {"FOR_OBJECT_ARROW": "=> and a value", "EQ": "= and a value", "COLON": "a colon", "IN": "in"}
_CLOSING: Final = {"RSQB": "]", "RPAR": ")", "RBRACE": "}"}


def _expected(allowed: set[str]) -> str:
    """What fits instead, from the terminals that the parser would have accepted."""
    if "LPAR" in allowed and "INT_LITERAL" in allowed:
        closing = next((character for terminal, character in _CLOSING.items() if terminal in allowed), "")
        return f"a value or {closing}" if closing else "a value"
    for terminal, words in _EXPECTED.items():
        if terminal in allowed:
            return words
    for terminal, character in _CLOSING.items():
        if terminal in allowed:
            if "COMMA" not in allowed:
                return character
            return f"a comma, a new line or {character}" if terminal == "RBRACE" else f"a comma or {character}"
    return "a name" if "NAME" in allowed else "an operator or the end of the line"
