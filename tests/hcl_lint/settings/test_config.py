"""Settings: found upwards, checked, and applied by code, severity and path."""

from __future__ import annotations

from pathlib import Path

import pytest

from hcl_lint.codes import check_codes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.settings.config import Config, ConfigError, find, read


def config(tmp_path: Path, text: str) -> Config:
    path = tmp_path / ".hcl-lint.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def diagnostic(code: str, path: Path) -> Diagnostic:
    return Diagnostic(code=code, name="x", severity="warning", message="m", path=str(path))


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".hcl-lint.toml").write_text('ignore = ["ALI1"]', encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert find(inner).selection.ignore == ("ALI1",)
    (tmp_path / "a" / "pyproject.toml").write_text('[tool.hcl-lint]\nfail-on = "never"\n', encoding="utf-8")
    assert find(inner).fail_on == "never"


def test_codes_are_chosen_by_their_beginning(tmp_path: Path) -> None:
    chosen = config(tmp_path, 'select = ["ALI1", "ALI301"]\nignore = ["ALI102"]')
    assert chosen.selects_anywhere("ALI101", True)
    assert not chosen.selects_anywhere("ALI102", True)
    assert chosen.selects_anywhere("ALI301", False)
    assert not chosen.selects_anywhere("ALI302", True)


def test_a_path_can_have_its_own_rules_and_severities(tmp_path: Path) -> None:
    chosen = config(
        tmp_path,
        '[severity]\nALI3 = "notice"\nALI301 = "error"\n[per-path."old/*"]\nignore = ["ALI1"]\nselect = ["ALI153"]\n'
        '[per-path."old/*".severity]\nALI3 = "warning"\n',
    )
    new, old = tmp_path / "new" / "a.tf", tmp_path / "old" / "deep" / "a.tf"
    assert chosen.apply(diagnostic("ALI101", new), True)
    assert chosen.apply(diagnostic("ALI101", old), True) is None
    assert chosen.selects_anywhere("ALI153", False)
    assert chosen.apply(diagnostic("ALI153", new), False) is None
    assert chosen.apply(diagnostic("ALI153", old), False)
    severities = [chosen.apply(diagnostic(code, new), True) for code in ("ALI301", "ALI302", "ALI401")]
    assert [diagnostic.severity for diagnostic in severities if diagnostic] == ["error", "notice", "warning"]
    deep = chosen.apply(diagnostic("ALI302", old), True)
    assert deep is not None
    assert deep.severity == "warning"


@pytest.mark.parametrize(
    ("glob", "path", "severity"),
    [
        ("modules/*", "modules/a/main.tf", "notice"),
        ("modules/*", "modules/a/b/main.tf", "notice"),
        ("modules/*/main.tf", "modules/a/main.tf", "notice"),
        ("modules/*/main.tf", "modules/a/b/main.tf", "warning"),  # a star stops at a slash
        ("modules/**/main.tf", "modules/a/b/main.tf", "notice"),
        ("*.tofu", "modules/a/main.tofu", "notice"),
    ],
)
def test_per_path_globs_are_those_of_gitignore(tmp_path: Path, glob: str, path: str, severity: str) -> None:
    settings = config(tmp_path, f'[per-path."{glob}"]\nseverity = {{ ALI101 = "notice" }}\n')
    applied = settings.apply(diagnostic("ALI101", tmp_path / path), True)
    assert applied is not None
    assert applied.severity == severity


def test_an_unknown_code_is_reported_with_its_line(tmp_path: Path) -> None:
    chosen = config(tmp_path, '# ALI999\nignore = ["ALI1"]\n\n[severity]\nALI999 = "error"\n')
    with pytest.raises(ConfigError, match=r"\.hcl-lint\.toml:5: no rule has the code ALI999"):
        check_codes(chosen, {"ALI101": "x"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "selct is no setting; did you mean select"),
        ('select = "ALI1"', "select is a list of strings"),
        ('[severity]\nALI1 = "bad"', "'bad'"),
        ('fail-on = "always"', "'always'"),
        ("a = ", "is not TOML"),
        ('[per-path."x"]\nexclude = []', "exclude is no setting"),
        ("baseline = 1", "baseline is a path"),
        ("severity = 1", "severity is a table"),
        ('exclude = ["!"]', "exclude: Invalid git pattern: '!'"),
        ('[per-path."!"]\nignore = []', "per-path: Invalid git pattern: '!'"),
    ],
)
def test_wrong_settings_are_reported(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        config(tmp_path, text)
