"""Expectations about a configuration: which resources ``--expect-reach A:B`` names in a root module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from hcl_lint.evaluate.model import ResourceInstance, RootModule
from tfmock.rulebook.expectation import Expectation

#: The resources that can be an endpoint of a packet trace.
ENDPOINT_TYPES: Final = ("alicloud_vpc", "alicloud_vswitch", "alicloud_instance")

_KEY: Final = re.compile(r"\[[^\]]*\]")


class NoSuchEndpointError(Exception):
    """An endpoint that the configuration does not have; the message names the closest ones."""


@dataclass(frozen=True, slots=True)
class ResolvedExpectation:
    """An expectation with its two endpoints; ``settings_file`` is the one that has it, empty for a flag."""

    expectation: Expectation
    source: ResourceInstance
    target: ResourceInstance
    settings_file: str = ""


def resolve(
    root: RootModule, expectations: Iterable[Expectation], settings_file: str = ""
) -> tuple[ResolvedExpectation, ...]:
    """The expectations about one root module, with their endpoints.

    Raises:
        NoSuchEndpointError: the root module does not have one of the endpoints.
    """
    return tuple(
        ResolvedExpectation(
            expectation, _endpoint(root, expectation.source), _endpoint(root, expectation.target), settings_file
        )
        for expectation in expectations
    )


def resolve_anywhere(roots: Sequence[RootModule], expectation: Expectation) -> list[tuple[ResolvedExpectation, ...]]:
    """One expectation about every root module that has both of its endpoints; parallel to ``roots``.

    Raises:
        NoSuchEndpointError: none has.
    """
    resolved: list[tuple[ResolvedExpectation, ...]] = []
    errors: list[NoSuchEndpointError] = []
    for root in roots:
        try:
            resolved.append(resolve(root, [expectation]))
        except NoSuchEndpointError as error:
            resolved.append(())
            errors.append(error)
    if not any(resolved):
        most_helpful = min(errors, key=lambda error: "closest" not in str(error), default=None)
        raise most_helpful or NoSuchEndpointError("nothing was read")
    return resolved


def _endpoint(root: RootModule, address: str) -> ResourceInstance:
    """The resource of an address; the one that stands for all where their number is not known."""
    candidates = tuple(root.of_type(*ENDPOINT_TYPES))
    matching = [c for c in candidates if address in (c.address, c.address.replace("[*]", ""))]
    if not matching:
        without_key = _KEY.sub("", address)
        matching = [c for c in candidates if "[*]" in c.address and c.config_address == without_key]
    if matching:
        return matching[0]
    if any(resource.address == address for resource in root.resources):
        raise NoSuchEndpointError(
            f"{address} is no end of a path; an end is an {', '.join(ENDPOINT_TYPES[:-1])} or {ENDPOINT_TYPES[-1]}"
        )
    near = get_close_matches(address, [candidate.address for candidate in candidates], 3, 0.75)
    hint = f"; closest: {', '.join(near)}" if near else ""
    unread = "" if root.complete else ", of which a part could not be read"
    raise NoSuchEndpointError(f"there is no {address} in {root.directory or '.'}{unread}{hint}")
