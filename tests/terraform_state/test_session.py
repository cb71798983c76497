"""How a session of `tfmock exec` begins and ends, and what stays after a kill -9."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.server_fixtures import command
from tests.terraform_state.conftest import Root, files_below, needs_terraform
from tests.terraform_state.http_backend import HttpBackend
from tfmock.terraform.backend_override import EXEC_NAME, HAND_NAME

pytestmark = needs_terraform

APPLY = "terraform apply -auto-approve -input=false"
READY = f"{APPLY} > /dev/null; echo ready; "


@contextmanager
def started(root: Root, script: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """An exec of a shell script, once it has written its first line."""
    line = command("exec", "-q", "--", "sh", "-ec", script)
    with subprocess.Popen(
        line,
        cwd=root.folder,
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def killed(root: Root) -> None:
    """An exec that was killed with kill -9, its command too."""
    with started(root, READY + "echo $$; exec cat") as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.kill()
        os.kill(child, signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_nothing(root: Root, backend: HttpBackend, temp: Path, number: signal.Signals) -> None:
    root.write("backend.tf", backend.block)
    before = files_below(root.folder)
    with started(root, READY + "exec sleep 60") as process:
        assert (root.folder / EXEC_NAME).exists()
        process.send_signal(number)
        assert process.wait(20) == 128 + number
    assert (files_below(root.folder), backend.requests, list(temp.iterdir())) == (before, [], [])


def test_terraform_is_interrupted_once(root: Root) -> None:
    """A second interrupt makes Terraform stop at once. The launcher becomes Terraform: none repeats it."""
    provisioner = '  provisioner "local-exec" {\n    command = "echo ready; exec sleep 60"\n  }\n'
    root.write("main.tf", f'resource "terraform_data" "a" {{\n{provisioner}}}\n')
    line = command("exec", "-q", "--", "terraform", "apply", "-auto-approve", "-no-color")
    with subprocess.Popen(
        line, cwd=root.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = iter(process.stdout)
        assert any("(local-exec): ready" in text for text in said)
        process.send_signal(signal.SIGTERM)
        rest = "".join(said)
    assert "Gracefully shutting down" in rest
    assert "Two interrupts received" not in rest
    assert process.returncode == 1


INITIALISED = [None, [], ["-reconfigure"], ["-migrate-state", "-force-copy"]]


@pytest.mark.parametrize("init", INITIALISED, ids=str)
@pytest.mark.parametrize("with_backend", [True, False])
def test_after_a_kill_a_plain_terraform_refuses(
    root: Root, backend: HttpBackend, temp: Path, init: list[str] | None, with_backend: bool
) -> None:
    if with_backend:
        root.write("backend.tf", backend.block)
    assert root.terraform("init").returncode == 0
    if not with_backend:
        assert root.terraform("apply", "-auto-approve").returncode == 0
    backend.requests.clear()
    before = {name: content for name, content in files_below(root.folder).items() if not name.startswith(".terraform/")}
    killed(root)
    assert (root.folder / EXEC_NAME).exists()
    if init is not None:
        root.terraform("init", "-input=false", *init)
    for words in (["apply", "-auto-approve"], ["apply", "-auto-approve", "-lock=false"], ["destroy", "-auto-approve"]):
        done = root.terraform(*words, "-input=false")
        assert done.returncode == 1, done.stdout
    assert backend.writes == []
    done = root.exec("-q", "--", "true")  # anywhere: the next one tidies up
    assert (done.returncode, list(temp.iterdir())) == (0, [])
    after = {name: content for name, content in files_below(root.folder).items() if not name.startswith(".terraform/")}
    assert after == before


def test_a_leftover_is_removed_by_hand(root: Root) -> None:
    killed(root)
    done = root.tfmock("backend", "--remove")
    assert (done.returncode, done.stdout) == (0, f"removed {EXEC_NAME}\n")
    assert not (root.folder / EXEC_NAME).exists()


def test_a_leftover_of_another_temporary_folder_goes_with_the_next_exec_there(root: Root, tmp_path: Path) -> None:
    before = files_below(root.folder)
    killed(root)
    (tmp_path / "other").mkdir()
    assert root.exec("-q", "--", "true", TMPDIR=str(tmp_path / "other")).returncode == 0
    assert files_below(root.folder) == before


def test_what_is_written_is_formatted(root: Root) -> None:
    done = root.sh("terraform validate; terraform fmt -check")
    assert done.returncode == 0, done.stdout
    assert root.tfmock("backend").returncode == 0
    assert root.terraform("fmt", "-check").returncode == 0


def test_two_at_once_in_one_root(root: Root, backend: HttpBackend, temp: Path) -> None:
    root.write("backend.tf", backend.block)
    before = files_below(root.folder)
    with started(root, READY + f"read go; {APPLY}; terraform state list") as slow:
        done = root.sh(f"{APPLY} && terraform state list")
        assert (done.returncode, "terraform_data.a" in done.stdout) == (0, True), done.stderr
        out, errors = slow.communicate("go\n", timeout=60)
        assert (slow.returncode, "terraform_data.a" in out) == (0, True), errors
    assert (files_below(root.folder), backend.requests, list(temp.iterdir())) == (before, [], [])


def test_a_folder_that_somebody_has_locked(root: Root, temp: Path) -> None:
    """`flock . terraform apply` is how some keep runs apart."""
    before = files_below(root.folder)
    descriptor = os.open(root.folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        done = root.sh(APPLY)
    finally:
        os.close(descriptor)
    assert done.returncode == 0, done.stderr
    assert (files_below(root.folder), list(temp.iterdir())) == (before, [])


def test_a_root_that_disappears(root: Root, temp: Path) -> None:
    done = root.sh(f"{APPLY} && cd .. && rm -r infra")
    assert (done.returncode, done.stderr, list(temp.iterdir())) == (0, "", [])


def test_one_within_another(root: Root, backend: HttpBackend, temp: Path) -> None:
    root.write("backend.tf", backend.block)
    before = files_below(root.folder)
    inner = " ".join(command("exec", "-q", "--", "terraform", "state", "list"))
    done = root.sh(f"{APPLY} > /dev/null; {inner} || terraform state list")
    assert (done.returncode, done.stdout) == (0, "terraform_data.a\n"), done.stderr  # the outer's alone
    assert (files_below(root.folder), backend.requests, list(temp.iterdir())) == (before, [], [])


class TestKeptState:
    def test_of_one_root(self, root: Root) -> None:
        done = root.exec("--keep-state", "kept.tfstate", "--", *APPLY.split())
        state_file = root.folder / "kept.tfstate"
        assert (done.returncode, stat.S_IMODE(state_file.stat().st_mode)) == (0, 0o600)
        assert done.stderr.splitlines()[-1] == "tfmock: Terraform's private state is in kept.tfstate"
        assert '"terraform_data"' in state_file.read_text()

    def test_of_several(self, root: Root) -> None:
        root.write("../net/main.tf", 'resource "terraform_data" "n" {}\n')
        script = f"{APPLY} && terraform workspace new blue && {APPLY} && cd ../net && {APPLY}"
        done = root.exec("-q", "--keep-state", "kept.tfstate", "--", "sh", "-ec", script)
        assert done.returncode == 0, done.stderr
        names = {path.name for path in root.folder.glob("kept*")}
        assert names == {"kept.infra.tfstate", "kept.infra-blue.tfstate", "kept.net.tfstate"}

    @pytest.mark.parametrize(("name", "message"), [("main.tf", "exists already"), ("none/x", "does not exist")])
    def test_that_cannot_be_kept(self, root: Root, name: str, message: str) -> None:
        done = root.exec("--keep-state", name, "--", "touch", "ran")
        assert (done.returncode, message in done.stderr, (root.folder / "ran").exists()) == (2, True, False)

    def test_a_state_that_is_not_kept_is_reported_as_removed(self, root: Root) -> None:
        assert (
            "Terraform's state was private to this exec and is gone with it" in root.exec("--", *APPLY.split()).stderr
        )
        assert "state" not in root.exec("--", "true").stderr


def test_each_backend_configuration_has_a_state_of_its_own(root: Root) -> None:
    root.write("backend.tf", 'terraform {\n  backend "s3" {}\n}\n')
    script = (
        f"terraform init -backend-config=key=dev; {APPLY};"
        "terraform init -reconfigure -backend-config=key=prod; terraform state list | wc -l;"
        "terraform init -reconfigure -backend-config=key=dev; terraform state list;"
        "terraform init -migrate-state -backend-config=key=new; terraform state list"
    )
    done = root.sh(f"({script}) | grep -E '^(terraform_data.a|0)$'")
    assert done.stdout.split() == ["0", "terraform_data.a", "terraform_data.a"], done.stderr


def test_an_init_outside_is_followed_while_exec_runs(root: Root) -> None:
    """Selected workspace and modules; providers are looked at with the real one (tests/terraform)."""
    root.write("m/m.tf", 'output "m" {\n  value = 1\n}\n')
    with started(root, "echo ready; read go; terraform workspace show; terraform validate") as process:
        assert root.terraform("workspace", "new", "blue").returncode == 0
        root.write("module.tf", 'module "m" {\n  source = "./m"\n}\n')
        assert root.terraform("init").returncode == 0
        out, errors = process.communicate("go\n", timeout=60)
    assert (process.returncode, out.splitlines()[0]) == (0, "blue"), errors


def test_remote_states_are_named_once(root: Root) -> None:
    root.write("m/m.tf", 'data "terraform_remote_state" "deep" {\n  backend = "oss"\n}\n')
    call = 'module "m" {\n  source = "./m"\n}\n'
    root.write("remote.tf", f'{call}data "terraform_remote_state" "net" {{\n  backend = "s3"\n  config = {{}}\n}}\n')
    done = root.sh("terraform init; terraform validate")
    lines = [line for line in done.stderr.splitlines() if line.startswith("tfmock: note")]
    assert len(lines) == 2
    assert "terraform_remote_state net (remote.tf:4, s3)" in lines[0]
    assert "tfmock exec --seed there.tfstate" in lines[0]
    assert "deep" not in lines[0]
    assert "tfmock's own OSS: terraform_remote_state deep (m/m.tf:1, oss). Stacks whose oss backend is kept" in lines[1]


class TestKeptBackend:
    @pytest.mark.parametrize("block", ['backend "http" {}', "cloud {}", 'backend "s3" {\n    bucket = "b"\n  }'])
    def test_a_remote_one_is_refused_before_anything_runs(self, root: Root, block: str) -> None:
        root.write("backend.tf", f"terraform {{\n  {block}\n}}\n")
        done = root.exec("--backend", "keep", "--", "touch", "ran")
        assert (done.returncode, (root.folder / "ran").exists()) == (2, False)
        assert len(done.stderr.splitlines()) == 1
        assert "backend.tf:2: " in done.stderr
        nested = Root(root.folder.parent).exec("-q", "--backend", "keep", "--", "terraform", "-chdir=infra", "init")
        assert (nested.returncode, "backend.tf:2: " in nested.stderr) == (2, True)

    @pytest.mark.parametrize(
        ("attribute", "flags", "code", "message"),
        [
            ("", [], 1, ""),  # the stub behind this exec knows no OSS: Terraform itself fails
            ('endpoint = "oss.example.com"', [], 2, "into a real state"),
            ('endpoint = "https://oss-cn-hangzhou.aliyuncs.com.example.com"', [], 2, "into a real state"),
            ("", ["-backend-config=endpoint=oss.example.com"], 2, "into a real state"),
            ("", ["-backend-config", "dev.hcl"], 2, "into a real state"),
            ("", ["-backend-config=dev.json"], 2, "into a real state"),
            ('tablestore_endpoint = "https://x.cn-beijing.ots.aliyuncs.com"', [], 2, "past any proxy"),
            (
                'tablestore_endpoint = "https://x.cn-beijing.ots.aliyuncs.com"',
                ["-backend-config=tablestore_endpoint=$ALICLOUD_TABLESTORE_ENDPOINT"],
                1,
                "",
            ),
        ],
    )
    def test_oss_leads_into_tfmock(self, root: Root, attribute: str, flags: list[str], code: int, message: str) -> None:
        root.write("dev.hcl", 'endpoint = "oss.example.com"\n')
        root.write("dev.json", '{"endpoint": "oss.example.com"}')
        body = f'    bucket = "b"\n    region = "cn-beijing"\n    {attribute}\n'
        root.write("backend.tf", f'terraform {{\n  backend "oss" {{\n{body}  }}\n}}\n')
        script = f"terraform init -input=false {' '.join(flags)}"
        done = root.exec("-q", "--backend", "keep", "--", "sh", "-c", script)
        assert (done.returncode, message in done.stderr) == (code, True), done.stderr

    def test_a_local_one_stays(self, root: Root) -> None:
        done = root.exec("--backend", "keep", "--", *APPLY.split())
        assert done.returncode == 0, done.stderr
        assert (root.folder / "terraform.tfstate").exists()
        assert not (root.folder / EXEC_NAME).exists()


def test_without_terraform_the_message_is_a_shells(root: Root) -> None:
    environ = {"PATH": "/usr/bin:/bin"}
    if any(Path(folder, "terraform").exists() for folder in environ["PATH"].split(":")):
        pytest.skip("terraform is in /usr/bin")
    done = root.exec("-q", "--", "terraform", "apply", **environ)
    expected = "tfmock exec: terraform: command not found. Is it installed and in PATH?\n"
    assert (done.returncode, done.stderr) == (127, expected)


def test_the_launcher_imports_nothing_of_the_users_folder(root: Root) -> None:
    for name in ("json.py", "tfmock.py", "sitecustomize.py"):
        root.write(f"in/{name}", "raise SystemExit('imported')\n")
    done = root.sh("cd in && PYTHONPATH=$PWD terraform version")
    assert (done.returncode, "Terraform v" in done.stdout) == (0, True), done.stderr


def test_a_root_that_cannot_be_written(root: Root) -> None:
    root.write(EXEC_NAME, "# mine\n")
    done = root.sh(APPLY)
    assert (done.returncode, f"{EXEC_NAME}: exists and was not written by tfmock" in done.stderr) == (2, True)
    assert (root.folder / EXEC_NAME).read_text() == "# mine\n"


def test_a_folder_with_blanks_and_quotes(root: Root, tmp_path: Path) -> None:
    odd = Root(tmp_path / 'it\'s "odd" ${x} – ü')
    odd.write("main.tf", (root.folder / "main.tf").read_text())
    before = files_below(odd.folder)
    done = odd.sh(f"terraform init && {APPLY}")
    assert done.returncode == 0, done.stderr
    assert files_below(odd.folder) == before


def test_python_is_the_one_that_runs_exec(root: Root) -> None:
    assert sys.executable in root.sh("cat $(command -v terraform)").stdout


def test_names_are_known(root: Root) -> None:
    assert HAND_NAME < EXEC_NAME


def test_a_temporary_folder_that_path_cannot_name(root: Root, temp: Path) -> None:
    (temp / "a:b").mkdir()
    done = root.exec("--", "touch", "ran", TMPDIR=str(temp / "a:b"))
    assert (done.returncode, len(done.stderr.splitlines()), (root.folder / "ran").exists()) == (2, 1, False)
    assert "a:b has a ':' in its path" in done.stderr
    assert list((temp / "a:b").iterdir()) == []
