"""Named sets of fault rules, each a kind of outage of the cloud; the same in every run.

The provider gets through each of them: they were run against it (docs/faults.md says what it does). What it never
retries (GetCallerIdentity, data sources of its older client) is left alone, or every apply would end at its first call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tfmock.middleware.fault_injection.rule import FaultRule

_PRODUCTS: Final = "Vpc,VpcPeer"
_WRITES: Final = "Create*,Delete*,Modify*,Associate*,Unassociate*,Accept*,TagResources,UnTagResources"
#: Calls that come from the provider's newer client, which repeats a call whose answer was a 5xx or got lost with
#: the same ClientToken. Its older client (route entries) makes a new token: a lost answer would leave an orphan.
_TOKEN_KEPT: Final = "CreateVpc,CreateVSwitch,CreateRouteTable,CreateVpcPeerConnection,AssociateRouteTable"

PROFILES: Final[Mapping[str, tuple[FaultRule, ...]]] = {
    "throttled": (
        FaultRule(product=_PRODUCTS, action=_WRITES, error="Throttling.User", count=1, per="action"),
        FaultRule(product=_PRODUCTS, action="Get*,Describe*Attribute*", error="Throttling.Api", nth=3, every=5),
    ),
    "flaky": (
        FaultRule(product=_PRODUCTS, action=_TOKEN_KEPT, error="InternalError", after=True, count=1, per="action"),
        FaultRule(product=_PRODUCTS, action=_WRITES, error="ServiceUnavailable", probability=0.1, seed=1),
        FaultRule(product=_PRODUCTS, action="Get*,Describe*Attribute*", reset=True, probability=0.1, seed=2),
    ),
    "task-conflict": (
        FaultRule(
            product="Vpc",
            action="CreateRouteEntry,DeleteRouteEntry,CreateVSwitch,DeleteVSwitch",
            error="TaskConflict",
            count=2,
            per="action",
        ),
    ),
    "slow": (
        FaultRule(product=_PRODUCTS, action=_WRITES, latency=3.0),
        FaultRule(latency=0.5),
    ),
}
