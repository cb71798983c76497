"""What a world was told while it ran: limits and contracts other than its server's settings."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, field_validator

from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.quotas import Quotas


class WorldOverrides(BaseModel):
    """Only what differs, so that a server with other settings lends the rest to a world it finds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quotas: Mapping[str, NonNegativeInt] = Field(default_factory=dict)
    accounts: Mapping[str, AccountTerms] = Field(default_factory=dict)

    @field_validator("quotas")
    @classmethod
    def _known(cls, quotas: Mapping[str, int]) -> Mapping[str, int]:
        unknown = sorted(quotas.keys() - set(Quotas.names()))
        if unknown:
            raise ValueError(f"this tfmock has no quota {unknown[0]!r}")
        return quotas
