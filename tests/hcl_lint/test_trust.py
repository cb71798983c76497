"""What a judged tree cannot do: run code, read files of the machine, block the run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hcl_lint.settings.config import find
from tests.hcl_lint.linting import command

VPC = 'resource "alicloud_vpc" "a" {\n  cidr_block = %s\n}\n'
OWN = """from pathlib import Path

Path(__file__).with_name("ran").touch()
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository, judged from its top, with a rule in it."""
    folder = tmp_path / "repository"
    (folder / "rules").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "rules" / "x.py").write_text(OWN, encoding="utf-8")
    (folder / "main.tf").write_text(VPC % '"10.0.0.0/8"', encoding="utf-8")
    return folder


def ran(tree: Path) -> bool:
    return (tree / "rules" / "ran").exists()


@pytest.mark.parametrize("name", [".hcl-lint.toml", "pyproject.toml"])
@pytest.mark.parametrize("above", [False, True])
def test_settings_that_are_found_name_no_rules(tree: Path, name: str, above: bool) -> None:
    header = "[tool.hcl-lint]\n" if name == "pyproject.toml" else ""
    place = tree.parent if above else tree
    (place / name).write_text(f'{header}rules = ["{tree}/rules"]\n', encoding="utf-8")
    done = command(tree, ".")
    assert done.returncode == 2
    assert "--rules DIR" in done.stderr
    assert name in done.stderr
    assert not ran(tree)


def test_who_names_rules_on_the_command_line_wants_them_run(tree: Path) -> None:
    assert command(tree, ".", "--rules", "rules").returncode == 0
    assert ran(tree)


def test_a_settings_file_that_is_named_is_the_users_word(tree: Path) -> None:
    (tree / "lint.toml").write_text('rules = ["rules"]\n', encoding="utf-8")
    assert command(tree, ".", "--config", "lint.toml").returncode == 0
    assert ran(tree)


@pytest.mark.parametrize("own", [True, False])
def test_the_users_own_settings_name_rules_unless_they_lie_in_the_tree(tree: Path, own: bool) -> None:
    """A tree that brings a folder .config along is not at home."""
    home = tree.parent / "home" if own else tree
    (home / ".config" / "hcl-lint").mkdir(parents=True)
    text = f'rules = ["{tree}/rules"]\n'
    (home / ".config" / "hcl-lint" / "hcl-lint.toml").write_text(text, encoding="utf-8")
    (tree / ".hcl-lint.toml").write_text('fail-on = "warning"\n', encoding="utf-8")
    assert command(tree, ".", HOME=str(home)).returncode == 0
    assert ran(tree) == own
    settings = find(tree, {"HOME": str(home)})
    assert (settings.fail_on, bool(settings.rules)) == ("warning", own)


@pytest.mark.parametrize("real", [True, False])
def test_own_settings_around_the_tree_count_in_the_real_home_only(
    tree: Path, monkeypatch: pytest.MonkeyPatch, real: bool
) -> None:
    """Unpacked together with the tree, they are as strange as it is, whatever HOME says."""
    (tree / ".git").rmdir()
    home = tree.parent
    (home / ".config" / "hcl-lint").mkdir(parents=True)
    (home / ".config" / "hcl-lint" / "hcl-lint.toml").write_text(f'rules = ["{tree}/rules"]\n', encoding="utf-8")
    monkeypatch.setattr(
        "hcl_lint.settings.user_settings.real_home", lambda: str(home.resolve()) if real else "/home/nobody"
    )
    assert bool(find(tree, {"HOME": str(home)}).rules) == real


def test_python_m_takes_no_modules_from_the_tree(tree: Path) -> None:
    for name in ("click", "yaml", "re2", "tfmock"):
        (tree / f"{name}.py").write_text(OWN, encoding="utf-8")
    assert command(tree, ".").returncode == 0
    assert not (tree / "ran").exists()


@pytest.mark.parametrize("setting", ['var-files = ["../secret.tfvars"]', 'baseline = "/etc/passwd"'])
def test_settings_that_are_found_name_no_files_outside(tree: Path, setting: str) -> None:
    (tree.parent / "secret.tfvars").write_text('a = "b"\n', encoding="utf-8")
    (tree / ".hcl-lint.toml").write_text(setting + "\n", encoding="utf-8")
    done = command(tree, ".")
    assert done.returncode == 2
    assert "outside of this tree" in done.stderr


@pytest.mark.parametrize(
    "expression",
    ['file("../secret")', 'file("link")', 'templatefile("../secret", {})', 'file("${path.module}/../secret")',
     'join("", [for f in fileset("..", "*") : file("../${f}")])'],
)  # fmt: skip
def test_no_function_reads_what_lies_outside(tree: Path, expression: str) -> None:
    (tree.parent / "secret").write_text("hunter2", encoding="utf-8")
    (tree / "link").symlink_to("../secret")
    (tree / "main.tf").write_text(VPC % expression, encoding="utf-8")
    done = command(tree, ".", "--format", "json")
    assert "hunter2" not in done.stdout + done.stderr


def test_a_module_above_the_root_opens_nothing(tmp_path: Path) -> None:
    """Without a repository, too: its configuration is read, as Terraform does, and no other file of it."""
    (tmp_path / "secret").write_text("hunter2", encoding="utf-8")
    (tmp_path / "x.tf").write_text('variable "x" {\n  default = 1\n}\n', encoding="utf-8")
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    text = 'module "m" {\n  source = "../.."\n}\n' + VPC % 'file("../../secret")'
    (folder / "main.tf").write_text(text, encoding="utf-8")
    assert "hunter2" not in command(folder, ".", "--format", "json").stdout


@pytest.mark.parametrize("name", ["other.tf", "terraform.tfvars", "x.auto.tfvars.json"])
def test_no_link_leads_out_of_the_tree(tree: Path, name: str) -> None:
    (tree.parent / "secret").write_text("hunter2 = = hunter2\n", encoding="utf-8")
    (tree / name).symlink_to("../secret")
    done = command(tree, ".")
    assert "hunter2" not in done.stdout + done.stderr
    assert "a link that leads out" in done.stdout


@pytest.mark.parametrize(("name", "code"), [(".hcl-lint.toml", 2), ("pyproject.toml", 0)])
def test_no_link_of_settings_leads_out_of_the_tree(tree: Path, name: str, code: int) -> None:
    (tree.parent / "secret.toml").write_text("[tool.hcl-lint]\nhunter2 = = hunter2\n", encoding="utf-8")
    (tree / name).symlink_to("../secret.toml")
    done = command(tree, ".")
    assert "hunter2" not in done.stdout + done.stderr
    assert done.returncode == code
    assert ("a link that leads out" in done.stderr) == (code == 2)


def test_settings_may_be_a_link_inside_the_tree(tree: Path) -> None:
    (tree / "shared.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    (tree / ".hcl-lint.toml").symlink_to("shared.toml")
    assert find(tree, {}).fail_on == "never"


def test_links_inside_the_tree_are_followed(tree: Path) -> None:
    (tree / "shared.txt").write_text(VPC.replace('"a"', '"b"') % '"10.0.0.1/8"', encoding="utf-8")
    (tree / "shared.tf").symlink_to("shared.txt")
    assert "shared.tf:2" in command(tree, ".", "--format", "compact").stdout


#: Seconds; a run that waits for a FIFO waits for ever.
_PATIENCE = 60


def ends(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    home = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        [sys.executable, "-m", "hcl_lint", *arguments], cwd=folder, env=home, capture_output=True, text=True,
        timeout=_PATIENCE, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["fifo", "device"])
@pytest.mark.parametrize(
    "arguments",
    [["--baseline", "odd"], ["--plan", "odd"], ["--var-file", "odd"], ["--config", "odd"], ["."], ["odd.tf"]],
)
def test_fifos_and_devices_do_not_block(tree: Path, arguments: list[str], kind: str) -> None:
    names = ("odd", "odd.tf", "terraform.tfvars", ".terraform/environment", ".terraform/modules/modules.json")
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        if kind == "fifo":
            os.mkfifo(tree / name)
        else:
            (tree / name).symlink_to("/dev/zero")
    done = ends(tree, *arguments)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr


def test_a_fifo_in_the_cache_does_not_block(tree: Path) -> None:
    assert ends(tree, ".", "--cache-dir", "../cache").returncode == 0
    entries = [path for path in (tree.parent / "cache").rglob("*") if path.is_file()]
    assert len(entries) > 1
    for path in entries:
        path.unlink()
        os.mkfifo(path)
    assert ends(tree, ".", "--cache-dir", "../cache").returncode == 0


_DEEP = 100_000
_NESTED = {
    "json": "[" * _DEEP,
    "closed": "[" * _DEEP + "]" * _DEEP,
    "object": '{"a":' * _DEEP,
    "toml": "a = " + "[" * _DEEP,
    "findings": '{"version": 1, "findings": ' + "[" * _DEEP + "]" * _DEEP + "}",
    "plan": '{"planned_values": {"root_module": ' + '{"child_modules": [' * 5_000 + "]}" * 5_000 + "}}",
    "numbers": '{"planned_values": {"root_module": {"resources": [{"values": {"a": 1' + "0" * 4_000 + "}}]}}}",
}


@pytest.mark.parametrize("name", _NESTED)
@pytest.mark.parametrize("flag", ["--baseline", "--plan", "--config", "--var-file"])
def test_nesting_is_told_in_one_line(tree: Path, name: str, flag: str) -> None:
    (tree / "deep.tfvars.json").write_text(_NESTED[name], encoding="utf-8")
    done = ends(tree, flag, "deep.tfvars.json", ".")
    assert "Traceback" not in done.stderr
    if name != "numbers" or flag not in ("--plan", "--var-file"):  # JSON that can be read
        assert done.returncode == (1 if flag == "--var-file" else 2)
    assert len(done.stderr.splitlines()) == (1 if done.returncode == 2 else 0)


def test_settings_nested_deeply_are_told_in_one_line(tree: Path) -> None:
    (tree / ".hcl-lint.toml").write_text(_NESTED["toml"], encoding="utf-8")
    done = ends(tree, ".")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert ".hcl-lint.toml" in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.tf", VPC % ("[" * _DEEP)),
        ("x.tf", "a {" * _DEEP),
        ("x.tf", VPC.replace('"a"', '"x"') % ("!" * _DEEP + "true")),
        ("x.tf", VPC.replace('"a"', '"x"') % (" + ".join(["1"] * 50_000))),
        ("x.tf", VPC.replace('"a"', '"x"') % ("a" + ".a" * 50_000)),
        ("x.tf.json", "[" * _DEEP),
        ("terraform.tfvars", "a = " + "[" * _DEEP),
        ("terraform.tfvars.json", '{"a": ' + "[" * _DEEP),
    ],
)
def test_a_judged_file_nested_deeply_is_a_finding(tree: Path, name: str, text: str) -> None:
    (tree / name).write_text(text, encoding="utf-8")
    done = ends(tree, ".", "-f", "compact")
    assert done.returncode == 1, done.stderr
    assert f"{name}:" in done.stdout
    assert done.stderr == ""
