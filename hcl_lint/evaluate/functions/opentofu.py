"""Functions that OpenTofu has and Terraform has not: base64gunzip, cidrcontains, urldecode."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Final

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.functions.encoding import decoded64
from hcl_lint.evaluate.functions.spec import MAX_STRING, Function, plain
from hcl_lint.evaluate.types import BOOL, STRING

_BROKEN_ESCAPE: Final = re.compile("%(?![0-9a-fA-F]{2})")
_GZIP: Final = 16 + zlib.MAX_WBITS


def _base64gunzip(text: str) -> str:
    packed = zlib.decompressobj(_GZIP)
    try:
        data = packed.decompress(decoded64(text), MAX_STRING + 1)
        if len(data) > MAX_STRING:
            raise OverflowError("too long")
        if not packed.eof:
            raise EvaluationError("the compressed data end too early")
        return data.decode("utf-8")
    except zlib.error:
        raise EvaluationError("the text is not base64 of data in gzip's format") from None
    except UnicodeDecodeError:
        raise EvaluationError("the compressed data are no text in UTF-8") from None


def _urldecode(text: str) -> str:
    from urllib.parse import unquote_plus

    if _BROKEN_ESCAPE.search(text):
        raise EvaluationError("a % must be followed by two hexadecimal digits")
    return unquote_plus(text)


def _cidrcontains(prefix: str, contained: str) -> bool:
    try:
        outer = ip_network(prefix, strict=False)
        if "/" not in prefix:
            raise ValueError
        inner = ip_network(contained, strict=False) if "/" in contained else ip_network(ip_address(contained))
    except ValueError:
        raise EvaluationError("a CIDR block is required, and an address or a CIDR block after it") from None
    if outer.version != inner.version:
        raise EvaluationError(f"{prefix} and {contained} are not of the same address family")
    first, last = inner.network_address, inner.broadcast_address
    return first in outer and last in outer


FUNCTIONS: Final[Mapping[str, Function]] = {
    "base64gunzip": plain(_base64gunzip, STRING, result=STRING),
    "cidrcontains": plain(_cidrcontains, STRING, STRING, result=BOOL),
    "urldecode": plain(_urldecode, STRING, result=STRING),
}
