"""Facts that must be known to answer: reading one gives it, or raises an error that names what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hcl_lint.evaluate.known_values import is_placeholder, known_text
from hcl_lint.evaluate.model import Argument, NestedBlock, ResourceInstance, RootModule
from hcl_lint.evaluate.value import Value
from hcl_lint.network.identity import identity
from hcl_lint.source.text import Span
from tfmock.rulebook.cidr import Cidr, parse_cidr


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the configuration: a resource, an argument of it (the first that is written), or a block in it."""

    resource: ResourceInstance
    names: tuple[str, ...] = ()
    span: Span | None = None


class NotKnownError(Exception):
    """A fact that decides is not known; the message says which, ``location`` where."""

    def __init__(self, what: str, location: Location) -> None:
        super().__init__(what)
        self.location = location


@dataclass(frozen=True, slots=True)
class Facts:
    """The arguments of a resource, or of a block in it.

    Every method raises :class:`NotKnownError` where the fact is not known, or not one that we can read.
    """

    resource: ResourceInstance
    block: NestedBlock | None = None

    def value(self, name: str) -> Value | None:
        """An argument; None where it is not written, or null."""
        arguments: Mapping[str, Argument] = (self.block or self.resource).arguments
        argument = arguments.get(name)
        return None if argument is None or argument.value.null else argument.value

    def missing(self, name: str) -> NotKnownError:
        """The error that says that this argument is not known."""
        block = self.block
        written = block.arguments.get(name) if block else None
        span = written.expression_span if written else block.span if block else None
        within = f" in {block.type}" if block else ""
        return NotKnownError(
            f"{name}{within} of {self.resource.address} is not known", Location(self.resource, (name,), span)
        )

    def text(self, name: str, default: str | None = None) -> str:
        """A string; ``default`` where it is not given."""
        value = self.value(name)
        text = default if value is None else known_text(value)
        if text is None or is_placeholder(text):
            raise self.missing(name)
        return text

    def choice(self, name: str, options: tuple[str, ...], default: str | None = None) -> str:
        """One of ``options``, which are in small letters."""
        text = self.text(name, default).lower()
        if text not in options:
            raise self.missing(name)
        return text

    def cidr(self, name: str) -> Cidr:
        block = parse_cidr(self.text(name), strict=False)
        if block is None:
            raise self.missing(name)
        return block

    def id(self, root: RootModule, name: str) -> str:
        """What an argument names (see ``identity.py``)."""
        id = identity(root, self.value(name))
        if not isinstance(id, str):
            raise self.missing(name)
        return id


def ignores_changes(resource: ResourceInstance, name: str) -> bool:
    """Whether ``lifecycle`` keeps plans from changing this argument."""
    ignored = resource.lifecycle.ignore_changes
    return ignored is None or name in ignored


def require_known(resource: ResourceInstance, *read: str) -> ResourceInstance:
    """The resource, if it certainly exists as written, with all of its blocks.

    Args:
        resource: what is read.
        read: the arguments that are read of it: where ``ignore_changes`` names one, the cloud may hold another value.

    Raises:
        NotKnownError: it does not.
    """
    address, ignored = resource.address, resource.lifecycle.ignore_changes
    if not resource.certain:
        raise NotKnownError(f"how many of {address} there are is not known", Location(resource, ("count", "for_each")))
    if not resource.blocks_complete:
        raise NotKnownError(f"the blocks of {address} are not all known", Location(resource))
    if ignored is None or set(ignored) & set(read):
        raise NotKnownError(f"{address} ignores changes, so its arguments may not be in force", Location(resource))
    return resource
