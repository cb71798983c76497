"""Every documented error and every rule with an API answer: provoked, exact, and without a trace."""

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
from tests.support.services.cdt_cases import CDT_ERRORS
from tests.support.services.eip_cases import EIP_ERRORS
from tests.support.services.errors import ERRORS
from tests.support.services.errors_access import ACCESS_ERRORS
from tests.support.services.errors_alarms import ALARM_RULES
from tests.support.services.errors_contracts import CONTRACT_ERRORS
from tests.support.services.errors_guards import GUARD_RULES
from tests.support.services.errors_limits import LIMITS, LIST_ERRORS
from tests.support.services.errors_nodes import NODE_ERRORS
from tests.support.services.errors_rules import RULES
from tests.support.services.errors_texts import TEXT_RULES
from tests.support.services.errors_vpc import VPC_ERRORS
from tests.support.services.gateway_tables import GATEWAY_TABLE_ERRORS
from tests.support.services.ipv6_cases import IPV6_FAULTS
from tests.support.services.next_hops import MOVE_ERRORS, NEXT_HOP_ERRORS, PLACE_RULES
from tests.support.services.provoke import Provoked
from tests.support.services.quota_applications import QUOTA_ERRORS
from tests.support.services.vpc_prefix_lists import LISTED_ROUTE_RULES, PREFIX_LIST_ERRORS
from tfmock.protocol.errors import ApiError, ErrorTemplate
from tfmock.rulebook.rule import Rule
from tfmock.services.registry import Registry, all_operations


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(module.name)


#: They have other protocols, and tests of their own that each error is provoked (tests/services/oss, .../ots).
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
    *ERRORS,
    *CDT_ERRORS,
    *GATEWAY_TABLE_ERRORS,
    *IPV6_FAULTS,
    *EIP_ERRORS,
    *VPC_ERRORS,
    *ACCESS_ERRORS,
    *LIST_ERRORS,
    *CONTRACT_ERRORS,
    *NODE_ERRORS,
    *QUOTA_ERRORS,
    *MOVE_ERRORS,
    *NEXT_HOP_ERRORS,
    *PREFIX_LIST_ERRORS,
)
REGISTRY = Registry(all_operations())
OPERATIONS = {f"{op.product}.{op.action}": op for op in all_operations()}
#: What is provoked of the rulebook.
ENFORCED = (*RULES, *TEXT_RULES, *GUARD_RULES, *ALARM_RULES, *LIMITS, *PLACE_RULES, *LISTED_ROUTE_RULES)
NAMES = names_of(tfmock.services, ErrorTemplate) | names_of(tfmock.rulebook, Rule)


def name_of(case: Provoked) -> str:
    name = NAMES[id(case.error)].replace("services.", "").replace(".errors", "")
    return f"{name}-{case.id}" if case.id else name


#: Errors of every product, which have tests of their own.
PROVOKED_ELSEWHERE: Final = {
    "services.dispatch._BUG": "tests/middleware/test_secrets.py",
    **dict.fromkeys(
        (
            "services.crud.errors.RESOURCE_NOT_FOUND", "services.crud.errors.RAM_NOT_FOUND",
            "services.crud.errors.ZONE_MISMATCH", "services.crud.errors.RAM_DUPLICATE",
            "services.crud.errors.REST_MISSING",
            "services.crud.errors.OTHER_DUPLICATE", "services.crud.errors.RAM_IN_USE",
            "services.crud.errors.SERVER_GROUP_IN_USE",
        ),
        "tests/services/crud/test_checks.py",
    ),
    "services.crud.waits.ENDLESS_WAIT": "tests/services/crud/test_waits.py",
    "services.common.product_errors._DRY_RUN": "tests/services/test_quotas.py",
}  # fmt: skip


def test_no_fault_is_without_a_case() -> None:
    provoked = {id(case.error) for case in CASES}
    names = {name for key, name in names_of(tfmock.services, ErrorTemplate).items() if key not in provoked}
    assert names == set(PROVOKED_ELSEWHERE)


def test_no_enforced_rule_is_without_a_case() -> None:
    provoked = {id(case.error) for case in (*CASES, *ENFORCED)}
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
    expected = REGISTRY.as_documented(operation, ApiError(*case.expected(net)))  # its own rows: test_action_errors.py
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


@pytest.mark.parametrize("error", list(NAMES), ids=list(NAMES.values()))
def test_message_quotes_no_code(error: int) -> None:
    """The provider takes ``NotFound`` in a message for "gone", and repeats if it finds some other codes there.

    provider-contract: Not found, Errors
    """
    quoted = next(
        v for m in (*modules(tfmock.services), *modules(tfmock.rulebook)) for v in vars(m).values() if id(v) == error
    )
    api = quoted.api_error if isinstance(quoted, Rule) else quoted
    if api is not None:
        assert "NotFound" not in api.message
        assert api.status < 500
