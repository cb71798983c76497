from __future__ import annotations

import pytest

from tfmock.coverage.tiers import Tier
from tfmock.services.action_tiers import all_actions, find_actions
from tfmock.services.registry import all_operations


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("CreateVpc", [("Vpc", "CreateVpc", Tier.EMULATED)]),
        ("vpc.CreateVpc", [("Vpc", "CreateVpc", Tier.EMULATED)]),
        ("2016-04-28/CreateVpc", [("Vpc", "CreateVpc", Tier.EMULATED)]),
        ("2014-05-26/CreateVpc", []),
        ("ScheduleKeyDeletion", [("kms", "ScheduleKeyDeletion", Tier.CRUD)]),
        ("GET /clusters/c-1", [("cs", "GET /clusters/{}", Tier.CRUD)]),
        ("PUT /?cors", [("oss", "PUT /?cors", Tier.CRUD)]),
        ("PUT /?worm", []),
        ("patch /clusters/c-1", []),
        ("createvpc", []),
        ("Nonsense", []),
    ],
)
def test_actions_are_found(text: str, entries: list[tuple[str, str, Tier]]) -> None:
    assert [(entry.product, entry.action, entry.tier) for entry in find_actions(text)] == entries


def test_an_action_of_several_products_is_found_in_each() -> None:
    assert {"slb", "alb", "nlb"} <= {entry.product for entry in find_actions("CreateLoadBalancer")}


def test_what_is_emulated_is_not_listed_as_stored() -> None:
    emulated = {(operation.version, operation.action) for operation in all_operations()}
    stored = {(entry.version, entry.action) for entry in all_actions() if entry.tier is Tier.CRUD}
    assert not emulated & stored
    assert len(stored) > 4000
