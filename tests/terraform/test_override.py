"""protocol = "HTTP" and endpoints instead of a proxy: what `tfmock override` writes is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.runner import EXAMPLES, Terraform, clean_environ, mock
from tfmock.doors import override

pytestmark = pytest.mark.terraform

_PROXY = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


@pytest.mark.parametrize("as_json", [False, True], ids=["hcl", "json"])
def test_seed_through_an_override_file(tmp_path: Path, as_json: bool) -> None:
    source = EXAMPLES / "seed_cross_account"
    with mock(seed=source / "world.yaml") as tfmock:
        before = tfmock.left()
        folder = tfmock.terraform(source, tmp_path / "config").folder
        override.write(folder, tfmock.running.settings, as_json=as_json)
        environ = {name: value for name, value in clean_environ().items() if name not in _PROXY}
        # Nothing but the override file leads to tfmock: with the proxy's help gone, a call to the cloud fails.
        terraform = Terraform(folder, environ)

        terraform.apply()
        assert terraform.plan().clean
        assert {(each.requester.account, each.accepter.account) for each in tfmock.report().connections} == {
            ("1000000000000001", "1234000000000001")
        }
        terraform.destroy()
        assert tfmock.left() == before
        assert not tfmock.report().proxy.served
