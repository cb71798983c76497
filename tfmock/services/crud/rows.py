"""Objects of the CRUD tier as rows of a world."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from tfmock.core.store import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class CrudRow(Row):
    """One object of one Terraform type. Several types may have a row for one thing of the cloud each: its id is equal.

    Attributes:
        type: the Terraform type.
        region: where it was made; empty where the call did not say, as for global products.
        parts: the parts of its id; empty where nobody has said one yet.
        attributes: the configuration's attributes, as a JSON object.
        parameters: request parameters that replies repeat by their names, as a JSON object.
        words: call, path in its reply, and the word that is shown there, which the provider waits for.
        jobs: ids of jobs that calls about it began.
        holds: ids of what cannot be deleted as long as it is there: the VPC that it is in.
        deleted: it is gone, and only still shown with the words that the provider waits for.
    """

    table = "crud"
    # Attributes hold passwords under any name.
    confidential: ClassVar[frozenset[str]] = frozenset({"attributes", "parameters"})

    type: str
    account: str
    region: str
    parts: tuple[str, ...]
    attributes: str
    parameters: str
    words: tuple[tuple[str, str, str], ...] = ()
    jobs: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    creation_time: float
    change_time: float
    deleted: bool = False

    def keys(self) -> Iterator[tuple[str, Hashable]]:
        yield "type", (self.account, self.type, self.deleted)
        for place, part in enumerate(self.parts):
            yield "part", (self.account, self.type, self.deleted, place, part)
        if not self.deleted:
            for value in set(self.parts):
                yield "value", (self.account, value)
            for id in self.holds:
                yield "holds", id
        for job in self.jobs:
            yield "job", (self.account, job)
