"""What the Nis API answers when something is wrong. Source: error codes of API metadata 2021-12-16."""

from __future__ import annotations

from typing import Final

from tfmock.protocol.errors import ErrorTemplate

PATH_NOT_FOUND: Final = ErrorTemplate(
    404, "ResourceNotFound.NetworkPath", "The specified resource of {id} is not found."
)
ANALYSIS_NOT_FOUND: Final = ErrorTemplate(
    404, "ResourceNotFound.NetworkReachableAnalysis", "The specified resource of {id} is not found."
)
PATH_EXISTS: Final = ErrorTemplate(
    400, "ResourceAlreadyExist.NetworkPath", "The specified resource of {id} already exists."
)
ANALYSIS_RUNNING: Final = ErrorTemplate(
    400, "IncorrectStatus.NetworkPath", "The last analysis status of {id} is {status}. Please try again later."
)
SOURCE_TYPE: Final = ErrorTemplate(400, "IllegalParam.SourceType", "The specified source type ({value}) is invalid.")
TARGET_TYPE: Final = ErrorTemplate(400, "IllegalParam.TargetType", "The specified target type ({value}) is invalid.")
SOURCE_ID: Final = ErrorTemplate(400, "IllegalParam.SourceId", "The specified SourceId({value}) may be not exist.")
TARGET_ID: Final = ErrorTemplate(400, "IllegalParam.TargetId", "The specified TargetId({value}) may be not exist.")
TYPE_AND_ID: Final = ErrorTemplate(
    400, "IllegalParam.TypeAndIdMismatch", "The specified instanceId ({value}) and type do not match."
)
SOURCE_IP: Final = ErrorTemplate(400, "IllegalParam.SourceIp", "Please enter a valid source IP.")
TARGET_IP: Final = ErrorTemplate(400, "IllegalParam.TargetIp", "The specified target ip ({value}) is invalid.")
SOURCE_PORT: Final = ErrorTemplate(
    400,
    "IllegalParam.SourcePort",
    "The specified SourcePort({value}) value is invalid. The value must be within the range of (0,65536].",
)
TARGET_PORT: Final = ErrorTemplate(
    400,
    "IllegalParam.TargetPort",
    "The specified TargetPort({value}) value is invalid. The value must be within the range of (0,65536].",
)
PROTOCOL: Final = ErrorTemplate(400, "IllegalParam.Protocol", "The specified Protocol({value}) is invalid.")
SAME_ENDS: Final = ErrorTemplate(
    400,
    "IllegalParam.SourceEqualTarget",
    "The specified source and destination are identical, which is not supported for analysis.",
)
BOTH_INTERNET: Final = ErrorTemplate(
    400,
    "IllegalParam.SourceAndTargetInternetIp",
    "Both source ID and target ID are IP addresses, but are not Internet IP addresses. Reachability Analyzer does "
    "not support the scenario.",
)
INTERNET_IP: Final = ErrorTemplate(
    400, "IllegalParam.InternetIP", "The specified IP address ({value}) is not an internet IP address."
)
TAGS: Final = ErrorTemplate(400, "NumberExceed.Tags", "The maximum number of Tags is exceeded.")
TAG_KEY: Final = ErrorTemplate(400, "InvalidParameter.TagKey", "The Tag.N.Key parameter is invalid.")
TAG_TWICE: Final = ErrorTemplate(400, "Duplicate.TagKey", "The Tag.N.Key contains duplicate keys.")
UNSUPPORTED: Final = ErrorTemplate(
    400,
    "Tfmock.NotImplemented",
    "tfmock has no {value} to analyse: it knows ecs, vsw and internetIp as ends of a path.",
)
