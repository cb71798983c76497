"""Contracts refuse what the error codes say (``faults_contracts``), and nothing else."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, Net
from tests.support.services.faults_contracts import LEFT_ALONE, LOCKED, under


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_settings_leave_alone(name: str, net: Net) -> None:
    account, terms, request = LEFT_ALONE[name]
    action, params = under(account, terms, request)(net)
    net.lab.call(action, params, by=account)


def test_a_locked_account_s_connections_say_so(net: Net) -> None:
    net.lab.change(accounts={ALICE: LOCKED})
    assert net.lab.peering(net.pcc)["BizStatus"] == "FinancialLocked"
