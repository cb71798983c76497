"""IPv6 of vSwitches and VPCs, and IPv6 gateways: operations and faults."""

from __future__ import annotations

from collections.abc import Callable

from tests.lab import Net
from tests.services.faults_nodes import ipv6_home
from tests.services.operations_access import group
from tests.services.provoke import Provoked, Request, after, pending_vswitch, vsw, with_ipv6
from tfmock.services.vpc import ipv6_errors

Make = Callable[[Net], Request]


def modify(id: Callable[[Net], str], **changed: object) -> Make:
    return lambda net: ("ModifyVSwitchAttribute", {"VSwitchId": id(net), **changed})


def in_use(net: Net) -> str:
    """A vSwitch in which an interface has an IPv6 address."""
    home = ipv6_home(net)
    wanted = {"VSwitchId": home, "SecurityGroupIds": [group(net)], "Ipv6AddressCount": 1}
    net.lab.call("Ecs.CreateNetworkInterface", wanted)
    return home


IPV6_FAULTS = (
    Provoked(ipv6_errors.VSWITCH_STATUS_ON_MODIFY, modify(pending_vswitch, VSwitchName="new")),
    Provoked(ipv6_errors.VSWITCH_BLOCK_MISSING, after(with_ipv6, modify(vsw, EnableIPv6=True))),
    Provoked(ipv6_errors.VSWITCH_HAS_IPV6, modify(ipv6_home, EnableIPv6=True, Ipv6CidrBlock=8)),
    Provoked(ipv6_errors.VSWITCH_BLOCK_WHEN_OFF, modify(ipv6_home, EnableIPv6=False, Ipv6CidrBlock=9)),
    Provoked(ipv6_errors.VSWITCH_WITHOUT_IPV6, modify(vsw, EnableIPv6=False)),
    Provoked(ipv6_errors.VSWITCH_IPV6_IN_USE, modify(in_use, EnableIPv6=False)),
)
