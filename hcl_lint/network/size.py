"""What makes a configuration large, for the message that it is too large to be judged."""

from __future__ import annotations

from collections import Counter
from typing import Final

from hcl_lint.evaluate.model import RootModule
from hcl_lint.evaluate.value import weight_of

#: Values with fewer parts are not named.
_HEAVY: Final = 1_000


def largest(root: RootModule) -> str:
    """The resource types with most instances, and the heaviest value: ``3,600 alicloud_vpc, 900 alicloud_vswitch``."""
    counts = Counter(resource.type for resource in root.resources)
    largest_types = [f"{count:,} {type}" for type, count in counts.most_common(3)]
    values = ((weight_of(argument.value), resource.address, name)
              for resource in root.resources for name, argument in resource.arguments.items())  # fmt: skip
    weight, address, name = max(values, default=(0, "", ""))
    if weight >= _HEAVY:
        largest_types.append(f"{name} of {address} has {weight:,} parts")
    return ", ".join(largest_types)
