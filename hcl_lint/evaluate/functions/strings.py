"""Functions on strings."""

import re
from collections.abc import Mapping

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.regular import Match, Pattern, compiled, matches, search
from hcl_lint.evaluate.functions.spec import MAX_STRING, Context, Function, lift, listed, plain, raw
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import ANY, NUMBER, STRING
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN, Value, tuple_of, unknown

_REFERENCE = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})")


def _captured(pattern: Pattern, found: Match) -> Value:
    if pattern.groupindex:
        return lift({name: found.group(name) for name in pattern.groupindex})
    if pattern.groups:
        return lift(list(found.groups()))
    return lift(found.group())


def _pattern(text: str | None, context: Context) -> Pattern | None:
    """The expression that ``regex`` or ``regexall`` is given; None if it is not known.

    Raises:
        EvaluationError: Terraform would refuse it.
    """
    made = None if text is None else compiled(text, context)
    if made is not None and made.groupindex and len(made.groupindex) != made.groups:
        raise EvaluationError("a regular expression cannot have both named and unnamed groups")
    return made


def _regex(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    written, text = (argument.text() for argument in arguments)
    made = _pattern(written, context)
    if made is None or text is None:
        return unknown(ANY, sensitive=sensitive)
    found = search(made, text, context)
    if found is None:
        raise EvaluationError("regex: the pattern does not match the text")
    return _captured(made, found)._replace(sensitive=sensitive)


def _regexall(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    written, text = (argument.text() for argument in arguments)
    made = _pattern(written, context)
    if made is None or text is None:
        return unknown(listed(ANY), sensitive=sensitive)
    items = tuple_of(tuple(_captured(made, found) for found in matches(made, text, context)))
    return convert(items, listed(ANY))._replace(sensitive=sensitive)


def _replace(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    text, old, new = (argument.text() for argument in arguments)
    if text is None or old is None or new is None:
        return unknown(STRING, sensitive=sensitive)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        made = compiled(old[1:-1], context)
        replaced = None if made is None else _substituted(made, text, new, context)
        return Value(STRING, UNKNOWN if replaced is None else replaced, None, None, sensitive)
    if text.count(old) * len(new) + len(text) > MAX_STRING:
        return unknown(STRING, sensitive=sensitive)
    return Value(STRING, text.replace(old, new), None, None, sensitive)


def _substituted(pattern: Pattern, text: str, template: str, context: Context) -> str | None:
    """All matches replaced, ``$1`` and ``${name}`` standing for groups as in Go; None if that is too long."""
    pieces: list[str] = []
    at = size = 0
    simple = "$" not in template
    for found in matches(pattern, text, context):
        new = template if simple else _expanded(template, pattern, found)
        pieces += (text[at : found.start()], new)
        at = found.end()
        size += len(new)
        if size > MAX_STRING:
            return None
    return "".join([*pieces, text[at:]])


def _expanded(template: str, pattern: Pattern, found: Match) -> str:
    def group(reference: re.Match[str]) -> str:
        if reference[1]:
            return "$"
        name = reference[2] or reference[3]
        if name.isdigit() and len(name) < 6:
            return (found.group(int(name)) or "") if int(name) <= pattern.groups else ""
        return (found.group(name) or "") if name in pattern.groupindex else ""

    if template.count("$") * (found.end() - found.start()) > MAX_STRING:
        raise ValueError("too long")
    return _REFERENCE.sub(group, template)


def _join(separator: str, *lists: list[str]) -> str:
    pieces = [item for items in lists for item in items]
    if sum(map(len, pieces)) + len(separator) * len(pieces) > MAX_STRING:
        raise ValueError("too long")
    return separator.join(pieces)


def _split(separator: str, text: str) -> list[str]:
    if (text.count(separator) if separator else len(text)) > MAX_WEIGHT:
        raise ValueError("too many")
    return text.split(separator) if separator else list(text)


def _substr(text: str, offset: Number, length: Number) -> str:
    if not isinstance(offset, int) or not isinstance(length, int):
        raise EvaluationError("offset and length must be whole numbers")
    if length < -1:
        raise EvaluationError("length must be -1 or more")
    start = max(offset + len(text), 0) if offset < 0 else offset
    return text[start:] if length == -1 else text[start : start + length]


def _indent(spaces: Number, text: str) -> str:
    lines = text.count("\n")
    if lines * spaces > MAX_STRING:
        raise ValueError("too long")
    return text.replace("\n", "\n" + " " * int(spaces)) if lines else text


def _title(text: str) -> str:
    return re.sub(r"(?<!\w)[^\W\d_]", lambda found: found.group().upper(), text)


def _trim(text: str, characters: str) -> str:
    """Like ``str.strip``, which takes long where there are many characters to look for."""
    cut = set(characters)
    start, end = 0, len(text)
    while start < end and text[start] in cut:
        start += 1
    while end > start and text[end - 1] in cut:
        end -= 1
    return text[start:end]


def _chomp(text: str) -> str:
    return text.rstrip("\r\n")


def _spaces(text: str) -> str:
    return text.strip()


def _reversed(text: str) -> str:
    return text[::-1]


FUNCTIONS: Mapping[str, Function] = {
    "chomp": plain(_chomp, STRING, result=STRING),
    "endswith": plain(str.endswith, STRING, STRING, result="bool"),
    "indent": plain(_indent, NUMBER, STRING, result=STRING),
    "join": plain(_join, STRING, variadic=listed(STRING), result=STRING),
    "lower": plain(str.lower, STRING, result=STRING),
    "regex": raw(_regex, STRING, STRING),
    "regexall": raw(_regexall, STRING, STRING),
    "replace": raw(_replace, STRING, STRING, STRING),
    "split": plain(_split, STRING, STRING, result=listed(STRING)),
    "startswith": plain(str.startswith, STRING, STRING, result="bool"),
    "strcontains": plain(str.__contains__, STRING, STRING, result="bool"),
    "strrev": plain(_reversed, STRING, result=STRING),
    "substr": plain(_substr, STRING, NUMBER, NUMBER, result=STRING),
    "title": plain(_title, STRING, result=STRING),
    "trim": plain(_trim, STRING, STRING, result=STRING),
    "trimprefix": plain(str.removeprefix, STRING, STRING, result=STRING),
    "trimspace": plain(_spaces, STRING, result=STRING),
    "trimsuffix": plain(str.removesuffix, STRING, STRING, result=STRING),
    "upper": plain(str.upper, STRING, result=STRING),
}
