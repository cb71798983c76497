"""Limits that stand in the schema's data for the linter and in the mock for requests: both judge each value alike."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.hcl_lint.linting import lint_text
from tests.hcl_lint.test_rulebook_cases import block
from tests.support.lab import Net, RefusedError
from tests.support.services import resources

TOPOLOGIES: Final = ("ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping", "Continuous")
NAMES: Final = ("shop", "2nd", "a b", "a", "ab", "x" * 50, "x" * 51, "läden")

CASES: Final = [
    *(("bandwidth", value) for value in (-1, 0, 100, 101)),
    *(("topology", value) for value in TOPOLOGIES),
    *(("group", value) for value in NAMES),
    *(("display", letter * many) for letter in "x组" for many in (1, 50, 51)),
    *(("mail", value) for value in ("ops@example.com", "ops.example.com", "")),
]

Value = int | str


def written(kind: str, value: Value) -> str:
    """The value as HCL."""
    if kind in ("bandwidth", "topology"):
        usual = {"image_id": "m-1", "instance_type": "ecs.g7.large", "vswitch_id": "vsw-bp1web"}
        text = block("alicloud_instance", "a", {**usual, "security_groups": ["sg-bp1web"]})
        inner = (
            f"  internet_max_bandwidth_out = {value}\n}}\n"
            if kind == "bandwidth"
            else f'  cpu_options {{\n    topology_type = "{value}"\n  }}\n}}\n'
        )
        return text.replace("}\n", inner)
    if kind == "mail":
        return block(
            "alicloud_cms_alarm_contact", "a", {"alarm_contact_name": "a", "describe": "a", "channels_mail": value}
        )
    names = {"resource_group_name": "shop", "display_name": "shop"}
    names["resource_group_name" if kind == "group" else "display_name"] = str(value)
    return block("alicloud_resource_manager_resource_group", "a", {**names})


def request_for(net: Net, kind: str, value: Value) -> tuple[str, Mapping[str, object]]:
    """The value as a request."""
    if kind == "bandwidth":
        return "Ecs.RunInstances", resources.run(net, InternetMaxBandwidthOut=value)
    if kind == "topology":
        return "Ecs.RunInstances", resources.run(net, CpuOptions={"TopologyType": value})
    if kind == "mail":
        return "Cms.PutContact", {"ContactName": "a", "Describe": "a", "Channels": {"Mail": value}}
    names = {"Name": "shop", "DisplayName": "shop", ("Name" if kind == "group" else "DisplayName"): value}
    return "ResourceManager.CreateResourceGroup", names


@pytest.mark.parametrize(("kind", "value"), CASES)
def test_both_judges_say_the_same(tmp_path: Path, net: Net, kind: str, value: Value) -> None:
    codes = [
        diagnostic.code for diagnostic in lint_text(tmp_path, written(kind, value)) if diagnostic.severity == "error"
    ]
    action, request = request_for(net, kind, value)
    try:
        net.lab.call(action, request)
    except RefusedError:
        assert codes == ["ALI615"]
    else:
        assert codes == []
