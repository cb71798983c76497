"""A network interface that two instances are to have.

Why: An interface is attached to one instance; the second is refused while the first has it.

Bad::

    resource "alicloud_ecs_network_interface_attachment" "one" {
      network_interface_id = "eni-bp1data"
      instance_id          = "i-bp1one"
    }

    resource "alicloud_ecs_network_interface_attachment" "two" {
      network_interface_id = "eni-bp1data"
      instance_id          = "i-bp1two"
    }

Good::

    resource "alicloud_ecs_network_interface_attachment" "one" {
      network_interface_id = "eni-bp1data"
      instance_id          = "i-bp1one"
    }

    resource "alicloud_ecs_network_interface_attachment" "two" {
      network_interface_id = "eni-bp1more"
      instance_id          = "i-bp1two"
    }

Fix: Make an interface for each instance.
"""

from __future__ import annotations

from collections.abc import Iterator

from hcl_lint.common.work import counted
from hcl_lint.diagnostic import Note
from hcl_lint.evaluate.model import NestedBlock, ResourceInstance, may_coexist
from hcl_lint.network.duplicates import is_single
from hcl_lint.network.identity import Id, identity, surely_different
from hcl_lint.network.topology import Topology
from hcl_lint.rule import Problem, at_resource, lint_rule
from tfmock.rulebook.rule import Rule

RULE = Rule(
    "ALI768", "interface-attached-twice", "error", None,
    "this network interface is attached to another instance, too: {other}", "AttachNetworkInterface error codes",
)  # fmt: skip

_ATTACHMENTS = ("alicloud_network_interface_attachment", "alicloud_ecs_network_interface_attachment")
_NAME = "network_interface_id"


@lint_rule(RULE)
def check(topology: Topology) -> Iterator[Problem]:
    first: dict[str, tuple[ResourceInstance, Id]] = {}
    for one in counted(topology.root.of_type(*_ATTACHMENTS, "alicloud_instance")):
        if not is_single(one):
            continue  # any number of it
        attached = one.type in _ATTACHMENTS
        host = identity(topology.root, one.get("instance_id")) if attached else one.address
        places: list[NestedBlock | None] = [None] if attached else [None, *one.nested("network_interfaces")]
        for block in places:
            interface = identity(topology.root, (block or one).get(_NAME))
            if not isinstance(interface, str) or not interface:
                continue
            other, other_host = first.setdefault(interface, (one, host))
            if other is not one and surely_different(host, other_host) and may_coexist(one, other):
                message = RULE.broken(_NAME, other=other.address).message
                yield at_resource(
                    one, _NAME, message=message, notes=(Note("the other", other.span),), used=True, block=block
                )
