"""What cannot be derived from the provider's source: by hand, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import JsonValue

#: API version -> what every reply says of its success. The provider compares these words in its client, so that
#: they are no field that a resource reads.
SUCCESS: Final[Mapping[str, Mapping[str, JsonValue]]] = MappingProxyType(
    {
        "2017-12-14": {"Code": "Success", "Success": True},  # BssOpenApi: client compares Code with "Success"
        "2020-04-01": {"Code": "Success", "Success": True},  # eventbridge: likewise
        "2018-12-01": {"Code": "success", "IsSuccess": True, "Success": True},  # cr: IsSuccess decides
    }
)
#: What the others say, where the reply has no such field of its own.
DEFAULT_SUCCESS: Final[Mapping[str, JsonValue]] = MappingProxyType({"Code": "200", "Success": True})
#: Name of a computed field -> what it says of things that users made.
COMPUTED: Final[Mapping[str, str]] = MappingProxyType({"PolicyType": "Custom"})  # RAM: System ones are Alibaba's own
