from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.server_fixtures import command
from tests.terraform_state.http_backend import HttpBackend, http_backend

ROOT = Path(__file__).parents[2]
needs_terraform = pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")


@pytest.fixture(autouse=True)
def temp(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No settings of the user who runs the tests, and a temporary folder of its own that shows leftovers."""
    for name in list(os.environ):
        if name.startswith(("TF_", "TFMOCK_", "ALICLOUD_", "ALIBABA_CLOUD_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TFMOCK_DATA_DIR", str(tmp_path_factory.mktemp("home") / "data"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("CHECKPOINT_DISABLE", "1")  # Terraform's own question for newer versions
    monkeypatch.setenv("TF_IN_AUTOMATION", "1")
    folder = tmp_path_factory.mktemp("temp")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def backend() -> Iterator[HttpBackend]:
    with http_backend() as running:
        yield running


Files = dict[str, bytes]


def files_below(folder: Path) -> Files:
    """Every file below a folder, what Terraform's own lock file says excepted."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".terraform.lock.hcl")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Root:
    """A root module in a folder of its own."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def terraform(self, *arguments: str, **environ: str) -> Done:
        """Outside of exec."""
        return self._run(["terraform", *arguments], environ)

    def exec(self, *arguments: str, **environ: str) -> Done:
        return self._run(command("exec", *arguments), environ)

    def sh(self, script: str, **environ: str) -> Done:
        """A shell script within exec; its first failing command ends it."""
        return self.exec("-q", "--", "sh", "-ec", script, **environ)

    def tfmock(self, *arguments: str, **environ: str) -> Done:
        return self._run(command(*arguments), environ)

    def _run(self, line: list[str], environ: dict[str, str]) -> Done:
        return subprocess.run(
            line,
            cwd=self.folder,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """A root with one resource, which is part of Terraform: no provider has to be there."""
    infra = Root(tmp_path / "infra")
    infra.write("main.tf", 'resource "terraform_data" "a" {\n  input = "mock"\n}\noutput "a" {\n  value = "mock"\n}\n')
    return infra
