"""These tests need terraform and the provider, and run once with each version of it that they find.

They mostly wait, so they share five lanes, and five run at a time.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.terraform import EXAMPLES, FROM_REGISTRY, clean_environ, numbers, run

_LANES = 5
#: Where Terraform looks for providers before it asks a registry (its "implied local mirror").
MIRROR: Final = Path.home() / ".terraform.d" / "plugins"
_PROVIDER: Final = Path("registry.terraform.io", "aliyun", "alicloud")
_PLATFORM: Final = f"{platform.system().lower()}_{'arm64' if platform.machine() in ('arm64', 'aarch64') else 'amd64'}"


def mirrored_versions() -> list[str]:
    """The provider's versions in the mirror for this platform, oldest first."""
    versions = [path.parent.name for path in (MIRROR / _PROVIDER).glob(f"*/{_PLATFORM}") if any(path.iterdir())]
    return sorted(versions, key=numbers)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider_version" in metafunc.fixturenames:
        metafunc.parametrize("provider_version", mirrored_versions() or [FROM_REGISTRY], indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    terraform_items = [item for item in items if item.get_closest_marker("terraform")]
    for number, item in enumerate(terraform_items):
        item.add_marker(pytest.mark.xdist_group(f"terraform-{number % _LANES}"))


@pytest.fixture(scope="session", autouse=True)
def provider_version(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Terraform finds this version of the provider and no other; skips where it cannot get hold of it."""
    version: str = request.param
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed")
    folder: Path = tmp_path_factory.mktemp("provider")
    with pytest.MonkeyPatch.context() as patch:
        if version != FROM_REGISTRY:
            patch.setenv("TF_CLI_CONFIG_FILE", str(_only(version, folder)))
        shutil.copy(EXAMPLES / "same_account" / "versions.tf", folder)
        try:
            done = run(["init", "-input=false", "-no-color"], folder, clean_environ())
        except subprocess.TimeoutExpired:
            pytest.skip("terraform init gets no answer from the provider's registry")
        if done.returncode:
            problem = " ".join(done.stderr.split())
            pytest.skip(f"terraform init cannot get the provider: {problem[:300]}")
        if version != FROM_REGISTRY:
            assert f'version     = "{version}"' in (folder / ".terraform.lock.hcl").read_text(encoding="utf-8")
        yield version


def _only(version: str, folder: Path) -> Path:
    """A CLI configuration that offers one version of the provider, and all else that the mirror holds."""
    mirror = folder / "mirror"
    for package in MIRROR.glob("*/*/*/*/*"):  # Terraform follows links to these, and to nothing above
        name = package.relative_to(MIRROR)
        if name.parent.parent == _PROVIDER and name.parent.name != version:
            continue
        link = mirror / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(package)
    configuration = folder / "terraform.rc"
    configuration.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n', encoding="utf-8"
    )
    return configuration
