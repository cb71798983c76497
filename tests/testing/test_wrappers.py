"""The GitHub action, the GitLab snippet and the Dockerfile: what they do is done here, as far as it can be."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.blocks import commands
from tests.support.ports import free_ports
from tests.testing.conftest import ROOT
from tfmock.server import server
from tfmock.settings import Settings

ACTION = ROOT / "actions" / "tfmock" / "action.yml"
GITLAB = ROOT / "actions" / "gitlab" / "tfmock.gitlab-ci.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def load(path: Path) -> dict[str, Any]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(document, dict)
    return document


@dataclass
class Runner:
    """GitHub's runner, as far as a step of a composite action can tell."""

    temp: Path
    inputs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.inputs = {name: str(definition["default"]) for name, definition in ACTION_INPUTS.items()} | self.inputs
        (self.temp / "tfmock").mkdir()

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        (matching,) = (step for step in ACTION_STEPS if step["name"] == name)
        environ = {
            **os.environ,
            "PATH": f"{commands(self.temp)}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "TFMOCK_DATA_DIR": str(self.temp / "data"),
            **{f"GITHUB_{file}": str(self.temp / file) for file in ("ENV", "PATH", "OUTPUT")},
            **{name: self._filled(value) for name, value in matching["env"].items()},
        }
        # `shell: bash` is this to a runner; what stays in the background must not hold our pipes open.
        line = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", matching["run"]]
        return subprocess.run(line, env=environ, capture_output=True, text=True, timeout=60, check=False, cwd=self.temp)

    def _filled(self, value: str) -> str:
        value = value.replace("${{ github.action_path }}", str(ACTION.parent))
        return re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda name: self.inputs[name[1]], value)

    def written(self, file: str) -> dict[str, str]:
        path = self.temp / file
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return dict(line.split("=", 1) for line in lines)


ACTION_INPUTS = load(ACTION)["inputs"]
ACTION_STEPS = load(ACTION)["runs"]["steps"]


@pytest.fixture
def ports() -> dict[str, str]:
    port, gateway = free_ports(2)
    return {"port": str(port), "gateway-port": str(gateway)}


@pytest.fixture
def runner(tmp_path: Path, ports: dict[str, str]) -> Iterator[Runner]:
    created = Runner(tmp_path, ports)
    yield created
    _end_server(created)


def _end_server(runner: Runner) -> None:
    """The runner ends what a job leaves running; here it is found by its port."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"serve" in line and runner.inputs["port"].encode() in line:
            os.kill(int(folder.name), signal.SIGTERM)


class TestAction:
    def test_start_waits_and_exports(self, runner: Runner) -> None:
        (runner.temp / "world.yaml").write_text("vpcs: [{id: vpc-1, region: cn-hangzhou, cidr_block: 10.0.0.0/8}]")
        runner.inputs |= {"seed": "world.yaml", "profile": "realistic", "world": "job-1", "args": "--task-conflict"}
        done = runner.step("Start tfmock")
        assert done.returncode == 0, done.stdout + done.stderr
        exported, outputs = runner.written("ENV"), runner.written("OUTPUT")
        assert exported["HTTPS_PROXY"] == f"http://127.0.0.1:{runner.inputs['gateway-port']}"
        assert exported["ALICLOUD_ACCESS_KEY"] == "job-1.1000000000000001"
        assert Path(exported["SSL_CERT_FILE"]).is_file()
        assert "API and console" in Path(outputs["log"]).read_text(encoding="utf-8")
        query = "Action=DescribeVpcs&Version=2016-04-28&RegionId=cn-hangzhou&Format=JSON&AccessKeyId="
        url = f"{outputs['endpoint']}/?{query}{exported['ALICLOUD_ACCESS_KEY']}"
        with urllib.request.urlopen(url) as reply:
            assert [vpc["VpcId"] for vpc in json.load(reply)["Vpcs"]["Vpc"]] == ["vpc-1"]

    def test_nothing_is_exported_on_demand(self, runner: Runner) -> None:
        runner.inputs["export"] = "false"
        assert runner.step("Start tfmock").returncode == 0
        assert runner.written("ENV") == {}

    def test_a_failure_shows_what_tfmock_said(self, runner: Runner) -> None:
        runner.inputs["seed"] = "none.yaml"
        done = runner.step("Start tfmock")
        assert done.returncode == 1
        assert "::error title=tfmock::tfmock serve has ended" in done.stdout
        assert "--seed none.yaml: No such file" in done.stdout
        assert runner.written("ENV") == {}

    def test_a_foreign_server_on_the_port_is_not_used(self, runner: Runner) -> None:
        with socket.create_server(("127.0.0.1", int(runner.inputs["port"]))):
            done = runner.step("Start tfmock")
        assert done.returncode == 1
        assert "in use by another program" in done.stdout

    def test_inputs_are_no_commands(self, runner: Runner) -> None:
        runner.inputs["seed"] = "$(touch${IFS}owned) `touch owned` *"
        assert runner.step("Start tfmock").returncode == 1
        assert not (runner.temp / "owned").exists()

    def test_install(self, tmp_path: Path) -> None:
        """With pip replaced: the real one fetches everything anew."""
        python = tmp_path / "python"
        python.write_text(
            f"""#!/bin/sh
            if [ "$2" = venv ]; then
                mkdir -p "$3/bin"
                printf '#!/bin/sh\\necho "$@" > {tmp_path}/pip\\n' > "$3/bin/python"
                touch "$3/bin/tfmock" "$3/bin/hcl-lint"
                chmod +x "$3/bin"/*
            fi
            """,
            encoding="utf-8",
        )
        python.chmod(0o755)
        runner = Runner(tmp_path, {"python": str(python)})
        done = runner.step("Install tfmock")
        assert done.returncode == 0, done.stderr
        arguments = (tmp_path / "pip").read_text(encoding="utf-8").split()
        assert arguments[:3] == ["-m", "pip", "install"]
        assert (Path(arguments[-1]) / "pyproject.toml").is_file()
        added = Path((tmp_path / "PATH").read_text(encoding="utf-8").strip())
        assert sorted(path.name for path in added.iterdir()) == ["hcl-lint", "tfmock"]

    def test_every_input_is_used_and_documented(self) -> None:
        text, page = ACTION.read_text(encoding="utf-8"), (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
        assert isinstance(ACTION_INPUTS, dict)
        for name in ACTION_INPUTS:
            assert f"${{{{ inputs.{name} }}}}" in text
            assert f"`{name}`" in page
        for step in ACTION_STEPS:
            assert "${{" not in step["run"], "an input in a script is read as a command"


def test_gitlab_before_scripts(tmp_path: Path, ports: dict[str, str]) -> None:
    jobs = load(GITLAB)
    ask = 'test -f "$SSL_CERT_FILE" && echo "$ALICLOUD_ACCESS_KEY $HTTPS_PROXY"'
    (tmp_path / "bin").mkdir()
    pip = tmp_path / "bin" / "pip"
    pip.write_text("#!/bin/sh\n", encoding="utf-8")
    pip.chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{tmp_path / 'bin'}{os.pathsep}{commands(tmp_path)}{os.pathsep}{os.environ['PATH']}",
        "TFMOCK_DATA_DIR": str(tmp_path / "data"),
        "TFMOCK_PORT": ports["port"],
        "TFMOCK_GATEWAY_PORT": ports["gateway-port"],
        "TFMOCK_PACKAGE": "tfmock",
        "CI_JOB_ID": "17",
    }

    def run(*scripts: str) -> list[str]:
        lines = [line for script in scripts for line in [*jobs[script]["before_script"], ask]]
        # A runner joins the lines into one script, which a shell runs with -e; then it ends what still runs.
        text = "\n".join(["set -eo pipefail", *lines, "kill %1", "wait"])
        done = subprocess.run(
            ["bash", "-c", text], env=environ, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path
        )
        assert not done.stderr, done.stderr
        return done.stdout.split()

    proxy = f"http://127.0.0.1:{ports['gateway-port']}"
    assert run(".tfmock", ".tfmock-shared") == ["default.1000000000000001", proxy, "job-17.1000000000000001", proxy]


class TestDockerfile:
    def instructions(self) -> list[tuple[str, str]]:
        joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
        lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
        return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]

    def of(self, name: str) -> list[str]:
        return [rest for instruction, rest in self.instructions() if instruction == name]

    def test_the_image_copies_existing_files(self) -> None:
        sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
        sources = {word for rest in self.of("COPY") if "--from" not in rest for word in rest.split()[:-1]}
        assert sources == sent
        assert all((ROOT / source).exists() for source in sources)
        pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        assert 'packages = ["tfmock", "hcl_lint"]' in pyproject  # what the wheel is made of is copied

    def test_rules(self) -> None:
        """What hadolint would say."""
        stages = self.of("FROM")
        assert len(stages) == 2
        assert all(re.fullmatch(r"python:3\.\d+-slim( AS \w+)?", stage) for stage in stages)  # pinned, small
        assert self.of("USER") == ["10001:10001"]  # by number, so that orchestrators see it is not root
        assert [name for name, _ in self.instructions()].index("USER") < len(self.instructions()) - 3
        assert "--no-cache-dir" in self.of("RUN")[0]
        assert not {"ADD", "MAINTAINER"} & {name for name, _ in self.instructions()}
        for name in ("ENTRYPOINT", "CMD"):
            assert isinstance(json.loads(self.of(name)[0]), list)  # exec form: signals reach tfmock

    def test_the_health_check_reports_the_state(self) -> None:
        command = json.loads(self.of("HEALTHCHECK")[0].partition("CMD ")[2])
        assert command[0] == "python"

        def healthy(port: int) -> bool:
            environ = {"TFMOCK_PORT": str(port), "PATH": os.environ["PATH"]}
            done = subprocess.run([sys.executable, *command[1:]], env=environ, capture_output=True, check=False)
            return done.returncode == 0

        with server.private_server(Settings()) as running:
            assert healthy(running.settings.port)
        assert not healthy(running.settings.port)

    def test_the_image_starts_a_server(self, tmp_path: Path, ports: dict[str, str]) -> None:
        """Its command with its environment, on other ports and in another folder."""
        command = [*json.loads(self.of("ENTRYPOINT")[0]), *json.loads(self.of("CMD")[0])]
        environ = dict(word.split("=", 1) for word in shlex.split(self.of("ENV")[0]))
        assert environ["TFMOCK_HOST"] == "0.0.0.0"
        environ |= {
            "PATH": f"{commands(tmp_path)}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TFMOCK_DATA_DIR": str(tmp_path / "data"),
            "TFMOCK_PORT": ports["port"],
            "TFMOCK_GATEWAY_PORT": ports["gateway-port"],
        }
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as started:
            assert started.stdout is not None
            assert b"API and console" in started.stdout.readline()
            started.send_signal(signal.SIGTERM)  # what `docker stop` sends
            assert started.wait(10) == 0
