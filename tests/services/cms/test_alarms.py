"""Traffic, metrics, alarms and bills, all on a clock that stands still until it is moved."""

from __future__ import annotations

import json
from typing import Literal

import pytest

from tests.services.cms.watching import history, rule, state
from tests.support.lab import ALICE, BEIJING, BOB, Lab, ask
from tests.support.services.traffic import MORNING, connect, metric, post, send
from tfmock.rulebook.account_terms import AccountTerms


def test_bandwidth_limits_and_drops(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab, Bandwidth=100)
    flow = send(lab, net["a"], net["b"], "200Mbps", "10m", advance=True)
    assert (flow["passed"], flow["dropped"], flow["metered"]) == (7.5e9, 7.5e9, True)
    received = metric(lab, net["pcc"], "IntranetRX")
    assert [point["Sum"] for point in received] == [7.5e8] * 10
    assert [point["timestamp"] for point in received] == [int(MORNING + n * 60) * 1000 for n in range(10)]
    assert {point["Average"] for point in metric(lab, net["pcc"], "IntranetRXRate")} == {1e8}
    assert {point["Sum"] for point in metric(lab, net["pcc"], "IntranetTX")} == {0.0}
    assert {round(point["Average"]) for point in metric(lab, net["pcc"], "OutRatelimitDropPps")} == {0}
    fives = metric(lab, net["pcc"], "IntranetRX", Period="300")
    assert [(point["Sum"], point["Maximum"]) for point in fives] == [(3.75e9, 7.5e8)] * 2


def test_outbound_drops_are_those_from_accepter_to_requester(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab, Bandwidth=100)
    send(lab, net["b"], net["a"], "200Mbps", "10m", advance=True)
    dropped = {round(point["Average"]) for point in metric(lab, net["pcc"], "OutRatelimitDropPps")}
    assert dropped == {round(1e8 / 12000)}


def test_connections_have_five_metrics(lab: Lab) -> None:
    listed = lab.call("Cms.DescribeMetricMetaList", Namespace="acs_vpcpeer")["Resources"]["Resource"]
    assert [contact["Description"] for contact in listed] == [
        "Inbound Traffic Within Cycle", "Outbound Traffic Within Cycle", "Inbound Bandwidth", "Outbound Bandwidth",
        "Outbound Packets Dropped Due To Throttling",
    ]  # fmt: skip


def test_streams_share_the_bandwidth_and_directions_do_not(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab, Bandwidth=100)
    for source, target in (("a", "b"), ("a", "b"), ("b", "a")):
        send(lab, net[source], net[target], "80Mbps", "2m")
    lab.later(120)
    assert [point["Sum"] for point in metric(lab, net["pcc"], "IntranetRX")] == [7.5e8] * 2
    assert [point["Sum"] for point in metric(lab, net["pcc"], "IntranetTX")] == [6e8] * 2


def test_no_metrics_within_a_region(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab, ("cn-hangzhou", "cn-hangzhou"))
    assert not send(lab, net["a"], net["b"], "8Mbps", "2m", advance=True)["metered"]
    assert metric(lab, net["pcc"], "IntranetRX") == []
    assert post(lab, "/bill", {}, "GET")["lines"] == []


def test_an_alarm_fires_and_recovers_with_history(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"])
    lab.later(300)
    assert state(lab) == "OK"
    send(lab, net["a"], net["b"], "200Mbps", "10m")
    lab.later(60)
    assert state(lab) == "OK"  # one minute beyond is not two
    lab.later(60)
    assert state(lab) == "ALARM"
    lab.later(3600)
    assert state(lab) == "OK"
    history = lab.call("Cms.DescribeAlertHistoryList", RuleId="r", Ascending=False)["AlarmHistoryList"]["AlarmHistory"]
    seen = [(alert["State"], alert["AlertTime"] / 1000 - MORNING, alert["Expression"]) for alert in history]
    assert seen == [("ALARM", 420.0, "$Sum>=104857600"), ("OK", 960.0, "$Sum>=104857600")]
    log = lab.call("Cms.DescribeAlertLogList", RuleId="r", LastMin="90")["AlertLogList"]
    assert [alert["LevelChange"] for alert in log] == ["P2->OK", "OK->P2"]


@pytest.mark.parametrize(
    ("site", "level", "change", "sms"),
    [("china", "P2", "OK->P2", ["86-13900009999"]), ("international", "P4", "OK->P4", [])],
)
def test_levels_and_channels_of_a_site(lab: Lab, site: Literal["china", "international"], level: str, change: str,
                                       sms: list[str]) -> None:  # fmt: skip
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"])
    channels = {"Mail": "a@example.com", "SMS": "86-13900009999", "AliIM": "alice"}
    lab.call("Cms.PutContact", ContactName="alice", Describe="x", Channels=channels)
    lab.change(accounts={ALICE: AccountTerms(site=site)})
    send(lab, net["a"], net["b"], "200Mbps", "10m")
    lab.later(300)
    (sent,) = lab.call("Cms.DescribeAlertHistoryList")["AlarmHistoryList"]["AlarmHistory"]
    assert (sent["Level"], sent["Contacts"], sent["ContactMails"]) == (
        level, {"Contact": ["alice"]}, {"ContactMail": ["a@example.com"]},
    )  # fmt: skip
    assert sent["ContactSmses"] == {"ContactSms": sms}
    assert len(sent["ContactALIIMs"]["ContactALIIM"]) == len(sms)
    log = lab.call("Cms.DescribeAlertLogList", LastMin="90", Level=level)["AlertLogList"]
    assert [alert["LevelChange"] for alert in log] == [change]


def test_the_order_of_reading_does_not_matter(lab: Lab) -> None:
    """Report and console showed the state as of the last API call, twenty minutes ago."""
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"])

    def reported() -> str:
        reply = ask(lab.app, method="GET", path="/_tfmock/report", query=f"world={lab.name}")
        assert reply.status == 200
        (alarm,) = (resource for resource in json.loads(reply.body)["left"] if resource["kind"] == "alarm_rule")
        return str(alarm["detail"])

    def shown() -> str:
        page = ask(lab.app, method="GET", path="/_tfmock/", query="").body.decode()
        row = next(row for row in page.split("<tr>") if "alarm_rule" in row and f">{lab.name}</tr>" in row)
        return next(word for word in ("ALARM", "OK") if f"<td>{word}<" in row)

    assert (reported(), shown(), state(lab)) == ("OK", "OK", "OK")
    send(lab, net["a"], net["b"], "200Mbps", "20m")
    before = lab.snapshot()
    lab.later(600)
    assert (reported(), shown()) == ("ALARM", "ALARM")
    lab.later(3600)
    assert (reported(), shown()) == ("OK", "OK")
    assert lab.snapshot() == before  # looking writes no history; the next call finds all of it
    assert state(lab) == "OK"
    assert len(history(lab)) == 2


def test_history_does_not_depend_on_when_it_is_read(lab: Lab) -> None:
    """The same hour, looked at once, gives what an hour of looking gave."""
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"])
    lab.later(300)
    send(lab, net["a"], net["b"], "200Mbps", "10m")
    lab.later(7200)
    history = lab.call("Cms.DescribeAlertHistoryList", Ascending=False)["AlarmHistoryList"]["AlarmHistory"]
    assert [(h["State"], h["AlertTime"] / 1000 - MORNING) for h in history] == [("ALARM", 420.0), ("OK", 960.0)]


@pytest.mark.parametrize(("interval", "expected"), [("06:00-20:00", "ALARM"), ("11:00-20:00", "OK")])
def test_effective_interval(lab: Lab, interval: str, expected: str) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], EffectiveInterval=interval)
    send(lab, net["a"], net["b"], "200Mbps", "10m")
    lab.later(300)
    assert state(lab) == expected


def test_disabled_rules_do_not_fire(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"])
    lab.call("Cms.DisableMetricRules", RuleId=["r"])
    send(lab, net["a"], net["b"], "200Mbps", "10m")
    lab.later(300)
    assert state(lab) == "OK"
    lab.call("Cms.EnableMetricRules", RuleId=["r"])
    lab.later(120)
    assert state(lab) == "ALARM"


def test_the_bill_of_the_help_page(lab: Lab) -> None:
    """200 GB from Hohhot, 100 GB from Guangzhou, Gold: 14.4 and 7.2 USD, each to the owner of its side."""
    lab.freeze(MORNING)
    net = connect(lab, to=BOB)
    send(lab, net["a"], net["b"], "400Mbps", "4000s")
    send(lab, net["b"], net["a"], "200Mbps", "4000s")
    lab.later(4000)
    bill = post(lab, "/bill", {}, "GET")
    assert bill["totals"] == {ALICE: pytest.approx(14.4), BOB: pytest.approx(7.2)}
    assert {line["unit_price"] for line in bill["lines"]} == {0.072}
    assert len(bill["lines"]) == 4  # two hours, two sides


def test_an_unknown_price_gives_no_total(lab: Lab) -> None:
    lab.freeze(MORNING).change(prices={"cn-huhehaote:cn-guangzhou:Gold": 0.1})
    net = connect(lab)
    send(lab, net["a"], net["b"], "8Mbps", "1h")
    lab.later(1800)
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=net["pcc"], LinkType="Platinum")
    lab.later(7200)
    bill = post(lab, "/bill", {}, "GET")
    unpriced = [line for line in bill["lines"] if "amount" not in line]
    assert unpriced
    assert (bill["totals"], bill["unpriced_lines"]) == ({}, {ALICE: len(unpriced)})
    assert bill["at_least"] == {ALICE: pytest.approx(sum(line.get("amount", 0.0) for line in bill["lines"]))}


def test_an_hour_with_a_switch_costs_the_higher_type(lab: Lab) -> None:
    lab.freeze(MORNING).change(prices={"*:*:Platinum": 1.0, "*:*:Gold": 0.1})
    net = connect(lab)
    send(lab, net["a"], net["b"], "8Mbps", "2h")  # 1 MB/s
    lab.later(600)
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=net["pcc"], LinkType="Platinum")
    lab.later(600)
    lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=net["pcc"], LinkType="Gold")
    lab.later(7200)
    lines = post(lab, "/bill", {}, "GET")["lines"]
    assert [(line["link_type"], line["amount"]) for line in lines] == [("Platinum", 3.6), ("Gold", 0.36)]


def test_quotas_can_be_raised_and_read(lab: Lab) -> None:
    post(lab, "/quotas", {"name": "vpc_quota_instances_num", "value": 1}, "PUT")
    lab.vpc()
    assert lab.code("CreateVpc", CidrBlock="10.9.0.0/16") == "QuotaExceeded.Vpc"
    parameters = {"ProductCode": "vpc", "QuotaActionCode": "vpc_quota_instances_num"}
    quota = lab.call("quotas.GetProductQuota", parameters)["Quota"]
    assert (quota["TotalQuota"], quota["TotalUsage"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("account", "terms", "code"),
    [
        (ALICE, AccountTerms(cdt=False), "OperationFailed.CdtNotOpened"),
        (BOB, AccountTerms(cdt=False), "OperationFailed.AcceptUserCdtNotOpened"),
        (BOB, AccountTerms(site="international"), "OperationFailed.CrossBusinessNotAllowed"),
        (ALICE, AccountTerms(locked=True), "IncorrectBusinessStatus.VpcPeer"),
        (BOB, AccountTerms(locked=True), "IncorrectBusinessStatus.AcceptUserVpcPeer"),
    ],
)
def test_account_terms(lab: Lab, account: str, terms: AccountTerms, code: str) -> None:
    lab.change(accounts={account: terms})
    requester, accepter = lab.vpc()["VpcId"], lab.vpc("10.1.0.0/16", by=BOB, region=BEIJING)["VpcId"]
    parameters = {"VpcId": requester, "AcceptingVpcId": accepter, "AcceptingAliUid": BOB, "AcceptingRegionId": BEIJING}
    assert lab.code("VpcPeer.CreateVpcPeerConnection", parameters) == code
