"""Names, descriptions and tags: what each API accepts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

#: An account's id, as a pattern, wherever one is written: keys, settings, seeds, role ARNs. As a number it is an int64
#: (CreateVpcPeerConnection metadata), so 19 digits at most.
ACCOUNT_ID: Final = "[0-9]{5,19}"

_STRICT_START: Final = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_STRICT_NAME: Final = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff_-]{1,127}")

_PREFIX_LIST_NAME: Final = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff:_.-]{1,127}")

Kind = Literal["vpc", "vswitch", "route_table", "route_entry"]


def _rule(id: str, kind: str, what: str, limit: int, code: str, message: str) -> Rule:
    return Rule(
        id, f"{kind.replace('_', '-')}-{what}", "error", ApiFault(400, code, message),
        f"a {kind.replace('_', ' ')} {what} has 1 to {limit} characters and does not begin with http:// or https://",
        f"VPC API metadata, {what} of {kind}",
    )  # fmt: skip


VPC_NAME: Final = _rule("ALI411", "vpc", "name", 128, "InvalidVpcName.Malformed", "Specified VPC name is not valid.")
VPC_DESCRIPTION: Final = _rule(
    "ALI412",
    "vpc",
    "description",
    256,
    "InvalidVpcDiscription.Malformed",
    "Specified VPC description is not valid.",
)  # the misspelling is the cloud's
VSWITCH_NAME: Final = _rule(
    "ALI413",
    "vswitch",
    "name",
    128,
    "InvalidVSwitchName.Malformed",
    "Specified virtual switch name is not valid.",
)
VSWITCH_DESCRIPTION: Final = _rule(
    "ALI414", "vswitch", "description", 256, "InvalidVSwitchDiscription.Malformed",
    "Specified  virtual switch description is not valid.",
)  # fmt: skip
ROUTE_TABLE_NAME: Final = _rule(
    "ALI415", "route_table", "name", 128, "InvalidParameter.RouteTableName.Malformed",
    "The specified route table name is not valid.",
)  # fmt: skip
ROUTE_TABLE_DESCRIPTION: Final = _rule(
    "ALI416", "route_table", "description", 256, "InvalidParameter.Description.Malformed",
    "The specified Description is not valid.",
)  # fmt: skip
ROUTE_ENTRY_NAME: Final = _rule(
    "ALI311",
    "route_entry",
    "name",
    128,
    "InvalidRouteEntryName.Malformed",
    "Specified RouteEntry name is not valid.",
)
ROUTE_ENTRY_DESCRIPTION: Final = _rule(
    "ALI312", "route_entry", "description", 256, "InvalidDescription.Malformed", "The Description is illegal."
)

PEERING_NAME: Final = Rule(
    "ALI108", "peering-name", "error", ApiFault(400, "IllegalParam.Name", "The param of Name is illegal."),
    "the name {value!r} is not accepted: {wanted}",
    "CreateVpcPeerConnection page (strict), ModifyVpcPeerConnection metadata (lenient), VpcPeer error page (code)",
)  # fmt: skip
PEERING_DESCRIPTION: Final = Rule(
    "ALI109", "peering-description", "error",
    ApiFault(400, "IllegalParam.Description", "The param of Description is illegal."),
    "the description is not accepted: {wanted}",
    "CreateVpcPeerConnection page (strict), ModifyVpcPeerConnection metadata (lenient), VpcPeer error page (code)",
)  # fmt: skip

_NAMES: Final[Mapping[Kind, Rule]] = {
    "vpc": VPC_NAME, "vswitch": VSWITCH_NAME, "route_table": ROUTE_TABLE_NAME, "route_entry": ROUTE_ENTRY_NAME,
}  # fmt: skip
_DESCRIPTIONS: Final[Mapping[Kind, Rule]] = {
    "vpc": VPC_DESCRIPTION, "vswitch": VSWITCH_DESCRIPTION,
    "route_table": ROUTE_TABLE_DESCRIPTION, "route_entry": ROUTE_ENTRY_DESCRIPTION,
}  # fmt: skip


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def check_name(kind: Kind, name: Maybe[str | None]) -> Violations:
    """A name of a VPC, vSwitch, route table or route entry; None or empty means not given."""
    if name and name is not UNKNOWN and (len(name) > 128 or _is_url(name)):
        yield _NAMES[kind].broken("name", value=name)


def check_description(kind: Kind, description: Maybe[str | None]) -> Violations:
    """A description of a VPC, vSwitch, route table or route entry; None or empty means not given."""
    if description and description is not UNKNOWN and (len(description) > 256 or _is_url(description)):
        yield _DESCRIPTIONS[kind].broken("description", value=description)


def check_peering_name(name: Maybe[str | None], *, creating: bool) -> Violations:
    """A connection's name. Create is strict, Modify lenient (their API pages disagree; each is followed)."""
    if not name or name is UNKNOWN:
        return
    if creating:
        if not _STRICT_NAME.fullmatch(name):
            wanted = "2 to 128 letters, digits, underscores or dashes, beginning with a letter"
            yield PEERING_NAME.broken("name", value=name, wanted=wanted)
    elif len(name) > 128 or _is_url(name):
        wanted = "1 to 128 characters, not beginning with http:// or https://"
        yield PEERING_NAME.broken("name", value=name, wanted=wanted)


def check_peering_description(description: Maybe[str | None], *, creating: bool) -> Violations:
    """A connection's description. Create is strict, Modify lenient (their API pages disagree)."""
    if not description or description is UNKNOWN:
        return
    shortest = 2 if creating else 1
    starts_well = not creating or _STRICT_START.match(description) is not None
    if not shortest <= len(description) <= 256 or _is_url(description) or not starts_well:
        start = "beginning with a letter" if creating else "not beginning with http:// or https://"
        wanted = f"{shortest} to 256 characters, {start}"
        yield PEERING_DESCRIPTION.broken("description", value=description, wanted=wanted)


TAG_KEY: Final = Rule(
    "ALI116", "tag-key", "error", ApiFault(400, "IllegalParam.TagKey", "The param of Tag.Key is illegal."),
    "the tag key {value!r} is not accepted: 1 to 128 characters, not beginning with aliyun or acs:, without http(s)://",
    "TagResources metadata; VpcPeer error page for the code",
)  # fmt: skip
TAG_VALUE: Final = Rule(
    "ALI117", "tag-value", "error", ApiFault(400, "IllegalParam.TagValue", "The param of Tag.Value is illegal."),
    "the tag value {value!r} is not accepted: at most 128 characters, not beginning with acs:, without http(s)://",
    "TagResources metadata; VpcPeer error page for the code",
)  # fmt: skip
TAG_COUNT: Final = Rule(
    "ALI118", "tag-count", "error",
    ApiFault(400, "NumberExceed.Tags", "The maximum number of tags is exceeded."),
    "{count} tags, but a resource holds at most {limit}", "TagResources metadata; quota page",
)  # fmt: skip
TAG_TWICE: Final = Rule(
    "ALI119", "tag-key-twice", "error",
    ApiFault(400, "Forbidden.TagKey.Duplicated", "The specified tag key already exists."),
    "the tag key {value!r} is given twice", "TagResources metadata",
)  # fmt: skip

TAG_LIMIT: Final = 20
#: Beginnings of keys that are the cloud's own (TagResources metadata).
RESERVED_KEYS: Final = ("aliyun", "acs:")


def check_tags(tags: list[tuple[Maybe[str], Maybe[str]]], *, present: int = 0) -> Violations:
    """Tags about to be bound to a resource that will then have ``present`` further ones."""
    seen = set()
    for key, value in tags:
        if key is not UNKNOWN:
            if not 1 <= len(key) <= 128 or key.startswith(RESERVED_KEYS) or "http://" in key or "https://" in key:
                yield TAG_KEY.broken("tags", value=key)
            elif key in seen:
                yield TAG_TWICE.broken("tags", value=key)
            seen.add(key)
        if value is not UNKNOWN and (
            len(value) > 128 or value.startswith("acs:") or "http://" in value or "https://" in value
        ):
            yield TAG_VALUE.broken("tags", value=value)
    if len(tags) + present > TAG_LIMIT:
        yield TAG_COUNT.broken("tags", count=len(tags) + present, limit=TAG_LIMIT)


def is_prefix_list_name(name: str) -> bool:
    """Whether a prefix list may be called so (CreatePrefixList page)."""
    taken = ("http://", "https://", "com.aliyun", "com.alibabacloud")
    return _PREFIX_LIST_NAME.fullmatch(name) is not None and not name.startswith(taken)
