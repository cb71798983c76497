"""Network ACLs: their entries and bindings."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from hcl_lint import fixes
from hcl_lint.diagnostic import Diagnostic, Fix, diagnostic_at
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance
from hcl_lint.network.access_checks import AccessChecks
from hcl_lint.network.arguments import fact
from hcl_lint.network.topology import Topology
from hcl_lint.rule import check, documented
from hcl_lint.schema import versions
from tfmock.rulebook import (
    acl_entries,
)
from tfmock.rulebook.rule import Rule

ACL_ENTRY_MISSING = documented(
    acl_entries.MISSING,
    """
    An entry of a network ACL that lacks something.

    Why: An entry has a policy, a protocol, a port range and a block; the provider knows no defaults for them.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Add what is missing; the ports of a protocol without ports are -1/-1.
    """,
)

ACL_ENTRY_POLICY = documented(
    acl_entries.POLICY,
    """
    A policy that is neither accept nor drop.

    Why: There are no others.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "deny"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "drop"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Write accept or drop.
    """,
)

ACL_ENTRY_PROTOCOL = documented(
    acl_entries.PROTOCOL,
    """
    A protocol that network ACLs do not know.

    Why: An entry is about tcp, udp, icmp, icmpv6, gre or all; the cloud refuses others.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "https"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Write the transport protocol, and the service as its port.
    """,
)

ACL_ENTRY_PORT = documented(
    acl_entries.PORT,
    """
    A port range that does not go with the protocol, or is none.

    Why: tcp and udp have two ports from 1 to 65535 with a slash between them; the others have none, which is
    written -1/-1.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Write low/high for tcp and udp, and -1/-1 for the others.
    """,
    fixable=True,
)

ACL_ENTRY_BLOCK = documented(
    acl_entries.BLOCK,
    """
    A block of a network ACL that is none.

    Why: An entry takes an IP block or address.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/33"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Correct the block.
    """,
)

ACL_ENTRY_WITHOUT_IPV6 = documented(
    acl_entries.WITHOUT_IPV6,
    """
    An entry for an IPv6 block in a VPC without IPv6.

    Why: The network ACL of a VPC takes IPv6 blocks only once the VPC has IPv6.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_network_acl" "a" {
          vpc_id = alicloud_vpc.a.id
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "2408:4005:300::/56"
          }
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block  = "10.0.0.0/16"
          enable_ipv6 = true
        }

        resource "alicloud_network_acl" "a" {
          vpc_id = alicloud_vpc.a.id
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "2408:4005:300::/56"
          }
        }

    Fix: Set enable_ipv6 = true on the VPC, or remove the entry.
    """,
)

ACL_ENTRY_CAPITALS = documented(
    Rule(
        id="ALI745",
        name="acl-entry-capitals",
        severity="warning",
        api_error=None,
        message="provider 1.266.0 and newer refuse {value!r}: they take {wanted}",
        source="provider source of alicloud_network_acl, 1.290.0: values are compared with their case",
    ),
    """
    A policy or protocol of a network ACL's entry in capitals.

    Why: The cloud takes Accept and TCP; the provider takes small letters only since 1.266.0, and refuses others when it
    plans.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "Accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
          ingress_acl_entries {
            policy         = "accept"
            protocol       = "tcp"
            port           = "443/443"
            source_cidr_ip = "10.0.0.0/8"
          }
        }

    Fix: Write it in small letters.
    """,
    fixable=True,
)

ACL_BINDING_OTHER_VPC = documented(
    acl_entries.OTHER_VPC,
    """
    A vSwitch bound to the network ACL of another VPC.

    Why: A network ACL guards vSwitches of its own VPC.

    Bad::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.b.id
          cidr_block = "10.1.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_network_acl" "a" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_network_acl_attachment" "s" {
          network_acl_id = alicloud_network_acl.a.id
          resources {
            resource_id   = alicloud_vswitch.s.id
            resource_type = "VSwitch"
          }
        }

    Good::

        resource "alicloud_vpc" "a" {
          cidr_block = "10.0.0.0/16"
        }

        resource "alicloud_vpc" "b" {
          cidr_block = "10.1.0.0/16"
        }

        resource "alicloud_vswitch" "s" {
          vpc_id     = alicloud_vpc.a.id
          cidr_block = "10.0.1.0/24"
          zone_id    = "cn-hangzhou-b"
        }

        resource "alicloud_network_acl" "a" {
          vpc_id = alicloud_vpc.a.id
        }

        resource "alicloud_network_acl_attachment" "s" {
          network_acl_id = alicloud_network_acl.a.id
          resources {
            resource_id   = alicloud_vswitch.s.id
            resource_type = "VSwitch"
          }
        }

    Fix: Bind it to a network ACL of its VPC.
    """,
)

ACL_BINDING_TWICE = documented(
    acl_entries.BOUND,
    """
    A vSwitch bound to two network ACLs, or twice to one.

    Why: A vSwitch has at most one network ACL, and the cloud refuses to bind it again.

    Bad::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_network_acl" "b" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_network_acl_attachment" "a" {
          network_acl_id = alicloud_network_acl.a.id
          resources {
            resource_id   = "vsw-bp1one"
            resource_type = "VSwitch"
          }
        }

        resource "alicloud_network_acl_attachment" "b" {
          network_acl_id = alicloud_network_acl.b.id
          resources {
            resource_id   = "vsw-bp1one"
            resource_type = "VSwitch"
          }
        }

    Good::

        resource "alicloud_network_acl" "a" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_network_acl" "b" {
          vpc_id = "vpc-bp1vpc"
        }

        resource "alicloud_network_acl_attachment" "a" {
          network_acl_id = alicloud_network_acl.a.id
          resources {
            resource_id   = "vsw-bp1one"
            resource_type = "VSwitch"
          }
        }

        resource "alicloud_network_acl_attachment" "b" {
          network_acl_id = alicloud_network_acl.b.id
          resources {
            resource_id   = "vsw-bp1two"
            resource_type = "VSwitch"
          }
        }

    Fix: Bind it once; put the entries into one network ACL.
    """,
)


@check(ACL_ENTRY_MISSING, ACL_ENTRY_POLICY, ACL_ENTRY_PROTOCOL, ACL_ENTRY_PORT, ACL_ENTRY_BLOCK, ACL_ENTRY_WITHOUT_IPV6)
def check_entries(topology: Topology) -> Iterator[Diagnostic]:
    for diagnostic in AccessChecks.of(topology).check_acl_entries():
        yield diagnostic.with_fix(_fix_port(diagnostic) if diagnostic.code == ACL_ENTRY_PORT.code else None)


def _fix_port(diagnostic: Diagnostic) -> Fix | None:
    protocol = diagnostic.violation.facts["protocol"] if diagnostic.violation else ""
    if str(protocol).lower() in ("tcp", "udp"):
        return fixes.put_ports(diagnostic.argument)
    return fixes.put_literal(diagnostic.argument, "-1/-1") if diagnostic.argument else None


#: Values that newer providers take in small letters only.
_SMALL: Final = MappingProxyType({"policy": ("accept", "drop"), "protocol": acl_entries.PROTOCOLS})


@check(ACL_ENTRY_CAPITALS)
def check_capitals(topology: Topology) -> Iterator[Diagnostic]:
    for module, resources in topology.modules():
        if not versions.allows(module, (1, 266, 0)):
            continue
        for acl in resources:
            if acl.type == "alicloud_network_acl":
                for block in (*acl.nested("ingress_acl_entries"), *acl.nested("egress_acl_entries")):
                    yield from _check_capitals_of(acl, block)


def _check_capitals_of(acl: ResourceInstance, block: NestedBlock) -> Iterator[Diagnostic]:
    for name, values in _SMALL.items():
        text = fact(block, name)
        if isinstance(text, str) and text not in values and text.lower() in values:
            violation = ACL_ENTRY_CAPITALS.violation(name, value=text, wanted=text.lower())
            fix = fixes.put_literal(block.arguments[name], text.lower())
            yield diagnostic_at(acl, violation, block=block).with_fix(fix)


@check(ACL_BINDING_OTHER_VPC, ACL_BINDING_TWICE)
def check_bindings(topology: Topology) -> Iterator[Diagnostic]:
    yield from AccessChecks.of(topology).check_acl_bindings()
