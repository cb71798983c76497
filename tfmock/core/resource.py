"""What the project's lists need to know of one kind of resource, said once beside its row.

Reports, tag actions, quotas, the deletion of a parent, seeds and tests read these descriptors; how a resource behaves
is in its handlers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of thing that users make: ``resource`` of its row class.

    Attributes:
        kind: its name in reports, ``vpc``.
        product: whose API makes it, as operations name it.
        terraform_types: the provider's resource types that make it.
        terraform_parts: those that make a part of it.
        id_prefix: ids are ``<id_prefix>-...``; empty where users choose the ids.
        id_length: characters of an id after the prefix.
        tag_type: ResourceType in the tag actions of ``product``; empty where these do not know it.
        move_type: ResourceType in MoveResourceGroup of ``product``; empty where that does not know it.
        quota: the field of ``Quotas`` that limits how many an account has; empty where none does.
        quota_index: the index whose rows count: ``home`` is by account and region, ``account`` by account.
        parent_in_use: makes the error of deleting the parent while there is one; found by the index ``vpc``.
        parent_check: the place of that check among those of the parent.
        seed: attribute in a state of Terraform -> field of the row, where that is all that the row needs.
    """

    kind: str
    product: str
    terraform_types: tuple[str, ...] = ()
    terraform_parts: tuple[str, ...] = ()
    id_prefix: str = ""
    id_length: int = 21
    tag_type: str = ""
    move_type: str = ""
    quota: str = ""
    quota_index: str = "home"
    parent_in_use: Callable[[], Exception] | None = None
    parent_check: int = 0
    seed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One resource as lists of resources show it.

    Attributes:
        id: its id, or the name that its account knows it by.
        region: empty for what is in no region.
        detail: what else tells it apart, in a few words.
        listed: false for what the cloud makes along with something else.
    """

    id: str
    account: str
    region: str = ""
    name: str = ""
    detail: str = ""
    listed: bool = True
