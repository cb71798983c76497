"""JSON, CSV, base64, URLs, hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError, NestingTooDeepError
from hcl_lint.evaluate.functions.spec import MAX_STRING, Function, FunctionContext, lift, listed, plain, raw
from hcl_lint.evaluate.graphemes import normal
from hcl_lint.evaluate.numbers import Float, is_infinite, number_text
from hcl_lint.evaluate.types import ANY, NUMBER, STRING, ObjectType
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN_VALUE, Plain, Value, list_of, parse_number, unknown

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_FIELD: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')
_ENCODINGS: Final = (
    r"us-ascii|utf-8|utf-16(be|le)|iso-8859-([1-9]|1[03-6])|windows-125[0-8]|big5|gbk|gb18030|euc-(jp|kr)|shift_jis"
    r"|koi8-[ru]|ibm(437|85[0258]|86[02356])|macintosh"
)


def to_json(data: Plain) -> str:
    """JSON as Terraform writes it: no blanks, sorted keys, ``<``, ``>`` and ``&`` escaped.

    Raises:
        OverflowError: it is longer than a string may be here.
        EvaluationError: a number in it is infinite.
    """
    import json

    size = 0

    def write(item: Plain) -> str:
        nonlocal size
        text = write_one(item)
        if not isinstance(item, (dict, list)):
            size += len(text)
            if size > MAX_STRING:
                raise OverflowError("too long")
        return text

    def write_one(item: Plain) -> str:
        if isinstance(item, bool) or item is None:
            return {True: "true", False: "false", None: "null"}[item]
        if isinstance(item, (int, Float)):
            if is_infinite(item):
                raise EvaluationError("infinity cannot be written as JSON")
            return number_text(item)
        if isinstance(item, dict):
            return "{" + ",".join(f"{write(key)}:{write(item[key])}" for key in sorted(item)) + "}"
        if isinstance(item, list):
            return "[" + ",".join(write(element) for element in item) + "]"
        text = json.dumps(item, ensure_ascii=False)
        for character in "<>&\u2028\u2029":
            text = text.replace(character, f"\\u{ord(character):04x}")
        return text

    return write(data)


def _jsonencode(arguments: list[Value], context: FunctionContext) -> Value:
    value = arguments[0]
    if not value.wholly_known:
        return unknown(STRING)
    text = to_json(value.plain())
    return Value(STRING, text if len(text) <= MAX_STRING else UNKNOWN_VALUE)


def _jsondecode(arguments: list[Value], context: FunctionContext) -> Value:
    import json

    text = arguments[0].text()
    if text is None or text.count(",") > MAX_WEIGHT:
        return unknown(ANY)
    try:
        data = json.loads(text, parse_float=_number, parse_int=_number, parse_constant=_no_number)
    except RecursionError:
        raise NestingTooDeepError from None
    except (ValueError, ArithmeticError):
        raise EvaluationError("jsondecode: the text is not JSON") from None
    return lift(_without_surrogates(data) if "\\u" in text else data)


def _without_surrogates(data: object) -> object:
    """The data with lone surrogates replaced, as Go does."""
    if isinstance(data, str):
        return _SURROGATE.sub("\ufffd", data)
    if type(data) is list:
        return [_without_surrogates(item) for item in data]
    if type(data) is dict:
        return {_SURROGATE.sub("\ufffd", key): _without_surrogates(item) for key, item in data.items()}
    return data


def _number(text: str) -> Value:
    parsed = parse_number(text)
    return Value(NUMBER, UNKNOWN_VALUE if parsed is None else parsed)


def _no_number(text: str) -> Value:
    """``NaN`` and ``Infinity``, which Python's JSON has."""
    raise ValueError(text)


def _csvdecode(arguments: list[Value], context: FunctionContext) -> Value:
    text = arguments[0].text()
    if text is None or text.count(",") + text.count("\n") > MAX_WEIGHT:
        return unknown(listed(ANY))
    rows = list(_rows(text.replace("\r\n", "\n")))
    if not rows:
        raise EvaluationError("csvdecode: a header line is needed")
    header = [normal(name) for name in rows[0]]
    if len(set(header)) < len(header):
        raise EvaluationError("csvdecode: two columns have the same name")
    if any(len(row) != len(header) for row in rows):
        raise EvaluationError("csvdecode: all lines must have as many fields as the header")
    items = tuple(lift(dict(zip(header, row, strict=True))) for row in rows[1:])
    kind = ObjectType(tuple((name, STRING) for name in sorted(header)))
    return list_of(kind, items)


def _rows(text: str) -> Iterator[list[str]]:
    """Lines of fields as Go's ``encoding/csv`` reads them; Python's own reader accepts what Go refuses."""
    fields: list[str] = []
    at = 0
    while at < len(text):
        if not fields and text[at] == "\n":
            at += 1
            continue
        match = _FIELD.match(text, at)
        if match is None:
            raise EvaluationError("csvdecode: a quote stands inside a field, or is not closed")
        quoted, bare, end = match.groups()
        fields.append(bare if quoted is None else quoted.replace('""', '"'))
        at = match.end()
        if end != ",":
            yield fields
            fields = []
        elif at == len(text):
            yield [*fields, ""]
            fields = []


def decoded64(text: str) -> bytes:
    """The bytes of base64 as Go reads it: line ends do not matter.

    Raises:
        EvaluationError: it is not base64.
    """
    try:
        return base64.b64decode(text.replace("\r", "").replace("\n", ""), validate=True)
    except ValueError:
        raise EvaluationError("the text is not base64") from None


def _base64decode(text: str) -> str:
    try:
        return decoded64(text).decode("utf-8")
    except UnicodeDecodeError:
        raise EvaluationError("the text is not base64 of UTF-8") from None


def _base64encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _urlencode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text)


def _encoding(name: str) -> str:
    """Python's name for one that IANA has and Terraform knows.

    Raises:
        ArithmeticError: it may be another; then nothing is known (some of Python's take quadratic time).
        EvaluationError: Terraform does not know it.
    """
    lower = name.lower()
    if lower == "utf-16":
        return "utf-16-be"  # Terraform writes a mark for the byte order before it
    if re.fullmatch(_ENCODINGS, lower):
        return lower
    if lower in ("utf-32", "utf32", "ascii", "utf16", "cp1252") or not re.search("[0-9]", lower):
        raise EvaluationError(f"there is no encoding {name}")
    raise ArithmeticError(name)


def _textdecode(text: str, encoding: str) -> str:
    python = _encoding(encoding)
    if encoding.lower() == "utf-16":
        raise ArithmeticError("the mark for the byte order decides")
    data = decoded64(text)
    try:
        return data.decode(python)
    except (ValueError, LookupError):
        raise EvaluationError(f"the text is not base64 of {encoding}") from None


def _textencode(text: str, encoding: str) -> str:
    mark = b"\xfe\xff" if encoding.lower() == "utf-16" else b""
    try:
        return base64.b64encode(mark + text.encode(_encoding(encoding))).decode()
    except (ValueError, LookupError):
        raise EvaluationError(f"the text cannot be written in {encoding}") from None


def _uuidv5(namespace: str, name: str) -> str:
    import uuid

    known = {
        "dns": uuid.NAMESPACE_DNS,
        "url": uuid.NAMESPACE_URL,
        "oid": uuid.NAMESPACE_OID,
        "x500": uuid.NAMESPACE_X500,
    }
    try:
        return str(uuid.uuid5(known.get(namespace) or uuid.UUID(namespace), name))
    except ValueError:
        raise EvaluationError(f'"{namespace}" is not a UUID') from None


def hexadecimal(name: str) -> Callable[[str], str]:
    def run(text: str) -> str:
        return hashlib.new(name, text.encode(), usedforsecurity=False).hexdigest()

    return run


def in_base64(name: str) -> Callable[[str], str]:
    def run(text: str) -> str:
        return base64.b64encode(hashlib.new(name, text.encode()).digest()).decode()

    return run


FUNCTIONS: Final[Mapping[str, Function]] = {
    "base64decode": plain(_base64decode, STRING, result=STRING),
    "base64encode": plain(_base64encode, STRING, result=STRING),
    "base64sha256": plain(in_base64("sha256"), STRING, result=STRING),
    "base64sha512": plain(in_base64("sha512"), STRING, result=STRING),
    "csvdecode": raw(_csvdecode, STRING),
    "jsondecode": raw(_jsondecode, STRING),
    "jsonencode": raw(_jsonencode, ANY, nulls=True),
    "md5": plain(hexadecimal("md5"), STRING, result=STRING),
    "sha1": plain(hexadecimal("sha1"), STRING, result=STRING),
    "sha256": plain(hexadecimal("sha256"), STRING, result=STRING),
    "sha512": plain(hexadecimal("sha512"), STRING, result=STRING),
    "textdecodebase64": plain(_textdecode, STRING, STRING, result=STRING),
    "textencodebase64": plain(_textencode, STRING, STRING, result=STRING),
    "urlencode": plain(_urlencode, STRING, result=STRING),
    "uuidv5": plain(_uuidv5, STRING, STRING, result=STRING),
}
