"""Functions on strings."""

import re
from collections.abc import Mapping

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.spec import MAX_STRING, Context, Function, lift, listed, plain, raw
from hcl_lint.evaluate.types import ANY, NUMBER, STRING
from hcl_lint.evaluate.value import Number, Value, unknown

_MAX_TEXT = 5_000
_FOREIGN = re.compile(r"\\[pPzQECBxK1-9]|\[\[:|\(\?(?!P<|:|i\)|s\)|m\)|[ism]+\))|\(\?[ism]*U")
_EXPLOSIVE = re.compile(r"\((?:[^()\\]|\\.)*(?:[+*|]|\{\d+,)(?:[^()\\]|\\.)*\)(?:[+*]|\{\d+,)|\)\)+[+*{]")


def pattern(text: str) -> "re.Pattern[str] | None":
    """Go's regular expression as Python's; None where they differ or matching could take very long.

    Raises:
        EvaluationError: if it is no regular expression in either.
    """
    if _FOREIGN.search(text) or _EXPLOSIVE.search(text) or len(text) > 500:
        return None
    try:
        return re.compile(_end_of_text(text), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        raise EvaluationError(f"{text} is not a regular expression") from None


def _end_of_text(text: str) -> str:
    """Go's ``$`` is only the end of the text."""
    if "(?" in text and "m" in text:
        return text
    return re.sub(
        r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", lambda found: r"\Z" if found.group() == "$" else found.group(), text
    )


def _captured(found: "re.Match[str]") -> Value:
    if found.re.groupindex:
        return lift({name: found.group(name) for name in found.re.groupindex})
    if found.re.groups:
        return lift(list(found.groups()))
    return lift(found.group())


def _regex(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    written, text = (argument.text() for argument in arguments)
    made = pattern(written) if written is not None else None
    if made is None or text is None or len(text) > _MAX_TEXT:
        return unknown(ANY, sensitive=sensitive)
    found = made.search(text)
    if found is None:
        raise EvaluationError("regex: the pattern does not match the text")
    return _captured(found)._replace(sensitive=sensitive)


def _regexall(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    written, text = (argument.text() for argument in arguments)
    made = pattern(written) if written is not None else None
    if made is None or text is None or len(text) > _MAX_TEXT:
        return unknown(listed(ANY), sensitive=sensitive)
    items = lift([_captured(found) for found in made.finditer(text)])
    return convert(items, listed(ANY))._replace(sensitive=sensitive)


def _replace(arguments: list[Value], context: Context) -> Value:
    sensitive = any(argument.sensitive for argument in arguments)
    text, old, new = (argument.text() for argument in arguments)
    if text is None or old is None or new is None:
        return unknown(STRING, sensitive=sensitive)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        made = pattern(old[1:-1])
        if made is None or len(text) > _MAX_TEXT:
            return unknown(STRING, sensitive=sensitive)
        template = re.sub(r"\\", r"\\\\", new)
        template = re.sub(r"\$\{(\w+)\}|\$(\w+)", lambda found: rf"\g<{found.group(1) or found.group(2)}>", template)
        try:
            return Value(STRING, made.sub(template, text), None, None, sensitive)
        except (re.error, IndexError):
            return unknown(STRING, sensitive=sensitive)
    if (text.count(old) + 1) * len(new) + len(text) > MAX_STRING:
        return unknown(STRING, sensitive=sensitive)
    return Value(STRING, text.replace(old, new), None, None, sensitive)


def _join(separator: str, *lists: list[str]) -> str:
    pieces = [item for items in lists for item in items]
    if sum(map(len, pieces)) + len(separator) * len(pieces) > MAX_STRING:
        raise ValueError("too long")
    return separator.join(pieces)


def _split(separator: str, text: str) -> list[str]:
    return text.split(separator) if separator else list(text)


def _substr(text: str, offset: Number, length: Number) -> str:
    if not isinstance(offset, int) or not isinstance(length, int):
        raise EvaluationError("offset and length must be whole numbers")
    if length < -1:
        raise EvaluationError("length must be -1 or more")
    start = max(offset + len(text), 0) if offset < 0 else offset
    return text[start:] if length == -1 else text[start : start + length]


def _indent(spaces: Number, text: str) -> str:
    if text.count("\n") * spaces > MAX_STRING:
        raise ValueError("too long")
    return text.replace("\n", "\n" + " " * int(spaces))


def _title(text: str) -> str:
    return re.sub(r"(?<!\w)[^\W\d_]", lambda found: found.group().upper(), text)


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
    "trim": plain(str.strip, STRING, STRING, result=STRING),
    "trimprefix": plain(str.removeprefix, STRING, STRING, result=STRING),
    "trimspace": plain(_spaces, STRING, result=STRING),
    "trimsuffix": plain(str.removesuffix, STRING, STRING, result=STRING),
    "upper": plain(str.upper, STRING, result=STRING),
}
