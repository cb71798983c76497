"""Bytes to :class:`ApiRequest`, whatever the protocol; and the refusal of what cannot even be read."""

from __future__ import annotations

from collections.abc import Mapping

from tfmock.protocol import oss, ots, request, rest
from tfmock.protocol.protocol import OWN_PRODUCT, Protocol, product_of_host, recognise
from tfmock.protocol.request import ApiRequest

_FORM = "application/x-www-form-urlencoded"


def decode(environ: Mapping[str, object]) -> ApiRequest:
    """Read a WSGI request.

    Raises:
        ApiError: the protocol does not have the method, or the body is too large or unreadable.
    """
    protocol = _protocol(environ)
    if protocol is Protocol.RPC:
        return request.decode(environ)
    if protocol is Protocol.OSS:
        return oss.decode(environ)
    if protocol is Protocol.OTS:
        return ots.decode(environ)
    return rest.decode(environ, protocol)


def unreadable_request(environ: Mapping[str, object]) -> ApiRequest:
    """As much as is known of a request that :func:`decode` refused: its protocol, host and product."""
    protocol = _protocol(environ)
    host = str(environ.get("HTTP_HOST", ""))
    product = OWN_PRODUCT.get(protocol) or product_of_host(host)
    return ApiRequest(
        method="", host=host, action="", version="", params={}, access_key_id="", security_token="", wants_xml=False,
        protocol=protocol, product=product,
    )  # fmt: skip


def _protocol(environ: Mapping[str, object]) -> Protocol:
    protocol = recognise(environ)
    form = str(environ.get("CONTENT_TYPE", "")).startswith(_FORM)
    # The action may be in the form; REST clients send JSON.
    rpc = protocol is Protocol.ROA and form and "HTTP_X_ACS_VERSION" not in environ
    return Protocol.RPC if rpc else protocol
