"""protocol = "HTTP" and endpoints instead of a proxy: what `tfmock override` writes is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terraform import EXAMPLES, Terraform, clean_environ, mock
from tfmock.cli import provider_override

pytestmark = pytest.mark.terraform

_PROXY = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


def test_seed_through_an_override_file(tmp_path: Path) -> None:
    source = EXAMPLES / "seed_cross_account"
    with mock(seed=source / "world.yaml") as tfmock:
        before = tfmock.left()
        folder = tfmock.terraform(source, tmp_path / "config").folder
        # Nothing but the override file leads to tfmock: without a proxy, a call to the cloud itself would fail.
        environ = {name: value for name, value in clean_environ().items() if name not in _PROXY}
        terraform = Terraform(folder, environ)

        provider_override.write(folder, tfmock.running.settings)
        terraform.apply()
        assert {
            (connection.requester.account, connection.accepter.account) for connection in tfmock.report().connections
        } == {("1000000000000001", "1234000000000001")}

        provider_override.write(folder, tfmock.running.settings, as_json=True)
        assert terraform.plan().clean
        terraform.destroy()
        assert tfmock.left() == before
        assert not tfmock.report().proxy.served
