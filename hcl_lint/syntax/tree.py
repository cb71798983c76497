"""The syntax tree: blocks, attributes and expressions with offsets into the source text.

Every node is an immutable tuple with names. ``start`` and ``end`` are exact: no surrounding blanks,
comments or line ends belong to a node. Nodes do not know their ``Source``; pair them with it to
make a ``Span``.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

# --- expressions ---------------------------------------------------------------------------------


class Literal(NamedTuple):
    """``true``, ``false``, ``null`` or the text of a (part of a) string, escapes resolved."""

    start: int
    end: int
    value: str | bool | None


class Number(NamedTuple):
    """A number as written: ``10``, ``1.5``, ``2e3``."""

    start: int
    end: int
    text: str


class Template(NamedTuple):
    """A quoted string or heredoc of several parts; a plain string is a ``Literal``."""

    start: int
    end: int
    parts: tuple[Expression, ...]


class TemplateWrap(NamedTuple):
    """``"${x}"`` alone: the value of ``x`` itself, not made a string."""

    start: int
    end: int
    inner: Expression


class TemplateIf(NamedTuple):
    """``%{ if c }...%{ else }...%{ endif }``."""

    start: int
    end: int
    condition: Expression
    then: tuple[Expression, ...]
    otherwise: tuple[Expression, ...]


class TemplateFor(NamedTuple):
    """``%{ for k, v in c }...%{ endfor }``."""

    start: int
    end: int
    key_name: str | None
    value_name: str
    collection: Expression
    body: tuple[Expression, ...]


class Variable(NamedTuple):
    """The first name of a reference: ``var``, ``local``, ``alicloud_vpc``, ``each``."""

    start: int
    end: int
    name: str


class GetAttr(NamedTuple):
    """``source.name``."""

    start: int
    end: int
    source: Expression
    name: str


class Index(NamedTuple):
    """``source[key]`` or the old ``source.0``."""

    start: int
    end: int
    source: Expression
    key: Expression


class SplatItem(NamedTuple):
    """Stands for one element inside ``Splat.each``."""

    start: int
    end: int


class Splat(NamedTuple):
    """``source[*]...`` (``full``) and ``source.*...``: ``each`` with every element as its ``SplatItem``."""

    start: int
    end: int
    source: Expression
    each: Expression
    full: bool


class Call(NamedTuple):
    """``name(arguments...)``; ``expand`` says that the last argument ends in ``...``."""

    start: int
    end: int
    name: str
    arguments: tuple[Expression, ...]
    expand: bool


class Unary(NamedTuple):
    """``-x`` or ``!x``."""

    start: int
    end: int
    operator: str
    operand: Expression


class Binary(NamedTuple):
    """``left operator right``."""

    start: int
    end: int
    operator: str
    left: Expression
    right: Expression


class Conditional(NamedTuple):
    """``condition ? then : otherwise``."""

    start: int
    end: int
    condition: Expression
    then: Expression
    otherwise: Expression


class Parentheses(NamedTuple):
    """``(inner)``: kept, since ``{(a) = 1}`` differs from ``{a = 1}``."""

    start: int
    end: int
    inner: Expression


class TupleCons(NamedTuple):
    """``[a, b]``."""

    start: int
    end: int
    items: tuple[Expression, ...]


class ObjectCons(NamedTuple):
    """``{a = 1}``; a key that is a plain ``Variable`` means its name."""

    start: int
    end: int
    items: tuple[tuple[Expression, Expression], ...]


class For(NamedTuple):
    """``[for k, v in c : value if condition]``, or with ``key`` ``{for ... : key => value...}``."""

    start: int
    end: int
    key_name: str | None
    value_name: str
    collection: Expression
    key: Expression | None
    value: Expression
    condition: Expression | None
    group: bool


Expression: TypeAlias = (
    Literal
    | Number
    | Template
    | TemplateWrap
    | TemplateIf
    | TemplateFor
    | Variable
    | GetAttr
    | Index
    | Splat
    | SplatItem
    | Call
    | Unary
    | Binary
    | Conditional
    | Parentheses
    | TupleCons
    | ObjectCons
    | For
)

# --- structure -----------------------------------------------------------------------------------


class Attribute(NamedTuple):
    """``name = expression``. ``start``..``name_end`` is the name, ``end`` is the expression's end."""

    start: int
    name_end: int
    end: int
    name: str
    expression: Expression


class Label(NamedTuple):
    """A block label, quoted or not."""

    start: int
    end: int
    value: str


class Body(NamedTuple):
    """What stands between braces, or in a file. Repeated attributes keep the first."""

    start: int
    end: int
    attributes: tuple[Attribute, ...]
    blocks: tuple[Block, ...]


class Block(NamedTuple):
    """``type "label" { body }``. ``start``..``header_end`` is the header up to the last label.

    ``body.start`` is just after ``{``, ``body.end`` is at ``}``, ``end`` just after it. ``skipped``
    says that the body was not parsed since no rule looks at such a block; it is empty then.
    """

    start: int
    header_end: int
    end: int
    type: str
    labels: tuple[Label, ...]
    body: Body
    skipped: bool = False


class SyntaxProblem(NamedTuple):
    """A syntax error in words: where, and what was expected."""

    start: int
    end: int
    message: str


class File(NamedTuple):
    """One parsed file. ``comments`` are the spans of all comments, markers included, line end not."""

    body: Body
    comments: tuple[tuple[int, int], ...]
    problems: tuple[SyntaxProblem, ...]
