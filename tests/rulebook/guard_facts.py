"""Plain-fact cases of what filters packets and watches them: groups, network ACLs, alarms. See ``facts.py``.

Cases for both tools are in ``tests/support/rulebook_cases.py``; here are those that only facts can say, above all
UNKNOWN.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from tests.rulebook.facts import Facts
from tfmock.rulebook import acl_entries, alarms, eips, group_rules, groups, nexthop_place, table_bindings, vpc_ipv6
from tfmock.rulebook.alarms import RequestedLevel
from tfmock.rulebook.cidr import cidr_block
from tfmock.rulebook.group_rules import RequestedGroupRule, RuleSide
from tfmock.rulebook.rule import UNKNOWN, Rule

SSH: Final = RequestedGroupRule(direction="ingress", protocol="tcp", ports="22/22", far=RuleSide("10.0.0.0/8"))
NOTHING_KNOWN: Final = RequestedGroupRule(
    direction="ingress",
    protocol=UNKNOWN,
    ports=UNKNOWN,
    far=RuleSide(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    near=RuleSide(UNKNOWN, UNKNOWN),
    source_ports=UNKNOWN,
    policy=UNKNOWN,
    priority=UNKNOWN,
)


def rule(*violated: Rule, **changed: Any) -> Facts:
    return Facts(group_rules.check_rule, (replace(SSH, **changed),), violated)


GROUP_RULES: Final = (
    rule(),
    Facts(group_rules.check_rule, (NOTHING_KNOWN,)),
    rule(protocol=UNKNOWN, ports="x"),
    rule(protocol="icmp", ports=UNKNOWN),
    rule(protocol="TCP", policy="ACCEPT", priority="100"),
    rule(group_rules.PROTOCOL, protocol=None),
    rule(group_rules.PORTS_MISSING, ports=None),
    rule(group_rules.PORTS, ports="22/"),
    rule(group_rules.PORTS, ports="\u0662/3"),
    rule(group_rules.PRIORITY, priority="1.5"),
    rule(group_rules.PRIORITY, priority="-1"),
    rule(far=RuleSide(group=UNKNOWN)),
    rule(far=RuleSide(cidr=UNKNOWN, ipv6="2408::/16")),
    rule(group_rules.FAR_SIDE, far=RuleSide("", "", "", "")),
    rule(group_rules.TWO_VERSIONS, near=RuleSide(ipv6="2408::/16")),
    rule(group_rules.SAME_ENDS, near=RuleSide("10.0.0.0/8")),
    rule(group_rules.BLOCK, near=RuleSide("10.0.0.0/33")),
    rule(group_rules.SOURCE_PORTS, source_ports="80"),
    rule(source_ports="-1/-1"),
    rule(group_rules.IPV4_PROTOCOL, protocol="icmp", ports=None, far=RuleSide(ipv6="2408::/16")),
    rule(protocol="icmp", ports="-1/-1", far=RuleSide(ipv6=UNKNOWN)),
    Facts(group_rules.check_prefix_list, ("IPv4", RuleSide("10.0.0.0/8"))),
    Facts(group_rules.check_prefix_list, ("IPv4", RuleSide(ipv6="2408::/16")), (group_rules.LIST_FAMILY,)),
    Facts(groups.check_far_group, ("ingress", "normal", "normal"), (), {"same_vpc": True}),
    Facts(groups.check_far_group, ("ingress", UNKNOWN, UNKNOWN), (), {"same_vpc": UNKNOWN}),
    Facts(groups.check_far_group, ("egress", "normal", UNKNOWN), (groups.OTHER_VPC,), {"same_vpc": False}),
    Facts(groups.check_far_group, ("egress", UNKNOWN, "enterprise"), (groups.ENTERPRISE,), {"same_vpc": UNKNOWN}),
    Facts(groups.check_inner_access, ("normal",), (), {"modified": True}),
    Facts(groups.check_inner_access, (UNKNOWN,), (), {"modified": True}),
    Facts(groups.check_inner_access, ("enterprise",), (), {"modified": UNKNOWN}),
    Facts(groups.check_inner_access, ("enterprise",), (groups.INNER_ACCESS,), {"modified": True}),
    Facts(groups.check_rules_with_groups, (20,)),
    Facts(groups.check_rules_with_groups, (21,), (groups.GROUP_RULES,)),
    Facts(groups.check_interface_groups, ([(True, "normal"), (UNKNOWN, UNKNOWN)],)),
    Facts(groups.check_interface_groups, ([(True, "normal"), (UNKNOWN, "enterprise")],), (groups.INTERFACE_KINDS,)),
)


def entry(*violated: Rule, ipv6: object = False, **changed: Any) -> Facts:
    requested = acl_entries.RequestedAclEntry(
        direction="ingress", policy="accept", protocol="tcp", port="443/443", cidr="10.0.0.0/8"
    )
    return Facts(acl_entries.check_entry, (replace(requested, **changed),), violated, {"ipv6": ipv6})


ACL_ENTRIES: Final = (
    entry(),
    entry(policy=UNKNOWN, protocol=UNKNOWN, port=UNKNOWN, cidr=UNKNOWN),
    entry(protocol=UNKNOWN, port="x"),
    entry(cidr="2408::/16", ipv6=UNKNOWN),
    entry(cidr="10.0.0.1/8"),
    entry(*[acl_entries.MISSING] * 4, policy="", protocol="", port="", cidr=""),
    entry(acl_entries.PORT, protocol="gre", port="1/2"),
    Facts(acl_entries.check_binding, (), (), {"same_vpc": UNKNOWN, "bound": UNKNOWN}),
    Facts(acl_entries.check_binding, (), (), {"same_vpc": True, "bound": None}),
    Facts(acl_entries.check_ipv4_gateway, (UNKNOWN,)),
    Facts(acl_entries.check_ipv4_gateway, (None,)),
)

VPC_IPV6: Final = (
    Facts(vpc_ipv6.check_block, (UNKNOWN,)),
    Facts(vpc_ipv6.check_block, ("",), (), {"existing": [cidr_block("2408:4005:300::/56")]}),
    Facts(vpc_ipv6.check_enabled, (UNKNOWN,), (), {"enabled": False}),
    Facts(vpc_ipv6.check_enabled, ("2408:4005:300::/56",), (), {"enabled": UNKNOWN}),
    Facts(vpc_ipv6.check_enabled, (None,), (), {"enabled": False}),
    Facts(vpc_ipv6.check_gateway, (UNKNOWN,)),
    Facts(table_bindings.check_gateway_active, ("ipv4gw-1",), (), {"enabled": UNKNOWN}),
    Facts(table_bindings.check_gateway_bound, ("vtb-1",), (), {"bound": UNKNOWN}),
    *(Facts(table_bindings.check_takes_routes, (kind,)) for kind in (UNKNOWN, None, "VSwitch")),
    *(Facts(nexthop_place.check_interface_ipv6, (count,)) for count in (UNKNOWN, None, 0, 1)),
    Facts(nexthop_place.check_interface_ipv6, (2,), (nexthop_place.INTERFACE_MANY_IPV6,)),
)

HIGH: Final = RequestedLevel(
    level="Critical", statistics="Sum", comparison="GreaterThanThreshold", threshold="5", times=3
)


def level(*violated: Rule, statistics: tuple[str, ...] | None = None, **changed: Any) -> Facts:
    return Facts(alarms.check_level, (replace(HIGH, **changed), statistics), violated)


def kind(*violated: Rule, levels: object, composite: object, prometheus: object, namespace: object = "x") -> Facts:
    more = {"levels": levels, "composite": composite, "prometheus": prometheus, "namespace": namespace}
    return Facts(alarms.check_kind, (), violated, more)


ALARMS: Final = (
    level(),
    level(statistics=("Sum",)),
    Facts(
        alarms.check_level,
        (
            RequestedLevel(level="Info", statistics=UNKNOWN, comparison=UNKNOWN, threshold=UNKNOWN, times=UNKNOWN),
            ("Sum",),
        ),
    ),
    level(alarms.LEVEL_VALUE, statistics=("Average",)),
    *(level(threshold=good) for good in ("0", "-1.5", "1e3", "+2")),
    *(level(alarms.LEVEL_VALUE, threshold=bad) for bad in ("5%", "nan", "inf", "1,5", " 5")),
    *(level(comparison=good) for good in ("EqualToThreshold", "LessThanYesterday", "GreaterThanLastPeriod")),
    *(level(alarms.LEVEL_VALUE, comparison=bad) for bad in (">", "Yesterday", "GreaterThan")),
    kind(levels=True, composite=False, prometheus=False),
    kind(levels=UNKNOWN, composite=False, prometheus=False),
    kind(levels=False, composite=UNKNOWN, prometheus=False),
    kind(levels=UNKNOWN, composite=True, prometheus=False),
    kind(levels=False, composite=False, prometheus=True, namespace=UNKNOWN),
    kind(alarms.TWO_KINDS, levels=False, composite=True, prometheus=True, namespace="acs_prometheus"),
    Facts(alarms.check_period, (UNKNOWN, "90")),
    Facts(alarms.check_period, (alarms.NAMESPACE, UNKNOWN)),
    Facts(alarms.check_period, ("acs_ecs_dashboard", "15")),
    Facts(alarms.check_period, (UNKNOWN, "-60"), (alarms.PERIOD,)),
    *(Facts(alarms.check_silence_time, (good,)) for good in (300, 86400, None, UNKNOWN)),
    *(Facts(alarms.check_silence_time, (bad,), (alarms.SILENCE_TIME,)) for bad in (299, 86401, -1, 0)),
    *(Facts(alarms.check_hours, (good,)) for good in ("00:00-23:59", "8:00-19:59", "22:00-06:00", "", UNKNOWN)),
    *(Facts(alarms.check_hours, (bad,), (alarms.HOURS,)) for bad in ("24:00-06:00", "08:60-09:00", "08:00", "x")),
    Facts(alarms.check_no_data_policy, (UNKNOWN,)),
    Facts(alarms.check_no_data_policy, ("ok",), (alarms.NO_DATA,)),
    *(Facts(alarms.check_resources, (good,)) for good in ("[]", '{"instanceId": "x"}', None, UNKNOWN)),
    *(Facts(alarms.check_resources, (bad,), (alarms.RESOURCES,)) for bad in ("x", "[1]", "5", "[" * 100_000)),
    *(Facts(alarms.check_webhook, (good,)) for good in ("http://a", "https://a.b/c?d=e", UNKNOWN)),
    *(Facts(alarms.check_webhook, (bad,), (alarms.WEBHOOK,)) for bad in ("ftp://a", "https://", "a")),
    Facts(alarms.check_contact_groups, (["a"], ["a", "b"])),
    Facts(alarms.check_contact_groups, (["a", "c"], ["a", "b"]), (alarms.CONTACT_GROUP,)),
)

_BY_TRAFFIC: Final = {"instance_charge_type": UNKNOWN, "internet_charge_type": "PayByTraffic"}
EIPS: Final = (
    Facts(eips.check_bandwidth, (UNKNOWN,), (), _BY_TRAFFIC),
    Facts(eips.check_bandwidth, ("1000",), (), _BY_TRAFFIC),
    Facts(eips.check_bandwidth, ("1001",), (eips.BANDWIDTH,), _BY_TRAFFIC),
    Facts(eips.check_bandwidth, ("1.5",), (eips.BANDWIDTH,), _BY_TRAFFIC),
    Facts(eips.check_charge_types, (UNKNOWN, "PayByTraffic")),
    Facts(eips.check_charge_types, ("PrePaid", UNKNOWN)),
    Facts(eips.check_charge_types, (UNKNOWN, "PayByHour"), (eips.CHARGE,)),
    Facts(eips.check_instance_type, (UNKNOWN,)),
    Facts(eips.check_instance_is_free, ("i-1",), (), {"has_eip": UNKNOWN, "has_public_address": UNKNOWN}),
    Facts(
        eips.check_instance_is_free,
        ("i-1",),
        (eips.ASSOCIATED_TWICE, eips.PUBLIC_ADDRESS),
        {"has_eip": True, "has_public_address": True},
    ),
)

GUARDS: Final = (*GROUP_RULES, *ACL_ENTRIES, *VPC_IPV6, *ALARMS, *EIPS)
