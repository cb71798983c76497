"""Fenced blocks of a page, and how they are executed.

What a block is for stands after its language:

    ```bash run              executed, in one shell and one folder for the whole page
    ```bash terraform        the same, where Terraform and the provider are at hand
    ```python file=NAME      written to NAME before the shell starts (any language)
    ```text                  shown only: output, and what cannot run here; also console and bash without a word

Pages say 4180 and 4181; the shell uses free ports, and the text is changed to match.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.support.ports import free_ports

ROOT: Final = Path(__file__).parents[2]
_FENCE: Final = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str:
        """Where it is to be written; empty for nowhere."""
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), "")


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    result = []
    for match in _FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        body = re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE)
        result.append(Block(text.count("\n", 0, match.start()) + 1, language, tuple(words), body))
    return result


def execute(page: Path, folder: Path, word: str = "run") -> str:
    """Run a page's blocks marked by a word in a folder; returns what the shell said.

    Raises:
        AssertionError: a command failed; the message has the block's line and all output.
    """
    page_blocks = blocks(page)
    ports = dict(zip(("4180", "4181"), map(str, free_ports(2)), strict=True))
    for block in page_blocks:
        if block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_with_ports(block.text, ports), encoding="utf-8")
    script = "\n".join(
        f"line={block.line}\n{_with_ports(block.text, ports)}" for block in page_blocks if word in block.words
    )
    # What a page starts in the background ends with it.
    head = (
        "set -euo pipefail\n"
        f"trap 'echo \"{page.name}: the block at line $line failed: $BASH_COMMAND\"' ERR\n"
        "trap 'set +e; trap - ERR; kill $(jobs -p) 2> /dev/null; wait' EXIT\n"
    )
    environ = {
        **{name: value for name, value in os.environ.items() if not _foreign(name)},
        "PATH": f"{commands(folder)}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "PYTEST_PLUGINS": "" if _plugin_is_installed() else "tfmock.testing.plugin",
        "TFMOCK_DATA_DIR": str(folder / ".data"),
        "TFMOCK_PORT": ports["4180"],
        "TFMOCK_GATEWAY_PORT": ports["4181"],
    }
    done = subprocess.run(
        ["bash", "-c", head + script], cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


def _with_ports(text: str, ports: dict[str, str]) -> str:
    return re.sub(r"\b418[01]\b", lambda port: ports[port[0]], text)


def _foreign(name: str) -> bool:
    return name.startswith(("TFMOCK_", "ALICLOUD_", "ALIBABA_CLOUD_", "PYTEST_", "GITHUB_")) or name.lower().endswith(
        "_proxy"
    )


def _plugin_is_installed() -> bool:
    """Not where tfmock was installed before it had one."""
    return any(entry_point.name == "tfmock" for entry_point in importlib.metadata.entry_points(group="pytest11"))


def commands(folder: Path) -> Path:
    """A folder with the commands as this tree has them, installed or not."""
    bin_folder = folder / ".bin"
    bin_folder.mkdir(exist_ok=True)
    for name, program in {
        "tfmock": "-m tfmock.cli.main",
        "hcl-lint": "-c 'from hcl_lint.cli import main; main()'",
        "pytest": "-m pytest -p no:cacheprovider",
        "python": "",
    }.items():
        path = bin_folder / name
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {program} "$@"\n', encoding="utf-8")
        path.chmod(0o755)
    return bin_folder
