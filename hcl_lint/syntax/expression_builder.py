"""From the reductions of python-hcl2's grammar to the expressions of ``tree``.

``ExpressionBuilder`` is handed to Lark as its transformer: Lark calls the method named like the grammar's rule
when it reduces it, so Lark builds no tree of its own. Children are tokens (positions in the masked
text) and what other methods returned; what they are is fixed by the grammar, rule by rule.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from lark import Token

from hcl_lint.syntax import tree
from hcl_lint.syntax.errors import HclSyntaxError
from hcl_lint.syntax.lexer import COMMENT, GAP
from hcl_lint.syntax.templates import Directive, Interpolation, Piece, assemble, lines_of, unescape

Children: TypeAlias = list[Any]
_COMMENT: Final = re.compile(COMMENT)
_GAPS: Final = re.compile(GAP)


class ExpressionBuilder:
    """Makes expressions for one text at a time: ``text`` is the original, ``base`` where the masked part starts."""

    def __init__(self) -> None:
        self.text = ""
        self.base = 0
        self.__dict__["tuple"] = self.tuple_cons  # the rules that are named like Python's own types
        self.__dict__["object"] = self.object_cons

    def _slice(self, token: Token) -> str:
        return self.text[self.base + (token.start_pos or 0) : self.base + (token.end_pos or 0)]

    def _start(self, token: Token) -> int:
        return self.base + (token.start_pos or 0)

    def _end(self, token: Token) -> int:
        return self.base + (token.end_pos or 0)

    # --- terms

    def identifier(self, children: Children) -> Token:
        token: Token = children[0]
        return token

    literal_value = keyword = identifier

    def int_lit(self, children: Children) -> tree.Expression:
        token = children[0]
        return tree.Number(self._start(token), self._end(token), self._slice(token))

    float_lit = int_lit

    def expr_term(self, children: Children) -> tree.Expression:
        first = children[0]
        if len(children) == 3:
            return tree.Parentheses(self._start(first), self._end(children[2]), children[1])
        if isinstance(first, Token):
            start, end, name = self._start(first), self._end(first), self._slice(first)
            if first.type != "NAME":
                return tree.Literal(start, end, {"true": True, "false": False}.get(name))
            return tree.Variable(start, end, name)
        expression: tree.Expression = first
        return expression

    def function_call(self, children: Children) -> tree.Expression:
        name, arguments = children[0], children[2] if len(children) == 4 else ([], False)
        written = self._slice(name)
        if "::" in written:
            written = _GAPS.sub("", written)
        return tree.Call(self._start(name), self._end(children[-1]), written, tuple(arguments[0]), arguments[1])

    def arguments(self, children: Children) -> tuple[list[tree.Expression], bool]:
        expand = isinstance(children[-1], Token) and children[-1].type == "ELLIPSIS"
        return [child for child in children if not isinstance(child, Token)], expand

    def tuple_cons(self, children: Children) -> tree.Expression:
        items = [child for child in children if not isinstance(child, Token)]
        return tree.TupleCons(self._start(children[0]), self._end(children[-1]), tuple(items))

    def object_elem_key(self, children: Children) -> tree.Expression:
        key = children[0]
        if isinstance(key, Token):
            raise HclSyntaxError(self._start(key), self._end(key), "expected a for expression, or a key other than for")
        expression: tree.Expression = key
        return expression

    def object_elem(self, children: Children) -> tuple[tree.Expression, tree.Expression]:
        return children[0], children[2]

    def object_cons(self, children: Children) -> tree.Expression:
        items: list[tuple[tree.Expression, tree.Expression]] = []
        separated = True
        for child in children:
            if isinstance(child, Token):
                separated = True
                continue
            if not separated:
                key = child[0]
                raise HclSyntaxError(key.start, key.end, "expected a comma or a new line before this element")
            items.append(child)
            separated = False
        return tree.ObjectCons(self._start(children[0]), self._end(children[-1]), tuple(items))

    # --- operators

    def binary_operator(self, children: Children) -> Token:
        token: Token = children[0]
        return token

    def binary_term(self, children: Children) -> tuple[Token, tree.Expression]:
        return children[0], children[1]

    def binary_op(self, children: Children) -> tree.Expression:
        left, (operator, right) = children
        return tree.Binary(left.start, right.end, self._slice(operator), left, right)

    def unary_op(self, children: Children) -> tree.Expression:
        token, operand = children
        start = self._start(token)
        between = self.text[start : operand.start]
        if len(between) > 1:
            between = _COMMENT.sub(lambda comment: " " * len(comment.group()), between)
        for offset in range(len(between) - 1, -1, -1):
            if between[offset] in "-!":
                operand = tree.Unary(start + offset, operand.end, between[offset], operand)
        expression: tree.Expression = operand
        return expression

    def conditional(self, children: Children) -> tree.Expression:
        condition, _, then, _, otherwise = children
        return tree.Conditional(condition.start, otherwise.end, condition, then, otherwise)

    # --- traversals

    def get_attr(self, children: Children) -> tuple[str, int]:
        return self._slice(children[1]), self._end(children[1])

    def short_index(self, children: Children) -> tuple[tree.Expression, int]:
        number = children[1]
        end = self._end(number)
        return tree.Number(self._start(number), end, self._slice(number)), end

    def braces_index(self, children: Children) -> tuple[tree.Expression, int, bool]:
        return children[1], self._end(children[2]), True

    def get_attr_expr_term(self, children: Children) -> tree.Expression:
        source, (name, end) = children
        return tree.GetAttr(source.start, end, source, name)

    def index_expr_term(self, children: Children) -> tree.Expression:
        source, step = children
        return tree.Index(source.start, step[1], source, step[0])

    def full_splat(self, children: Children) -> tuple[Token, Children]:
        return children[0], children[1:]

    attr_splat = full_splat

    def full_splat_expr_term(self, children: Children) -> tree.Expression:
        source, (marker, steps) = children
        if isinstance(source, tree.Splat) and source.full:  # `a[*].b[*]`: the second is inside the first
            inner = self.full_splat_expr_term([source.each, (marker, steps)])
            return tree.Splat(source.start, inner.end, source.source, inner, True)
        each = _steps(tree.SplatItem(self._start(marker), self._end(marker)), steps)
        return tree.Splat(source.start, each.end, source, each, True)

    def attr_splat_expr_term(self, children: Children) -> tree.Expression:
        source, (marker, steps) = children
        start, end = self._start(marker), self._end(marker)
        if isinstance(source, tree.Splat) and source.full:
            inner = self.attr_splat_expr_term([source.each, (marker, steps)])
            return tree.Splat(source.start, inner.end, source.source, inner, True)
        if isinstance(source, tree.Splat):
            raise HclSyntaxError(start, end, "expected no * here: it cannot follow another .* (use [*])")
        count = next((index for index, step in enumerate(steps) if len(step) == 3), len(steps))
        each = _steps(tree.SplatItem(start, end), steps[:count])
        # `a.*.b[0]` is `(a.*.b)[0]`
        return _steps(tree.Splat(source.start, each.end, source, each, False), steps[count:])

    # --- for

    def for_intro(self, children: Children) -> tuple[str | None, str, tree.Expression]:
        names = [self._slice(child) for child in children if isinstance(child, Token) and child.type == "NAME"]
        return names[0] if len(names) == 2 else None, names[-1], children[-2]

    def for_cond(self, children: Children) -> tuple[tree.Expression]:
        return (children[1],)

    def for_tuple_expr(self, children: Children) -> tree.Expression:
        key_name, value_name, collection = children[1]
        condition = children[3][0] if len(children) == 5 else None
        return tree.For(
            start=self._start(children[0]),
            end=self._end(children[-1]),
            key_name=key_name,
            value_name=value_name,
            collection=collection,
            key=None,
            value=children[2],
            condition=condition,
            group=False,
        )

    def for_object_expr(self, children: Children) -> tree.Expression:
        opened, (key_name, value_name, collection), key, _, value, *rest = children
        group = isinstance(rest[0], Token) and rest[0].type == "ELLIPSIS"
        condition = rest[-2][0] if len(rest) > 1 and not isinstance(rest[-2], Token) else None
        return tree.For(
            start=self._start(opened),
            end=self._end(rest[-1]),
            key_name=key_name,
            value_name=value_name,
            collection=collection,
            key=key,
            value=value,
            condition=condition,
            group=group,
        )

    # --- strings

    def interpolation(self, children: Children) -> Interpolation:
        start, end = self._start(children[0]), self._end(children[2])
        return Interpolation(start, end, children[1], self.text[start + 2] == "~", self.text[end - 2] == "~")

    def _directive(self, children: Children) -> Directive:
        start, end = self._start(children[0]), self._end(children[-1])
        inner = None if len(children) == 3 else children[-2]
        names = [self._slice(child) for child in children[2:-2] if isinstance(child, Token) and child.type == "NAME"]
        return Directive(
            start=start,
            end=end,
            keyword=self._slice(children[1]),
            inner=inner,
            key_name=names[0] if len(names) == 2 else None,
            value_name=names[-1] if names else "",
            trim_before=self.text[start + 2] == "~",
            trim_after=self.text[end - 2] == "~",
        )

    template_if_start = template_else = template_endif = template_for_start = template_endfor = _directive

    def string_part(self, children: Children) -> Token | Interpolation | Directive:
        part: Token | Interpolation | Directive = children[0]
        return part

    def string(self, children: Children) -> tree.Expression:
        start, end, text = self._start(children[0]), self._end(children[-1]), self.text
        heredoc = text[start] == "<"
        first, last = start + 1, end - 1
        if heredoc:
            first = text.index("\n", start) + 1
            last = text.rindex("\n", start, end) + 1
        pieces: list[Piece] = []
        for part in children[1:-1]:
            if not isinstance(part, Token):
                pieces.append(part)
                continue
            at, until = max(self._start(part), first), min(self._end(part), last)
            if not heredoc:
                pieces.append(tree.Literal(at, until, unescape(text[at:until], at, True)))
                continue
            for line in lines_of(text[at:until]):
                pieces.append(tree.Literal(at, at + len(line), unescape(line, at, False)))
                at += len(line)
        return assemble(start, end, pieces, indented=heredoc and text[start + 2] == "-")


def _steps(expression: tree.Expression, steps: Children) -> tree.Expression:
    """Attribute names and indexes after one another; each with the offset where it ends."""
    for step in steps:
        if isinstance(step[0], str):
            expression = tree.GetAttr(expression.start, step[1], expression, step[0])
        else:
            expression = tree.Index(expression.start, step[1], expression, step[0])
    return expression
