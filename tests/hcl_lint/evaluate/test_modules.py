"""Whole configurations: the resources and arguments that ``terraform plan`` has are the ones that we have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hcl_lint.evaluate.load import Options, load
from tests.hcl_lint.evaluate.judge import TERRAFORM, needs_terraform

FLAG = '{ x = "7" }'
ENVIRONMENT = {"TF_VAR_from_environment": '["x", "y"]', "TF_VAR_name": "environment"}


def planned(directory: Path) -> dict[str, object]:
    """Address and input of every planned ``terraform_data``."""
    assert TERRAFORM
    environment = {**os.environ, **ENVIRONMENT}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [TERRAFORM, *arguments], cwd=directory, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("init", "-backend=false")
    run("plan", "-out=plan", "-var", f"from_flag={FLAG}")
    values = json.loads(run("show", "-json", "plan"))["planned_values"]["root_module"]
    inputs: dict[str, object] = {}

    def collect(module: dict[str, object]) -> None:
        for resource in module.get("resources", []):  # type: ignore[attr-defined]
            inputs[resource["address"]] = resource["values"]["input"]
        for child in module.get("child_modules", []):  # type: ignore[attr-defined]
            collect(child)

    collect(values)
    return inputs


@pytest.mark.terraform
@needs_terraform
def test_a_whole_configuration_has_the_instances_and_inputs_that_terraform_plans(tmp_path: Path) -> None:
    directory = tmp_path / "modules"
    shutil.copytree(Path(__file__).with_name("modules"), directory)
    theirs = planned(directory)
    shutil.rmtree(directory / ".terraform")
    configuration = load([str(directory)], Options(variables=(("from_flag", FLAG),), environment=ENVIRONMENT))
    assert [str(issue.message) for issue in configuration.all_issues()] == []
    (root,) = configuration.roots
    ours = {resource.address: resource.arguments["input"].value for resource in root.resources}
    assert sorted(ours) == sorted(theirs)
    for address, value in ours.items():
        assert value.plain() == theirs[address], address
    assert len(ours) > 15
