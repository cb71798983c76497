"""These tests need terraform and the provider, and mostly wait: they share five lanes, so that five run at a time."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.terraform.runner import EXAMPLES, clean_environ, run

_LANES = 5


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if item.get_closest_marker("terraform")]
    for number, item in enumerate(here):
        item.add_marker(pytest.mark.xdist_group(f"terraform-{number % _LANES}"))


@pytest.fixture(scope="session", autouse=True)
def _provider(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips all where `terraform init` cannot get hold of the provider."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed")
    folder: Path = tmp_path_factory.mktemp("probe")
    shutil.copy(EXAMPLES / "same_account" / "versions.tf", folder)
    try:
        done = run(["init", "-input=false", "-no-color"], folder, clean_environ())
    except subprocess.TimeoutExpired:
        pytest.skip("terraform init gets no answer from the provider's registry")
    if done.returncode:
        problem = " ".join(done.stderr.split())
        pytest.skip(f"terraform init cannot get the provider: {problem[:300]}")
