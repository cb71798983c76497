"""JSON, CSV, base64, URLs, hashes."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from hcl_lint.evaluate.convert import convert
from hcl_lint.evaluate.errors import EvaluationError, TooDeep
from hcl_lint.evaluate.functions.spec import MAX_STRING, Context, Function, lift, listed, plain, raw
from hcl_lint.evaluate.numbers import number_text
from hcl_lint.evaluate.types import ANY, NUMBER, STRING
from hcl_lint.evaluate.value import MAX_WEIGHT, UNKNOWN, Plain, Value, parse_number, unknown


def to_json(data: Plain) -> str:
    """JSON as Terraform writes it: no blanks, sorted keys, ``<``, ``>`` and ``&`` escaped.

    Raises:
        OverflowError: it is longer than a string may be here.
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
        if isinstance(item, (int, Decimal)):
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


def _jsonencode(arguments: list[Value], context: Context) -> Value:
    value = arguments[0]
    if not value.wholly_known:
        return unknown(STRING, sensitive=value.any_sensitive)
    text = to_json(value.plain())
    return Value(STRING, text if len(text) <= MAX_STRING else UNKNOWN, None, None, value.any_sensitive)


def _jsondecode(arguments: list[Value], context: Context) -> Value:
    import json

    value = arguments[0]
    text = value.text()
    if text is None:
        if value.null:
            raise EvaluationError("jsondecode: the argument is null")
        return unknown(ANY, sensitive=value.sensitive)
    if text.count(",") > MAX_WEIGHT:
        return unknown(ANY, sensitive=value.sensitive)
    try:
        data = json.loads(text, parse_float=_number, parse_int=_number)
    except RecursionError:
        raise TooDeep from None
    except (ValueError, ArithmeticError):
        raise EvaluationError("jsondecode: the text is not JSON") from None
    return lift(data)._replace(sensitive=value.sensitive)


def _number(text: str) -> Value:
    parsed = parse_number(text)
    return Value(NUMBER, UNKNOWN if parsed is None else parsed)


def _csvdecode(arguments: list[Value], context: Context) -> Value:
    import csv
    import io

    value = arguments[0]
    text = value.text()
    if text is None:
        return unknown(listed(ANY), sensitive=value.sensitive)
    if text.count(",") + text.count("\n") > MAX_WEIGHT:
        return unknown(listed(ANY), sensitive=value.sensitive)
    try:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
    except csv.Error:  # a carriage return alone, a field of more than 131072 characters: Terraform might read it
        return unknown(listed(ANY), sensitive=value.sensitive)
    if not rows:
        raise EvaluationError("csvdecode: a header line is needed")
    if any(len(row) != len(rows[0]) for row in rows):
        raise EvaluationError("csvdecode: all lines must have as many fields as the header")
    items = lift([dict(zip(rows[0], row, strict=True)) for row in rows[1:]])
    return convert(items, listed(ANY))._replace(sensitive=value.sensitive)


def _base64decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        raise EvaluationError("the text is not base64 of UTF-8") from None


def _base64encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _urlencode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text)


def _known_encoding(name: str) -> None:
    """Python's own encodings are not Terraform's, and some take quadratic time.

    Raises:
        ArithmeticError: it is one of them; then nothing is known.
    """
    if not re.fullmatch(r"(?i)(us-ascii|ascii|utf-?(8|16|32)(le|be)?|iso-8859-\d+|windows-\d+|big5|gbk|euc-\w+)", name):
        raise ArithmeticError(name)


def _textdecode(text: str, encoding: str) -> str:
    _known_encoding(encoding)
    try:
        return base64.b64decode(text, validate=True).decode(encoding)
    except (ValueError, LookupError):
        raise EvaluationError(f"the text is not base64 of {encoding}") from None


def _textencode(text: str, encoding: str) -> str:
    _known_encoding(encoding)
    try:
        return base64.b64encode(text.encode(encoding)).decode()
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


FUNCTIONS: Mapping[str, Function] = {
    "base64decode": plain(_base64decode, STRING, result=STRING),
    "base64encode": plain(_base64encode, STRING, result=STRING),
    "base64sha256": plain(in_base64("sha256"), STRING, result=STRING),
    "base64sha512": plain(in_base64("sha512"), STRING, result=STRING),
    "csvdecode": raw(_csvdecode, STRING),
    "jsondecode": raw(_jsondecode, STRING),
    "jsonencode": raw(_jsonencode, ANY),
    "md5": plain(hexadecimal("md5"), STRING, result=STRING),
    "sha1": plain(hexadecimal("sha1"), STRING, result=STRING),
    "sha256": plain(hexadecimal("sha256"), STRING, result=STRING),
    "sha512": plain(hexadecimal("sha512"), STRING, result=STRING),
    "textdecodebase64": plain(_textdecode, STRING, STRING, result=STRING),
    "textencodebase64": plain(_textencode, STRING, STRING, result=STRING),
    "urlencode": plain(_urlencode, STRING, result=STRING),
    "uuidv5": plain(_uuidv5, STRING, STRING, result=STRING),
}
