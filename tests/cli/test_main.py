from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.support.server_fixtures import ROOT
from tfmock import __version__
from tfmock.cli.main import main

COMMANDS = sorted(main.commands)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TFMOCK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("GITHUB_ENV", raising=False)
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")


def test_version_costs_no_heavy_import() -> None:
    heavy = "{'pydantic', 'flask', 'cryptography', 'hcl2', 'asyncio', 'ssl'}"
    program = (
        f"import sys; sys.argv = ['tfmock', '--version']\n"
        f"from tfmock.cli.main import main\n"
        f"try: main()\n"
        f"finally: print(sorted({heavy} & set(sys.modules)))"
    )
    line = [sys.executable, "-c", program]
    done = subprocess.run(line, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [f"tfmock, version {__version__}", "[]"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"])
    assert done.exit_code == 0
    assert f"tfmock {command}" in done.output.split("Example", 1)[1]


def test_commands() -> None:
    assert COMMANDS == [
        "actions", "backend", "bill", "ca", "calls", "clock", "completion", "coverage", "env", "exec", "fault",
        "override", "quota", "reach", "replay", "serve", "snapshot", "traffic", "world",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["serve", "--port", "x"], "Invalid value for '--port'"),
        (["serve", "--port", "70000"], "tfmock: --port 70000: "),
        (["serve", "--config", "missing.toml"], "tfmock: missing.toml: cannot be read"),
        (["serve", "--profile", "slow"], "Invalid value for '--profile'"),
        (["env", "--config", "missing.toml"], "tfmock: missing.toml: cannot be read"),
        (["env", "--format", "fish"], "Invalid value for '--format'"),
        (["exec", "--config", "missing.toml", "--", "true"], "tfmock: missing.toml: cannot be read"),
        (["exec"], "Missing argument 'COMMAND...'"),
        (["override", "--chdir", "missing"], "tfmock: missing: no such folder"),
        (["ca", "--config", "missing.toml"], "tfmock: missing.toml: cannot be read"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_mistakes_are_one_message_and_exit_2(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(main, arguments)
    assert (done.exit_code, message in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_env_prints_exports_only_on_stdout(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["env", "--port", "1", "--gateway-port", "4999"])
    assert "export HTTPS_PROXY=http://127.0.0.1:4999" in done.stdout.splitlines()
    assert all(line.startswith(("export ", "unset ")) for line in done.stdout.splitlines())
    assert "Start it with: tfmock serve" in done.stderr
    bundle = next(line.split("=")[1] for line in done.stdout.splitlines() if "SSL_CERT_FILE" in line)
    assert Path(bundle).read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_env_for_a_github_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "github_env"
    file.write_text("OTHER=1\n")
    monkeypatch.setenv("GITHUB_ENV", str(file))
    done = CliRunner().invoke(main, ["env", "--format", "github", "--port", "1"])
    assert done.stdout == ""
    lines = file.read_text().splitlines()
    assert lines[0] == "OTHER=1"
    assert "HTTPS_PROXY=http://127.0.0.1:4181" in lines
    monkeypatch.setenv("GITHUB_ENV", str(tmp_path / "missing" / "file"))
    done = CliRunner().invoke(main, ["env", "--format", "github", "--port", "1"])
    assert (done.exit_code, "GITHUB_ENV" in done.stderr) == (2, True)


def test_override_prints_what_it_wrote_and_how_to_undo_it() -> None:
    Path("net").mkdir()
    Path("net/main.tf").write_text('provider "alicloud" {\n  alias = "b"\n}\n')
    done = CliRunner().invoke(main, ["override", "--chdir", "net", "--json"])
    assert done.stdout.splitlines() == [
        "wrote net/tfmock_override.tf.json for alicloud, alicloud.b",
        "remove it with: tfmock override --chdir net --remove",
    ]
    assert len(json.loads(Path("net/tfmock_override.tf.json").read_text())["provider"]["alicloud"]) == 2
    done = CliRunner().invoke(main, ["override", "--chdir", "net", "--remove"])
    assert done.stdout == "removed net/tfmock_override.tf.json\n"
    done = CliRunner().invoke(main, ["override", "--chdir", "net", "--remove"])
    assert done.stdout == "nothing to remove in net\n"


def test_ca_prints_a_certificate_and_no_key() -> None:
    done = CliRunner().invoke(main, ["ca"])
    assert "PRIVATE" not in Path(done.stdout.strip()).read_text()


def test_env_exits_with_1_when_no_server_answers() -> None:
    """``terraform plan`` waited two minutes there without a word."""
    done = CliRunner().invoke(main, ["env", "--port", "1"])
    assert done.exit_code == 1
    assert "nothing answers on 127.0.0.1:1 yet, and Terraform waits minutes for it" in done.stderr
    assert "export TFMOCK_SERVER=127.0.0.1:1" in done.stdout.splitlines()
    gone = CliRunner().invoke(main, ["env", "--port", "1", "--unset"])
    assert (gone.exit_code, gone.stderr) == (0, "")
    assert {"TFMOCK_SERVER", "TFMOCK_WORLD"} <= set(gone.stdout.split())


def test_env_says_when_it_leads_out_of_another_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_SERVER", "127.0.0.1:40000")
    done = CliRunner().invoke(main, ["env", "--port", "1"])
    assert "this leads to 127.0.0.1:1, and out of the environment of 127.0.0.1:40000." in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    done = CliRunner().invoke(main, ["completion", shell])
    assert (done.exit_code, "_TFMOCK_COMPLETE" in done.stdout) == (0, True)


def test_completion_knows_commands_and_options() -> None:
    environ = {"_TFMOCK_COMPLETE": "bash_complete", "COMP_WORDS": "tfmock snap", "COMP_CWORD": "1"}
    done = CliRunner().invoke(main, prog_name="tfmock", env=environ)
    assert "plain,snapshot" in done.output
