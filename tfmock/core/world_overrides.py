"""In what a world differs from its server's settings: limits and account terms that were changed while it ran."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, field_validator

from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.quotas import Quotas


class WorldOverrides(BaseModel):
    """Only what differs: where a world says nothing, the settings of the server that loads it hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    quotas: Mapping[str, NonNegativeInt] = Field(default_factory=dict)
    accounts: Mapping[str, AccountTerms] = Field(default_factory=dict)

    @field_validator("quotas")
    @classmethod
    def _are_known(cls, quotas: Mapping[str, int]) -> Mapping[str, int]:
        unknown = sorted(quotas.keys() - set(Quotas.names()))
        if unknown:
            raise ValueError(f"this tfmock has no quota {unknown[0]!r}")
        return quotas
