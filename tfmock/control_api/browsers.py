"""Which requests a foreign web page makes in the browser of a user of tfmock.

Such a page cannot read what it is answered (nothing here allows it to), but what it asks for would be done. Two ways
lead here: it posts to 127.0.0.1 blindly (CSRF), or its own name leads to 127.0.0.1 by the time it asks again (DNS
rebinding), and then it may read, too.

Programs are not affected: SDKs, Terraform and curl send none of the headers by which a browser is known, under
any Host (``*.aliyuncs.com``, ``tfmock:4180`` in a container network).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit


def cross_site(environ: Mapping[str, object]) -> str:
    """Why a request is taken for one of another site's page; empty when nothing says so.

    Args:
        environ: of WSGI.
    """
    origin, host = environ.get("HTTP_ORIGIN"), str(environ.get("HTTP_HOST", ""))
    if origin is not None and _netloc(str(origin)) != host:
        return f"a web page of {origin} may not use it."
    if environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin"):
        return "another site's web page may not use it."
    return ""


def foreign_page(environ: Mapping[str, object], own_host: str) -> str:
    """Why a request to the API is refused as one that a foreign page makes; empty when it is not.

    Browsers say whose page asks, in ``Sec-Fetch-Site`` or ``Origin``, but for some reading requests over plain HTTP;
    all of them call themselves ``Mozilla/...``, and no page can change that without asking for permission first.

    Args:
        environ: of WSGI.
        own_host: the host listened on.
    """
    says_whose = "HTTP_ORIGIN" in environ or "HTTP_SEC_FETCH_SITE" in environ
    if not says_whose and not str(environ.get("HTTP_USER_AGENT", "")).startswith("Mozilla/"):
        return ""
    why = cross_site(environ)
    if why:
        return why
    if not says_whose:
        return "a browser asks and does not say for whose page. Use 127.0.0.1 as address, or another program."
    name = host_name(str(environ.get("HTTP_HOST", "")))
    if not _cannot_be_a_page_s_own(name, own_host):
        return f"a web page under the name {name!r} may not use it. Use 127.0.0.1 as address."
    return ""


def host_name(host: str) -> str:
    """``[::1]:4180`` -> ``::1``; empty where there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def is_own_address(name: str, own_host: str) -> bool:
    """Whether a host is tfmock's own address, not one of the cloud's: addresses, names without a dot, and ours."""
    if name in ("", own_host):
        return bool(name)
    try:
        ipaddress.ip_address(name)
        return True
    except ValueError:
        return "." not in name.rstrip(".") or name.endswith(".localhost")


def _cannot_be_a_page_s_own(name: str, own_host: str) -> bool:
    """Whether no stranger's page can come from this name."""
    return is_own_address(name, own_host) or name.endswith(".aliyuncs.com")
