"""What the Cms API answers when something is wrong.

Source: error codes of API metadata 2019-01-01, many of which are a bare ``%s`` there; those are marked as guesses.
"""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

CONTACT_NOT_FOUND: Final = ErrorTemplate(404, "ContactNotExists", "ContactName does not exist")
GROUP_NOT_FOUND: Final = ErrorTemplate(404, "ContactNotExists", "ContactGroupName Not Exists")
CONTACT_UNKNOWN: Final = ErrorTemplate(400, "InvalidParameterValue", "Illegal parameters.")
CONTACT_MALFORMED: Final = ErrorTemplate(400, "InvalidParameterValue", "The contact {name} is not valid.")
RULE_NOT_FOUND: Final = ErrorTemplate(404, "ResourceNotFound", "The specified resource is not found.")
MONITOR_GROUP_NOT_FOUND: Final = ErrorTemplate(404, "ResourceNotFound", "The specified group is not found.")  # guess
RESOURCE_GROUP: Final = ErrorTemplate(404, "ResourceNotFound", "The specified resource group is not found.")  # guess
# guess: that an unknown metric of peerings is meant; other products' are empty, since tfmock cannot know their metrics
METRIC_NOT_FOUND: Final = ErrorTemplate(404, "ResourceNotFound", "The specified resource is not found.")
PARAMETER: Final = ErrorTemplate(400, "ParameterInvalid", "Illegal parameters: {name}.")  # guess: the code on Put
OVER_LIMIT: Final = ErrorTemplate(429, "ResourceOverLimit", "The resource has exceeded the limit. {what}")
PARAMETER_OF_LIST: Final = ErrorTemplate(400, "InvalidParameter", "The specified parameter is not valid.")
# Not the cloud's: it may well know the function
FUNCTION: Final = ErrorTemplate(
    400, "Tfmock.NotImplemented", "tfmock does not know the function {name} of alert expressions; it has count()."
)
LOG_TIME: Final = ErrorTemplate(400, "ParameterInvalid", "The time {value} is not valid.")  # guess
