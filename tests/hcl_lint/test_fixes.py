"""What fixes write is what the cloud has, and never more than one literal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hcl_lint.linting import lint_text

CONFIGURATION = """provider "alicloud" {{
  region = "cn-hangzhou"
}}

provider "alicloud" {{
  alias  = "peer"
  region = {region}
}}

resource "alicloud_vpc" "peer" {{
  provider   = alicloud.peer
  cidr_block = "10.1.0.0/16"
}}

resource "alicloud_vpc_peer_connection" "this" {{
  vpc_id              = "vpc-bp1requester"
  accepting_vpc_id    = alicloud_vpc.peer.id
  accepting_region_id = "cn-shanghai"
}}
"""


@pytest.mark.parametrize(
    ("region", "fixed"),
    [
        ('"cn-beijing"', True),
        ('"cn-beijng"', False),
        ('"cn-beijing\\"\\n}\\nresource \\"null_resource\\" \\"x\\" {}"', False),
        ('"$${file(\\"/etc/passwd\\")}"', False),
    ],
)
def test_only_a_region_that_exists_is_written(tmp_path: Path, region: str, fixed: bool) -> None:
    diagnostics = lint_text(tmp_path, CONFIGURATION.format(region=region), select=("ALI154",))
    assert [diagnostic.code for diagnostic in diagnostics] == ["ALI154"]
    assert (diagnostics[0].fix is not None) == fixed
