"""Functions on strings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.numbers import small_whole
from hcl_lint.evaluate.functions.regular import Match, Pattern, compiled, matches, search
from hcl_lint.evaluate.functions.spec import MAX_STRING, Function, FunctionContext, listed, plain, raw
from hcl_lint.evaluate.graphemes import clusters, normal
from hcl_lint.evaluate.numbers import Number
from hcl_lint.evaluate.types import ANY, NUMBER, STRING, ObjectType, TupleType, Type
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN_VALUE, Value, list_of, object_of, tuple_of, unknown

_REFERENCE: Final = re.compile(r"\$(?:(\$)|(\w+)|\{(\w+)\})")
#: What Go takes for a space; Python adds four control characters.
_SPACES: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def _captured(pattern: Pattern, match: Match) -> Value:
    if pattern.groupindex:
        return _named({name: match.group(name) for name in pattern.groupindex})
    if pattern.groups:
        return tuple_of(tuple(_text(group) for group in match.groups()))
    return _text(match.group())


def _text(group: str | None) -> Value:
    return Value(STRING, None if group is None else normal(group))


def _named(groups: Mapping[str, str | None]) -> Value:
    return object_of({name: _text(group) for name, group in groups.items()})


def _kind(pattern: Pattern) -> Type:
    """The type of one match: the text, or all groups, by name or in their order."""
    if pattern.groupindex:
        return ObjectType(tuple((name, STRING) for name in sorted(pattern.groupindex)))
    return TupleType((STRING,) * pattern.groups) if pattern.groups else STRING


def _pattern(text: str | None, context: FunctionContext) -> Pattern | None:
    """The expression that ``regex`` or ``regexall`` is given; None if it is not known.

    Raises:
        EvaluationError: Terraform would refuse it.
    """
    pattern = None if text is None else compiled(text, context)
    if pattern is not None and pattern.groupindex and len(pattern.groupindex) != pattern.groups:
        names = re.findall(r"\(\?P?<(\w+)>", text or "")
        if len(names) > len(set(names)):
            return None  # Go takes a name twice, but not always
        raise EvaluationError("a regular expression cannot have both named and unnamed groups")
    return pattern


def _regex(arguments: list[Value], context: FunctionContext) -> Value:
    written, text = (argument.text() for argument in arguments)
    pattern = _pattern(written, context)
    if pattern is None or text is None:
        return unknown(ANY)
    match = search(pattern, text, context)
    if match is None:
        raise EvaluationError("regex: the pattern does not match the text")
    return _captured(pattern, match)


def _regexall(arguments: list[Value], context: FunctionContext) -> Value:
    written, text = (argument.text() for argument in arguments)
    pattern = _pattern(written, context)
    if pattern is None or text is None:
        return unknown(listed(ANY))
    return list_of(_kind(pattern), tuple(_captured(pattern, match) for match in matches(pattern, text, context)))


def _replace(arguments: list[Value], context: FunctionContext) -> Value:
    text, old, new = (argument.text() for argument in arguments)
    if text is None or old is None or new is None:
        return unknown(STRING)
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        pattern = compiled(old[1:-1], context)
        replaced = None if pattern is None else _substituted(pattern, text, new, context)
        return Value(STRING, UNKNOWN_VALUE if replaced is None else replaced)
    if text.count(old) * len(new) + len(text) > MAX_STRING:
        return unknown(STRING)
    return Value(STRING, text.replace(old, new))


def _substituted(pattern: Pattern, text: str, template: str, context: FunctionContext) -> str | None:
    """All matches replaced, ``$1`` and ``${name}`` standing for groups as in Go; None if that is too long."""
    pieces: list[str] = []
    at = size = 0
    simple = "$" not in template
    for match in matches(pattern, text, context):
        replacement = template if simple else _expanded(template, pattern, match)
        pieces += (text[at : match.start()], replacement)
        at = match.end()
        size += len(replacement)
        if size > MAX_STRING:
            return None
    return "".join([*pieces, text[at:]])


def _expanded(template: str, pattern: Pattern, match: Match) -> str:
    def group(reference: re.Match[str]) -> str:
        if reference[1]:
            return "$"
        name = reference[2] or reference[3]
        if name.isdecimal() and name.isascii() and (name == "0" or name[0] != "0") and len(name) < 10:
            return (match.group(int(name)) or "") if int(name) <= pattern.groups else ""
        return (match.group(name) or "") if name in pattern.groupindex else ""

    if template.count("$") * (match.end() - match.start()) > MAX_STRING:
        raise ValueError("too long")
    return _REFERENCE.sub(group, template)


def _join(separator: str, *lists: list[str]) -> str:
    if not lists:
        raise EvaluationError("at least one list is needed")
    pieces = [item for items in lists for item in items]
    if sum(map(len, pieces)) + len(separator) * len(pieces) > MAX_STRING:
        raise ValueError("too long")
    return separator.join(pieces)


def _split(separator: str, text: str) -> list[str]:
    if (text.count(separator) if separator else len(text)) > MAX_WEIGHT:
        raise ValueError("too many")
    return text.split(separator) if separator else list(text)


def _substr(text: str, offset: Number, size: Number) -> str:
    start, count = small_whole(offset, "offset"), small_whole(size, "length")
    if start >= 0 and count == 0:
        return ""
    characters = clusters(text)
    if start < 0:
        start = max(start + len(characters), 0)
        count = count or -1  # Terraform: a length of 0 stands for all that is left here
    return "".join(characters[start:] if count < 0 else characters[start : start + count])


def _indent(spaces: Number, text: str) -> str:
    count = small_whole(spaces, "number of spaces")
    if count < 0:
        raise EvaluationError("the number of spaces must not be negative")
    lines = text.count("\n")
    if max(lines, 1) * count > MAX_STRING:
        raise ValueError("too long")
    return text.replace("\n", "\n" + " " * count)


def _upper(text: str) -> str:
    return text.upper() if text.isascii() else "".join(map(_upper_one, text))


def _lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join([character.lower()[0] for character in text])


def _upper_one(character: str) -> str:
    """Go maps each character to one, so a sharp s stays as it is."""
    upper = character.upper()
    return upper if len(upper) == 1 else _title_one(character)


def _title_one(character: str) -> str:
    title = character.title()
    return title if len(title) == 1 else character


def _title(text: str) -> str:
    characters: list[str] = []
    before = " "
    for character in text:
        characters.append(_title_one(character) if _separates(before) else character)
        before = character
    return "".join(characters)


def _separates(character: str) -> bool:
    """Whether a word begins after it, as Go's ``strings.Title`` has it."""
    if character.isascii():
        return not (character.isalnum() or character == "_")
    return character in _SPACES


def _trim(text: str, characters: str) -> str:
    """Like ``str.strip``, which is slow where ``characters`` has many."""
    cut = set(characters)
    start, end = 0, len(text)
    while start < end and text[start] in cut:
        start += 1
    while end > start and text[end - 1] in cut:
        end -= 1
    return text[start:end]


def _chomp(text: str) -> str:
    return text.rstrip("\r\n")


def _trimspace(text: str) -> str:
    return text.strip(_SPACES)


def _reversed(text: str) -> str:
    return "".join(reversed(clusters(text)))


FUNCTIONS: Final[Mapping[str, Function]] = {
    "chomp": plain(_chomp, STRING, result=STRING),
    "endswith": plain(str.endswith, STRING, STRING, result="bool"),
    "indent": plain(_indent, NUMBER, STRING, result=STRING),
    "join": plain(_join, STRING, variadic=listed(STRING), result=STRING),
    "lower": plain(_lower, STRING, result=STRING),
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
    "trimspace": plain(_trimspace, STRING, result=STRING),
    "trimsuffix": plain(str.removesuffix, STRING, STRING, result=STRING),
    "upper": plain(_upper, STRING, result=STRING),
}
