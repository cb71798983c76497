"""Terraform with the real provider, against a tfmock of the test's own."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from tfmock.app import create_app
from tfmock.control_api.client import ControlClient
from tfmock.control_api.models import Report
from tfmock.core.world import World
from tfmock.protocol.peers import connect_host
from tfmock.rulebook.reachability import trace_between_vpcs
from tfmock.server import client_environment, server
from tfmock.services.vpc.models.vpc import VpcRow
from tfmock.settings import Settings
from tfmock.simulation.network_view import network

EXAMPLES = Path(__file__).parents[2] / "terraform_examples"
CONFIGS = Path(__file__).parents[1] / "terraform" / "configs"

#: Stands for whatever `terraform init` gets where the mirror holds no version.
FROM_REGISTRY: Final = "registry"

_SECONDS = 240.0


@dataclass(frozen=True)
class Diagnostic:
    """One error as Terraform shows it, and where."""

    text: str
    address: str
    file: str
    line: int


class TerraformError(AssertionError):
    """A command that had to succeed did not; the message is what Terraform said."""


@dataclass(frozen=True)
class Plan:
    """What a plan would do: address -> actions, and address -> attributes with a new value that is known already.

    Resources that the plan leaves alone are in neither; ``imported`` are those that it brings into the state.
    """

    path: Path
    exit_code: int
    actions: Mapping[str, tuple[str, ...]]
    attributes: Mapping[str, frozenset[str]]
    imported: frozenset[str]

    @property
    def clean(self) -> bool:
        """Whether `plan -detailed-exitcode` says that there is nothing to do."""
        return self.exit_code == 0 and not self.actions


@dataclass(frozen=True)
class Terraform:
    """One working directory, the environment its commands run in, and how many seconds each may take."""

    folder: Path
    environ: Mapping[str, str]
    seconds: float = _SECONDS

    def init(self) -> None:
        self._must("init", "-input=false")

    def apply(self, plan: Plan | None = None) -> None:
        self._must("apply", "-input=false", "-auto-approve", *([str(plan.path)] if plan else []))

    def destroy(self) -> None:
        self._must("destroy", "-input=false", "-auto-approve")

    def fails(self, command: str) -> list[Diagnostic]:
        """The errors of an apply or a destroy, in the order of their lines."""
        done = self._run(command, "-input=false", "-auto-approve", "-json")
        assert done.returncode == 1, done.stdout
        messages = (json.loads(line) for line in done.stdout.splitlines())
        diagnostics = [message["diagnostic"] for message in messages if message["@level"] == "error"]
        return sorted(
            (_diagnostic(diagnostic) for diagnostic in diagnostics),
            key=lambda diagnostic: (diagnostic.file, diagnostic.line),
        )

    def set(self, **variables: object) -> None:
        """Give these values to variables from now on, and to no others."""
        text = json.dumps(variables)
        (self.folder / "test.auto.tfvars.json").write_text(text, encoding="utf-8")

    def plan(self) -> Plan:
        path = self.folder / "tfplan"
        done = self._run("plan", "-input=false", "-detailed-exitcode", f"-out={path}")
        if done.returncode not in (0, 2):
            raise TerraformError(done.stdout)
        if done.returncode == 0:  # nothing to do: no need to start every provider again to be shown nothing
            return Plan(path, 0, {}, {}, frozenset())
        every = {
            change["address"]: change["change"]
            for change in self._json("show", "-json", str(path)).get("resource_changes", [])
        }
        changes = {
            address: change for address, change in every.items() if change["actions"] not in (["no-op"], ["read"])
        }
        return Plan(
            path=path,
            exit_code=done.returncode,
            actions={address: tuple(change["actions"]) for address, change in changes.items()},
            attributes={
                address: _changed(change["before"] or {}, change["after"] or {}) for address, change in changes.items()
            },
            imported=frozenset(address for address, change in every.items() if "importing" in change),
        )

    def resources(self) -> dict[str, str]:
        """Address -> id of every managed resource in the state file (``show`` would start every provider for it)."""
        state = self.folder / "terraform.tfstate"
        resources = json.loads(state.read_text(encoding="utf-8"))["resources"] if state.exists() else []
        return {
            _address(resource, instance): instance["attributes"]["id"]
            for resource in resources
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }

    def outputs(self) -> dict[str, Any]:
        return {name: output["value"] for name, output in self._json("output", "-json").items()}

    def forget(self, *addresses: str) -> None:
        """Remove from the state, not from the world."""
        self._must("state", "rm", *addresses)

    def import_one(self, address: str, id: str) -> None:
        """Import one resource by ``terraform import``."""
        self._must("import", "-input=false", address, id)

    def _json(self, *arguments: str) -> Any:
        return json.loads(self._must(*arguments))

    def _must(self, *arguments: str) -> str:
        done = self._run(*arguments)
        if done.returncode:
            raise TerraformError(f"terraform {' '.join(arguments)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(arguments, self.folder, self.environ, seconds=self.seconds)


def numbers(version: str) -> tuple[int, ...]:
    """``1.246.2`` as numbers, to be compared."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def since(version: str, first: str) -> bool:
    """Whether a version of the provider is ``first`` or newer; whatever the registry gives is the newest."""
    return version == FROM_REGISTRY or numbers(version) >= numbers(first)


def run(
    arguments: Sequence[str], folder: Path, environ: Mapping[str, str], *, seconds: float = _SECONDS
) -> subprocess.CompletedProcess[str]:
    """One terraform command; stdout and stderr are kept."""
    command = ("terraform", *arguments)
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, timeout=seconds, check=False
    )


def clean_environ() -> dict[str, str]:
    """The caller's environment without what would change what Terraform does or says."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TF_VAR_", "TF_CLI_ARGS", "TF_LOG", "TF_WORKSPACE", "TF_DATA_DIR", "TFMOCK_"))
    }
    if not Path(variables.get("TF_CLI_CONFIG_FILE", os.devnull)).exists():
        del variables["TF_CLI_CONFIG_FILE"]
    # Else Terraform itself looks for newer versions, and the proxy would count that.
    return {**variables, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}


@dataclass(frozen=True)
class Mock:
    """A running tfmock and a look inside."""

    running: server.RunningServer
    world: World

    def terraform(self, source: Path, target: Path, *, extra: Mapping[str, str] | None = None) -> Terraform:
        """A copy of a configuration, initialised, whose provider talks to this tfmock.

        Args:
            source: the configuration.
            target: folder to create.
            extra: further files, name -> content.
        """
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".terraform*", "terraform.tfstate*"))
        for name, content in (extra or {}).items():
            (target / name).write_text(content, encoding="utf-8")
        variables = client_environment.environment(self.running.settings, bundle=self.running.bundle, environ={})
        terraform = Terraform(target, variables.applied(clean_environ()))
        Terraform(target, clean_environ()).init()  # not through tfmock: init may have to download the provider
        return terraform

    def report(self) -> Report:
        settings = self.running.settings
        return ControlClient(connect_host(settings.host), settings.port).report()

    def left(self) -> set[tuple[str, str]]:
        """Kind and id of everything in the world."""
        return {(resource.kind, resource.id) for resource in self.report().left}

    def ask(self, method: str, path: str, body: object = None, **query: str) -> Any:
        """The control API."""
        settings = self.running.settings
        connection = http.client.HTTPConnection(connect_host(settings.host), settings.port, timeout=10)
        connection.request(method, f"/_tfmock{path}?{urlencode(query)}", None if body is None else json.dumps(body))
        answer = connection.getresponse()
        reply = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, reply
        return reply

    def reach(self) -> dict[tuple[str, str], bool]:
        """For each ordered pair of VPCs, by name, whether packets get from one to the other."""
        with self.world.reading() as tx:
            net = network(tx)
            vpcs = {row.vpc_name: row.id for row in tx.rows(VpcRow)}
        return {(a, b): trace_between_vpcs(net, vpcs[a], vpcs[b]).reachable for a, b in permutations(vpcs, 2)}


@contextlib.contextmanager
def mock(*, seed: Path | None = None, **more: Any) -> Iterator[Mock]:
    """A tfmock on free ports; at the end no request for the real cloud or another host may have arrived."""
    settings = Settings(seed=(seed,) if seed else (), **more)
    apps = []

    def app(settings: Settings, *, proxy_traffic: server.TrafficSnapshot | None = None) -> Any:
        apps.append(create_app(settings, proxy_traffic=proxy_traffic))
        return apps[0]

    with server.private_server(settings, app=app) as running:
        started = Mock(running, apps[0].extensions["tfmock.universe"].world("default"))
        yield started
        proxy = started.report().proxy
        assert not proxy.refused
        assert not proxy.tunnelled


def import_blocks(resources: Mapping[str, str]) -> str:
    """HCL that imports resources: address -> id."""
    return "".join(f"import {{\n  to = {address}\n  id = {json.dumps(id)}\n}}\n" for address, id in resources.items())


def _address(resource: Mapping[str, Any], instance: Mapping[str, Any]) -> str:
    module = f"{resource['module']}." if "module" in resource else ""
    index = f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""
    return f"{module}{resource['type']}.{resource['name']}{index}"


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """``timeouts`` is Terraform's own and never in an imported state."""
    return frozenset(name for name, value in after.items() if name != "timeouts" and value != before.get(name))


def _diagnostic(message: Mapping[str, Any]) -> Diagnostic:
    where = message.get("range", {"filename": "", "start": {"line": 0}})
    return Diagnostic(
        text=f"{message['summary']}\n{message.get('detail', '')}",
        address=message.get("address", ""),
        file=where["filename"],
        line=where["start"]["line"],
    )
