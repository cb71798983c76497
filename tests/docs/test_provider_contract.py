"""Comments point to sections of docs/provider-contract.md that exist, and to no document that is not here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.docs.blocks import ROOT

_PAGE: Final = ROOT / "docs" / "provider-contract.md"
_SEARCHED: Final = ("tfmock", "hcl_lint", "tests", "benchmarks", "tools", "docs")
#: ``provider-contract: Tags, Paging`` or ``docs/provider-contract.md, Tags``.
_REFERENCE: Final = re.compile(r"provider-contract(?::|\.md,) *(?P<headings>[^\n\"'`).;]+)")
_LINK: Final = re.compile(r"provider-contract\.md#(?P<anchor>[\w-]+)")
#: How comments named the documents of a folder that was never published.
_UNPUBLISHED: Final = re.compile(
    r"\bcontract \d|\(contract [a-z]|\bfacts? \d+\.\d|\bprototype[ _]notes?\b|\bprovider notes?\b", re.IGNORECASE
)


def _headings() -> list[str]:
    return re.findall(r"^#{2,} (.+)$", _PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def _wrong_references(text: str, headings: list[str]) -> list[str]:
    """The headings and anchors that a text points to and that the page does not have."""
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    named = [
        heading.strip()
        for reference in _REFERENCE.finditer(text)
        for heading in re.split(r",(?= )", reference["headings"].strip().rstrip(","))
    ]
    linked = [link["anchor"] for link in _LINK.finditer(text)]
    return [name for name in named if name not in headings] + [anchor for anchor in linked if anchor not in anchors]


def _files() -> list[Path]:
    pages = list(ROOT.glob("*.md"))
    sources = [path for name in _SEARCHED for path in (ROOT / name).rglob("*") if path.suffix in (".py", ".md")]
    return [path for path in (*pages, *sources) if path != Path(__file__)]


def _places(path: Path, wrong: list[str]) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {name}" for name in wrong]


def test_references_name_headings() -> None:
    headings = _headings()
    wrong = [
        place for path in _files() for place in _places(path, _wrong_references(path.read_text("utf-8"), headings))
    ]
    assert wrong == []
    assert sum(len(_REFERENCE.findall(path.read_text("utf-8"))) for path in _files()) > 50


def test_no_reference_to_an_unpublished_document() -> None:
    wrong = [
        place
        for path in _files()
        for place in _places(path, [m[0] for m in _UNPUBLISHED.finditer(path.read_text("utf-8"))])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("# provider-contract: Tags", []),
        ("(provider-contract: Tags, Client tokens); more", []),
        ('"""See docs/provider-contract.md, Client tokens."""', []),
        ("[page](provider-contract.md#client-tokens)", []),
        ("# provider-contract: Tokens", ["Tokens"]),
        ("(provider-contract: Tags, Nothing)", ["Nothing"]),
        ("[page](provider-contract.md#tokens)", ["tokens"]),
    ],
)
def test_a_wrong_reference_is_found(text: str, wrong: list[str]) -> None:
    assert _wrong_references(text, ["Client tokens", "Tags"]) == wrong


@pytest.mark.parametrize("text", ["(contract 0.2)", "facts 11.17", "prototype_notes 2", "(contract alicloud_vpc)"])
def test_an_unpublished_document_is_found(text: str) -> None:
    assert _UNPUBLISHED.search(text)


def test_headings_are_unique_and_can_be_named() -> None:
    headings = _headings()
    assert len(headings) == len(set(headings)) > 30
    assert [heading for heading in headings if re.search(r"[,.;:()\"'`]", heading)] == []
