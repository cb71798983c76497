"""Every documented fault and every rule with an API answer: provoked, exact, and without a trace."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Final

import pytest

import tfmock.rulebook
import tfmock.services
from tests.support.lab import Net
from tests.support.services.cdt_cases import CDT_FAULTS
from tests.support.services.eip_cases import EIP_FAULTS
from tests.support.services.faults import FAULTS
from tests.support.services.faults_access import ACCESS_FAULTS
from tests.support.services.faults_alarms import ALARM_RULES
from tests.support.services.faults_contracts import CONTRACT_FAULTS
from tests.support.services.faults_guards import GUARD_RULES
from tests.support.services.faults_limits import LIMITS, LIST_FAULTS
from tests.support.services.faults_nodes import NODE_FAULTS
from tests.support.services.faults_rules import RULES
from tests.support.services.faults_texts import TEXT_RULES
from tests.support.services.faults_vpc import VPC_FAULTS
from tests.support.services.gateway_tables import GATEWAY_TABLE_FAULTS
from tests.support.services.ipv6_cases import IPV6_FAULTS
from tests.support.services.next_hops import MOVE_FAULTS, NEXT_HOP_FAULTS, PLACE_RULES
from tests.support.services.provoke import Provoked
from tests.support.services.quota_applications import QUOTA_FAULTS
from tests.support.services.vpc_prefix_lists import LISTED_ROUTE_RULES, PREFIX_LIST_FAULTS
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.rulebook.rule import Rule
from tfmock.services.registry import Registry, all_operations


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(module.name)


#: They have other protocols, and tests of their own that each fault is provoked (tests/services/oss, .../ots).
OTHERS = ("tfmock.services.oss", "tfmock.services.ots")


def names_of(package: ModuleType, kind: type[ErrorTemplate] | type[Rule]) -> dict[int, str]:
    return {
        id(value): f"{module.__name__.removeprefix('tfmock.')}.{name}"
        for module in modules(package)
        if not module.__name__.startswith(OTHERS)
        for name, value in vars(module).items()
        if isinstance(value, kind)
    }


CASES = (
    *FAULTS,
    *CDT_FAULTS,
    *GATEWAY_TABLE_FAULTS,
    *IPV6_FAULTS,
    *EIP_FAULTS,
    *VPC_FAULTS,
    *ACCESS_FAULTS,
    *LIST_FAULTS,
    *CONTRACT_FAULTS,
    *NODE_FAULTS,
    *QUOTA_FAULTS,
    *MOVE_FAULTS,
    *NEXT_HOP_FAULTS,
    *PREFIX_LIST_FAULTS,
)
REGISTRY = Registry(all_operations())
OPERATIONS = {f"{op.product}.{op.action}": op for op in all_operations()}
#: What is provoked of the rulebook.
ENFORCED = (*RULES, *TEXT_RULES, *GUARD_RULES, *ALARM_RULES, *LIMITS, *PLACE_RULES, *LISTED_ROUTE_RULES)
NAMES = names_of(tfmock.services, ErrorTemplate) | names_of(tfmock.rulebook, Rule)


def name_of(case: Provoked) -> str:
    name = NAMES[id(case.fault)].replace("services.", "").replace(".errors", "")
    return f"{name}-{case.id}" if case.id else name


#: Errors of every product, which have tests of their own.
PROVOKED_ELSEWHERE: Final = {
    "services.dispatch._BUG": "tests/middleware/test_secrets.py",
    "services.common.product_errors._DRY_RUN": "tests/services/test_quotas.py",
}


def test_no_fault_is_without_a_case() -> None:
    provoked = {id(case.fault) for case in CASES}
    names = {name for key, name in names_of(tfmock.services, ErrorTemplate).items() if key not in provoked}
    assert names == set(PROVOKED_ELSEWHERE)


def test_no_enforced_rule_is_without_a_case() -> None:
    provoked = {id(case.fault) for case in (*CASES, *ENFORCED)}
    rules = {
        id(value): value.name
        for module in modules(tfmock.rulebook)
        for value in vars(module).values()
        if isinstance(value, Rule) and value.api_error is not None
    }
    assert [name for key, name in rules.items() if key not in provoked] == []


@pytest.mark.parametrize("case", [*CASES, *ENFORCED], ids=name_of)
def test_fault(case: Provoked, net: Net) -> None:
    action, params = case.request(net)
    refused = net.lab.refusal(action, params, by=case.by)  # also sees to it that nothing changed
    operation = OPERATIONS[action if "." in action else f"Vpc.{action}"]
    expected = REGISTRY.as_documented(operation, ApiError(*case.expected(net)))  # its own rows: test_action_faults.py
    assert (refused.status, refused.code, refused.message) == (expected.status, expected.code, expected.message)


def test_rule_ids_are_unique() -> None:
    rules = {
        id(value): value
        for module in modules(tfmock.rulebook)
        for value in vars(module).values()
        if isinstance(value, Rule)
    }
    ids = [rule.id for rule in rules.values()]
    assert sorted(ids) == sorted(set(ids))
    names = [rule.name for rule in rules.values()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("fault", list(NAMES), ids=list(NAMES.values()))
def test_message_quotes_no_code(fault: int) -> None:
    """The provider takes ``NotFound`` in a message for "gone", and repeats if it finds some other codes there.

    provider-contract: Not found, Errors
    """
    quoted = next(
        v for m in (*modules(tfmock.services), *modules(tfmock.rulebook)) for v in vars(m).values() if id(v) == fault
    )
    api = quoted.api_error if isinstance(quoted, Rule) else quoted
    if api is not None:
        assert "NotFound" not in api.message
        assert api.status < 500
