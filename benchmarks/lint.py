"""hcl-lint next to checkov and terraform fmt on one generated repository, in one run.

    python benchmarks/lint.py [--files 1000] [--checkov PATH] [--keep DIR]

The repository looks like one that a team grows: most directories have nothing of Alibaba Cloud's network, some have
VPCs, peering and routes. checkov and terraform are used where they are found; a tool that is not there is said to be
missing. Times are wall clock, the best of several runs; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_OTHER = """# {name}: the service's own parts
resource "aws_instance" "{name}_{n}" {{
  ami           = data.aws_ami.base.id
  instance_type = var.instance_type
  subnet_id     = element(var.subnets, {n})

  tags = merge(var.tags, {{
    Name = "${{var.environment}}-{name}-{n}"
  }})

  user_data = <<-EOT
    #!/bin/bash
    echo "starting {name} {n}" >> /var/log/boot.log
    systemctl enable --now {name}.service
  EOT
}}

"""

_NETWORK = """# {name}: two VPCs and what joins them
variable "{name}_region" {{
  type    = string
  default = "cn-hangzhou"
}}

provider "alicloud" {{
  alias  = "{name}"
  region = var.{name}_region
}}

resource "alicloud_vpc" "{name}" {{
  for_each   = {{ a = "10.{n}.0.0/16", b = "172.16.{n}.0/24" }}
  provider   = alicloud.{name}
  vpc_name   = "{name}-${{each.key}}"
  cidr_block = each.value
}}

resource "alicloud_vswitch" "{name}" {{
  for_each   = alicloud_vpc.{name}
  provider   = alicloud.{name}
  vpc_id     = each.value.id
  cidr_block = cidrsubnet(each.value.cidr_block, 4, 1)
  zone_id    = "cn-hangzhou-b"
}}

resource "alicloud_vpc_peer_connection" "{name}" {{
  provider            = alicloud.{name}
  vpc_id              = alicloud_vpc.{name}["a"].id
  accepting_vpc_id    = alicloud_vpc.{name}["b"].id
  accepting_region_id = var.{name}_region
{extra}}}

resource "alicloud_route_entry" "{name}" {{
  for_each              = {{ a = "b", b = "a" }}
  provider              = alicloud.{name}
  route_table_id        = alicloud_vpc.{name}[each.key].route_table_id
  destination_cidrblock = alicloud_vpc.{name}[each.value].cidr_block
  nexthop_type          = "VpcPeer"
  nexthop_id            = alicloud_vpc_peer_connection.{name}.id
}}
"""

_SHARED = """variable "environment" {
  type = string
}

variable "instance_type" {
  type    = string
  default = "t3.small"
}

variable "subnets" {
  type    = list(string)
  default = ["subnet-1", "subnet-2"]
}

variable "tags" {
  type    = map(string)
  default = {}
}

data "aws_ami" "base" {
  most_recent = true
  owners      = ["self"]
}
"""


@dataclass(frozen=True, slots=True)
class Timed:
    """One measured command."""

    seconds: float
    megabytes: float
    code: int


def generate(root: Path, files: int) -> int:
    """Write a repository of about ``files`` files; the number of bytes. The same numbers give the same files."""
    chance = random.Random(files)
    total = written = 0
    while written < files:
        folder = root / f"team{written // 60}" / f"service{written}"
        folder.mkdir(parents=True)
        texts = {"variables.tf": _SHARED}
        for number in range(4):
            texts[f"part{number}.tf"] = "".join(
                _OTHER.format(name=f"svc{written}", n=index) for index in range(chance.randint(1, 4))
            )
        if chance.random() < 0.25:
            extra = "  bandwidth           = 100\n" if chance.random() < 0.2 else ""
            texts["network.tf"] = _NETWORK.format(name=f"net{written}", n=written % 250, extra=extra)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
            total += len(text)
            written += 1
    return total


def measure(command: Sequence[str], environment: dict[str, str], runs: int) -> Timed:
    """The best of ``runs``."""
    best: Timed | None = None
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        scale = 1024 if platform.system() == "Linux" else 1024 * 1024
        code = os.waitstatus_to_exitcode(status)
        process.returncode = code
        timed = Timed(seconds, usage.ru_maxrss / scale, code)
        if best is None or timed.seconds < best.seconds:
            best = timed
    assert best is not None
    return best


def main() -> None:
    """Generate, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--checkov", default=shutil.which("checkov"), help="path of checkov")
    parser.add_argument("--keep", type=Path, help="write the repository here and keep it")
    flags = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = flags.keep or Path(scratch) / "repository"
        size = generate(root, flags.files)
        count = sum(1 for _ in root.rglob("*.tf"))
        directory = next(root.rglob("network.tf")).parent
        cache = Path(scratch) / "cache"
        environment = {**os.environ, "HCL_LINT_CACHE_DIR": str(cache), "TF_CLI_CONFIG_FILE": os.devnull}
        lint = [sys.executable, "-m", "hcl_lint"]
        print(f"{count} files, {size / 1e6:.2f} MB; Python {platform.python_version()}, {os.cpu_count()} CPUs\n")
        print("| what | seconds | MB | exit |\n|---|---|---|---|")
        show("hcl-lint --version", measure([*lint, "--version"], environment, 5))
        measure([*lint, "-q", str(directory)], environment, 1)
        show("hcl-lint, one module, no cache", measure([*lint, "--no-cache", str(directory)], environment, 3))
        show("hcl-lint, one module, warm", measure([*lint, str(directory)], environment, 5))
        cold = []
        for _ in range(2):
            shutil.rmtree(cache, ignore_errors=True)
            cold.append(measure([*lint, str(root)], environment, 1))
        show("hcl-lint, all, cold", min(cold, key=lambda timed: timed.seconds))
        warm = measure([*lint, str(root)], environment, 3)
        show("hcl-lint, all, warm", warm)
        terraform = shutil.which("terraform")
        if terraform:
            command = [terraform, "fmt", "-check", "-recursive", str(root)]
            show("terraform fmt -check -recursive", measure(command, environment, 2))
        else:
            print("| terraform fmt -check -recursive | missing | | |")
        if flags.checkov:
            command = [flags.checkov, "-d", str(root), "--framework", "terraform", "--quiet", "--compact"]
            timed = measure(command, environment, 1)
            show("checkov, framework terraform", timed)
            print(f"\ncheckov takes {timed.seconds / warm.seconds:.0f} times as long as hcl-lint warm, "
                  f"{timed.seconds / min(run.seconds for run in cold):.0f} times as long as cold.")  # fmt: skip
        else:
            print("| checkov | missing: pip install checkov | | |")


def show(what: str, timed: Timed) -> None:
    print(f"| {what} | {timed.seconds:.3f} | {timed.megabytes:.0f} | {timed.code} |", flush=True)


if __name__ == "__main__":
    main()
