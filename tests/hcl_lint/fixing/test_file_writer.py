"""Fixing writes what it judged, whole or not at all, and leaves all else of a file as it was."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hcl_lint.fixing import file_writer, planner
from hcl_lint.report import Report
from tests.hcl_lint.linting import command, lint

BAD = """resource "alicloud_vpc_peer_connection" "a" {
  vpc_id              = "vpc-bp1a"
  accepting_vpc_id    = "vpc-bp1b"
  accepting_region_id = "cn-hangzhou"
  bandwidth           = 10
}
provider "alicloud" {
  region = "cn-hangzhou"
}
"""
ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")


@pytest.fixture
def main(tmp_path: Path) -> Path:
    path = tmp_path / "main.tf"
    path.write_text(BAD, encoding="utf-8")
    return path


def fixed(path: Path) -> bool:
    return "bandwidth" not in path.read_text(encoding="utf-8")


def run(main: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return command(main.parent, "--fix", "--select", "ALI101", ".", *more)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".main")]


def test_mode_stays(main: Path) -> None:
    main.chmod(0o640)
    assert run(main).returncode == 0
    assert fixed(main)
    assert stat.S_IMODE(main.stat().st_mode) == 0o640


@ROOT_ONLY
def test_owner_and_group_stay_and_no_set_user_id(main: Path) -> None:
    os.chown(main, 65534, 65533)
    main.chmod(0o4755)
    assert run(main).returncode == 0
    about = main.stat()
    assert (about.st_uid, about.st_gid, stat.S_IMODE(about.st_mode)) == (65534, 65533, 0o755)


def hard_link(main: Path) -> Path:
    os.link(main, main.parent / "other.name")
    return main


def read_only(main: Path) -> Path:
    main.chmod(0o444)
    return main


def link_out(main: Path) -> Path:
    """A directory of the tree is a link: the file in it is somebody else's."""
    outside = main.parent.parent / f"{main.parent.name}-outside"
    outside.mkdir()
    (main.parent / "infra").mkdir()
    os.replace(main, outside / "text")
    (main.parent / "infra" / "main.tf").symlink_to(outside / "text")
    return outside / "text"


@pytest.mark.parametrize(
    ("change", "why"), [(hard_link, "hard links"), (read_only, "read-only"), (link_out, "a link that leads out")]
)
def test_an_unwritable_file_is_left_alone_and_named(main: Path, change: Callable[[Path], Path], why: str) -> None:
    real = change(main)
    before = real.stat()
    done = run(main)
    assert done.returncode == 1
    assert why in done.stderr + done.stdout
    assert real.read_text(encoding="utf-8") == BAD
    after = real.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before.st_ino, before.st_mtime_ns, before.st_nlink)
    assert leftovers(main.parent) == []


def test_a_link_inside_the_tree_stays_a_link(main: Path) -> None:
    os.replace(main, main.parent / "shared")
    main.symlink_to("shared")
    assert run(main).returncode == 0
    assert main.is_symlink()
    assert fixed(main.parent / "shared")


@pytest.mark.parametrize("late", [False, True])
def test_a_file_changed_meanwhile_is_not_overwritten(main: Path, monkeypatch: pytest.MonkeyPatch, late: bool) -> None:
    """Whether it is saved after the file was judged, or while the new text is being written."""
    saved = BAD + "# saved meanwhile\n"

    def look(files: Mapping[str, bytes]) -> Report:
        report = lint(main.parent, select=("ALI101",), overlay=files)
        if not late:
            main.write_text(saved, encoding="utf-8")
        return report

    real = os.fchmod

    def fchmod(handle: int, mode: int) -> None:
        real(handle, mode)
        main.write_text(saved, encoding="utf-8")

    if late:
        monkeypatch.setattr(os, "fchmod", fchmod)
    outcome = planner.fix(look, unsafe=False)
    assert main.read_text(encoding="utf-8") == saved
    assert list(outcome.unwritten) == [str(main)]
    assert "changed" in outcome.unwritten[str(main)]
    assert leftovers(main.parent) == []


def test_an_unwritable_file_does_not_stop_the_others_from_being_fixed(main: Path) -> None:
    (main.parent / "other").mkdir()
    (main.parent / "other" / "main.tf").write_text(BAD, encoding="utf-8")
    read_only(main)
    assert run(main).returncode == 1
    assert fixed(main.parent / "other" / "main.tf")


def test_the_leftovers_of_a_killed_run_are_removed(main: Path) -> None:
    program = (
        "import os, signal, sys\nfrom hcl_lint.fixing import file_writer\n"
        "file_writer.os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from hcl_lint.cli import main\n"
        "sys.argv = ['hcl-lint', '--fix', '--no-cache', '--select', 'ALI101', '.']\nmain()"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", program], cwd=main.parent, env=environment, check=False)
    assert done.returncode == -9
    assert main.read_text(encoding="utf-8") == BAD
    assert len(leftovers(main.parent)) == 1
    assert run(main).returncode == 0
    assert leftovers(main.parent) == []
    assert fixed(main)


def test_files_of_a_running_fix_are_not_removed(tmp_path: Path) -> None:
    import fcntl

    path = tmp_path / ".main.tf.abc.hcl-lint-fix"
    path.touch()
    with path.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file_writer.remove_leftovers([str(tmp_path)])
        assert path.exists()
    file_writer.remove_leftovers([str(tmp_path)])
    assert not path.exists()
