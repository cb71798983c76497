"""`tfmock backend`, and the warning of `tfmock env`: for shells that work with a tfmock that stays."""

from __future__ import annotations

import shlex

import pytest

from tests.terraform_state.conftest import Root, files_below, needs_terraform
from tests.terraform_state.http_backend import HttpBackend
from tfmock.terraform.backend_override import EXEC_NAME, HAND_NAME


def own_files(root: Root) -> dict[str, bytes]:
    return {name: content for name, content in files_below(root.folder).items() if not name.startswith(".tfmock/")}


@needs_terraform
@pytest.mark.parametrize("initialised", [True, False])
@pytest.mark.parametrize("flags", [[], ["--state", "mock.tfstate"]])
def test_the_printed_steps_leave_everything_unchanged(
    root: Root, backend: HttpBackend, initialised: bool, flags: list[str]
) -> None:
    root.write("backend.tf", backend.block)
    if initialised:
        assert root.terraform("init").returncode == 0
    backend.requests.clear()
    before, state = own_files(root), backend.state
    done = root.tfmock("backend", *flags)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'it replaces backend "http" (backend.tf:2)' in done.stdout
    lines = done.stdout.splitlines()
    variable = next(shlex.split(line) for line in lines if "export" in line)[1].split("=", 1)
    environ = {variable[0]: variable[1]}
    assert root.terraform("init", "-input=false", **environ).returncode == 0
    assert "1 added" in root.terraform("apply", "-auto-approve", **environ).stdout
    assert root.tfmock("backend", *flags).returncode == 0  # again: the state stays
    assert "No changes" in root.terraform("plan", **environ).stdout
    state_file = root.folder / (flags[1] if flags else ".tfmock/terraform.tfstate")
    assert '"terraform_data"' in state_file.read_text()
    assert root.tfmock("backend", "--remove").stdout == f"removed {HAND_NAME}\n"
    if flags:
        state_file.unlink()
    after = {name: content for name, content in own_files(root).items() if not name.endswith(".backup")}
    assert (after, backend.state, backend.requests) == (before, state, [])


@needs_terraform
def test_an_existing_local_state_is_not_moved(root: Root) -> None:
    assert root.terraform("init").returncode == 0
    assert root.terraform("apply", "-auto-approve").returncode == 0
    before = own_files(root)
    assert root.tfmock("backend").returncode == 0
    environ = {"TF_DATA_DIR": str(root.folder / ".tfmock" / "data")}
    assert root.terraform("init", "-force-copy", **environ).returncode == 0
    assert root.terraform("state", "list", **environ).stdout == ""
    assert root.tfmock("backend", "--remove").returncode == 0
    assert own_files(root) == before


@needs_terraform
def test_exec_overrides_a_manual_backend(root: Root, backend: HttpBackend) -> None:
    root.write("backend.tf", backend.block)
    assert root.tfmock("backend").returncode == 0
    before = files_below(root.folder)
    done = root.sh("terraform init && terraform apply -auto-approve")
    assert done.returncode == 0, done.stderr
    assert (files_below(root.folder), backend.requests) == (before, [])


@needs_terraform
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--chdir", "none"], "none: no such folder"),
        (["--chdir", "empty"], "empty: no Terraform configuration"),
        (["--state", "terraform.tfstate"], "--state terraform.tfstate: exists already"),
    ],
)
def test_what_cannot_be_written(root: Root, arguments: list[str], message: str) -> None:
    root.write("terraform.tfstate", "{}")
    root.write("empty/readme.md", "")
    before = files_below(root.folder)
    done = root.tfmock("backend", *arguments)
    assert (done.returncode, len(done.stderr.splitlines()), message in done.stderr) == (2, 1, True)
    assert files_below(root.folder) == before


@pytest.mark.parametrize("name", [HAND_NAME, EXEC_NAME])
@pytest.mark.parametrize("arguments", [[], ["--remove"]])
def test_a_file_of_the_users_is_left_alone(root: Root, name: str, arguments: list[str]) -> None:
    root.write(name, "# mine\n")
    done = root.tfmock("backend", *arguments)
    foreign = done.returncode == 2 and f"{name}: exists and was not written by tfmock" in done.stderr
    assert foreign or (name == EXEC_NAME and not arguments)
    assert (root.folder / name).read_text() == "# mine\n"


def test_nothing_to_remove(root: Root) -> None:
    assert root.tfmock("backend", "--remove").stdout == "nothing to remove in .\n"


@pytest.mark.parametrize(
    ("block", "warning"),
    [
        ('backend "s3" {}', 'backend.tf:2: backend "s3": an apply in this shell would write tfmock\'s ids'),
        ("cloud {}", "backend.tf:2: cloud block: an apply in this shell"),
        ('backend "oss" {}', ""),
        ('backend "oss" {\n    endpoint = "oss.example.com"\n  }', 'backend.tf:2: backend "oss": an apply'),
        ('backend "local" {}', ""),
        ("", ""),
    ],
)
def test_env_warns_of_a_remote_backend(root: Root, block: str, warning: str) -> None:
    root.write("backend.tf", f"terraform {{\n  {block}\n}}\n")
    done = root.tfmock("env", "--port", "1")
    assert done.returncode == 1  # nothing answers there
    warnings = [line for line in done.stderr.splitlines() if line.startswith("tfmock: warning: ")]
    assert len(warnings) == bool(warning)
    assert warning in "".join(warnings)
    assert "tfmock: warning" not in root.tfmock("env", "--unset").stderr
