"""Providers and modules of an `init` made outside: used inside, and never changed from there.

`terraform init` installs packages without running them, so a mirror with packages that do nothing serves.
"""

from __future__ import annotations

import os
import platform
import re
import stat
import zipfile
from pathlib import Path

import pytest

from tests.terraform_state.conftest import Root, files_below, needs_terraform

pytestmark = needs_terraform

MACHINE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
TARGET = f"{platform.system().lower()}_{MACHINE}"
REQUIRED = """
terraform {
  required_providers {
    fake = {
      source = "example.com/acme/fake"
    }
  }
}
"""


class Mirror:
    """A folder from which Terraform installs example.com/acme/fake."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "mirror" / "example.com" / "acme" / "fake"
        self._folder.mkdir(parents=True)
        self.config = folder / "terraformrc"
        self.config.write_text(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{folder / "mirror"}"\n  }}\n}}\n'
        )

    def add(self, version: str, more: str = "") -> None:
        """A packed version; Terraform unpacks it into its data folder."""
        entry = zipfile.ZipInfo(f"terraform-provider-fake_v{version}")
        entry.external_attr = (stat.S_IFREG | 0o755) << 16
        with zipfile.ZipFile(self._folder / f"terraform-provider-fake_{version}_{TARGET}.zip", "w") as archive:
            archive.writestr(entry, f"#!/bin/sh\n# {version}\n{more}")

    def remove(self, version: str) -> None:
        """It cannot be installed any more."""
        (self._folder / f"terraform-provider-fake_{version}_{TARGET}.zip").unlink()


@pytest.fixture
def mirror(root: Root, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mirror:
    created = Mirror(tmp_path)
    created.add("1.0.0")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(created.config))
    root.write("main.tf", REQUIRED)
    return created


def versions(output: str) -> set[str]:
    return {line.split()[-2] for line in output.splitlines() if "acme/fake v" in line and "installed" in line.lower()}


INSIDE = "terraform init {}; ls $TF_DATA_DIR/../roots/*/data/providers/example.com/acme/fake"


def test_a_provider_is_not_installed_twice(root: Root, mirror: Mirror) -> None:
    done = root.terraform("init")
    assert done.returncode == 0, done.stderr
    before = files_below(root.folder)
    link = "test -L $TF_DATA_DIR/../roots/*/data/providers/example.com/acme/fake/1.0.0/*"
    done = root.sh(f"terraform validate || true; {link}; terraform init -no-color; {link}")
    assert done.returncode == 0, done.stderr
    assert "Using previously-installed example.com/acme/fake v1.0.0" in done.stdout, done.stderr
    assert files_below(root.folder) == before


@pytest.mark.parametrize("flags", ["-upgrade", "-reconfigure -upgrade"])
def test_an_upgrade_inside_stays_inside(root: Root, mirror: Mirror, flags: str) -> None:
    assert root.terraform("init").returncode == 0
    before = files_below(root.folder)
    mirror.add("1.1.0")
    done = root.sh(INSIDE.format(flags))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == ["1.0.0", "1.1.0"]
    assert files_below(root.folder) == before


@pytest.mark.parametrize("change", ["the package", "the hashes", "no lock file"])
def test_a_package_that_does_not_fit_is_replaced_inside_only(root: Root, mirror: Mirror, change: str) -> None:
    """Terraform would unpack it through a link."""
    assert root.terraform("init").returncode == 0
    (package,) = (root.folder / ".terraform").rglob("terraform-provider-fake_*")
    lock = root.folder / ".terraform.lock.hcl"
    if change == "the package":
        package.write_text("not what the lock file says")
    elif change == "the hashes":
        lock.write_text(re.sub(r'"h1:.*"', "", lock.read_text()))
        mirror.remove("1.0.0")
        mirror.add("1.0.0", "other")
    else:
        lock.unlink()
        mirror.remove("1.0.0")
        mirror.add("1.0.0", "other")
    before = files_below(root.folder)
    done = root.sh("terraform init && cat $TF_DATA_DIR/../roots/*/data/providers/example.com/acme/fake/1.0.0/*/*")
    assert done.returncode == (1 if change == "the hashes" else 0), done.stderr
    assert change == "the hashes" or "# 1.0.0" in done.stdout
    assert files_below(root.folder) == before


def test_an_upgrade_outside_is_followed(root: Root, mirror: Mirror, tmp_path: Path) -> None:
    assert root.terraform("init").returncode == 0
    mirror.add("1.1.0")
    outside = f"env -u TF_DATA_DIR -u TF_CLI_ARGS_init PATH={os.environ['PATH']} terraform init -upgrade"
    done = root.sh(f"terraform validate || true; mv zzzz* ..; {outside}; mv ../zzzz* .; {INSIDE.format('')}")
    assert done.returncode == 0, done.stderr
    assert "Using previously-installed example.com/acme/fake v1.1.0" in done.stdout.replace("\x1b[0m", "")


@pytest.mark.parametrize("flags", ["", "-upgrade"])
def test_modules_that_are_installed_stay(root: Root, tmp_path: Path, flags: str) -> None:
    source = tmp_path / "source"
    (source / "m").mkdir(parents=True)
    (source / "m" / "m.tf").write_text('output "m" {\n  value = "from the module"\n}\n')
    archive = tmp_path / "m.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(source / "m" / "m.tf", "m.tf")
    root.write("module.tf", f'module "m" {{\n  source = "{archive}"\n}}\noutput "m" {{\n  value = module.m.m\n}}\n')
    assert root.terraform("init").returncode == 0
    before = files_below(root.folder)
    apply = "terraform apply -auto-approve && terraform output -raw m"
    done = root.sh(f"{apply} && terraform get -update && terraform init {flags} && {apply}")
    assert (done.returncode, "from the module" in done.stdout) == (0, True), done.stderr
    assert files_below(root.folder) == before
    archive.unlink()
    done = root.sh(apply)  # not fetched again
    assert (done.returncode, "from the module" in done.stdout) == (0, True), done.stderr


def test_a_module_of_an_empty_folder(root: Root) -> None:
    (root.folder.parent / "new").mkdir()
    done = root.sh(
        "cd ../new && terraform init -from-module=../infra && terraform init && terraform apply -auto-approve"
    )
    assert (done.returncode, "1 added" in done.stdout) == (0, True), done.stderr
    assert {path.name for path in (root.folder.parent / "new").iterdir()} - {".terraform"} == {"main.tf"}
