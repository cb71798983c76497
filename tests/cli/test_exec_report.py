from __future__ import annotations

from tfmock.cli.exec_report import lines
from tfmock.control_api.models import (
    CallReport,
    ConnectionReport,
    DirectionReport,
    PartyReport,
    Report,
    ResourceReport,
    StoredReport,
    TrafficReport,
)

HANGZHOU = PartyReport(vpc="vpc-1", region="cn-hangzhou", account="1")
BEIJING = PartyReport(vpc="vpc-2", region="cn-beijing", account="2")


def test_a_clean_run_is_one_line() -> None:
    calls = (
        CallReport(product="Vpc", action="DeleteVpc", count=1),
        CallReport(product="Vpc", action="CreateVpc", count=2),
    )
    assert list(lines(Report(calls=calls))) == [
        "3 calls, all answered",
        "  Vpc  CreateVpc 2, DeleteVpc 1",
        "nothing is left in the world",
    ]


def test_each_problem_is_reported_exactly() -> None:
    report = Report(
        calls=(
            CallReport(product="VpcPeer", action="CreateVpcPeerConnection", count=2, errors={"ResourceNotFound": 2}),
        ),
        left=(ResourceReport(kind="vpc", id="vpc-1", region="cn-hangzhou", account="1", name="net"),),
        connections=(
            ConnectionReport(
                id="pcc-1",
                status="Activated",
                requester=HANGZHOU,
                accepter=BEIJING,
                forward=DirectionReport(reachable=True),
                reverse=DirectionReport(reachable=False, why="no route to 10.0.0.0/16"),
            ),
        ),
        proxy=TrafficReport(refused={"ram.console.aliyun.com": 2}),
    )
    assert list(lines(report)) == [
        "2 calls, 2 answered with an error",
        "  VpcPeer  CreateVpcPeerConnection 2",
        "  VpcPeer CreateVpcPeerConnection: ResourceNotFound (2 times)",
        "left in the world: 1 vpc",
        "  vpc vpc-1 'net' in cn-hangzhou, account 1",
        "connection pcc-1 is Activated",
        "  vpc-1 (cn-hangzhou) reaches vpc-2 (cn-beijing)",
        "  vpc-2 (cn-beijing) does NOT reach vpc-1 (cn-hangzhou): no route to 10.0.0.0/16",
        "refused to let traffic out to ram.console.aliyun.com (2 times)",
    ]


def test_refused_calls_are_reported_with_the_reason() -> None:
    call = CallReport(
        product="Vpc", action="CreateVpc", count=1, errors={"A.B": 1}, reasons={"A.B": "2 to 128 characters"}
    )
    assert "  Vpc CreateVpc: A.B: 2 to 128 characters" in lines(Report(calls=(call,)))


def test_report_lines_cannot_steer_a_terminal_or_a_runner() -> None:
    hostile = "x\n::error::y\x1b[2J\u202e"
    party = PartyReport(vpc=hostile, region=hostile, account=hostile)
    walk = DirectionReport(reachable=False, why=hostile)
    connection = ConnectionReport(
        id=hostile, status=hostile, requester=party, accepter=party, forward=walk, reverse=walk
    )
    report = Report(
        calls=(CallReport(product=hostile, action=hostile, count=1, errors={hostile: 1}, reasons={hostile: hostile}),),
        left=(ResourceReport(kind=hostile, id=hostile, region=hostile, account=hostile, name=hostile, detail=hostile),),
        connections=(connection,), proxy=TrafficReport(refused={hostile: 1}),
    )  # fmt: skip
    assert not set("\n\x1b\u202e") & set("".join(lines(report)))


def test_a_name_stays_on_one_line() -> None:
    left = ResourceReport(kind="vpc", id="vpc-1", region="r", account="1", name="a\nb\x1b[31m")
    assert list(lines(Report(left=(left,))))[-1] == r"  vpc vpc-1 'a\nb\x1b[31m' in r, account 1"


def test_a_routed_pair_is_not_reported_reachable_where_access_rules_exist() -> None:
    ends = (PartyReport(vpc="vpc-1", region="r", account="1"), PartyReport(vpc="vpc-2", region="r", account="1"))
    walks = (
        DirectionReport(reachable=True, guarded=True),
        DirectionReport(reachable=False, guarded=True, why="no route"),
    )
    connection = ConnectionReport(
        id="pcc-1", status="Activated", requester=ends[0], accepter=ends[1], forward=walks[0], reverse=walks[1]
    )
    assert list(lines(Report(connections=(connection,))))[-2:] == [
        "  vpc-1 (r) is routed to vpc-2 (r)",
        "  vpc-2 (r) does NOT reach vpc-1 (r): no route",
    ]


def test_seeded_resources_are_not_reported_as_left() -> None:
    seeds = tuple(ResourceReport(kind="vpc", id=f"vpc-{n}", region="r", account="1", seeded=True) for n in "ab")
    vswitch = ResourceReport(kind="vswitch", id="vsw-1", region="r", account="1")
    assert list(lines(Report(left=seeds)))[1:] == [
        "seeded, and still there: 2 vpc",
        "nothing else is left in the world",
    ]
    assert list(lines(Report(left=(*seeds, vswitch))))[1:] == [
        "seeded, and still there: 2 vpc",
        "left in the world: 1 vswitch",
        "  vswitch vsw-1 in r, account 1",
    ]


def test_a_large_world_is_cut_short() -> None:
    left = tuple(ResourceReport(kind="vpc", id=f"vpc-{number}", region="r", account="1") for number in range(50))
    printed = list(lines(Report(left=left)))
    assert "left in the world: 50 vpc" in printed
    assert printed[-1] == "  and 30 more"


def test_what_was_only_stored_is_named() -> None:
    stored = (
        StoredReport(types=["alicloud_slb", "alicloud_slb_load_balancer"], created=2),
        StoredReport(types=["alicloud_kms_key"], created=1),
    )
    calls = (CallReport(product="Kms", action="CreateKey", count=1, tier="crud"),)
    assert list(lines(Report(calls=calls, stored=stored)))[2] == (
        "only stored: alicloud_kms_key, alicloud_slb or alicloud_slb_load_balancer; "
        "no rule of the cloud was applied to them (docs/crud.md)"
    )


def test_reads_of_what_is_only_stored_are_named() -> None:
    calls = (
        CallReport(product="Kms", action="ListKeys", count=3, tier="crud"),
        CallReport(product="Vpc", action="DescribeVpcs", count=1, tier="emulated"),
    )
    assert list(lines(Report(calls=calls)))[3] == (
        "answered from what is only stored: Kms ListKeys; no rule of the cloud was applied (docs/crud.md)"
    )
    assert not [line for line in lines(Report(calls=calls[1:])) if "stored" in line]
