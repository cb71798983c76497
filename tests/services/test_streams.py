"""Streams on paths that break and heal, and bytes counted twice: by metrics, and second by second."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.lab import Lab, RefusedError, ask
from tests.support.services.resources import ANY_ENTRY, IMAGE
from tests.support.services.traffic import GUANGZHOU, HOHHOT, MORNING, connect, metric, post, send
from tests.support.thorough import examples
from tfmock.core.clock import parse_moment

NAMES: Final = count()
DENY: Final = {**ANY_ENTRY, "Policy": "drop"}


@dataclass
class Stage:
    """A server in Hohhot, a vSwitch with an open network ACL in Guangzhou, and everything that may break between."""

    lab: Lab
    net: dict[str, str] = field(default_factory=dict)
    connections: list[str] = field(default_factory=list)
    """Every connection there ever was, in order."""

    def __post_init__(self) -> None:
        self.lab.freeze(MORNING)
        self.net = connect(self.lab)
        self.connections.append(self.net["pcc"])
        for side, region in (("a", HOHHOT), ("b", GUANGZHOU)):
            shown = self.call("DescribeVSwitches", region, VSwitchId=self.net[side])["VSwitches"]["VSwitch"][0]
            self.net[f"vpc {side}"] = shown["VpcId"]
            self.net[f"table {side}"] = shown["RouteTable"]["RouteTableId"]
        parameters = {"VpcId": self.net["vpc a"], "SecurityGroupName": "open"}
        self.net["group"] = self.call("Ecs.CreateSecurityGroup", HOHHOT, **parameters)["SecurityGroupId"]
        self.call("Ecs.AuthorizeSecurityGroup", HOHHOT, SecurityGroupId=self.net["group"], IpProtocol="all",
                  PortRange="-1/-1", SourceCidrIp="0.0.0.0/0", Policy="accept")  # fmt: skip
        reply = self.call("Ecs.RunInstances", HOHHOT, ImageId=IMAGE, InstanceType="ecs.g7.large", InstanceName="web",
                         VSwitchId=self.net["a"], SecurityGroupIds=[self.net["group"]])  # fmt: skip
        self.net["web"] = reply["InstanceIdSets"]["InstanceIdSet"][0]
        self.net["acl"] = self.call("CreateNetworkAcl", GUANGZHOU, VpcId=self.net["vpc b"])["NetworkAclId"]
        self.entries(ANY_ENTRY)
        bound = [{"ResourceType": "VSwitch", "ResourceId": self.net["b"]}]
        self.call("AssociateNetworkAcl", GUANGZHOU, NetworkAclId=self.net["acl"], Resource=bound)

    def call(self, action: str, region: str, **params: object) -> Any:
        return self.lab.call(action, {"RegionId": region, **params})

    @property
    def pcc(self) -> str:
        return self.connections[-1]

    # What may break, and heal

    def unroute(self, side: str = "a") -> None:
        region = HOHHOT if side == "a" else GUANGZHOU
        far = "10.1.0.0/16" if side == "a" else "10.0.0.0/16"
        self.call("DeleteRouteEntry", region, RouteTableId=self.net[f"table {side}"], DestinationCidrBlock=far)

    def route(self, side: str = "a") -> None:
        region, far = (HOHHOT, "10.1.0.0/16") if side == "a" else (GUANGZHOU, "10.0.0.0/16")
        self.lab.route(self.net[f"table {side}"], far, self.pcc, RegionId=region)

    def disconnect(self) -> None:
        self.lab.call("VpcPeer.DeleteVpcPeerConnection", InstanceId=self.pcc, Force=True)

    def connect(self) -> None:
        reply = self.lab.call(
            "VpcPeer.CreateVpcPeerConnection", RegionId=HOHHOT, VpcId=self.net["vpc a"], AcceptingRegionId=GUANGZHOU,
            AcceptingVpcId=self.net["vpc b"], Bandwidth=100,
        )  # fmt: skip
        self.connections.append(reply["InstanceId"])
        for side in "ab":
            self.route(side)

    def entries(self, entry: dict[str, str]) -> None:
        both = {f"Update{direction}AclEntries": True for direction in ("Ingress", "Egress")}
        ingress = [{**entry, "NetworkAclEntryName": "n", "SourceCidrIp": "0.0.0.0/0"}]
        egress = [{**entry, "NetworkAclEntryName": "n", "DestinationCidrIp": "0.0.0.0/0"}]
        self.call("UpdateNetworkAclEntries", GUANGZHOU, NetworkAclId=self.net["acl"], **both,
                  IngressAclEntries=ingress, EgressAclEntries=egress)  # fmt: skip

    def group(self, action: str) -> None:
        self.call(f"Ecs.{action}SecurityGroupEgress", HOHHOT, SecurityGroupId=self.net["group"], IpProtocol="all",
                  PortRange="-1/-1", DestCidrIp="10.1.0.0/16", Policy="drop", Priority="1")  # fmt: skip

    def power(self, action: str) -> None:
        self.call(f"Ecs.{action}Instance", HOHHOT, InstanceId=self.net["web"])

    def bandwidth(self, mbps: int) -> None:
        self.lab.call("VpcPeer.ModifyVpcPeerConnection", InstanceId=self.pcc, Bandwidth=mbps)


#: What breaks the way from the server to the vSwitch, and what heals it.
BREAKS: Final[dict[str, tuple[Callable[[Stage], None], Callable[[Stage], None]]]] = {
    "route": (Stage.unroute, Stage.route),
    "route of the answer": (lambda stage: stage.unroute("b"), lambda stage: stage.route("b")),
    "connection": (Stage.disconnect, Stage.connect),
    "network ACL": (lambda stage: stage.entries(DENY), lambda stage: stage.entries(ANY_ENTRY)),
    "security group": (lambda stage: stage.group("Authorize"), lambda stage: stage.group("Revoke")),
    "instance": (lambda stage: stage.power("Stop"), lambda stage: stage.power("Start")),
}


def received(stage: Stage) -> list[float]:
    """Megabytes per minute from the requester to the accepter, through all connections there were."""
    minutes: Counter[int] = Counter()
    for pcc in stage.connections:
        for point in metric(stage.lab, pcc, "IntranetRX"):
            minutes[point["timestamp"]] += point["Sum"]
    now = int(stage.lab.world.clock.now())
    return [minutes[at * 1000] / 1e6 for at in range(int(MORNING), now, 60)]


@pytest.mark.parametrize("broken", BREAKS)
def test_bytes_stop_and_flow_again_at_the_moment_of_a_change(lab: Lab, broken: str) -> None:
    stage = Stage(lab)
    fail, heal = BREAKS[broken]
    flow = send(lab, "web", stage.net["b"], "8Mbps", "5m")  # 1 MB a second
    assert (flow["passed"], flow["lost"], flow["why"]) == (3e8, 0, "")
    lab.later(70)
    fail(stage)
    lab.later(120)
    heal(stage)
    lab.later(600)
    assert received(stage)[:6] == [60, 10, 0, 50, 60, 0]
    (flow,) = post(lab, "/traffic", {}, "GET")["flows"]
    assert (flow["passed"], flow["dropped"], flow["lost"]) == (1.8e8, 0, 1.2e8)
    assert flow["connection"] == stage.pcc


@pytest.mark.parametrize("broken", BREAKS)
def test_a_stream_without_a_path_waits_for_one(lab: Lab, broken: str) -> None:
    stage = Stage(lab)
    fail, heal = BREAKS[broken]
    fail(stage)
    flow = send(lab, "web", stage.net["b"], "8Mbps", "2m")
    assert (flow["passed"], flow["lost"], bool(flow["why"])) == (0, 1.2e8, True)
    lab.later(60)
    heal(stage)
    lab.later(60)
    assert received(stage)[-1] == 60


def test_udp_does_not_wait_for_answers(lab: Lab) -> None:
    stage = Stage(lab)
    stage.unroute("b")
    for protocol, passed in (("udp", 6e7), ("icmp", 6e7), ("tcp", 0)):
        assert send(lab, "web", stage.net["b"], "8Mbps", "1m", protocol=protocol)["passed"] == passed


def test_a_state_that_passes_by_itself_interrupts_a_stream(lab: Lab) -> None:
    """No call writes while a state passes by itself."""
    stage = Stage(lab)
    lab.slow(VpcPeer_Updating=30)
    send(lab, "web", stage.net["b"], "8Mbps", "2m")
    lab.later(10)
    stage.bandwidth(4)
    (flow,) = post(lab, "/traffic", {}, "GET")["flows"]
    assert (flow["passed"], flow["dropped"], flow["lost"]) == (1e7 + 80 * 5e5, 80 * 5e5, 3e7)
    assert flow["why"] == f"connection {stage.pcc} is Updating, not Activated"
    lab.change(profile=type(lab.world.settings.profile)())  # states move at once from now on
    (flow,) = post(lab, "/traffic", {}, "GET")["flows"]
    assert flow["lost"] == 0


def test_a_name_means_the_same_instance_until_that_is_gone(lab: Lab) -> None:
    stage = Stage(lab)
    more = {"ImageId": IMAGE, "InstanceType": "ecs.g7.large", "InstanceName": "web", "VSwitchId": stage.net["a"]}
    send(lab, "web", stage.net["b"], "8Mbps", "3m")
    stage.call("Ecs.RunInstances", HOHHOT, **more, SecurityGroupIds=[stage.net["group"]])
    lab.later(60)  # another of the same name changes nothing
    stage.power("Stop")
    lab.later(60)
    stage.call("Ecs.DeleteInstance", HOHHOT, InstanceId=stage.net["web"])  # who is called so now sends on
    lab.later(60)
    assert received(stage)[-3:] == [60, 0, 60]


def test_a_stream_outlives_a_snapshot(lab: Lab, app: Flask) -> None:
    stage = Stage(lab)
    send(lab, "web", stage.net["b"], "8Mbps", "2m")
    lab.world.load(lab.world.snapshot())
    lab.later(60)
    stage.unroute()
    lab.later(60)
    assert received(stage)[-2:] == [60, 0]


def test_a_refused_call_leaves_streams_alone(lab: Lab) -> None:
    stage = Stage(lab)
    send(lab, "web", stage.net["b"], "8Mbps", "2m")
    assert lab.code("DeleteVpc", VpcId=stage.net["vpc a"], RegionId=HOHHOT)


# Bytes, counted twice

LONGEST: Final = 60
CHANGES: Final[dict[str, Callable[[Stage], None]]] = {
    **{f"break {name}": fail for name, (fail, _) in BREAKS.items()},
    **{f"heal {name}": heal for name, (_, heal) in BREAKS.items()},
    "2 Mbit/s": lambda stage: stage.bandwidth(2),
    "5 Mbit/s": lambda stage: stage.bandwidth(5),
    "web, udp": lambda stage: stream(stage, "web", "b", 3, 50, "udp"),
    "web, tcp": lambda stage: stream(stage, "web", "b", 4, 30, "tcp"),
    "back": lambda stage: stream(stage, "b", "web", 1, LONGEST, "tcp"),
}


def stream(stage: Stage, source: str, target: str, mbps: int, seconds: int, protocol: str) -> None:
    send(stage.lab, stage.net[source], stage.net[target], f"{mbps}Mbps", str(seconds), protocol=protocol)


def change(stage: Stage, name: str) -> None:
    """Twice the same change, or one at the wrong time, is refused and changes nothing."""
    try:
        CHANGES[name](stage)
    except RefusedError:
        return


def simulated(stage: Stage, totals: Counter[tuple[int, bool]]) -> None:
    """What passes in the second to come: who reaches whom now, and what each connection lets through."""
    now, offered = stage.lab.world.clock.now(), Counter[tuple[str, bool]]()
    for flow in post(stage.lab, "/traffic", {}, "GET")["flows"]:
        answer = reach(stage.lab, flow)
        if answer["reachable"] and parse_moment(flow["start"]) <= now < parse_moment(flow["end"]):
            hop = next(hop for hop in answer["there"]["hops"] if hop["next_hop_type"] == "VpcPeer")
            offered[hop["next_hop"], hop["vpc"] == stage.net["vpc a"]] += flow["rate"]
    for (pcc, forward), rate in offered.items():
        limit = stage.lab.peering(pcc)["Bandwidth"] * 1e6
        totals[stage.connections.index(pcc), forward] += min(rate, limit) / 8


def reach(lab: Lab, flow: dict[str, Any]) -> Any:
    flow_query = {name: flow[name] for name in ("source", "target", "protocol")} | {
        "one_way": flow["protocol"] != "tcp"
    }
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:4180"}
    query = urlencode({"world": lab.name, **flow_query})
    return ask(lab.app, method="GET", path="/_tfmock/reach", query=query, environ=environ).json()


@settings(max_examples=examples(40))
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(sorted(CHANGES))), max_size=10), st.booleans())
def test_metrics_agree_with_a_simulation_second_by_second(
    app: Flask, timeline: list[tuple[int, str]], slow: bool
) -> None:
    """One world is changed, and looked at once, at the end; its twin is looked at every second."""
    changed, watched = (Stage(Lab(app, f"simulated-{next(NAMES)}")) for _ in range(2))
    for stage in (changed, watched):
        if slow:
            stage.lab.slow(VpcPeer_Updating=7, VpcPeer_Creating=5, RouteEntry_Creating=3, Instance_Starting=9)
        change(stage, "web, udp")
        change(stage, "web, tcp")
    begin = changed.lab.world.clock.now()
    simulation: Counter[tuple[int, bool]] = Counter()
    length = sum(wait for wait, _ in timeline) + LONGEST
    for wait, name in (*timeline, (LONGEST + -length % 60, "2 Mbit/s")):
        changed.lab.later(wait)
        change(changed, name)
        for _ in range(wait):
            simulated(watched, simulation)
            watched.lab.later(1)
        change(watched, name)
    metrics: Counter[tuple[int, bool]] = Counter()
    for number, pcc in enumerate(changed.connections):
        for forward, name in ((True, "IntranetRX"), (False, "IntranetTX")):
            points = metric(changed.lab, pcc, name, StartTime=str(int(begin * 1000)))
            metrics[number, forward] += round(sum(point["Sum"] for point in points))
    assert +metrics == +Counter({direction: round(amount) for direction, amount in simulation.items()})
