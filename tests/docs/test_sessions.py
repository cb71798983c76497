"""The commands of docs/worlds.md and docs/persistence.md do what the pages say.

Each ``console`` block of a page is run as a session of bash, in a folder of its own, on ports of its own. ``...`` in an
expected line stands for anything; ``# exit code N`` after a command is what it must end with (else 0).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.ports import free_ports
from tests.support.serving import redis

ROOT = Path(__file__).parents[2]
PAGES = ("worlds.md", "persistence.md")
_MARK = "@@@"
_REDIS = "redis://127.0.0.1:6379/0"

pytestmark = pytest.mark.xdist_group("state")


@dataclass
class Step:
    command: str
    code: int
    lines: list[str] = field(default_factory=list)


def sessions() -> Iterator[tuple[str, list[Step]]]:
    for page in PAGES:
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for number, block in enumerate(re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL), 1):
            steps: list[Step] = []
            for line in block.splitlines():
                if line.startswith("$ "):
                    command, _, code = line[2:].partition("   # exit code ")
                    steps.append(Step(command, int(code or 0)))
                else:
                    steps[-1].lines.append(line)
            yield f"{page}-{number}", steps


SESSIONS = dict(sessions())


def fits(expected: str, line: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split("..."))), line) is not None


@pytest.fixture
def store(request: pytest.FixtureRequest) -> Iterator[str]:
    steps: list[Step] = request.getfixturevalue("steps")
    if any(_REDIS in step.command for step in steps):
        with redis() as address:
            yield address
    else:
        yield _REDIS


@pytest.mark.parametrize("steps", SESSIONS.values(), ids=SESSIONS.keys())
def test_session(steps: list[Step], store: str, tmp_path: Path) -> None:
    port, gateway = free_ports(2)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "tfmock").write_text(f'#!/bin/sh\nexec {sys.executable} -m tfmock.cli.main "$@"\n')
    (programs / "tfmock").chmod(0o755)
    script = ["set -m"]
    for step in steps:
        command = step.command.replace(":4180", f":{port}").replace(_REDIS, store)
        script += [f"{{ {command}\n}} 2>&1", f'echo "{_MARK}$?"']
    script += ["for job in $(jobs -p); do kill $job; done; wait"]
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TFMOCK_")},
        "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "TFMOCK_DATA_DIR": str(tmp_path / "data"),
        "TFMOCK_PORT": str(port), "TFMOCK_GATEWAY_PORT": str(gateway), "no_proxy": "127.0.0.1",
    }  # fmt: skip
    work = tmp_path / "work"
    work.mkdir()
    line = ["bash", "-c", "\n".join(script)]
    done = subprocess.run(line, cwd=work, env=environ, capture_output=True, text=True, timeout=90, check=False)
    outputs = re.split(rf"^{_MARK}(\d+)$\n", done.stdout, flags=re.MULTILINE)
    assert len(outputs) == 2 * len(steps) + 1, done.stdout + done.stderr
    for number, step in enumerate(steps):
        said, code = outputs[2 * number].splitlines(), int(outputs[2 * number + 1])
        assert code == step.code, f"$ {step.command}\n{outputs[2 * number]}"
        assert len(said) == len(step.lines), f"$ {step.command}\n{outputs[2 * number]}"
        for expected, line_said in zip(step.lines, said, strict=True):
            assert fits(expected, line_said), f"$ {step.command}\n{line_said}\nis not\n{expected}"
