"""The actions of the Cms API.

Bodies carry Code "200" as text: the provider compares it literally (provider-contract: alicloud_cms_alarm).
"""

from typing import Final

from tfmock.core.operation import Reply

PRODUCT: Final = "Cms"
VERSION: Final = "2019-01-01"


class CmsReply(Reply):
    """What every answer begins with."""

    code: str = "200"
    message: str = "success"
    success: bool = True
