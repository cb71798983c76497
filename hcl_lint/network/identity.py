"""Which thing an argument names, whose account a provider acts for, and in which region.

An identity is the cloud's id (``vpc-bp1...``) or, for what is yet to be created, the address of its resource
(``alicloud_vpc.a``). Equal identities are the same thing; different ones may still be the same when one is
an id and the other an address, so rules compare only what :func:`certainly_different` allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from hcl_lint.evaluate.known_values import is_placeholder, known_text
from hcl_lint.evaluate.model import ProviderConfiguration, ResourceInstance, RootModule
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Reference, Value
from tfmock.rulebook.names import ACCESS_KEY
from tfmock.rulebook.rule import UNKNOWN, Maybe

Id: TypeAlias = Maybe["str | None"]

_DEPTH = 8
_SYSTEM_TABLE = ".route_table_id"
#: A resource type without a name, in a module or not: what is left of the address of a resource called route_table_id.
_BARE_TYPE = re.compile(r'(?:module\.[\w-]+(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?\.)*[a-z][a-z0-9_]*')
#: What decides for whom a provider acts; see the provider's documentation, "Authentication".
_CREDENTIALS = ("access_key", "profile", "shared_credentials_file", "ecs_role_name", "credentials_uri")


def identity(root: RootModule, value: Value | None, depth: int = _DEPTH) -> Id:
    """What ``value`` names; None where nothing is given, UNKNOWN where that is not known."""
    if value is None or value.null:
        return None
    referred = _referred(root, value.reference, depth) if value.reference and depth else UNKNOWN
    if referred is not UNKNOWN:
        return referred
    text = known_text(value)
    return UNKNOWN if text is None or is_placeholder(text) else text


def _referred(root: RootModule, reference: Reference, depth: int) -> Id:
    if reference.mode != "managed" or len(reference.path) != 1 or UNKNOWN_VALUE in _keys(reference):
        return UNKNOWN
    resource = root.resource(reference)
    attribute = reference.path[0]
    if resource is None or not isinstance(attribute, str):
        return UNKNOWN
    if resource.type == "alicloud_vpc_peer_connection_accepter" and attribute in ("id", "instance_id"):
        return identity(root, resource.get("instance_id"), depth - 1)
    if attribute == "id" or (attribute == "prefix_list_id" and resource.type == "alicloud_vpc_prefix_list"):
        return resource.address
    if resource.type == "alicloud_vpc" and attribute in ("route_table_id", "router_table_id"):
        return system_table(resource.address)
    argument = resource.arguments.get(attribute)
    return UNKNOWN if argument is None else identity(root, argument.value, depth - 1)


def _keys(reference: Reference) -> list[object]:
    return [reference.key, *(step.key for step in reference.module)]


def system_table(vpc: str) -> str:
    """The identity of a VPC's system route table."""
    return f"{vpc}{_SYSTEM_TABLE}"


def vpc_of_system_table(table: str) -> Id:
    """The VPC whose system route table this is; UNKNOWN of any other table."""
    vpc = table.removesuffix(_SYSTEM_TABLE)
    return UNKNOWN if vpc == table or _BARE_TYPE.fullmatch(vpc) else vpc


def is_address(id: str) -> bool:
    """Whether an identity is the address of a resource (``alicloud_vpc.a``), not an id of the cloud."""
    return "." in id


def certainly_different(id: Id, other: Id) -> bool:
    """Whether two identities cannot be the same thing: both are known and of the same kind."""
    if id is UNKNOWN or other is UNKNOWN or id is None or other is None:
        return False
    return id != other and is_address(id) == is_address(other)


@dataclass(frozen=True, slots=True)
class Account:
    """For whom a provider acts: the account's id where it is written, and the credentials that it uses."""

    uid: str | None
    credentials: tuple[tuple[str, str], ...]

    def same(self, other: Account) -> Literal["yes", "no", "perhaps"]:
        """Whether two providers act for the same account; different keys may belong to one account."""
        if self.uid and other.uid:
            return "yes" if self.uid == other.uid else "no"
        if self.uid or other.uid:
            return "perhaps"
        return "yes" if self.credentials == other.credentials else "perhaps"


def account_of(provider: ProviderConfiguration | None) -> Maybe[Account]:
    """The account of a provider configuration; without one, that of the environment."""
    if provider is None:
        return Account(None, ())
    parts: list[tuple[str, str]] = []
    for name in _CREDENTIALS:
        value = provider.get(name)
        if value is not None and not value.null:
            text = _text_or_reference(value)
            if text is None:
                return UNKNOWN
            parts.append((name, text))
    uid = _uid(provider.get("account_id")) or _uid_of_key(provider.get("access_key"))
    role = provider.assume_role
    if role is not None:
        arn = role.get("role_arn")
        text = _text_or_reference(arn) if arn is not None else None
        if text is None:
            return UNKNOWN
        parts.append(("role_arn", text))
        uid = _uid_of_arn(text) or None
    return Account(uid, tuple(parts))


def _text_or_reference(value: Value) -> str | None:
    """What distinguishes a value, known or not: its text or what it refers to."""
    return value.text() or (str(value.reference) if value.reference else None)


def _uid(value: Value | None) -> str | None:
    text = value.text() if value else None
    return text if text and text.isdigit() else None


def _uid_of_key(value: Value | None) -> str | None:
    """tfmock's own keys name their account: ``default.1000000000000001``."""
    named = re.fullmatch(ACCESS_KEY, known_text(value) or "")
    return named[2] if named else None


def _uid_of_arn(arn: str) -> str | None:
    """``acs:ram::1234567890123456:role/name`` -> the account's id."""
    parts = arn.split(":")
    return parts[3] if len(parts) > 4 and parts[3].isdigit() else None


def region_of(resource: ResourceInstance) -> Maybe[str]:
    """The region in which a resource is created: its provider's; UNKNOWN when the environment decides."""
    if not resource.provider_known or resource.provider is None:
        return UNKNOWN
    value = resource.provider.region
    text = known_text(value)
    return UNKNOWN if not text or is_placeholder(text) else text


def account_of_resource(resource: ResourceInstance) -> Maybe[Account]:
    """For whom a resource is created."""
    return account_of(resource.provider) if resource.provider_known else UNKNOWN
