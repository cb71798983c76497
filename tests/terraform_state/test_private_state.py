"""What `tfmock exec` does to a real state: nothing. Asked of the real Terraform, with an http backend that counts."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terraform_state.conftest import Root, files_below, needs_terraform
from tests.terraform_state.http_backend import HttpBackend

pytestmark = needs_terraform

CYCLE = "terraform init && terraform apply -auto-approve && terraform destroy -auto-approve"
APPLY = "terraform apply -auto-approve -input=false"


@pytest.fixture
def untouched(root: Root, backend: HttpBackend, temp: Path) -> Callable[[], None]:
    """Says that the real state had no request since, that the user's tree is as it was, and no temporary file stays."""
    root.write("backend.tf", backend.block)
    known: list[tuple[bytes, dict[str, bytes]]] = []

    def check() -> None:
        if not known:
            known.append((backend.state, files_below(root.folder.parent)))
            backend.requests.clear()
            return
        assert backend.requests == []
        assert (backend.state, files_below(root.folder.parent)) == known[0]
        assert list(temp.iterdir()) == []

    return check


Untouched = Callable[[], None]

WRAPPER = "#!/bin/sh\nset -e\ncd infra\nterraform init\nterraform apply -auto-approve\n"


@pytest.mark.parametrize(
    "script",
    [
        CYCLE,
        f"{APPLY}; terraform output -raw a",
        "terraform init -reconfigure && " + APPLY,
        "terraform init -migrate-state -force-copy && " + APPLY,
        "terraform init -upgrade -backend-config=address=http://127.0.0.1:9/ && " + APPLY,
        "cd / && terraform -chdir=$OLDPWD init && terraform -chdir=$OLDPWD apply -auto-approve",
        "cd .. && chmod +x wrapper.sh && ./wrapper.sh",
        "make -s -f ../Makefile apply",
        "terraform init && terraform test",
        "terraform workspace new blue && " + APPLY + " && terraform workspace select default && " + APPLY,
        "terraform workspace select prod && " + APPLY + " && terraform workspace list | grep prod",
        "TF_WORKSPACE=prod terraform apply -auto-approve",
        f"{APPLY} && terraform state pull > ../s && terraform state push -force ../s && rm ../s",
        f"{APPLY} && terraform state mv terraform_data.a terraform_data.b && terraform state rm terraform_data.b",
        f"{APPLY} -state=real.tfstate && terraform output -state=real.tfstate -raw a",
        f"TF_CLI_ARGS_apply='-state real.tfstate -backup=x.backup' {APPLY}",
        f"{APPLY} -state=real.tfstate && TF_CLI_ARGS_state_replace_provider=-state=real.tfstate"
        " terraform state replace-provider -auto-approve hashicorp/null hashicorp/other",
        "echo 'terraform_data.a.id' | terraform console",
        "terraform plan -out=../p && terraform apply ../p && rm ../p",
        "TF_DATA_DIR=.data terraform init && TF_DATA_DIR=.data terraform apply -auto-approve",
    ],
)
def test_the_real_state_is_never_touched(root: Root, untouched: Untouched, script: str) -> None:
    root.write(
        "tests/a.tftest.hcl",
        'run "a" {\n  assert {\n    condition = output.a == "mock"\n    error_message = "x"\n  }\n}\n',
    )
    root.write("../wrapper.sh", WRAPPER)
    root.write("../Makefile", "apply:\n\tterraform init\n\tterraform apply -auto-approve\n")
    (root.folder.parent / "wrapper.sh").chmod(0o755)
    untouched()
    done = root.sh(script)
    assert done.returncode == 0, done.stderr + done.stdout
    untouched()


@pytest.mark.parametrize("script", [APPLY, CYCLE, "terraform init -reconfigure && " + APPLY])
def test_of_a_root_that_was_initialised_outside(root: Root, untouched: Untouched, script: str) -> None:
    root.write("module/m.tf", 'output "m" {\n  value = 1\n}\n')
    root.write("modules.tf", 'module "m" {\n  source = "./module"\n}\n')
    assert root.terraform("init").returncode == 0
    untouched()
    done = root.sh(script)
    assert done.returncode == 0, done.stderr + done.stdout
    untouched()


BLOCKS = {
    "cloud": 'terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "w"\n    }\n  }\n}\n',
    "partial s3": 'terraform {\n  backend "s3" {}\n}\n',
    "gcs": 'terraform {\n  backend "gcs" {\n    bucket = "b"\n  }\n}\n',
    "none": "",
    "local": 'terraform {\n  backend "local" {\n    path = "mine.tfstate"\n  }\n}\n',
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize(
    ("script", "environ"),
    [
        ("terraform init -backend-config=bucket=b -backend-config dev.s3.tfbackend && " + APPLY, {}),
        (CYCLE, {"TF_CLI_ARGS_init": "-backend-config=bucket=b -upgrade"}),
    ],
)
def test_of_any_backend(root: Root, script: str, environ: dict[str, str], name: str) -> None:
    root.write("backend.tf", BLOCKS[name])
    root.write("terraform.tfstate", '{"version": 4, "serial": 3, "lineage": "x", "outputs": {}, "resources": []}')
    root.write("mine.tfstate", '{"version": 4, "serial": 3, "lineage": "x", "outputs": {}, "resources": []}')
    before = files_below(root.folder)
    done = root.sh(script, **environ)
    assert done.returncode == 0, done.stderr + done.stdout
    assert files_below(root.folder) == before


@pytest.mark.parametrize("name", ["override.tf", "zz_override.tf", "a_override.tf.json"])
def test_override_files_of_the_user_do_not_win(
    root: Root, untouched: Untouched, backend: HttpBackend, name: str
) -> None:
    text = json.dumps({"terraform": {"backend": {"http": {"address": backend.url}}}})
    root.write(name, text if name.endswith("json") else backend.block)
    untouched()
    done = root.sh(CYCLE)
    assert done.returncode == 0, done.stderr
    untouched()


def test_an_override_that_would_win_is_refused(root: Root, untouched: Untouched, backend: HttpBackend) -> None:
    root.write("zzzzz_override.tf", backend.block)
    untouched()
    done = root.sh(CYCLE)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert 'zzzzz_override.tf:2: Terraform merges this backend "http" after tfmock\'s' in done.stderr
    untouched()


def test_an_existing_local_state_is_not_migrated(root: Root) -> None:
    """`init -force-copy` would move it into the new backend and empty the file."""
    assert root.terraform("init").returncode == 0
    assert root.terraform("apply", "-auto-approve").returncode == 0
    before = files_below(root.folder)
    done = root.sh(
        "terraform init -force-copy && terraform init -reconfigure -force-copy && terraform state list | wc -l"
    )
    assert (done.returncode, done.stdout.splitlines()[-1].strip()) == (0, "0"), done.stderr
    assert files_below(root.folder) == before


@pytest.mark.parametrize(
    "path", [shutil.which("terraform") or "terraform", "../bin/terraform_1.11.4", "../bin/tf", "tf"]
)
def test_a_renamed_terraform_binary_is_redirected(
    root: Root, untouched: Untouched, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = root.folder.parent / "bin"
    folder.mkdir()
    for name in ("terraform_1.11.4", "tf"):
        (folder / name).symlink_to(str(shutil.which("terraform")))
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:{folder}")
    untouched()
    done = root.exec("-q", "--", path, "apply", "-auto-approve")
    assert (done.returncode, "1 added" in done.stdout) == (0, True), done.stderr
    for variable in ("TG_TF_PATH", "TERRAGRUNT_TFPATH"):
        done = root.sh(f"${variable} init && ${variable} apply -auto-approve", **{variable: path})
        assert done.returncode == 0, done.stderr
    untouched()


def test_tofu_is_redirected_as_terraform_is(root: Root, untouched: Untouched, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Terraform under that name: what differs in OpenTofu is not tried here."""
    folder = root.folder.parent / "bin"
    folder.mkdir()
    (folder / "tofu").symlink_to(str(shutil.which("terraform")))
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    untouched()
    done = root.sh(CYCLE.replace("terraform", "tofu"))
    assert done.returncode == 0, done.stderr
    untouched()


@pytest.mark.parametrize("backend_too", [True, False])
@pytest.mark.parametrize("script", ["{} apply -auto-approve", "{0} init && {0} apply -auto-approve -lock=false"])
def test_bypassing_the_launcher_is_refused(root: Root, untouched: Untouched, script: str, backend_too: bool) -> None:
    if not backend_too:
        root.write("backend.tf", "")
    untouched()
    done = root.sh(script.format(shutil.which("terraform")))
    assert (done.returncode, "Backend initialization required" in done.stderr) == (1, True), done.stderr + done.stdout
    untouched()


def test_a_copy_of_the_real_state_can_be_planned_with(root: Root, backend: HttpBackend) -> None:
    """What docs/seeds.md says; with a seed and the real provider it is tests/terraform/test_private_state.py."""
    root.write("backend.tf", backend.block)
    assert root.terraform("init").returncode == 0
    assert root.terraform("apply", "-auto-approve").returncode == 0
    root.write("real.tfstate", root.terraform("state", "pull").stdout)
    backend.requests.clear()
    before = (backend.state, files_below(root.folder))
    done = root.sh("terraform state push real.tfstate; terraform plan -detailed-exitcode")
    assert (done.returncode, "No changes" in done.stdout) == (0, True), done.stderr
    assert (backend.requests, backend.state, files_below(root.folder)) == ([], *before)


@pytest.mark.parametrize("plan_folder", ["infra", "empty"])
@pytest.mark.parametrize("options", [[], ["--backend", "keep"]])
def test_a_plan_that_was_made_outside_is_refused(
    root: Root, untouched: Untouched, options: list[str], plan_folder: str
) -> None:
    """It names the real backend, and apply would write there whatever the configuration of the folder says."""
    assert root.terraform("init").returncode == 0
    assert root.terraform("plan", "-out=../real.tfplan").returncode == 0
    (root.folder.parent / "empty").mkdir()
    untouched()
    outside = Root(root.folder.parent)
    done = outside.exec("-q", *options, "--", "terraform", f"-chdir={plan_folder}", "apply", "../real.tfplan")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    if options and plan_folder == "infra":
        assert 'infra/backend.tf:2: backend "http" would get ids' in done.stderr
    elif options:
        assert 'real.tfplan: this plan was made for backend "http", and apply would write a real state' in done.stderr
    else:
        assert "real.tfplan: this plan was made outside of this `tfmock exec`" in done.stderr
    untouched()


def test_a_plan_for_a_kept_local_state_is_applied(root: Root) -> None:
    assert root.terraform("init").returncode == 0
    assert root.terraform("plan", "-out=p").returncode == 0
    done = root.exec("-q", "--backend", "keep", "--", "terraform", "apply", "p")
    assert (done.returncode, "1 added" in done.stdout) == (0, True), done.stderr


@pytest.mark.parametrize("words", [["plan"], ["apply"], ["apply", "-auto-approve", "-input=false"]])
def test_terraform_reports_a_wrong_folder(root: Root, words: list[str]) -> None:
    (root.folder / "main.tf").unlink()
    done = root.exec("-q", "--", "terraform", *words, TF_WORKSPACE="prod")
    assert (done.returncode, "No configuration files" in done.stderr) == (1, True), done.stderr
    assert files_below(root.folder) == {}


def test_a_folder_without_configuration_keeps_its_state(root: Root) -> None:
    assert root.terraform("init").returncode == 0
    assert root.terraform("apply", "-auto-approve").returncode == 0
    (root.folder / "main.tf").unlink()
    before = files_below(root.folder)
    for words in (
        ["destroy", "-auto-approve"],
        ["apply", "-destroy", "-auto-approve"],
        ["plan"],
        ["state", "rm", "terraform_data.a"],
        ["init", "-force-copy"],
    ):
        root.exec("-q", "--", "terraform", *words)
        assert files_below(root.folder) == before
