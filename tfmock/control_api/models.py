"""The models of the control API's replies, for its server and for its client.

They are made of pydantic alone, so that a command loads them without Flask and without the cloud's services. The models
of requests stand beside their views: they check values by the cloud's terms.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Reply(BaseModel):
    """What a reply is made of. A client ignores fields of a later version."""

    model_config = ConfigDict(frozen=True)


class Refusal(Reply):
    """Every error of the control API."""

    error: str = Field(description="One line: what is wrong and what to do.")
    field: str | None = Field(None, description="The field of the request that is wrong, where it is one.")
    problem: str | None = Field(None, description="What is wrong with the field: the error without its name.")
    no_world: str | None = Field(None, description="The world that was named and does not exist.")


class ClockReport(Reply):
    """A world's clock as it is now."""

    world: str
    now: str = Field(description="The world's time.")
    seconds: float = Field(description="The same, in seconds since 1970.")
    speed: float = Field(description="World seconds per real second; 0 is frozen.")
    frozen: bool
    ahead: float = Field(description="Seconds by which the world is ahead of real time.")
    profile: str
    durations: dict[str, float] = Field(description="Seconds that each state lasts.")


class Snapshots(Reply):
    world: str
    snapshots: list[str] = Field(description="Oldest first.")


class Loaded(Reply):
    world: str
    snapshot: str = Field("", description="Empty where the document was sent along.")
    rows: int = Field(description="How many rows the world has now.")


class QuotaReport(Reply):
    """The limits in force."""

    quotas: dict[str, int]


class AccountReport(Reply):
    account: str
    site: str
    cdt: bool
    cross_border_cdt: bool
    locked: bool
    shared_vpcs: tuple[str, ...]


class WorldReport(Reply):
    """One world."""

    name: str
    now: str = Field(description="Its time.")
    idle: float = Field(description="Seconds since this tfmock last got a call for it.")
    resources: int = Field(description="How many resources users made and have not deleted: as many as a report lists.")
    rows: dict[str, int] = Field(
        description="How many rows each table has: also what comes along with resources, tokens, tags and histories."
    )
    snapshots: list[str] = Field(description="Names of its snapshots, oldest first.")
    problem: str = Field("", description="Why it cannot be looked at; empty as a rule. Delete it then.")


class Worlds(Reply):
    worlds: list[WorldReport]


class Deleted(Reply):
    deleted: str


class FlowReport(Reply):
    """A stream, and how it fares."""

    id: str
    source: str
    target: str
    protocol: str
    port: int | None = None
    connection: str = Field(description="The connection it goes through; empty within a VPC, and without a path.")
    start: str
    start_seconds: float = Field(description="The same, in seconds since 1970.")
    end: str
    rate: float = Field(description="Bits per second offered.")
    passed: float = Field(description="Bytes that arrive; those still to come if nothing changes.")
    dropped: float = Field(description="Bytes too many for the connection's bandwidth.")
    lost: float = Field(description="Bytes sent while there was no path.")
    metered: bool = Field(description="Whether CloudMonitor shows it: only between regions.")
    why: str = Field(description="Why nothing gets through now; empty when it does, and when the stream is over.")


class Flows(Reply):
    flows: list[FlowReport]


class LineReport(Reply):
    """One hour of one side of a connection."""

    account: str
    connection: str
    hour: str
    region: str
    far_region: str
    link_type: str
    gigabytes: float
    unit_price: float | None = Field(None, description="USD per GB; missing where none is known.")
    amount: float | None = Field(None, description="USD.")


class BillReport(Reply):
    """All lines, and what each account owes."""

    lines: list[LineReport]
    totals: dict[str, float] = Field(description="USD, of the accounts of which every price is known.")
    at_least: dict[str, float] = Field(description="USD, of the others: what is known of their total.")
    unpriced_lines: dict[str, int] = Field(description="Of these: how many lines have no known price.")
    unpriced: float = Field(description="GB for which no price is known: see the setting 'prices'.")


class Removed(Reply):
    removed: int


class HopReport(Reply):
    """One step of a packet."""

    vpc: str
    route_table: str
    destination: str
    next_hop_type: str
    next_hop: str


class WayReport(Reply):
    """One direction: how far a packet came, and the piece that decided."""

    reachable: bool
    cause: str = Field(description="One word; delivered when it arrived.")
    why: str = Field(description="One sentence.")
    owner: str = Field(description="Id of the piece that decided: route table, connection, group, ACL.")
    rule: str = Field(description="Id or name of the rule in it, if any.")
    hops: list[HopReport]


class EndReport(Reply):
    """One end, as it was understood."""

    node: str
    name: str | None = Field(None, description="Its name, if it has one.")
    address: str
    vswitch: str


class ReachReport(Reply):
    """The whole answer."""

    reachable: bool
    source: EndReport
    target: EndReport
    packet: str
    there: WayReport
    back: WayReport | None = None
    names: dict[str, str] = Field({}, description="Names by id, of the resources in hops and ends that have one.")


class CallReport(Reply):
    """How often an operation was called, which error codes it answered, and the last broken rule of each code."""

    product: str
    action: str
    count: int
    errors: dict[str, int] = {}
    reasons: dict[str, str] = {}
    unknown_parameters: dict[str, int] = {}
    tier: str = Field("", description="emulated, or crud: stored and returned without any rule of the cloud.")


class StoredReport(Reply):
    """What was only stored: an object of the CRUD tier, to which no rule of the cloud was applied."""

    types: list[str] = Field(
        description="Its type. Several where they are one thing of the cloud, and calls do not say which one was meant."
    )
    created: int = Field(description="How many were made, also if they are gone by now.")


class ResourceReport(Reply):
    """A resource that exists now."""

    world: str = ""
    kind: str
    id: str
    region: str
    account: str
    name: str = ""
    detail: str = ""
    seeded: bool = Field(False, description="Whether it existed before the first call.")


class PartyReport(Reply):
    """One side of a connection."""

    vpc: str
    region: str
    account: str


class DirectionReport(Reply):
    """Whether routes lead from one VPC to another, and why not."""

    reachable: bool
    cause: str = ""
    why: str = ""
    guarded: bool = Field(
        False, description="Whether ACLs or security groups, which are not asked, may refuse packets."
    )


class ConnectionReport(Reply):
    """A peering connection, and both directions through it."""

    world: str = ""
    id: str
    name: str = ""
    status: str
    requester: PartyReport
    accepter: PartyReport
    forward: DirectionReport
    reverse: DirectionReport


class ProblemReport(Reply):
    """A world that cannot be read, and why."""

    world: str
    problem: str


class TrafficReport(Reply):
    """The gateway's connections, counted by host."""

    served: dict[str, int] = {}
    tunnelled: dict[str, int] = {}
    refused: dict[str, int] = {}


class Report(Reply):
    """What was called, what is left, and whether the ends of each connection reach each other."""

    calls: list[CallReport] = []
    stored: list[StoredReport] = []
    left: list[ResourceReport] = []
    connections: list[ConnectionReport] = []
    proxy: TrafficReport = TrafficReport()
    problems: list[ProblemReport] = []


class Ready(Reply):
    """A server that is ready, and its ports; 0 where it does not say (an older tfmock)."""

    status: str = ""
    version: str = ""
    port: int = 0
    gateway_port: int = 0
