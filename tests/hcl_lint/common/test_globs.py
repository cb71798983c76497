"""Patterns of paths are those of ``.gitignore``."""

from __future__ import annotations

import pytest

from hcl_lint.common.globs import compile_globs


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("examples/*", "examples/main.tf", True),
        ("examples/*", "examples/a/main.tf", True),  # a directory that fits holds what fits
        ("examples/*", "infra/examples/main.tf", False),
        ("modules/*/main.tf", "modules/a/main.tf", True),
        ("modules/*/main.tf", "modules/a/b/main.tf", False),
        ("modules/**/main.tf", "modules/a/b/main.tf", True),
        ("*.tofu", "infra/main.tofu", True),
        ("*.tofu", "infra/main.tofu.json", False),
        ("legacy", "infra/legacy/main.tf", True),
        ("legacy/", "legacy/main.tf", True),
        ("/legacy", "infra/legacy/main.tf", False),
    ],
)
def test_a_pattern_matches_as_in_gitignore(pattern: str, path: str, fits: bool) -> None:
    assert compile_globs([pattern])(path) is fits


def test_the_last_matching_pattern_decides() -> None:
    fits = compile_globs(["examples/*", "!examples/kept"])
    assert (fits("examples/a/main.tf"), fits("examples/kept/main.tf")) == (True, False)


def test_no_pattern_matches_nothing() -> None:
    assert not compile_globs([])("main.tf")


def test_an_invalid_pattern_is_an_error() -> None:
    with pytest.raises(ValueError, match="Invalid git pattern"):
        compile_globs(["!"])


def test_a_hostile_pattern_takes_no_exponential_time() -> None:
    """With backtracking this would not end."""
    assert not compile_globs(["*a" * 60 + "b"])("a" * 250)
