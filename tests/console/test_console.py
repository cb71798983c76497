"""The console, as text: what it shows of a world, and that it shows what others wrote as text only."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.services.nis.test_checklist import group_without_rule, pair
from tests.support.lab import Lab, ask
from tfmock.app import create_app
from tfmock.settings import Settings


def console(lab: Lab, **query: object) -> str:
    reply = ask(lab.app, method="GET", path="/_tfmock/", query=urlencode({k: str(v) for k, v in query.items()}))
    assert reply.status == 200
    return reply.body.decode()


def test_names_are_shown_as_text(lab: Lab) -> None:
    lab.vpc(VpcName="a&b", Description="<b>bold</b>")
    page = console(lab, source="<script>alert(1)</script>", target='"onfocus="alert(1)')
    assert "a&amp;b" in page
    assert "<script>" not in page
    assert '"onfocus="' not in page


def test_the_first_instruction_leads_to_this_server() -> None:
    app = create_app(Settings(port=22180, gateway_port=22181))
    page = console(Lab(app, "default"))
    assert "tfmock env --port 22180 --gateway-port 22181)" in page
    assert "tfmock env)" in console(Lab(create_app(Settings()), "default"))


def test_the_console_makes_browsers_fetch_no_icon(lab: Lab) -> None:
    assert '<link rel="icon" href="data:,">' in console(lab)


def test_the_packet_path_shows_the_deciding_hop(lab: Lab) -> None:
    peers = pair(lab)
    page = console(lab, source=peers.left["id"], target=peers.right["id"], world=lab.name)
    assert f">{peers.pcc}<" in page
    assert page.count(">delivered<") == 2
    peers = group_without_rule(lab)
    assert ">target-security-group<" in console(lab, source=peers.left["id"], target=peers.right["id"], world=lab.name)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"source": "nobody", "target": "nobody"}, "is no instance, network interface, vSwitch, VPC or address"),
        ({"source": "10.0.0.1"}, "target: is missing"),
        ({"source": "a", "target": "b", "port": "70000"}, "port: "),
        ({"source": "a", "target": "b", "world": "No World"}, "is no world&#39;s name"),
    ],
)
def test_an_invalid_reachability_query_is_an_error(lab: Lab, query: dict[str, str], said: str) -> None:
    lab.vpc()
    assert said in console(lab, **query)


def test_a_routed_pair_is_not_shown_reachable_where_access_rules_exist(lab: Lab) -> None:
    pair(lab)
    assert ">routed<" in console(lab)


def test_types_that_were_only_stored_are_listed() -> None:
    lab = Lab(create_app(Settings()), "w")
    lab.vpc()
    assert "Only stored" not in console(lab)
    lab.call("Kms.CreateKey")
    page = console(lab)
    assert "<h2>Only stored</h2>" in page
    assert '<tr><td>alicloud_kms_key<td class="n">1</tr>' in page
    assert '<td>CreateKey<td class="dim">CRUD' in page
