"""README's first commands with the real provider, on a backend that holds a state."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.terraform import EXAMPLES, clean_environ, run
from tests.terraform_state.conftest import files_below
from tests.terraform_state.http_backend import http_backend

pytestmark = pytest.mark.terraform


def provider_packages(folder: Path) -> set[tuple[str, str]]:
    """Where each entry of a data folder leads, links included."""
    return {(str(path.relative_to(folder)), os.path.realpath(path)) for path in (folder / "providers").rglob("*")}


def test_init_outside_and_exec(tmp_path: Path) -> None:
    root = tmp_path / "infra"
    shutil.copytree(EXAMPLES / "same_account", root, ignore=shutil.ignore_patterns(".terraform*", "terraform.tfstate*"))
    environ = clean_environ()
    with http_backend() as backend:
        (root / "backend.tf").write_text(backend.block)
        assert run(["init", "-input=false"], root, environ).returncode == 0
        backend.requests.clear()
        state, before = backend.state, files_below(root)
        packages = provider_packages(root / ".terraform")
        script = (
            "terraform apply -auto-approve && terraform init && terraform plan -detailed-exitcode && "
            "terraform state pull > ../real.tfstate && "
            "test -L $TF_DATA_DIR/../roots/*/data/providers/*/aliyun/alicloud/*/* && terraform destroy -auto-approve"
        )
        done = subprocess.run(
            [sys.executable, "-m", "tfmock.cli.main", "exec", "--", "sh", "-ec", script],
            cwd=root, env={**environ, "PYTHONPATH": str(EXAMPLES.parent)}, capture_output=True, text=True, check=False,
            timeout=240,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr + done.stdout
        assert "Using previously-installed aliyun/alicloud" in done.stdout
        assert "tfmock: nothing is left in the world" in done.stderr
        assert (backend.state, backend.requests) == (state, [])
        assert files_below(root) == before
        assert provider_packages(root / ".terraform") == packages
        copy = "terraform state push ../real.tfstate; terraform plan -detailed-exitcode"  # docs/seeds.md
        done = subprocess.run(
            [sys.executable, "-m", "tfmock.cli.main", "exec", "--seed", "../real.tfstate", "--", "sh", "-ec", copy],
            cwd=root, env={**environ, "PYTHONPATH": str(EXAMPLES.parent)}, capture_output=True, text=True, check=False,
            timeout=240,
        )  # fmt: skip
        assert (done.returncode, "No changes" in done.stdout) == (0, True), done.stderr + done.stdout
        assert (backend.state, backend.requests, files_below(root)) == (state, [], before)
