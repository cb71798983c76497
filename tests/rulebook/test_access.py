"""Security group rules beyond protocol, port and far block: five tuples and prefix lists."""

from __future__ import annotations

import pytest

from tfmock.rulebook.access import (
    ANY_PORT,
    NetworkAcl,
    NetworkAclRule,
    Packet,
    SecurityGroup,
    SecurityGroupRule,
    evaluate_acl,
    evaluate_groups,
)
from tfmock.rulebook.cidr import Cidr, cidr_block

NEAR, FAR = cidr_block("10.0.0.5/32"), cidr_block("10.1.0.7/32")
WEB = Packet("tcp", 80)
FROM_5000 = Packet("tcp", 80, 5000)


def rule(
    *, accept: bool = True, far: str = "", group: str = "", entries: tuple[str, ...] = (), own: str = "",
    source: tuple[int, int] = ANY_PORT, protocol: str = "tcp", priority: int = 1,
) -> SecurityGroupRule:  # fmt: skip
    return SecurityGroupRule(
        id=f"sgr-{priority}",
        direction="ingress",
        accept=accept,
        priority=priority,
        protocol=protocol,
        ports=(80, 80) if protocol == "tcp" else ANY_PORT,
        block=cidr_block(far) if far else None,
        group=group,
        entries=tuple(map(cidr_block, entries)),
        source_ports=source,
        near_block=cidr_block(own) if own else None,
    )


def accepts(*rules: SecurityGroupRule, packet: Packet = WEB, near: Cidr = NEAR, groups: tuple[str, ...] = ()) -> bool:
    own = SecurityGroup("sg", "enterprise", rules=rules)  # drops by default
    return evaluate_groups([own], "ingress", packet, near, FAR, groups).accept


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule(far="10.1.0.0/16", own="10.0.0.0/24"), True),
        (rule(far="10.1.0.0/16", own="10.0.1.0/24"), False),
        (rule(far="10.2.0.0/16", own="10.0.0.0/24"), False),
        (rule(far="10.1.0.0/16", source=(5000, 5000)), True),
        (rule(far="10.1.0.0/16", source=(4000, 4999)), False),
        (rule(far="10.1.0.0/16", source=(5001, 65535)), False),
        (rule(far="10.1.0.0/16", source=(5000, 5000), own="10.0.0.5/32"), True),
        (rule(far="10.1.0.0/16", source=(1, 2), protocol="all"), True),  # no ports without a protocol that has them
        (rule(entries=("10.2.0.0/16", "10.1.0.0/24")), True),
        (rule(entries=("10.2.0.0/16",)), False),
        (rule(), False),  # an empty prefix list
        (rule(entries=("10.1.0.0/16",), own="10.0.1.0/24"), False),
        (rule(far="10.2.0.0/16", entries=("10.1.0.0/16",)), False),  # a block: the list does not count
        (rule(group="sg-other", entries=("10.1.0.0/16",)), False),  # a group: the list does not count
    ],
)
def test_what_a_rule_matches(given: SecurityGroupRule, expected: bool) -> None:
    assert accepts(given, packet=FROM_5000) is expected


def test_an_unknown_source_port_must_be_accepted_for_every_value() -> None:
    everyone = rule(far="10.1.0.0/16", priority=2)
    assert accepts(rule(far="10.1.0.0/16", source=(1024, 65535)))
    assert not accepts(rule(far="10.1.0.0/16", source=(1024, 40000)))
    assert not accepts(rule(accept=False, far="10.1.0.0/16", source=(5000, 5000)), everyone)
    assert accepts(rule(accept=False, far="10.1.0.0/16", source=(1, 1023)), everyone)


def test_rules_of_all_kinds_keep_their_order() -> None:
    listed = rule(accept=False, entries=("10.1.0.0/24",), priority=1)
    assert not accepts(listed, rule(far="10.1.0.0/16", priority=2))
    assert not accepts(listed, rule(far="10.1.0.0/16", priority=1))  # drop before accept
    assert accepts(rule(accept=False, entries=("10.1.1.0/24",)), rule(far="10.1.0.0/16", priority=2))


def test_an_answer_goes_to_the_port_that_was_sent_from() -> None:
    assert FROM_5000.answer() == Packet("tcp", 5000, 80)
    assert WEB.answer() == Packet("tcp", None, 80)
    only_5000 = NetworkAcl(
        "nacl",
        (NetworkAclRule(id="1", accept=True, protocol="tcp", ports=(5000, 5000), block=cidr_block("10.1.0.0/16")),),
    )
    assert evaluate_acl(only_5000, "ingress", FROM_5000.answer(), FAR).accept
    assert not evaluate_acl(only_5000, "ingress", WEB.answer(), FAR).accept
