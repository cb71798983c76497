"""Endpoints: they all are tfmock."""

from __future__ import annotations

from typing import Annotated, Final

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, Reply, Request, Required, operation, wrapped

PRODUCT: Final = "Location"
VERSION: Final = "2015-06-12"


class EndpointItem(ApiObject):
    """provider: takes the first whose Type is openAPI (provider-contract: Location)."""

    endpoint: str
    id: str
    namespace: str = ""
    service_code: str
    serivce_code: str  # the misspelling is the cloud's
    type: str = "openAPI"
    protocols: Annotated[list[str], wrapped("Protocols")] = ["HTTP", "HTTPS"]


class DescribeEndpoints(Request):
    id: Required
    service_code: Required
    type: str = "openAPI"
    namespace: str = ""


class DescribeEndpointsReply(Reply):
    success: bool = True
    endpoints: Annotated[list[EndpointItem], wrapped("Endpoint")]


@operation(PRODUCT, VERSION, "DescribeEndpoints")
def describe_endpoints(call: Call, request: DescribeEndpoints) -> DescribeEndpointsReply:
    """The address that the caller reached us by; through the proxy, the product's own host name, which the proxy
    leads to us again."""
    through_proxy = call.host.endswith(".aliyuncs.com")
    dash = "-" if request.service_code == "oss" else "."  # oss-cn-hangzhou.aliyuncs.com: regions and endpoints page
    endpoint = f"{request.service_code}{dash}{request.id}.aliyuncs.com" if through_proxy else call.host
    item = EndpointItem(
        endpoint=endpoint, id=request.id, service_code=request.service_code, serivce_code=request.service_code
    )
    return DescribeEndpointsReply(endpoints=[item])
