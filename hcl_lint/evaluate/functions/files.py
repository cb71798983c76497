"""Functions that read files: relative to the root module, and never outside of the read boundary."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.regular import compiled
from hcl_lint.evaluate.functions.spec import Function, FunctionContext, plain, raw
from hcl_lint.evaluate.types import ANY, BOOL, STRING, Collection, kind_of, name_of
from hcl_lint.evaluate.value import Value, collected, unknown
from hcl_lint.syntax.names import is_name

_MAX_BYTES: Final = 1_000_000
_LONGEST_GLOB: Final = 1_000
#: Reading and hashing 2 ** _READ bytes takes about as long as one step.
_READ: Final = 10


def _read(path: str, context: FunctionContext) -> bytes | None:
    """The file's bytes; None where it may not or cannot be read here (a build may make it later)."""
    full = os.path.join(context.base_directory, path)
    if not context.readable(full):
        return None
    try:
        if not os.path.isfile(full) or (size := os.path.getsize(full)) > _MAX_BYTES:
            return None
        context.budget.consume(1 + (size >> _READ))
        with open(full, "rb") as file:
            return file.read()
    except OSError:
        return None


def _reading(make: Callable[[bytes], str | None]) -> Function:
    def run(arguments: list[Value], context: FunctionContext) -> Value:
        path = arguments[0].text()
        data = None if path is None else _read(path, context)
        text = None if data is None else make(data)
        sensitive = arguments[0].sensitive
        return unknown(STRING, sensitive=sensitive) if text is None else Value(STRING, text, None, None, sensitive)

    return raw(run, STRING, keeps_marks=True)


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise EvaluationError("the file is not UTF-8") from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _hexadecimal(name: str) -> Function:
    return _reading(lambda data: hashlib.new(name, data, usedforsecurity=False).hexdigest())


def _hash64(name: str) -> Function:
    return _reading(lambda data: base64.b64encode(hashlib.new(name, data).digest()).decode())


def _fileexists(arguments: list[Value], context: FunctionContext) -> Value:
    path, sensitive = arguments[0].text(), arguments[0].sensitive
    full = None if path is None or path.startswith("~") else os.path.join(context.base_directory, path)
    if full is None or not context.readable(full):
        return unknown(BOOL, sensitive=sensitive)
    if os.path.exists(full) and not os.path.isfile(full):
        raise EvaluationError(f"fileexists: {path} is not a file")
    return Value(BOOL, os.path.isfile(full), None, None, sensitive)


def _fileset(arguments: list[Value], context: FunctionContext) -> Value:
    path, glob = (argument.text() for argument in arguments)
    strings = Collection("set", STRING)
    sensitive = any(argument.sensitive for argument in arguments)
    if path is None or glob is None or len(glob) > _LONGEST_GLOB:
        return unknown(strings, sensitive=sensitive)
    base = os.path.join(context.base_directory, path)
    first, rest = _fixed_part(os.path.normpath(f"x/{glob}").removeprefix("x/") if ".." not in glob else glob)
    full = os.path.join(base, first)
    if not context.readable(full):
        return unknown(strings, sensitive=sensitive)
    pattern = compiled(_glob(rest), context)
    if pattern is None:
        return unknown(strings, sensitive=sensitive)
    paths: list[str] = []
    for folder, folders, names in os.walk(full):
        context.budget.consume(1 + len(folders) + (1 + pattern.programsize >> 4) * len(names))
        folders.sort()
        relative = os.path.relpath(folder, full)
        for name in names:
            path_below = name if relative == "." else f"{relative}/{name}"
            if pattern.fullmatch(path_below):
                paths.append(os.path.normpath(f"{first}/{path_below}") if first else path_below)
    return collected(strings, tuple(Value(STRING, path_below) for path_below in sorted(paths)))._replace(
        sensitive=sensitive
    )


def _fixed_part(glob: str) -> tuple[str, str]:
    """The directories that a pattern names, and what is to be matched in them."""
    parts = glob.split("/")
    count = next((index for index, part in enumerate(parts[:-1]) if re.search(r"[*?\[{\\]", part)), len(parts) - 1)
    return "/".join(parts[:count]), "/".join(parts[count:])


def _glob(pattern: str) -> str:
    """The regular expression of a pattern.

    Raises:
        EvaluationError: a bracket or brace is not closed, or the pattern ends with a backslash.
    """
    pieces: list[str] = []
    for piece in re.findall(r"\*\*/|\*\*|\*|\?|\{[^}]*\}|\[[^\]]*\]|\\.|.", pattern):
        if piece == "**/":
            pieces.append("(?:.*/)?")
        elif piece == "**":
            pieces.append(".*")
        elif piece == "*":
            pieces.append("[^/]*")
        elif piece == "?":
            pieces.append("[^/]")
        elif piece in ("{", "[", "\\"):
            raise EvaluationError(f"fileset: {piece} is not closed in the pattern")
        elif piece[0] == "{":
            pieces.append("(?:" + "|".join(_glob(alternative) for alternative in piece[1:-1].split(",")) + ")")
        elif piece[0] == "[" and len(piece) > 2:
            pieces.append("[" + re.escape(piece[1:-1]).replace(r"\-", "-").replace(r"\^", "^") + "]")
        else:
            pieces.append(re.escape(piece[-1]))
    return "".join(pieces)


def _templatefile(arguments: list[Value], context: FunctionContext) -> Value:
    path, variables = arguments[0].text(), arguments[1].data
    kind = arguments[1].type
    if kind != ANY and kind_of(kind) not in ("map", "object"):
        raise EvaluationError(f"templatefile: the variables must be a map or object, not a {name_of(kind)}")
    for name in variables if isinstance(variables, dict) else ():
        if not is_name(name):
            raise EvaluationError(f'templatefile: "{name}" cannot be the name of a variable')
    data = None if path is None else _read(path, context)
    text = None if data is None else _text(data)
    sensitive = arguments[0].sensitive or arguments[1].any_sensitive
    if path is None or text is None or not isinstance(variables, dict):
        return unknown(ANY, sensitive=sensitive)
    value = context.template(text.removeprefix("\ufeff"), path, variables)
    if value.data is None:
        raise EvaluationError(f"templatefile: {path} gives null")
    return value._replace(sensitive=True) if sensitive else value


def _cleaned(path: str) -> str:
    """Go's ``filepath.Clean``; Python's keeps two slashes at the beginning."""
    return os.path.normpath(re.sub("^/+", "/", path))


def _dirname(path: str) -> str:
    return _cleaned(os.path.dirname(path) or ".") if path else "."


def _basename(path: str) -> str:
    stripped = path.rstrip("/")
    return os.path.basename(stripped) or ("/" if path else ".")


def _abspath(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError("that depends on where Terraform runs")
    return _cleaned(path)


def _pathexpand(path: str) -> str:
    if not path.startswith("~"):
        return path
    if len(path) > 1 and path[1] not in "/\\":
        raise EvaluationError("the home directory of another user is not expanded")
    raise ValueError("that depends on who runs Terraform")


FUNCTIONS: Final[Mapping[str, Function]] = {
    "abspath": plain(_abspath, STRING, result=STRING),
    "basename": plain(_basename, STRING, result=STRING),
    "dirname": plain(_dirname, STRING, result=STRING),
    "file": _reading(_text),
    "filebase64": _reading(_base64),
    "filebase64sha256": _hash64("sha256"),
    "filebase64sha512": _hash64("sha512"),
    "fileexists": raw(_fileexists, STRING, keeps_marks=True),
    "filemd5": _hexadecimal("md5"),
    "fileset": raw(_fileset, STRING, STRING, keeps_marks=True),
    "filesha1": _hexadecimal("sha1"),
    "filesha256": _hexadecimal("sha256"),
    "filesha512": _hexadecimal("sha512"),
    "pathexpand": plain(_pathexpand, STRING, result=STRING),
    "templatefile": raw(_templatefile, STRING, ANY, keeps_marks=True),
}
