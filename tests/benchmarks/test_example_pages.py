from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.example_pages import (
    DATA_SOURCE_PAGES,
    Page,
    batches,
    choose,
    module_files,
    parse_page,
    read_pages,
    root_file,
)
from tests.benchmarks.pages import ALIASES, NO_EXAMPLE, OTHER_PROVIDER, PLAIN, write_checkout


def page(name: str, *, providers: frozenset[str] = frozenset(), has_alias: bool = False) -> Page:
    return Page(name=name, product="X", body="", types=(), providers=providers, has_alias=has_alias)


def test_the_first_example_counts_without_its_provider() -> None:
    parsed = parse_page("made_up", PLAIN)
    assert parsed is not None
    assert parsed.types == ("alicloud_made_up", "alicloud_zones", "random_integer")
    assert (parsed.product, parsed.region, parsed.has_alias) == ("VPC", "cn-beijing", False)
    assert parsed.providers == {"random"}
    assert "provider " not in parsed.body
    assert "required_providers" not in parsed.body
    assert 'variable "region"' in parsed.body
    assert parsed.has_resources


def test_pages_of_data_sources(tmp_path: Path) -> None:
    folder = tmp_path / DATA_SOURCE_PAGES
    folder.mkdir(parents=True)
    (folder / "zones.html.markdown").write_text(
        '## Example\n```terraform\ndata "alicloud_zones" "x" {}\n```\n', "utf-8"
    )
    assert [(page.name, page.has_resources) for page in read_pages(tmp_path, DATA_SOURCE_PAGES)] == [("zones", False)]


def test_aliases_stay_and_run_alone() -> None:
    parsed = parse_page("aliased", ALIASES)
    assert parsed is not None
    assert 'alias  = "hz"' in parsed.body
    assert parsed.has_alias
    assert parsed.runs_alone


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ('provider "alicloud" {\n  region = "cn-shanghai"\n}', "cn-shanghai"),
        ('provider "alicloud" {\n  region = local.region\n}', "cn-hangzhou"),
        (
            'provider "alicloud" {\n  region = var.region\n}\nvariable "region" {\n  default = "eu-central-1"\n}',
            "eu-central-1",
        ),
        ("", "cn-hangzhou"),
    ],
)
def test_region(written: str, region: str) -> None:
    parsed = parse_page("x", f"## Example Usage\n```terraform\n{written}\n```\n")
    assert parsed is not None
    assert parsed.region == region


def test_a_page_without_an_example_is_left_out(tmp_path: Path) -> None:
    assert parse_page("silent", NO_EXAMPLE) is None
    assert [each.name for each in read_pages(write_checkout(tmp_path))] == ["aliased", "made_up", "waiting"]


def test_what_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no checkout of the provider"):
        read_pages(tmp_path)


def test_what_needs_another_provider_runs_alone() -> None:
    waiting = parse_page("waiting", OTHER_PROVIDER)
    assert waiting is not None
    assert waiting.providers == {"time"}
    pages = [page("a"), waiting, page("b"), page("c", has_alias=True), page("d", providers=frozenset({"random"}))]
    names = [[member.name for member in batch] for batch in batches(pages, 2)]
    assert names == [["a", "b"], ["d"], ["waiting"], ["c"]]


def test_the_same_seed_draws_the_same_sample() -> None:
    pages = [page(f"p{number:03}") for number in range(200)]
    first, again = (choose(pages, sample=20, seed=7) for _ in range(2))
    assert first == again == sorted(first, key=lambda member: member.name)
    assert len(first) == 20
    assert choose(pages, sample=20, seed=8) != first


def test_pages_are_chosen_by_name_or_type() -> None:
    pages = [page("a"), page("b"), page("c")]
    assert choose(pages, only=["alicloud_b", "c"], exclude=["c"]) == [pages[1]]


def test_a_root_calls_each_page_with_its_region() -> None:
    pages = [parse_page("made_up", PLAIN), parse_page("aliased", ALIASES)]
    present = [parsed for parsed in pages if parsed]
    root = root_file(present, "= 1.290.0")
    assert 'version = "= 1.290.0"' in root
    assert 'alias  = "cn-beijing"' in root
    assert 'module "made_up" {\n  source = "./made_up"\n  providers = {\n    alicloud = alicloud.cn-beijing' in root
    assert 'module "aliased" {\n  source = "./aliased"\n}' in root
    files = module_files(present)
    assert sorted(files) == ["aliased/main.tf", "aliased/versions.tf", "made_up/main.tf", "made_up/versions.tf"]
    assert "version =" not in files["made_up/versions.tf"]
