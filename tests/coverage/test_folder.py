from __future__ import annotations

import json

from tfmock.coverage.folder import DeclaredBlock, cover, folder_as_json, text_lines
from tfmock.coverage.tiers import Tier

BLOCKS = [
    DeclaredBlock("resource", "alicloud_ots_tunnel", "main.tf", 9),
    DeclaredBlock("resource", "alicloud_kms_key", "main.tf", 1),
    DeclaredBlock("resource", "alicloud_kms_key", "other.tf", 3),
    DeclaredBlock("data", "alicloud_zones", "main.tf", 5),
    DeclaredBlock("resource", "random_id", "main.tf", 7),
    DeclaredBlock("data", "terraform_remote_state", "main.tf", 8),
]


def test_text() -> None:
    assert list(text_lines(cover("infra", BLOCKS, ["module a is not here"]))) == [
        "infra: 3 types of alicloud in 4 blocks",
        "  emulated  alicloud_zones       data source  main.tf:5",
        "  CRUD      alicloud_kms_key     resource     main.tf:1 and 1 more",
        "  none      alicloud_ots_tunnel  resource     main.tf:9",
        "1 emulated: rules, states and errors of the cloud",
        "1 CRUD: only stored and returned; no rule of the cloud is applied",
        "1 none: tfmock refuses its calls",
        "not of alicloud: random",
        "not looked at: module a is not here",
    ]


def test_json() -> None:
    report = json.loads(json.dumps(folder_as_json(cover("infra", BLOCKS))))
    assert report["totals"] == {"emulated": 1, "crud": 1, "none": 1}
    assert report["types"][1] == {
        "type": "alicloud_kms_key",
        "mode": "resource",
        "tier": "crud",
        "product": "kms",
        "blocks": [{"file": "main.tf", "line": 1}, {"file": "other.tf", "line": 3}],
    }
    assert report["other_providers"] == ["random"]


def test_what_is_below_a_tier() -> None:
    covered = cover("infra", BLOCKS)
    assert [use.type for use in covered.below(Tier.EMULATED)] == ["alicloud_kms_key", "alicloud_ots_tunnel"]
    assert [use.type for use in covered.below(Tier.CRUD)] == ["alicloud_ots_tunnel"]


def test_names_that_the_provider_does_not_have_are_explained() -> None:
    blocks = [
        DeclaredBlock("resource", "alicloud_kms_keyy", "main.tf", 1),
        DeclaredBlock("resource", "alicloud_vpcs", "main.tf", 2),
    ]
    lines = list(text_lines(cover("infra", blocks)))
    assert "has no such resource. Did you mean alicloud_kms_key?)" in lines[1]
    assert lines[2].endswith("main.tf:2 (the provider has it as a data source only)")


def test_a_configuration_without_alicloud() -> None:
    assert list(text_lines(cover("infra", BLOCKS[4:]))) == [
        "infra: 0 types of alicloud in 0 blocks",
        "not of alicloud: random",
    ]
