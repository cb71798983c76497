"""One call to the CRUD tier."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tfmock.core.call import Call
from tfmock.services.crud import paths
from tfmock.services.crud.paths import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class CrudRequest:
    """What was called, with what.

    Attributes:
        call: who calls, in which world and region.
        version: the API version.
        key: the action; of REST calls method and path.
        arguments: parameters of query, form, JSON body and path, nested.
        region: as far as the request says it; empty otherwise.
    """

    call: Call
    version: str
    key: str
    arguments: JsonObject
    region: str

    def text(self, path: str) -> str:
        """A parameter that is a text; empty where there is none."""
        value = self.arguments.get(path) if "." not in path else paths.first(self.arguments, path)
        return value if isinstance(value, str) else ""

    def number(self, *names: object) -> str:
        """Ten decimal digits that follow from the world's seed and these names.

        Decimal digits are an id that every client accepts: some read ids as numbers.
        """
        return ten_digits(self.call.world.settings.seed, self.call.world.id, *names)


def ten_digits(*names: object) -> str:
    """Ten decimal digits that follow from these names."""
    digest = int.from_bytes(hashlib.blake2b(":".join(map(str, names)).encode(), digest_size=8).digest(), "big")
    return str(1_000_000_000 + digest % 8_999_999_999)
