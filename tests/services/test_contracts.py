"""Contracts refuse what the error codes say (``faults_contracts``), and nothing else."""

from __future__ import annotations

import pytest

from tests.support.lab import ALICE, Net
from tests.support.services.errors_contracts import LEFT_ALONE, LOCKED, under


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_account_terms_do_not_block_other_calls(name: str, net: Net) -> None:
    account, terms, request = LEFT_ALONE[name]
    action, params = under(account, terms, request)(net)
    net.lab.call(action, params, by=account)


def test_connections_of_a_locked_account_show_it(net: Net) -> None:
    net.lab.change(accounts={ALICE: LOCKED})
    assert net.lab.peering(net.pcc)["BizStatus"] == "FinancialLocked"
