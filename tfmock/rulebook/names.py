"""Constraints on names, descriptions and tags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

#: The pattern of an account's id in keys, settings, seeds and role ARNs. As a number it is an int64
#: (CreateVpcPeerConnection metadata), so it has at most 19 digits.
ACCOUNT_ID: Final = "[0-9]{5,19}"
#: The pattern of tfmock's own long-lived access keys, ``<world>.<account>``; the keys of the cloud have no dot.
ACCESS_KEY: Final = rf"([a-z0-9][a-z0-9-]{{0,62}})\.({ACCOUNT_ID})"
#: Temporary access keys that tfmock issues: their world and a random part.
SESSION_KEY: Final = r"STS\.([a-z0-9][a-z0-9-]{0,62})\.([a-z0-9]{8,64})"
#: Every temporary access key of the cloud begins so.
SESSION_KEY_PREFIX: Final = "STS."

_URLS: Final = ("http://", "https://")
_STRICT_START: Final = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_STRICT_NAME: Final = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]{1,127}")

_PREFIX_LIST_NAME: Final = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff:_.-]{1,127}")

TextKind = Literal[
    "vpc", "vswitch", "route_table", "route_entry", "network_acl", "ipv4_gateway", "ipv6_gateway", "security_group",
    "instance", "network_interface", "prefix_list", "prefix_list_entry",
]  # fmt: skip
TextField = Literal["name", "description"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLimits:
    """The limits of a name or description.

    Attributes:
        shortest, longest: its length in characters, both included.
        letter_first: it must begin with a letter or a Chinese character.
        pattern: the characters that an API lists and refuses others.
        prefixes: beginnings that are refused.
    """

    rule: Rule
    shortest: int
    longest: int
    letter_first: bool = False
    pattern: re.Pattern[str] | None = None
    prefixes: tuple[str, ...] = _URLS

    def accepts(self, text: str) -> bool:
        """Whether the API takes this text."""
        return (
            self.shortest <= len(text) <= self.longest
            and not text.startswith(self.prefixes)
            and (not self.letter_first or text[0].isalpha())
            and (self.pattern is None or self.pattern.fullmatch(text) is not None)
        )


def _text(
    id: str,
    kind: str,
    field: TextField,
    code: str,
    message: str,
    *,
    status: int = 400,
    source: str = "VPC API metadata",
    least: int = 1,
    most: int | None = None,
    letter_first: bool = False,
    pattern: re.Pattern[str] | None = None,
    prefixes: tuple[str, ...] = _URLS,
    more: str = "",
) -> TextLimits:
    """The rule for a name or description of ``kind``; ``more`` says what it demands besides length and beginning."""
    most = most or (128 if field == "name" else 256)
    article = "an" if kind[0] in "aioI" else "a"
    begins = "begins with a letter and " if letter_first else ""
    sentence = (
        f"{article} {kind} {field} has {least} to {most} characters, {begins}"
        f"{'' if letter_first else 'and '}does not begin with {' or '.join(prefixes)}{more}"
    )
    dashed = f"{kind}-{field}".replace(" ", "-").lower()
    rule = Rule(
        id=id,
        name=dashed,
        severity="error",
        api_error=ApiErrorTemplate(status, code, message),
        message=sentence,
        source=f"{source}, {field} of {kind}",
    )
    return TextLimits(
        rule=rule, shortest=least, longest=most, letter_first=letter_first, pattern=pattern, prefixes=prefixes
    )


_ECS: Final = "ECS API metadata and provider documentation"

#: Misspelt codes ("Discription") are the cloud's.
TEXTS: Final[Mapping[tuple[TextKind, TextField], TextLimits]] = MappingProxyType(
    {
        ("vpc", "name"): _text(
            "ALI411", "vpc", "name", "InvalidVpcName.Malformed", "Specified VPC name is not valid."
        ),
        ("vpc", "description"): _text(
            "ALI412", "vpc", "description", "InvalidVpcDiscription.Malformed", "Specified VPC description is not valid."
        ),
        ("vswitch", "name"): _text(
            "ALI413", "vswitch", "name", "InvalidVSwitchName.Malformed", "Specified virtual switch name is not valid."
        ),
        ("vswitch", "description"): _text(
            "ALI414", "vswitch", "description", "InvalidVSwitchDiscription.Malformed",
            "Specified  virtual switch description is not valid.",
        ),
        ("route_table", "name"): _text(
            "ALI415", "route table", "name", "InvalidParameter.RouteTableName.Malformed",
            "The specified route table name is not valid.",
        ),
        ("route_table", "description"): _text(
            "ALI416", "route table", "description", "InvalidParameter.Description.Malformed",
            "The specified Description is not valid.",
        ),
        ("route_entry", "name"): _text(
            "ALI311", "route entry", "name", "InvalidRouteEntryName.Malformed",
            "Specified RouteEntry name is not valid.",
        ),
        ("route_entry", "description"): _text(
            "ALI312", "route entry", "description", "InvalidDescription.Malformed", "The Description is illegal."
        ),
        ("network_acl", "name"): _text(
            "ALI739", "network ACL", "name", "ParameterIllegal.Name", "ParameterIllegal.Name"
        ),
        ("network_acl", "description"): _text(
            "ALI740", "network ACL", "description", "ParameterIllegal.Description", "ParameterIllegal.Description"
        ),
        # guess: the codes of both
        ("ipv4_gateway", "name"): _text(
            "ALI742", "IPv4 gateway", "name", "IllegalParam.Ipv4GatewayName", "The param of Ipv4GatewayName is illegal."
        ),
        ("ipv4_gateway", "description"): _text(
            "ALI743", "IPv4 gateway", "description", "IllegalParam.Ipv4GatewayDescription",
            "The param of Ipv4GatewayDescription is illegal.",
        ),
        ("ipv6_gateway", "name"): _text(
            "ALI473", "IPv6 gateway", "name", "IllegalParam.Name", "The param of Name is illegal.",
            source="CreateIpv6Gateway metadata", least=2,
        ),
        ("ipv6_gateway", "description"): _text(
            "ALI474", "IPv6 gateway", "description", "IllegalParam.Description",
            "The param of Description is illegal.", source="CreateIpv6Gateway metadata", least=2,
        ),
        # guess: which characters besides those listed are refused later on in the name; none is here
        ("security_group", "name"): _text(
            "ALI721", "security group", "name", "InvalidSecurityGroupName.Malformed",
            "Specified security group name is not valid.", source=_ECS, least=2, letter_first=True,
        ),
        ("security_group", "description"): _text(
            "ALI722", "security group", "description", "InvalidSecurityGroupDiscription.Malformed",
            "Specified security group description is not valid.", source=_ECS, least=2,
        ),
        ("instance", "name"): _text(
            "ALI754", "instance", "name", "InvalidInstanceName.Malformed",
            'The specified parameter "InstanceName" is not valid.', source=_ECS, least=2,
        ),
        ("instance", "description"): _text(
            "ALI755", "instance", "description", "InvalidDescription.Malformed",
            'The specified parameter "Description" is not valid.', source=_ECS, least=2,
        ),
        ("network_interface", "name"): _text(
            "ALI756", "network interface", "name", "InvalidParams.NetworkInterfaceName",
            "The specified NetworkInterfaceName is not valid.", status=403, source=_ECS, least=2, letter_first=True,
        ),  # guess: the message, "%s" in metadata
        ("network_interface", "description"): _text(
            "ALI757", "network interface", "description", "InvalidParameter",
            "The specified parameter Description is not valid.", source=_ECS, least=2,
        ),  # guess: code and message
        ("prefix_list", "name"): _text(
            "ALI723", "prefix list", "name", "InvalidParameter.PrefixListName",
            "The parameter PrefixListName is not valid.", source="CreatePrefixList page", least=2, letter_first=True,
            pattern=_PREFIX_LIST_NAME, prefixes=(*_URLS, "com.aliyun", "com.alibabacloud"),
            more=", and has only letters, digits, colons, underscores, periods and dashes",
        ),
        ("prefix_list", "description"): _text(
            "ALI724", "prefix list", "description", "InvalidDescription.Malformed",
            "The specified Description is wrongly formed.", source="CreatePrefixList page", least=2,
        ),
        ("prefix_list_entry", "description"): _text(
            "ALI725", "prefix list entry", "description", "InvalidDescription.Malformed",
            "The specified Description is wrongly formed.", source="CreatePrefixList page", least=2, most=32,
        ),
    }
)  # fmt: skip


def text_rule(kind: TextKind, field: TextField) -> Rule:
    """The rule that a text of this kind can violate."""
    return TEXTS[kind, field].rule


VPC_NAME: Final = text_rule("vpc", "name")
VPC_DESCRIPTION: Final = text_rule("vpc", "description")
VSWITCH_NAME: Final = text_rule("vswitch", "name")
VSWITCH_DESCRIPTION: Final = text_rule("vswitch", "description")
ROUTE_TABLE_NAME: Final = text_rule("route_table", "name")
ROUTE_TABLE_DESCRIPTION: Final = text_rule("route_table", "description")
ROUTE_ENTRY_NAME: Final = text_rule("route_entry", "name")
ROUTE_ENTRY_DESCRIPTION: Final = text_rule("route_entry", "description")
NETWORK_ACL_NAME: Final = text_rule("network_acl", "name")
NETWORK_ACL_DESCRIPTION: Final = text_rule("network_acl", "description")
IPV4_GATEWAY_NAME: Final = text_rule("ipv4_gateway", "name")
IPV4_GATEWAY_DESCRIPTION: Final = text_rule("ipv4_gateway", "description")
IPV6_GATEWAY_NAME: Final = text_rule("ipv6_gateway", "name")
IPV6_GATEWAY_DESCRIPTION: Final = text_rule("ipv6_gateway", "description")
SECURITY_GROUP_NAME: Final = text_rule("security_group", "name")
SECURITY_GROUP_DESCRIPTION: Final = text_rule("security_group", "description")
INSTANCE_NAME: Final = text_rule("instance", "name")
INSTANCE_DESCRIPTION: Final = text_rule("instance", "description")
NETWORK_INTERFACE_NAME: Final = text_rule("network_interface", "name")
NETWORK_INTERFACE_DESCRIPTION: Final = text_rule("network_interface", "description")
PREFIX_LIST_NAME: Final = text_rule("prefix_list", "name")
PREFIX_LIST_DESCRIPTION: Final = text_rule("prefix_list", "description")
PREFIX_LIST_ENTRY_DESCRIPTION: Final = text_rule("prefix_list_entry", "description")


def check_text(kind: TextKind, field: TextField, text: Maybe[str | None]) -> Violations:
    """Check a name or description; None or empty where absent."""
    limits = TEXTS[kind, field]
    if text and text is not UNKNOWN and not limits.accepts(text):
        yield limits.rule.violation(field, value=text)


def check_texts(kind: TextKind, name: Maybe[str | None], description: Maybe[str | None] = None) -> Violations:
    """Check the name and the description of a resource."""
    if name is not None:
        yield from check_text(kind, "name", name)
    yield from check_text(kind, "description", description)


_PEERING: Final = (
    "CreateVpcPeerConnection page (strict), ModifyVpcPeerConnection metadata (lenient), VpcPeer error page (code)"
)
PEERING_NAME: Final = Rule(
    id="ALI108",
    name="peering-name",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.Name", "The param of Name is illegal."),
    message="the name {value!r} is not accepted: {expected}",
    source=_PEERING,
)
PEERING_DESCRIPTION: Final = Rule(
    id="ALI109",
    name="peering-description",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.Description", "The param of Description is illegal."),
    message="the description is not accepted: {expected}",
    source=_PEERING,
)


def is_free_text(text: str, longest: int) -> bool:
    """Whether a text has at most ``longest`` characters and does not begin with http:// or https://.

    Several APIs demand no more of a name or a description (VPC API metadata).
    """
    return len(text) <= longest and not text.startswith(_URLS)


def check_peering_name(name: Maybe[str | None], *, creating: bool) -> Violations:
    """Check the name of a connection; Create is stricter than Modify, as their API pages say."""
    if not name or name is UNKNOWN:
        return
    if creating:
        if not _STRICT_NAME.fullmatch(name):
            expected = "2 to 128 letters, digits, underscores or dashes, beginning with a letter"
            yield PEERING_NAME.violation("name", value=name, expected=expected)
    elif not is_free_text(name, 128):
        expected = "1 to 128 characters, not beginning with http:// or https://"
        yield PEERING_NAME.violation("name", value=name, expected=expected)


def check_peering_description(description: Maybe[str | None], *, creating: bool) -> Violations:
    """Check the description of a connection; Create is stricter than Modify, as their API pages say."""
    if not description or description is UNKNOWN:
        return
    shortest = 2 if creating else 1
    starts_well = not creating or _STRICT_START.match(description) is not None
    if len(description) < shortest or not is_free_text(description, 256) or not starts_well:
        start = "beginning with a letter" if creating else "not beginning with http:// or https://"
        expected = f"{shortest} to 256 characters, {start}"
        yield PEERING_DESCRIPTION.violation("description", value=description, expected=expected)


TAG_KEY: Final = Rule(
    id="ALI116",
    name="tag-key",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.TagKey", "The param of Tag.Key is illegal."),
    message="the tag key {value!r} is not accepted: 1 to 128 characters, not beginning with aliyun or acs:, without http(s)://",
    source="TagResources metadata; VpcPeer error page for the code",
)
TAG_VALUE: Final = Rule(
    id="ALI117",
    name="tag-value",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.TagValue", "The param of Tag.Value is illegal."),
    message="the tag value {value!r} is not accepted: at most 128 characters, not beginning with acs:, without http(s)://",
    source="TagResources metadata; VpcPeer error page for the code",
)
TAG_COUNT: Final = Rule(
    id="ALI118",
    name="tag-count",
    severity="error",
    api_error=ApiErrorTemplate(400, "NumberExceed.Tags", "The maximum number of tags is exceeded."),
    message="{count} tags, but a resource holds at most {limit}",
    source="TagResources metadata; quota page",
)
TAG_TWICE: Final = Rule(
    id="ALI119",
    name="tag-key-twice",
    severity="error",
    api_error=ApiErrorTemplate(400, "Forbidden.TagKey.Duplicated", "The specified tag key already exists."),
    message="the tag key {value!r} is given twice",
    source="TagResources metadata",
)

#: The most tags of one resource (TagResources metadata; quota page).
TAG_LIMIT: Final = 20
#: Beginnings of tag keys that the cloud reserves (TagResources metadata).
RESERVED_KEYS: Final = ("aliyun", "acs:")


def is_tag_key(key: str) -> bool:
    """Whether a tag key has 1 to 128 characters and does not begin as those that the cloud reserves."""
    return 1 <= len(key) <= 128 and not key.startswith(RESERVED_KEYS)


def _has_url(text: str) -> bool:
    return any(url in text for url in _URLS)


def check_tags(tags: Sequence[tuple[Maybe[str], Maybe[str]]], *, existing: int = 0) -> Violations:
    """Check new tags of a resource that keeps ``existing`` other ones."""
    seen = set()
    for key, value in tags:
        if key is not UNKNOWN:
            if not is_tag_key(key) or _has_url(key):
                yield TAG_KEY.violation("tags", value=key)
            elif key in seen:
                yield TAG_TWICE.violation("tags", value=key)
            seen.add(key)
        if value is not UNKNOWN and (len(value) > 128 or value.startswith("acs:") or _has_url(value)):
            yield TAG_VALUE.violation("tags", value=value)
    if len(tags) + existing > TAG_LIMIT:
        yield TAG_COUNT.violation("tags", count=len(tags) + existing, limit=TAG_LIMIT)
