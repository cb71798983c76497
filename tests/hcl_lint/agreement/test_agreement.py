"""Random topologies: what lint says before apply is what the mock says after it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hcl_lint import catalog, engine
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.evaluate.model import Configuration, RootModule
from hcl_lint.network.build import build
from hcl_lint.network.expectations import ResolvedExpectation
from hcl_lint.network.reachability import Answer, Reachability
from hcl_lint.session.request import Request
from hcl_lint.session.run import load_configuration
from hcl_lint.settings.config import Config
from tests.hcl_lint.agreement.drawn import DESTINATIONS, PACKETS, SUBNETS, Questions, World, questions, worlds
from tests.hcl_lint.agreement.live import Living
from tests.hcl_lint.agreement.written import hcl
from tests.hcl_lint.linting import cache_folder
from tests.support.lab import Lab, RefusedError
from tests.support.thorough import examples
from tfmock.rulebook.cidr import Cidr, cidr_block, split_at
from tfmock.rulebook.expectation import Expectation
from tfmock.rulebook.reachability import Network, follow_routes

RULES = list(catalog.load(entry_points=False).values())
#: What the cloud refuses; other errors are accepted and never work.
REFUSED = {rule.code for rule in RULES if rule.rule.api_error is not None}
#: An argument whose value is written out.
VALUE = re.compile(r'^(\s*\w+ = )("[^"]*"|\d+|true|\[.*\])$')
EVERYTHING = settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))


def load(folder: Path, text: str) -> Configuration:
    (folder / "main.tf").write_text(text, encoding="utf-8")
    config = Config(root=folder)
    return load_configuration(
        Request(paths=(str(folder),), config=config, environment={}, cache_directory=cache_folder().name)
    )


def answers(root: RootModule, packets: Questions) -> list[Answer]:
    by_address, reachability = {resource.address: resource for resource in root.resources}, Reachability(build(root))
    return [reachability.between(by_address[source], by_address[target], packet) for source, target, packet in packets]


def decisive(answer: dict[str, dict[str, str]]) -> dict[str, str]:
    """The direction that failed; the way there when both work."""
    forward, back = answer["there"], answer["back"]
    return back if back is not None and forward["reachable"] and not back["reachable"] else forward


def living(app: Flask, world: World) -> Living | RefusedError:
    """The world in the mock, or what the cloud has against it."""
    built = Living(Lab(app, f"agree-{uuid.uuid4().hex}"), world)
    try:
        built.build()
    except RefusedError as refused:
        return refused
    return built


def expectations(root: RootModule, packets: Questions) -> tuple[ResolvedExpectation, ...]:
    """That each end reaches the other, as ``--expect-reach`` takes it."""
    by_address = {resource.address: resource for resource in root.resources}
    return tuple(
        ResolvedExpectation(
            Expectation(source=source, target=target, port=packet.port, negated=False, text=""),
            by_address[source],
            by_address[target],
        )
        for source, target, packet in packets
    )


@EVERYTHING
@given(data=st.data())
def test_lint_agrees_with_the_mock(app: Flask, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    world = data.draw(worlds())
    packets = data.draw(questions(world))
    configuration = load(tmp_path_factory.mktemp("agree"), hcl(world))
    (root,) = configuration.roots
    diagnostics = engine.judge(configuration, RULES, expectations=[expectations(root, packets)])
    wrong = [diagnostic for diagnostic in diagnostics if diagnostic.code in REFUSED]
    live_world = living(app, world)
    assert isinstance(live_world, RefusedError) == bool(wrong), (live_world, wrong)
    if isinstance(live_world, RefusedError):
        event("refused by both")
        return
    messages = {diagnostic.message for diagnostic in diagnostics if diagnostic.code == "ALI367"}
    for (source, target, packet), static in zip(packets, answers(root, packets), strict=True):
        live = live_world.reach(source, target, packet)
        assert static.reaches is not None, static.why
        assert (static.reaches, static.cause) == (live["reachable"], decisive(live)["cause"]), (source, target, static)
        assert (
            any(message.startswith(f"{source} does not reach {target} ({packet})") for message in messages)
            is not static.reaches
        )
        _same_piece(live_world, static, decisive(live))
        event(static.cause or "not known")
    _lost_pairs_are_lost(live_world, [diagnostic for diagnostic in diagnostics if diagnostic.code == "ALI365"])
    _blocked_pairs_are_blocked(live_world, [diagnostic for diagnostic in diagnostics if diagnostic.code == "ALI366"])


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hiding_values_never_changes_a_certain_answer(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    world = data.draw(worlds())
    packets = data.draw(questions(world))
    lines = hcl(world).split("\n")
    literal = [n for n, line in enumerate(lines) if VALUE.match(line)]
    chosen = data.draw(st.sets(st.sampled_from(literal), min_size=1, max_size=8))
    less = [VALUE.sub(r"\1var.nobody_knows", line) if n in chosen else line for n, line in enumerate(lines)]
    folders = (tmp_path_factory.mktemp("all"), tmp_path_factory.mktemp("less"))
    texts = ("\n".join(lines), "\n".join([*less, 'variable "nobody_knows" {}']))
    everything, part = (load(folder, text).roots[0] for folder, text in zip(folders, texts, strict=True))
    for knowing_less, knowing_all in zip(answers(part, packets), answers(everything, packets), strict=True):
        event("known" if knowing_less.reaches is not None else "not known")
        assert knowing_less.reaches in (None, knowing_all.reaches), (sorted(chosen), knowing_less.why)


def _same_piece(live_world: Living, static: Answer, live: dict[str, str]) -> None:
    """Both name the same piece, where the mock's has an id of its own."""
    names = {id: address for address, id in live_world.ids.items()}
    if live["cause"] in ("transit", "target-network-acl", "source-network-acl"):
        assert static.location.resource.address == names[live["owner"]]
    elif live["cause"] == "no-route":
        assert static.location.resource.address == names[live["owner"]].removesuffix(".route_table_id")
    elif live["cause"] in ("source-security-group", "target-security-group"):
        own = static.location.resource.address
        assert own == names[live["owner"]] or own.startswith(
            f"alicloud_security_group_rule.{names[live['owner']][24:]}_"
        )
    elif live["cause"] in ("wrong-next-hop", "connection-missing"):
        assert static.location.resource.type == "alicloud_route_entry"


def _blocked_pairs_are_blocked(live_world: Living, diagnostics: Iterable[Diagnostic]) -> None:
    """Where ALI366 says that nothing passes between two ends, nothing does, either way."""
    for diagnostic in diagnostics:
        ends = re.findall(r"alicloud_(?:vswitch|instance)\.[si]\d+", diagnostic.message)[:2]
        for (source, target), packet in product((ends, ends[::-1]), PACKETS):
            assert not live_world.reach(source, target, packet)["reachable"], diagnostic.message


#: Where routes fail; what else can is told by other rules.
LOST = {
    "no-route", "wrong-next-hop", "connection-missing", "transit", "address-unused", "cloud-services", "internet-first",
}  # fmt: skip


def _lost_pairs_are_lost(live_world: Living, diagnostics: Iterable[Diagnostic]) -> None:
    """ALI365 speaks of a connection that routes use on both sides just where some packets are lost."""
    world, net, said = live_world.world, live_world.network(), [diagnostic.message for diagnostic in diagnostics]
    for n, connection in enumerate(world.connections):
        ends = (connection.vpc, connection.accepting)
        if {route.table[0] for route in world.routes if (route.kind, route.hop) == ("connection", n)} != {*ends}:
            continue
        for own, far in (ends, ends[::-1]):
            causes = set(_causes(live_world, net, own, far))
            reported = any(
                message.startswith(f"alicloud_vpc.v{own} cannot reach alicloud_vpc.v{far} ") for message in said
            )
            if reported or "stays-in-own-vpc" not in causes:
                assert reported is bool(causes & LOST), (own, far, causes)


def _causes(live_world: Living, net: Network, own: int, far: int) -> Iterator[str]:
    """What becomes of a packet from each vSwitch of a VPC to an address of each kind in another VPC."""
    subnets = list(enumerate(live_world.world.subnets))
    cuts = [cidr_block(text) for text in (*DESTINATIONS, *SUBNETS)]
    for (n, source), (_, target) in product(subnets, subnets):
        if (source.vpc, target.vpc) == (own, far):
            for part in split_at(cidr_block(target.block), cuts):
                address = Cidr(4, part.first, 32)
                yield follow_routes(
                    net, live_world.ids[f"alicloud_vswitch.s{n}"], address, live_world.ids[f"alicloud_vpc.v{far}"]
                ).cause
