"""Expectations about a configuration: whom ``--expect-reach A:B`` means in a root module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from hcl_lint.evaluate.model import ResourceInstance, RootModule
from tfmock.rulebook.expectation import Expectation

#: The resources that can be an end of a path.
END_TYPES: Final = ("alicloud_vpc", "alicloud_vswitch", "alicloud_instance")

_KEY: Final = re.compile(r"\[[^\]]*\]")


class NoSuchEndError(Exception):
    """An end that the configuration does not have; the message names the closest ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An expectation and its two ends; ``by`` is the settings file that has it, empty for a flag."""

    wanted: Expectation
    source: ResourceInstance
    target: ResourceInstance
    by: str = ""


def of_root(root: RootModule, wanted: Iterable[Expectation], by: str = "") -> tuple[Asked, ...]:
    """The expectations about one root module, with their ends.

    Raises:
        NoSuchEndError: the root module does not have one of the ends.
    """
    return tuple(Asked(one, _end(root, one.source), _end(root, one.target), by) for one in wanted)


def of_any(roots: Sequence[RootModule], wanted: Expectation) -> list[tuple[Asked, ...]]:
    """One expectation about whichever root modules have both of its ends; parallel to ``roots``.

    Raises:
        NoSuchEndError: none has.
    """
    found: list[tuple[Asked, ...]] = []
    problems: list[NoSuchEndError] = []
    for root in roots:
        try:
            found.append(of_root(root, [wanted]))
        except NoSuchEndError as problem:
            found.append(())
            problems.append(problem)
    if not any(found):
        raise min(problems, key=lambda one: "closest" not in str(one), default=NoSuchEndError("nothing was read"))
    return found


def _end(root: RootModule, address: str) -> ResourceInstance:
    """The resource of an address; the one that stands for all where their number is not known."""
    ends = [one for one in root.of_type(*END_TYPES) if address in (one.address, one.address.replace("[*]", ""))]
    if not ends:
        plain = _KEY.sub("", address)
        ends = [one for one in root.of_type(*END_TYPES) if "[*]" in one.address and one.config_address == plain]
    if ends:
        return ends[0]
    if any(one.address == address for one in root.resources):
        raise NoSuchEndError(
            f"{address} is no end of a path; an end is an {', '.join(END_TYPES[:-1])} or {END_TYPES[-1]}"
        )
    names = [one.address for one in root.of_type(*END_TYPES)]
    near = get_close_matches(address, names, 3, 0.75)
    hint = f"; closest: {', '.join(near)}" if near else ""
    unread = "" if root.complete else ", of which a part could not be read"
    raise NoSuchEndError(f"there is no {address} in {root.directory or '.'}{unread}{hint}")
