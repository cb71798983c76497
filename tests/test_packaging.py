"""The metadata for a package index, and where the README's links lead."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT: Final = Path(__file__).parents[1]
_LINK: Final = re.compile(r"\]\((?!https?://|#)(?P<target>[^)#\s]+)")
_PLACEHOLDER: Final = re.compile(r"OWNER|TODO|example\.(?:com|org)|your[ -]name", re.IGNORECASE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def test_each_python_is_named(project: dict[str, Any]) -> None:
    oldest = int(project["requires-python"].removeprefix(">=3."))
    assert [name for name in project["classifiers"] if re.search(r":: 3\.\d+$", name)] == [
        f"Programming Language :: Python :: 3.{minor}" for minor in range(oldest, 14)
    ]


def test_licence_is_an_expression(project: dict[str, Any]) -> None:
    """An index refuses a licence classifier beside an expression."""
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / project["license-files"][0]).read_text(encoding="utf-8")
    assert [name for name in project["classifiers"] if name.startswith("License")] == []


def test_no_placeholder(project: dict[str, Any]) -> None:
    assert (
        _PLACEHOLDER.search(repr({key: value for key, value in project.items() if "dependencies" not in key})) is None
    )


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_relative_links_lead_to_files(page: str) -> None:
    targets = [link["target"] for link in _LINK.finditer((ROOT / page).read_text(encoding="utf-8"))]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
