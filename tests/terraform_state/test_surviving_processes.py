"""Programs that outlive `tfmock exec`: they find no real Terraform, and what refuses them goes when they have gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server_fixtures import command
from tests.terraform_state.conftest import Root, files_below, needs_terraform
from tfmock.terraform.backend_override import EXEC_NAME
from tfmock.terraform.session_folder import PREFIX
from tfmock.terraform.surviving_processes import processes_with

pytestmark = [
    needs_terraform,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc"),
]

APPLY = "terraform apply -auto-approve -input=false -var n=6"
REAL = shutil.which("terraform") or "terraform"


@pytest.fixture
def real(root: Root) -> Root:
    """A root without a backend whose real state lies in it."""
    root.write("n.tf", 'variable "n" {\n  default = 5\n}\nresource "terraform_data" "n" {\n  input = var.n\n}\n')
    assert root.terraform("init").returncode == 0
    assert root.terraform("apply", "-auto-approve").returncode == 0
    return root


class Survivor:
    """A shell that continues on request after its exec has ended, and reports how it ended."""

    def __init__(self, root: Root, script: str, end: str, number: int | None = None) -> None:
        for name in ("go", "done"):
            os.mkfifo(root.folder.parent / name)
        self._parent = root.folder.parent
        self._go = os.open(self._parent / "go", os.O_RDWR)
        self._done = os.open(self._parent / "done", os.O_RDWR)
        inner = f"read x < ../go; {script}; echo $? > ../done"
        shell = f"({inner}) > ../said 2>&1 3>&- & {end}"
        line = command("exec", "-q", "--", "sh", "-c", shell)
        pipe = subprocess.PIPE
        with subprocess.Popen(line, cwd=root.folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
            if number is not None:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
                process.send_signal(number)
            _, self.errors = process.communicate(timeout=60)
            self.returncode = process.returncode

    def finish(self) -> tuple[int, str]:
        """Its exit code and what it said."""
        os.write(self._go, b"go\n")
        code = int(os.read(self._done, 16))
        for descriptor in (self._go, self._done):
            os.close(descriptor)
        for name in ("go", "done"):
            (self._parent / name).unlink()
        said = self._parent / "said"
        text = said.read_text()
        said.unlink()
        return code, text


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (APPLY, "this `tfmock exec` has ended"),
        (APPLY.replace("terraform", REAL, 1), "Backend initialization required"),
        (f"{REAL} init; {APPLY.replace('terraform', REAL, 1)}", "Backend initialization required"),
    ],
)
@pytest.mark.parametrize(
    ("end", "number", "code"),
    [("exit 0", None, 0), ("echo ready; exec sleep 60", signal.SIGTERM, 128 + signal.SIGTERM)],
)
def test_programs_that_outlive_exec_do_not_touch_the_real_state(
    *, real: Root, temp: Path, script: str, message: str, end: str, number: int | None, code: int
) -> None:
    before = files_below(real.folder.parent)
    survivor = Survivor(real, script, end, number)
    assert (survivor.returncode, survivor.errors.count("programs go on")) == (code, 1), survivor.errors
    assert real.exec("-q", "--", "true").returncode == 0  # another exec leaves it alone while it is needed
    assert len(list(temp.glob(f"{PREFIX}*"))) == 1
    ended, said = survivor.finish()
    assert (ended in (1, 2), message in said) == (True, True), said
    assert files_below(real.folder.parent) == before


def test_the_refusing_files_are_removed_by_the_next_exec(real: Root, temp: Path) -> None:
    survivor = Survivor(real, "true", "exit 0")
    (stays,) = temp.glob(f"{PREFIX}*")
    assert {path.name for path in stays.iterdir()} == {"bin", "guard", "lock"}
    survivor.finish()
    processes_with(stays, patience=10)  # the shell ends after its last word
    assert real.exec("-q", "--", "true").returncode == 0
    assert list(temp.iterdir()) == []


def test_a_terraform_that_runs_on_keeps_its_private_state(real: Root, temp: Path) -> None:
    """A plain Terraform refuses meanwhile, as it does while the exec runs."""
    real.write(
        "slow.tf",
        'resource "terraform_data" "s" {\n  provisioner "local-exec" {\n'
        '    command = "echo > ../reached; read x < ../again"\n    interpreter = ["sh", "-c"]\n  }\n}\n',
    )
    for name in ("reached", "again"):
        os.mkfifo(real.folder.parent / name)
    before = files_below(real.folder)
    again = os.open(real.folder.parent / "again", os.O_RDWR)
    outer = f"({APPLY}; echo $? > ../done) > /dev/null 2>&1 & read x < ../reached"
    os.mkfifo(real.folder.parent / "done")
    ended = os.open(real.folder.parent / "done", os.O_RDWR)
    assert real.exec("-q", "--", "sh", "-c", outer).returncode == 0
    assert (real.folder / EXEC_NAME).exists()
    os.write(again, b"go\n")
    assert os.read(ended, 16) == b"0\n"
    (stays,) = temp.glob(f"{PREFIX}*")
    processes_with(stays, patience=10)
    assert real.exec("-q", "--", "true").returncode == 0
    assert (files_below(real.folder), list(temp.iterdir())) == (before, [])
    for descriptor in (again, ended):
        os.close(descriptor)


def test_surviving_programs_are_found_by_their_environment(tmp_path: Path) -> None:
    environ = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    line = [sys.executable, "-c", "input()"]
    with subprocess.Popen(line, env=environ, stdin=subprocess.PIPE) as process:
        assert processes_with(tmp_path) == [process.pid]
        process.communicate(b"\n")
    assert processes_with(tmp_path) == []
