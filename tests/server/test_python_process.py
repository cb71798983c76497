"""Python processes of tfmock's own run nothing that lies in the current directory."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tfmock.server import python_process
from tfmock.server.ca_store import CA_FILE, load_or_create
from tfmock.server.workers import Workers
from tfmock.settings import Settings

#: What the children import, by themselves or through others.
PLANTED = ("cryptography", "flask", "logging", "pydantic", "redis", "tfmock", "sitecustomize")


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory is full of modules that leave this file behind when they are run."""
    folder, file = tmp_path / "cloned", tmp_path / "was run"
    folder.mkdir()
    for name in PLANTED:
        (folder / f"{name}.py").write_text(f"open({str(file)!r}, 'a').write('{name} ')\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return file


@pytest.mark.parametrize("python_path", [None, "", ":", f":{Path(__file__).parents[2]}", "PARENT:"])
def test_the_process_that_creates_the_authority(
    marker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_path: str | None
) -> None:
    if python_path is not None:
        monkeypatch.setenv("PYTHONPATH", python_path.replace("PARENT", str(Path(__file__).parents[2])))
    codes: list[int] = []
    run = subprocess.run

    def watched(line: list[str], **named: object) -> subprocess.CompletedProcess[bytes]:
        done = run(line, **named)  # type: ignore[call-overload]
        codes.append(done.returncode)
        return done  # type: ignore[no-any-return]

    monkeypatch.setattr(subprocess, "run", watched)
    load_or_create(tmp_path / "data")
    assert not marker.exists(), marker.read_text()
    assert (codes, (tmp_path / "data" / CA_FILE).is_file()) == ([0], True)


def test_workers(marker: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        Workers(Settings().model_copy(update={"workers": 2}), listener).stop()
    assert not marker.exists(), marker.read_text()


def test_the_planted_modules_would_be_run(marker: Path) -> None:
    subprocess.run([sys.executable, "-m", "flask"], check=False, capture_output=True)
    assert marker.exists()


def test_what_pythonpath_names_stays() -> None:
    environ = {"PYTHONPATH": ":/a::/b:", "TFMOCK_AUTH": "x", "HOME": "/h"}
    assert python_process.environment(environ) == {"PYTHONPATH": "/a:/b", "HOME": "/h"}
