"""A laboratory: one world, called in process as the provider calls it, and looked into from behind."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask

from tfmock.core.clock import Clock
from tfmock.core.lifecycle import Profile
from tfmock.core.store import Row, Table
from tfmock.core.universe import Universe
from tfmock.core.world import World

ALICE: Final = "1000000000000001"
BOB: Final = "2000000000000002"
CAROL: Final = "3000000000000003"

HANGZHOU: Final = "cn-hangzhou"
BEIJING: Final = "cn-beijing"
SINGAPORE: Final = "ap-southeast-1"

VERSIONS: Final = {
    "BssOpenApi": "2017-12-14",
    "CDT": "2021-08-13",
    "Cms": "2019-01-01",
    "Ecs": "2014-05-26",
    "Kms": "2016-01-20",
    "Location": "2015-06-12",
    "ResourceManager": "2020-03-31",
    "Slb": "2014-05-15",
    "Sts": "2015-04-01",
    "Vpc": "2016-04-28",
    "VpcPeer": "2022-01-01",
    "nis": "2021-12-16",
    "quotas": "2020-05-10",
}

#: A moment to freeze clocks at: 2026-01-01T00:00:00Z.
NEW_YEAR: Final = 1767225600.0

Json = dict[str, Any]
#: Everything a store holds: rows by table, and the next serial.
Snapshot = tuple[dict[str, dict[str, Row]], int]


def assert_indexed(table: Table[Any]) -> None:
    """The indexes of a table are what its rows say, no more and no less."""
    expected: dict[Any, set[str]] = {}
    for id, row in table._rows.items():
        for entry in row.keys():  # noqa: SIM118  # not a dictionary
            expected.setdefault(entry, set()).add(id)
    assert table.entries() == expected


class RefusedError(Exception):
    """An error envelope."""

    def __init__(self, status: int, envelope: Json) -> None:
        super().__init__(f"{status} {envelope.get('Code')}: {envelope.get('Message')}")
        self.status = status
        self.envelope = envelope
        self.code: str = envelope["Code"]
        self.message: str = envelope["Message"]


@dataclass(frozen=True)
class Answered:
    """A raw HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Json:
        body = json.loads(self.body)
        assert isinstance(body, dict)
        return body


def flatten(params: Mapping[str, object]) -> dict[str, str]:
    """``{"Tag": [{"Key": "a"}]}`` as ``Tag.1.Key=a``."""
    return dict(_flat("", params))


def _flat(prefix: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _flat(f"{prefix}.{name}" if prefix else str(name), member)
    elif isinstance(value, (list, tuple)):
        for number, member in enumerate(value, 1):
            yield from _flat(f"{prefix}.{number}", member)
    elif value is not None:
        yield prefix, ("true" if value else "false") if isinstance(value, bool) else str(value)


def ask(
    app: Flask,
    *,
    method: str = "POST",
    path: str = "/",
    query: str = "",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    environ: Mapping[str, object] | None = None,
) -> Answered:
    """One WSGI request, exactly as given."""
    given: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "127.0.0.1" if path.startswith("/_tfmock") else "vpc.aliyuncs.com",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "test",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
        **(environ or {}),
    }
    seen: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
        seen["status"], seen["headers"] = int(status.split()[0]), dict(headers)

    content = b"".join(app.wsgi_app(given, start_response))
    return Answered(seen["status"], seen["headers"], content)


class Lab:
    """One world of an app."""

    def __init__(self, app: Flask, world: str) -> None:
        self.app = app
        self.universe: Universe = app.extensions["tfmock.universe"]
        self.name = world
        self.world: World = self.universe.world(world)

    def key(self, account: str = ALICE) -> str:
        return f"{self.name}.{account}"

    def call(
        self, action: str, params: Mapping[str, object] | None = None, /, *, by: str = ALICE, **more: object
    ) -> Json:
        """Call ``Product.Action`` (``Vpc.`` may be left out) as an account.

        Raises:
            RefusedError: the answer is an error envelope.
        """
        product, _, name = action.rpartition(".")
        own = flatten({"RegionId": HANGZHOU, **(params or {}), **more})
        common = {"Version": VERSIONS[product or "Vpc"], "Action": name, "Format": "JSON", "AccessKeyId": self.key(by)}
        answered = ask(self.app, query=urlencode(common), body=urlencode(own).encode())
        reply = answered.json()
        if answered.status != 200:
            raise RefusedError(answered.status, reply)
        return reply

    def refusal(self, action: str, params: Mapping[str, object] | None = None, /, **more: Any) -> RefusedError:
        """The error that a call gives; fails when it succeeds, and when it leaves a trace."""
        before = self.snapshot()
        try:
            reply = self.call(action, params, **more)
        except RefusedError as refused:
            if self.snapshot() != before:
                raise AssertionError(f"{action}: refused with {refused.code}, yet something changed") from None
            return refused
        raise AssertionError(f"{action} was not refused: {reply}")

    def code(self, action: str, params: Mapping[str, object] | None = None, /, **more: Any) -> str:
        """The error code of a call that must be refused."""
        return self.refusal(action, params, **more).code

    def snapshot(self) -> Snapshot:
        """All rows as of now, and the next serial. Sees to it that the indexes fit the rows."""
        now, profile = self.world.clock.now(), self.world.settings.profile
        rows: dict[str, dict[str, Row]] = {}
        for kind, table in self.world.store.tables().items():
            assert_indexed(table)
            for id, row in table._rows.items():
                current = row.as_of(now, profile)
                if current is not None:
                    rows.setdefault(kind.table, {})[id] = current
        return rows, self.world.store.serial

    # The world's settings and time

    def change(self, **settings: Any) -> Lab:
        """Other settings for this world."""
        self.world.settings = replace(self.world.settings, **settings)
        return self

    def quota(self, **limits: int) -> Lab:
        return self.change(quotas=replace(self.world.settings.quotas, **limits))

    def slow(self, **seconds: float) -> Lab:
        """From now on states last, ``slow(VpcPeer_Creating=5)``, and the clock stands still until ``later``."""
        custom = {name.replace("_", "."): value for name, value in seconds.items()}
        self.change(profile=Profile("instant", custom)).freeze()
        return self.later(3600)  # what was made before is settled under the new profile, too

    def freeze(self, at: float | None = None) -> Lab:
        """Stop the clock: now, or at a moment (only before anything is made)."""
        self.world.clock = (Clock() if at is not None else self.world.clock).frozen(at)
        return self

    def later(self, seconds: float) -> Lab:
        self.world.clock = self.world.clock.advanced(seconds)
        return self

    # Common things

    def vpc(self, block: str = "10.0.0.0/16", *, by: str = ALICE, region: str = HANGZHOU, **more: object) -> Json:
        return self.call("CreateVpc", {"RegionId": region, "CidrBlock": block, **more}, by=by)

    def vswitch(
        self, vpc: str, block: str = "10.0.0.0/24", *, by: str = ALICE, region: str = HANGZHOU, **more: object
    ) -> str:
        zone = {HANGZHOU: "cn-hangzhou-b", BEIJING: "cn-beijing-a", SINGAPORE: "ap-southeast-1a"}[region]
        parameters = {"RegionId": region, "VpcId": vpc, "CidrBlock": block, "ZoneId": zone, **more}
        return str(self.call("CreateVSwitch", parameters, by=by)["VSwitchId"])

    def peer(self, requester: str, accepter: str, *, by: str = ALICE, to: str = ALICE, **more: object) -> str:
        parameters = {
            "VpcId": requester,
            "AcceptingVpcId": accepter,
            "AcceptingAliUid": to,
            "AcceptingRegionId": HANGZHOU,
            **more,
        }
        return str(self.call("VpcPeer.CreateVpcPeerConnection", parameters, by=by)["InstanceId"])

    def peering(self, id: str, *, by: str = ALICE) -> Json:
        return self.call("VpcPeer.GetVpcPeerConnectionAttribute", {"InstanceId": id}, by=by)

    def route(self, table: str, destination: str, hop: str, *, by: str = ALICE, **more: object) -> str:
        parameters = {
            "RouteTableId": table,
            "DestinationCidrBlock": destination,
            "NextHopId": hop,
            "NextHopType": "VpcPeer" if hop.startswith("pcc-") else "Instance",
            **more,
        }
        return str(self.call("CreateRouteEntry", parameters, by=by)["RouteEntryId"])

    def group(self, name: str = "team", *, by: str = ALICE) -> str:
        reply = self.call("ResourceManager.CreateResourceGroup", {"Name": name, "DisplayName": name}, by=by)
        return str(reply["ResourceGroup"]["Id"])


@dataclass(frozen=True)
class Net:
    """A small prepared network: what most calls need."""

    lab: Lab
    vpc: str
    table: str
    router: str
    vsw: str
    custom: str
    """A custom table of ``vpc``, no vSwitch bound."""
    vpc2: str
    table2: str
    pcc: str
    """Activated, joins ``vpc`` and ``vpc2`` of one account and region."""
    bobs: str
    bobs_table: str
    waiting: str
    """Accepting: from ``vpc`` to Bob's ``bobs``."""
    route: str
    """In ``table``: 192.168.0.0/24 through ``pcc``."""
    group: str


def prepare(lab: Lab) -> Net:
    """Build :class:`Net` in a world."""
    vpc = lab.vpc("10.0.0.0/16", VpcName="one")
    two = lab.vpc("10.1.0.0/16", VpcName="two")
    bobs = lab.vpc("10.2.0.0/16", by=BOB)
    vsw = lab.vswitch(vpc["VpcId"], "10.0.1.0/24")
    custom = lab.call("CreateRouteTable", {"VpcId": vpc["VpcId"], "RouteTableName": "own"})["RouteTableId"]
    pcc = lab.peer(vpc["VpcId"], two["VpcId"])
    waiting = lab.peer(vpc["VpcId"], bobs["VpcId"], to=BOB)
    route = lab.route(vpc["RouteTableId"], "192.168.0.0/24", pcc)
    return Net(
        lab, vpc["VpcId"], vpc["RouteTableId"], vpc["VRouterId"], vsw, custom, two["VpcId"], two["RouteTableId"],
        pcc, bobs["VpcId"], bobs["RouteTableId"], waiting, route, lab.group(),
    )  # fmt: skip


__all__ = [
    "ALICE",
    "BEIJING",
    "BOB",
    "CAROL",
    "HANGZHOU",
    "SINGAPORE",
    "Lab",
    "Net",
    "RefusedError",
    "prepare",
]
