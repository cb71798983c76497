"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.hcl_lint.linting import command
from tfmock.cli.main import main as tfmock_main

BAD = """provider "alicloud" {
  region = "cn-hangzhou"
}

resource "alicloud_vpc_peer_connection" "a" {
  vpc_id              = "vpc-bp1a"
  accepting_vpc_id    = "vpc-bp1b"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = 10
}
"""


@pytest.fixture
def infra(tmp_path: Path) -> Path:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_diagnostics_exit_with_1(infra: Path) -> None:
    done = command(infra, "infra")
    assert done.returncode == 1
    assert "infra/main.tf:9:25" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("notice", 1), ("never", 0)])
def test_fail_on(infra: Path, level: str, code: int) -> None:
    assert command(infra, "infra", "--fail-on", level).returncode == code
    assert command(infra, "infra", "--ignore", "ALI101", "--fail-on", level).returncode == (
        0 if level == "error" else code
    )


def test_standard_input(infra: Path) -> None:
    done = command(infra, "-", "--format", "compact", "--select", "ALI101", stdin=BAD)
    assert done.stdout.startswith("-:9:25: error [ALI101]")


@pytest.mark.parametrize(
    ("paths", "uses_variables"),
    [
        (["infra/main.tf", "infra/terraform.tfvars"], True),
        (["infra/terraform.tfvars"], True),
        (["infra/x.auto.tfvars.json"], True),
        (["infra", "infra/terraform.tfvars"], True),
        (["infra", "values/prod.tfvars"], True),
        (["values/prod.tfvars", "--allow-empty"], False),
    ],
)
def test_named_variable_files_stand_for_their_directory(infra: Path, paths: list[str], uses_variables: bool) -> None:
    """A hook names all files that changed."""
    (infra / "values").mkdir()
    for name in ("infra/terraform.tfvars", "values/prod.tfvars"):
        (infra / name).write_text("", encoding="utf-8")
    (infra / "infra" / "x.auto.tfvars.json").write_text("{}", encoding="utf-8")
    done = command(infra, *paths, "--format", "compact", "--select", "ALI101")
    assert (done.returncode, done.stdout.count("[ALI101]"), "ALI002" in done.stdout) == (
        uses_variables,
        uses_variables,
        False,
    )


def test_a_named_file_is_checked_together_with_its_directory(infra: Path) -> None:
    (infra / "infra" / "other.tf").write_text(BAD.split("}\n\n", 1)[1].replace('"a"', '"o"'), encoding="utf-8")
    done = command(infra, "infra/other.tf", "--format", "compact")
    assert {line.split(":")[0] for line in done.stdout.splitlines()} <= {"infra/other.tf"}
    assert "ALI352" not in done.stdout  # a route may stand in main.tf


def test_several_formats_at_once(infra: Path) -> None:
    done = command(infra, "infra", "-f", "sarif", "-o", "a.sarif", "-f", "compact", "--format=junit", "--output=b.xml")
    assert done.stdout.count("\n") == 3
    assert json.loads((infra / "a.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (infra / "b.xml").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "nowhere: there is no such file"),
        (["--format", "yaml", "infra"], "yaml"),
        (["--frobnicate"], "No such option"),
        (["infra", "--select", "ALI999"], "ALI999"),
        (["infra", "--severity", "ALI101=bad"], "bad is none of"),
        (["infra", "--severity", "ALI101"], "NAME=VALUE"),
        (["infra", "--var", "x"], "NAME=VALUE"),
        (["infra", "-o", "x"], "--output belongs"),
        (["infra", "--fix", "--diff"], "give one of them"),
        (["infra", "--unsafe-fixes"], "goes with"),
        (["-", "--fix"], "standard input"),
        (["infra", "--plan", "gone.json"], "gone.json cannot be read"),
        (["infra", "--plan", "infra/main.tf"], "is not JSON"),
        (["infra", "--config", "gone.toml"], "gone.toml cannot be read"),
        (["infra", "--baseline", "gone.json"], "gone.json cannot be read"),
        (["infra", "--rules", "gone"], "no such folder"),
        (["infra", "--changed-since", "HEAD"], "git"),
        (["infra", "-f", "json", "-o", "no/such/folder"], "no/such/folder"),
        (["infra", "--var-file", "gone.tfvars"], "--var-file gone.tfvars: No such file"),
        (["infra", "--var-file", "infra"], "no regular file"),
        (["infra", "--var", "gone=secret"], "--var gone: no variable of this name is declared in infra"),
        (["infra/notes.txt"], "infra/notes.txt: this is no configuration; name a directory or a *.tf or *.tofu file"),
        (["values/prod.tfvars"], "no *.tf or *.tofu files beside the variable files"),
        ([""], "PATH is empty"),
        (["infra", ""], "PATH is empty"),
        (["infra", "--plan", ""], "--plan is empty"),
        (["infra", "--baseline="], "--baseline is empty"),
        (["infra", "--write-baseline", ""], "--write-baseline is empty"),
        (["infra", "--config", ""], "--config is empty"),
        (["infra", "--changed-since", ""], "--changed-since is empty"),
        (["infra", "--workspace", ""], "--workspace is empty"),
        (["infra", "--cache-dir", ""], "--cache-dir is empty"),
        (["infra", "--rules", ""], "--rules is empty"),
        (["infra", "--exclude", ""], "--exclude is empty"),
        (["infra", "--exclude", "!"], "--exclude: Invalid git pattern: '!'"),
        (["infra", "--var-file", ""], "--var-file is empty"),
        (["infra", "--expect-reach", ""], "--expect-reach is empty"),
        (["infra", "-f", "json", "-o", ""], "--output is empty"),
        (["infra", "--select", ","], "--select is empty"),
        (["infra", "--select", "ALI101, "], "--select is empty"),
        (["infra", "--ignore", ""], "--ignore is empty"),
        (["explian"], "did you mean the command explain?"),
        (["infra", "--select", "ALI10l"], "did you mean ALI"),
        (["infra", "--select", "ali1"], "no rule has the code ali1; did you mean ALI1?"),
        (["infra", "--ignore", "bandwith-within-region"], "(bandwidth-within-region)?"),
        (["infra", "--severity", "link-type-valeu=error"], "(link-type-value)?"),
        (["infra", "--select", "zebra"], "no rule has the code zebra; hcl-lint rules lists them"),
        (["infra", "--select", "ALI998"], "no rule has the code ALI998; hcl-lint rules lists them"),
        (["explain", "ALI998"], "no rule is called ALI998; hcl-lint rules lists them"),
        (["explain", "bandwith-within-region"], "(bandwidth-within-region)?"),
    ],
)
def test_a_run_that_is_impossible_gives_the_reason_and_exits_with_2(
    infra: Path, arguments: list[str], message: str
) -> None:
    (infra / "infra" / "notes.txt").write_text("hello", encoding="utf-8")
    (infra / "values").mkdir()
    (infra / "values" / "prod.tfvars").write_text("", encoding="utf-8")
    done = command(infra, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_baseline_hides_known_diagnostics_only(infra: Path) -> None:
    assert command(infra, "infra", "--write-baseline", "base.json").returncode == 0
    assert command(infra, "infra", "--baseline", "base.json", "--fail-on", "notice").returncode == 0
    moved = "\n\n" + BAD.replace('"a"', '"b"').split("}\n", 1)[1].replace("vpc-bp1a", "vpc-bp1c")
    (infra / "infra" / "main.tf").write_text("\n\n" + BAD + moved, encoding="utf-8")
    done = command(infra, "infra", "--baseline", "base.json", "-f", "compact", "--select", "ALI101")
    assert done.stdout.count("\n") == 1
    assert done.returncode == 1


def test_changed_since_looks_at_changed_files_only(infra: Path) -> None:
    (infra / "infra" / "other.tf").write_text(BAD.split("}\n\n", 1)[1].replace('"a"', '"o"'), encoding="utf-8")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=infra, check=True)
    subprocess.run([*git, "add", "infra"], cwd=infra, check=True)
    subprocess.run([*git, "commit", "-qm", "x"], cwd=infra, check=True)
    assert command(infra, "infra", "--changed-since", "HEAD").returncode == 0
    (infra / "infra" / "other.tf").write_text("# new\n" + (infra / "infra" / "other.tf").read_text(), encoding="utf-8")
    done = command(infra, "infra", "--changed-since", "HEAD", "-f", "compact", "--select", "ALI101")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["infra/other.tf"]
    assert command(infra, "infra", "--changed-since", "no-such").returncode == 2


def test_fix_and_diff(infra: Path) -> None:
    done = command(infra, "infra", "--diff", "--select", "ALI101")
    assert "-  bandwidth           = 10" in done.stdout
    done = command(infra, "infra", "--fix", "--select", "ALI101")
    assert done.returncode == 0
    assert "1 fixed" in done.stdout
    assert "bandwidth" not in (infra / "infra" / "main.tf").read_text(encoding="utf-8")


def test_statistics_and_quiet(infra: Path) -> None:
    done = command(infra, "infra", "--statistics", "-q")
    assert "     1  ALI101  bandwidth-within-region  (1 fixable)" in done.stdout
    assert "Found" not in done.stdout


def test_own_rules_and_their_crashes(infra: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "lint.md").read_text(encoding="utf-8")
    example = guide.split("```python\n", 1)[1].split("```", 1)[0]
    (infra / "own").mkdir()
    (infra / "own" / "team.py").write_text(example, encoding="utf-8")
    (infra / "infra" / "main.tf").write_text(
        BAD.replace("bandwidth           =", "peer_connection_name ="), encoding="utf-8"
    )
    text = (infra / "infra" / "main.tf").read_text(encoding="utf-8").replace("= 10", '= "hub"')
    (infra / "infra" / "main.tf").write_text(text, encoding="utf-8")
    done = command(infra, "infra", "--rules", "own", "-f", "compact", "--select", "ORG")
    assert "[ORG001] hub does not begin with a team" in done.stdout
    (infra / "own" / "team.py").write_text(example.replace("connection.text(", "connection.txt("), encoding="utf-8")
    done = command(infra, "infra", "--rules", "own", "-f", "compact")
    assert "[ALI007] rule ORG001 failed with AttributeError" in done.stdout
    assert "[ALI352]" in done.stdout
    (infra / "own" / "team.py").write_text("import nonsense_that_is_not_there", encoding="utf-8")
    assert command(infra, "infra", "--rules", "own").returncode == 2


def test_an_installed_package_offers_rules(infra: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "lint.md").read_text(encoding="utf-8")
    site = infra / "site"
    (site / "offers-1.0.dist-info").mkdir(parents=True)
    (site / "offers-1.0.dist-info" / "METADATA").write_text("Name: offers\nVersion: 1.0\n", encoding="utf-8")
    points = "[hcl_lint.rules]\nteam = offered_team\n"
    (site / "offers-1.0.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    example = guide.split("```python\n", 1)[1].split("```", 1)[0]
    (site / "offered_team.py").write_text(example, encoding="utf-8")
    path = os.pathsep.join([str(site), str(Path(__file__).parents[3])])
    assert "ORG001" in command(infra, "rules", PYTHONPATH=path).stdout
    assert "ORG001" not in command(infra, "rules").stdout


def test_settings_are_found_and_can_be_ignored(infra: Path) -> None:
    (infra / ".hcl-lint.toml").write_text('ignore = ["ALI1", "ALI3"]\n', encoding="utf-8")
    assert command(infra, "infra").returncode == 0
    assert command(infra, "infra", "--no-config").returncode == 1


def test_settings_of_subdirectories_are_ignored_with_a_notice(infra: Path) -> None:
    (infra / "infra" / ".hcl-lint.toml").write_text('ignore = ["ALI1", "ALI3"]\n', encoding="utf-8")
    done = command(infra, ".")
    assert done.returncode == 1
    assert "infra/.hcl-lint.toml is not used" in done.stderr
    assert command(infra, "infra").returncode == 0
    assert command(infra, ".", "-q").stderr == ""


def test_a_var_file_of_the_settings_that_is_missing(infra: Path) -> None:
    (infra / ".hcl-lint.toml").write_text('var-files = ["gone.tfvars"]\n', encoding="utf-8")
    done = command(infra, "infra")
    assert (done.returncode, done.stdout) == (2, "")
    assert "var-files" in done.stderr
    assert "gone.tfvars" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("main.tf", 'resource "alicloud_vpc" "v" {\n  cidr_block = "10.0.0.0/8"\n}\n', 0),
        ("terraform.tfvars", "a = 1\n", 0),
        (".hcl-lint.toml", 'ignore = ["ALI101"]\n', 0),
        ("main.tf.json", '{"resource": {"alicloud_vpc": {"v": {"cidr_block": "10.0.0.0/8"}}}}', 1),
        ("terraform.tfvars.json", '{"a": 1}', 1),
    ],
)
def test_a_byte_order_mark_is_taken_where_terraform_takes_it(tmp_path: Path, name: str, text: str, code: int) -> None:
    """Terraform 1.11: before HCL, not before JSON."""
    (tmp_path / "other.tf").write_text(
        'resource "alicloud_vpc" "w" {\n  cidr_block = "10.0.0.0/8"\n}\nvariable "a" {}\n'
    )
    (tmp_path / name).write_text(text, encoding="utf-8-sig")
    done = command(tmp_path, ".", "-f", "compact")
    assert done.returncode == code
    assert ("ALI001" in done.stdout) == bool(code)


def test_the_list_has_the_severities_that_are_reported(infra: Path) -> None:
    lines = {
        line.split()[0]: line.split()[1] for line in command(infra, "rules").stdout.splitlines() if line[:3] == "ALI"
    }
    assert {code: lines[code] for code in ("ALI001", "ALI006", "ALI008", "ALI101", "ALI352")} == {
        "ALI001": "error", "ALI006": "varies", "ALI008": "warning", "ALI101": "error", "ALI352": "warning",
    }  # fmt: skip
    assert "not-judged (error/notice)" in command(infra, "explain", "ALI006").stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("hcl-lint ru", "plain,rules"), ("hcl-lint ./in", "file,./in"), ("hcl-lint check ./in", "file,./in"),
        ("hcl-lint --quiet ./in", "file,./in"), ("hcl-lint explain ALI10", "plain,ALI101"),
        ("hcl-lint --select ALI10", "plain,ALI101"), ("hcl-lint --var-file ./in", "file,./in"),
    ],
)  # fmt: skip
def test_completion_of_paths_commands_and_codes(infra: Path, words: str, offered: str) -> None:
    last = str(len(words.split()) - 1)
    done = command(infra, _HCL_LINT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=last)
    assert offered in done.stdout.splitlines()


def test_colour_only_on_demand(infra: Path) -> None:
    assert "\x1b" not in command(infra, "infra").stdout
    assert "\x1b" in command(infra, "infra", "--color", "always").stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(infra: Path, shell: str) -> None:
    assert "_HCL_LINT_COMPLETE" in command(infra, "completion", shell).stdout


def test_completion_offers_flags_without_naming_check(infra: Path) -> None:
    done = command(infra, _HCL_LINT_COMPLETE="bash_complete", COMP_WORDS="hcl-lint --fa", COMP_CWORD="1")
    assert "--fail-on" in done.stdout


def test_version_costs_no_heavy_import() -> None:
    """How long it takes is for benchmarks/lint.py to say; what would make it long is here."""
    heavy = "{'hcl2', 'lark', 'pydantic', 'flask', 'json', 'decimal', 'concurrent'}"
    program = (
        f"import sys; sys.argv = ['hcl-lint', '--version']\n"
        f"from hcl_lint.cli import main\n"
        f"try: main()\n"
        f"finally: print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_is_complete(infra: Path) -> None:
    text = command(infra, "check", "--help").stdout
    for flag in ("--format", "--fix", "--baseline", "--changed-since", "--plan", "--var-file", "--statistics"):
        assert flag in text
    assert "Usage: hcl-lint" in command(infra, "--help").stdout


def test_a_reader_that_stops_early_is_no_error(infra: Path) -> None:
    command = f"{sys.executable} -m hcl_lint infra --format json | head -c 10"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[3]), "HOME": str(infra)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=infra, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


@pytest.mark.parametrize("format", ["text", "compact", "json", "sarif", "junit", "github", "gitlab", "checkstyle"])
def test_names_and_texts_that_the_terminal_cannot_show(infra: Path, format: str) -> None:
    try:
        (infra / "infra" / os.fsdecode(b"\xff-\xe9.tf")).write_text(BAD.replace('"a"', '"\u5bf9"'), encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    done = command(infra, "infra", "-f", format, PYTHONIOENCODING="ascii:strict", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert command(infra, "infra", "-f", format, "-o", "report", "--write-baseline", "base").returncode == 0


NAMED = {
    "main.tf": 'resource "alicloud_vpc" "v" {\n  cidr_block = var.block\n}\n',
    "variables.tf": 'variable "block" {\n  default = "8.8.8.0/40"\n}\n# hcl-lint: ignore[ALI101] idle\n'
    'provider "alicloud" {}\n',
    "broken.tf": 'resource "alicloud_vpc" "x" {\n  cidr_block = \n}\n',
    "other.tf": 'resource "alicloud_vpc" "o" {\n  cidr_block = "300.0.0.0/8"\n  vpc_name = uper("x")\n}\n',
}


def test_only_the_named_files_are_reported(tmp_path: Path) -> None:
    """A fault in a value from a neighbouring file is reported where the named file uses it."""
    for name, text in NAMED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = command(tmp_path, "main.tf", "--format", "compact", "-q")
    assert done.stdout.startswith("main.tf:2:16: ")
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"main.tf"}
    every = command(tmp_path, "main.tf", ".", "--format", "compact", "-q").stdout
    assert {line.split(":")[0] for line in every.splitlines()} == {"variables.tf", "broken.tf", "other.tf"}


def test_a_fix_does_not_reach_files_that_are_not_named(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(BAD.replace("= 10", "= var.b"), encoding="utf-8")
    variable = 'variable "b" {\n  default = 10\n}\n'
    (tmp_path / "variables.tf").write_text(variable, encoding="utf-8")
    command(tmp_path, "main.tf", "--fix", "--unsafe-fixes")
    assert (tmp_path / "variables.tf").read_text(encoding="utf-8") == variable


@pytest.mark.parametrize("form", [[], ["--json"]])
@pytest.mark.parametrize("base", ["", 'provider "alicloud" {}\n', 'provider "alicloud" {\n  alias = "b"\n}\n'])
def test_the_file_that_tfmock_override_writes_has_no_diagnostics(tmp_path: Path, base: str, form: list[str]) -> None:
    """Its keys open nothing, and a provider that is nowhere configured may be overridden."""
    resource = 'resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.0/8"\n}\n'
    (tmp_path / "main.tf").write_text(base + resource, encoding="utf-8")
    assert CliRunner().invoke(tfmock_main, ["override", "--chdir", str(tmp_path), *form]).exit_code == 0
    done = command(tmp_path, ".")
    assert (done.returncode, "ALI" in done.stdout) == (0, False)


def test_an_alias_can_only_be_overridden_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('resource "alicloud_vpc" "a" {\n  cidr_block = "10.0.0.0/8"\n}\n')
    (tmp_path / "x_override.tf").write_text('provider "alicloud" {\n  alias = "b"\n}\n')
    done = command(tmp_path, ".")
    assert (done.returncode, "expected a provider of this name to override" in done.stdout) == (1, True)
