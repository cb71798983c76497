"""What holds in a world and is not a row: limits, account terms, prices, how long states last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from tfmock.core.lifecycle import Profile
from tfmock.core.world_overrides import WorldOverrides
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.quotas import Quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldSettings:
    """What holds in a world and is not a row.

    Attributes:
        profile: how long transient states last.
        quotas: the limits in force.
        task_conflict: refuse a change of a VPC that follows another within a second, as the cloud does.
        allow_special_link_types: accept link types that the cloud opens per account (Silver).
        seed: what ids follow from.
        accounts: accounts that differ from the ordinary: another site, no CDT, unpaid bills.
        prices: USD per GB between regions, over the published ones.
    """

    profile: Profile = field(default_factory=Profile)
    quotas: Quotas = field(default_factory=Quotas)
    task_conflict: bool = False
    allow_special_link_types: bool = False
    seed: str = "tfmock"
    accounts: Mapping[str, AccountTerms] = field(default_factory=dict)
    prices: Mapping[str, float] = field(default_factory=dict)

    def account(self, id: str) -> AccountTerms:
        """One account's terms."""
        return self.accounts.get(id) or AccountTerms()

    def overrides_of(self, initial: WorldSettings) -> WorldOverrides:
        """The quotas and account terms in which these differ from the initial settings."""
        if self.quotas == initial.quotas and self.accounts == initial.accounts:
            return WorldOverrides()
        before = asdict(initial.quotas)
        quotas = {name: limit for name, limit in asdict(self.quotas).items() if limit != before[name]}
        accounts = {id: terms for id, terms in self.accounts.items() if terms != initial.account(id)}
        return WorldOverrides(quotas=quotas, accounts=accounts)

    def with_overrides(self, overrides: WorldOverrides, initial: WorldSettings) -> WorldSettings:
        """These, with the initial quotas and account terms except for the overrides."""
        quotas = replace(initial.quotas, **overrides.quotas)
        return replace(self, quotas=quotas, accounts={**initial.accounts, **overrides.accounts})
