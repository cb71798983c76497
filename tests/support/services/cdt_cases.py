"""Cloud Data Transfer: operations and errors."""

from __future__ import annotations

from tests.support.lab import ALICE, Net
from tests.support.services.cases import Case, Params
from tests.support.services.provoke import Provoked, act
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.services.cdt import errors


def closed(net: Net) -> Params:
    """An account that has opened neither."""
    net.lab.change(accounts={ALICE: AccountTerms(cdt=False, cross_border_cdt=False)})
    return {}


def enabled(net: Net) -> tuple[bool, bool]:
    return net.lab.call("CDT.GetCdtServiceStatus")["Enabled"], net.lab.call("CDT.GetCdtCbServiceStatus")["Enabled"]


def nonsense(net: Net) -> Params:
    return {"DryRun": "perhaps"}


CDT_CASES = (
    Case("CDT.GetCdtServiceStatus", closed, lambda net, reply: (reply["Enabled"], False),
         nonsense, "InvalidParameter"),
    Case("CDT.GetCdtCbServiceStatus", closed, lambda net, reply: (reply["Enabled"], False),
         nonsense, "InvalidParameter"),
    Case("CDT.OpenCdtService", closed, lambda net, reply: ((reply["OrderId"].isdigit(), *enabled(net)),
                                                           (True, True, False)),
         lambda net: {}, "ORDER.OPEND"),
    Case("CDT.OpenCdtCbService", closed, lambda net, reply: ((reply["OrderId"].isdigit(), *enabled(net)),
                                                             (True, False, True)),
         lambda net: {}, "ORDER.OPEND"),
)  # fmt: skip

CDT_ERRORS = (
    Provoked(errors.ALREADY_OPEN, act("CDT.OpenCdtService")),
    Provoked(errors.ALREADY_OPEN, act("CDT.OpenCdtCbService"), id="across the border"),
)
