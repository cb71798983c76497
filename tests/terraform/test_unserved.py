"""What neither tier answers, in the protocol of each product: the provider shows product and operation, at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import CONFIGS, mock

pytestmark = pytest.mark.terraform

#: configs/unserved/main.tf: resource -> what tfmock says that it does not have
UNSERVED = {
    "alicloud_fc_service.fc": "FC 2016-08-15 POST /2016-08-15/services",
    "alicloud_log_project.sls": "Sls 0.6.0 POST /",
    "alicloud_oss_bucket.oss": "Oss 2019-05-17 GetBucket",
    "alicloud_sae_namespace.roa": "SAE 2019-05-06 POST /pop/v1/paas/namespace",
    "alicloud_slb_load_balancer.rpc": "SLB 2014-05-15 CreateLoadBalancer",
}


def test_each_is_refused_by_name(tmp_path: Path) -> None:
    with mock(tier="emulated") as tfmock:
        failed = tfmock.terraform(CONFIGS / "unserved", tmp_path / "config").fails("apply")
        said = {diagnostic.address: " ".join(diagnostic.text.split()) for diagnostic in failed}
        assert said.keys() == UNSERVED.keys()
        for address, operation in UNSERVED.items():
            assert f"tfmock does not implement {operation}" in said[address]
        # Asked once each: a call that is retried would be counted again
        refused = [call for call in tfmock.report().calls if "Tfmock.NotImplemented" in call.errors]
        assert [(call.product, call.action) for call in refused if call.count > 1] == []
        assert all(call.product and call.action for call in refused)
