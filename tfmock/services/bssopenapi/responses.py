"""QueryAvailableInstances. tfmock sells nothing, so its answer is empty."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from tfmock.core.call import Call
from tfmock.core.operation import ApiObject, OptionalInt, Reply, Request, operation

PRODUCT: Final = "BssOpenApi"
VERSION: Final = "2017-12-14"


class QueryAvailableInstances(Request):
    product_code: str = ""
    product_type: str = ""
    subscription_type: str = ""
    page_num: OptionalInt = None
    page_size: OptionalInt = None


class Instances(ApiObject):
    instance_list: list[str] = []
    page_num: int
    page_size: int
    total_count: int = 0


class QueryAvailableInstancesReply(Reply):
    """Any 2xx means a China-site account; Code and Success must mean success.

    provider-contract: Codes in replies, BssOpenApi
    """

    code: str = "Success"
    message: str = "Successful!"
    success: bool = True
    data: Instances = Field()


@operation(PRODUCT, VERSION, "QueryAvailableInstances")
def query_available_instances(call: Call, request: QueryAvailableInstances) -> QueryAvailableInstancesReply:
    """The bought instances of an account: none."""
    data = Instances(page_num=request.page_num or 1, page_size=request.page_size or 20)
    return QueryAvailableInstancesReply(data=data)
