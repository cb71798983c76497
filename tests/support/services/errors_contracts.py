"""How to provoke what contracts refuse: each account setting, by each action whose error codes name it."""

from __future__ import annotations

from tests.support.lab import ALICE, BEIJING, BOB, HANGZHOU, SINGAPORE, Net
from tests.support.services import resources
from tests.support.services.errors_access import Make
from tests.support.services.provoke import Provoked, Request, act, connect, connecting
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.services.ecs import errors as ecs
from tfmock.services.vpc import errors as vpc
from tfmock.services.vpcpeer import errors as peer

LOCKED, NO_CDT, NOT_ABROAD = AccountTerms(locked=True), AccountTerms(cdt=False), AccountTerms(cross_border_cdt=False)


def under(account: str, terms: AccountTerms, request: Make) -> Make:
    """Resources are created first; then the account's terms change."""

    def prepare(net: Net) -> Request:
        parameters = request(net)
        net.lab.change(accounts={account: terms})
        return parameters

    return prepare


def connect_bob(region: str = BEIJING) -> Make:
    def prepare(net: Net) -> Request:
        far = net.lab.vpc("10.7.0.0/16", region=region, by=BOB)["VpcId"]
        return connect(net, AcceptingAliUid=BOB, AcceptingVpcId=far, AcceptingRegionId=region)

    return prepare


def accept(region: str = BEIJING) -> Make:
    def prepare(net: Net) -> Request:
        id = net.lab.call(*connect_bob(region)(net))["InstanceId"]
        return "VpcPeer.AcceptVpcPeerConnection", {"InstanceId": id}

    return prepare


def modify(net: Net) -> Request:
    return "VpcPeer.ModifyVpcPeerConnection", {"InstanceId": net.pcc, "Name": "ab"}


def stopped(action: str, **more: object) -> Make:
    return lambda net: (f"Ecs.{action}", {"InstanceId": resources.stopped(net), **more})


def running(action: str) -> Make:
    return lambda net: (f"Ecs.{action}", {"InstanceId": resources.instance(net)})


def sharing(vpc_of: str, request: Make) -> Make:
    """Under terms by which Alice uses a VPC as a principal."""

    def prepare(net: Net) -> Request:
        shared = {"own": net.vpc, "second": net.vpc2, "bobs": net.bobs}[vpc_of]
        parameters = request(net)
        net.lab.change(accounts={ALICE: AccountTerms(shared_vpcs=(shared,))})
        return parameters

    return prepare


def last_id(net: Net) -> dict[str, str]:
    return {"id": list(net.lab.snapshot()[0]["peerings"])[-1]}


CONTRACT_ERRORS = (
    # Data transmission, between regions
    Provoked(peer.CDT, under(ALICE, NO_CDT, connecting())),
    Provoked(peer.CDT, under(BOB, NO_CDT, accept()), by=BOB, id="accept"),
    Provoked(peer.ACCEPTER_CDT, under(BOB, NO_CDT, connect_bob())),
    Provoked(peer.CROSS_BORDER_CDT, under(ALICE, NOT_ABROAD, connect_bob(SINGAPORE))),
    Provoked(peer.ACCEPTER_CROSS_BORDER_CDT, under(BOB, NOT_ABROAD, connect_bob(SINGAPORE))),
    Provoked(peer.CROSS_BORDER_CDT_ON_ACCEPT, under(BOB, NOT_ABROAD, accept(SINGAPORE)), by=BOB),
    # Unpaid bills
    Provoked(peer.LOCKED, under(ALICE, LOCKED, connecting()), lambda net: {"id": ALICE}),
    Provoked(peer.LOCKED, under(ALICE, LOCKED, modify), lambda net: {"id": net.pcc}, id="modify"),
    Provoked(peer.LOCKED, under(BOB, LOCKED, accept()), last_id, by=BOB, id="accept"),
    Provoked(peer.LOCKED, under(BOB, LOCKED, accept(HANGZHOU)), last_id, by=BOB, id="accept within a region"),
    Provoked(peer.ACCEPTER_LOCKED, under(BOB, LOCKED, connect_bob()), lambda net: {"id": BOB}),
    Provoked(ecs.ARREARS, under(ALICE, LOCKED, lambda net: ("Ecs.RunInstances", resources.run(net)))),
    Provoked(ecs.INSTANCE_EXPIRED, under(ALICE, LOCKED, stopped("StartInstance"))),
    Provoked(ecs.INSTANCE_IN_ARREARS, under(ALICE, LOCKED, running("StopInstance"))),
    Provoked(ecs.INSTANCE_IN_ARREARS, under(ALICE, LOCKED, running("StopInstances")), id="several"),
    Provoked(ecs.INSTANCE_IN_ARREARS, under(ALICE, LOCKED, stopped("StartInstances")), id="start several"),
    # Sites
    Provoked(peer.SITES, under(BOB, AccountTerms(site="international"), connect_bob())),
    Provoked(peer.SITES, under(ALICE, AccountTerms(site="international"), connect_bob()), id="requester"),
    # VPCs of others
    Provoked(peer.SHARED_VPC, sharing("second", connecting())),
    Provoked(peer.SHARED_VPC, sharing("bobs", lambda net: connect(net, VpcId=net.bobs)), id="owned by Bob"),
    Provoked(vpc.IPV4_GATEWAY_SHARED, sharing("bobs", act("CreateIpv4Gateway", VpcId=lambda net: net.bobs))),
    Provoked(vpc.VSWITCH_SHARED, sharing("own", act("DeleteVSwitch", VSwitchId=lambda net: net.vsw))),
    Provoked(ecs.VPC_SHARED, sharing("bobs", lambda net: (
        "Ecs.ModifyInstanceVpcAttribute",
        {"InstanceId": resources.stopped(net), "VSwitchId": net.lab.vswitch(net.bobs, "10.2.1.0/24", by=BOB)}))),
)  # fmt: skip

#: What the same settings leave alone, since no error code of the action names them: the setting, who calls, what.
LEFT_ALONE = {
    "locked: reject": (BOB, LOCKED, lambda net: ("VpcPeer.RejectVpcPeerConnection", {"InstanceId": net.waiting})),
    "locked: delete": (ALICE, LOCKED, lambda net: ("VpcPeer.DeleteVpcPeerConnection",
                                                   {"InstanceId": net.pcc, "Force": True})),
    "locked: a VPC": (ALICE, LOCKED, lambda net: ("CreateVpc", {"CidrBlock": "10.0.0.0/8"})),
    "locked: delete an instance": (ALICE, LOCKED, lambda net: (
        "Ecs.DeleteInstance", {"InstanceId": resources.instance(net), "Force": True})),
    "no CDT: change": (ALICE, NO_CDT, modify),
    "no CDT: within a region": (BOB, NO_CDT, accept(HANGZHOU)),
    "no cross-border CDT: within the mainland": (BOB, NOT_ABROAD, accept()),
    "another site: accept": (BOB, AccountTerms(site="international"), accept()),
}  # fmt: skip
