"""Functions that read files: relative to the root module, and never outside what the user gave to read."""

import base64
import hashlib
import os
import re
from collections.abc import Callable, Mapping

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.regular import compiled
from hcl_lint.evaluate.functions.spec import Context, Function, plain, raw
from hcl_lint.evaluate.types import ANY, BOOL, STRING, Collection
from hcl_lint.evaluate.value import Value, collected, unknown

_MAX_BYTES = 1_000_000
_LONGEST_GLOB = 1_000
_READ = 10
"""2 ** _READ bytes that are read, and hashed, take about as long as one step."""


def _read(path: str, context: Context) -> bytes | None:
    """The file's bytes; None where it may not or cannot be read here (a build may make it later)."""
    full = os.path.join(context.base_directory, path)
    if not context.readable(full):
        return None
    try:
        if not os.path.isfile(full) or (size := os.path.getsize(full)) > _MAX_BYTES:
            return None
        context.budget.spend(1 + (size >> _READ))
        with open(full, "rb") as file:
            return file.read()
    except OSError:
        return None


def _reading(make: Callable[[bytes], str | None]) -> Function:
    def run(arguments: list[Value], context: Context) -> Value:
        path = arguments[0].text()
        data = None if path is None else _read(path, context)
        text = None if data is None else make(data)
        sensitive = arguments[0].sensitive
        return unknown(STRING, sensitive=sensitive) if text is None else Value(STRING, text, None, None, sensitive)

    return raw(run, STRING)


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


def _fileexists(arguments: list[Value], context: Context) -> Value:
    path = arguments[0].text()
    full = None if path is None else os.path.join(context.base_directory, path)
    if full is None or not context.readable(full):
        return unknown(BOOL)
    return Value(BOOL, os.path.isfile(full))


def _fileset(arguments: list[Value], context: Context) -> Value:
    path, glob = (argument.text() for argument in arguments)
    strings = Collection("set", STRING)
    full = None if path is None else os.path.join(context.base_directory, path)
    if full is None or glob is None or not context.readable(full):
        return unknown(strings)
    wanted = compiled(_glob(glob), context) if len(glob) <= _LONGEST_GLOB else None
    if wanted is None:
        return unknown(strings)
    found: list[str] = []
    for folder, folders, names in os.walk(full):
        context.budget.spend(1 + len(folders) + (1 + wanted.programsize >> 4) * len(names))
        folders.sort()
        relative = os.path.relpath(folder, full)
        for name in names:
            one = name if relative == "." else f"{relative}/{name}"
            if wanted.fullmatch(one):
                found.append(one)
    return collected(strings, tuple(Value(STRING, one) for one in sorted(found)))


def _glob(pattern: str) -> str:
    out: list[str] = []
    for piece in re.findall(r"\*\*/|\*\*|\*|\?|\{[^}]*\}|\[[^\]]*\]|.", pattern):
        if piece == "**/":
            out.append("(?:.*/)?")
        elif piece == "**":
            out.append(".*")
        elif piece == "*":
            out.append("[^/]*")
        elif piece == "?":
            out.append("[^/]")
        elif piece[0] == "{":
            out.append("(?:" + "|".join(_glob(one) for one in piece[1:-1].split(",")) + ")")
        elif piece[0] == "[" and len(piece) > 2:
            out.append("[" + re.escape(piece[1:-1]).replace(r"\-", "-").replace(r"\^", "^") + "]")
        else:
            out.append(re.escape(piece))
    return "".join(out)


def _templatefile(arguments: list[Value], context: Context) -> Value:
    path, variables = arguments[0].text(), arguments[1].data
    data = None if path is None else _read(path, context)
    text = None if data is None else _text(data)
    if path is None or text is None or not isinstance(variables, dict):
        return unknown(ANY)
    return context.template(text, path, variables)


def _dirname(path: str) -> str:
    return os.path.normpath(os.path.dirname(path) or ".") if path else "."


def _basename(path: str) -> str:
    stripped = path.rstrip("/")
    return os.path.basename(stripped) or ("/" if path else ".")


def _pathexpand(arguments: list[Value], context: Context) -> Value:
    path = arguments[0].text()
    return unknown(STRING) if path is None or path.startswith("~") else arguments[0]


FUNCTIONS: Mapping[str, Function] = {
    "basename": plain(_basename, STRING, result=STRING),
    "dirname": plain(_dirname, STRING, result=STRING),
    "file": _reading(_text),
    "filebase64": _reading(_base64),
    "filebase64sha256": _hash64("sha256"),
    "filebase64sha512": _hash64("sha512"),
    "fileexists": raw(_fileexists, STRING),
    "filemd5": _hexadecimal("md5"),
    "fileset": raw(_fileset, STRING, STRING),
    "filesha1": _hexadecimal("sha1"),
    "filesha256": _hexadecimal("sha256"),
    "filesha512": _hexadecimal("sha512"),
    "pathexpand": raw(_pathexpand, STRING),
    "templatefile": raw(_templatefile, STRING, ANY),
}
