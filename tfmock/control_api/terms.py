"""``/_tfmock/quotas`` and ``/_tfmock/accounts``: quotas and account terms of a world, read and changed while it runs.

They last as the world does, until it is reset; a snapshot takes them along.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Final, Literal

from flask import Blueprint
from pydantic import Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, Model, look_at_world, use_world
from tfmock.control_api.models import AccountReport, QuotaReport
from tfmock.core.universe import Universe
from tfmock.core.world_settings import WorldSettings
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.names import ACCOUNT_ID
from tfmock.rulebook.quotas import Quotas, quota_name
from tfmock.text.suggest import VERY_CLOSE, did_you_mean

_MAX_ACCOUNTS: Final = 1000


class QuotaChange(Model):
    name: str = Field(description="As the quota center names it, e.g. vpc_quota_peer_num, or as GET /quotas does.")
    value: int = Field(ge=0, le=10**12)


class AccountChange(Model):
    """What is given is changed, the rest stays."""

    site: Literal["china", "international"] | None = None
    cdt: bool | None = None
    cross_border_cdt: bool | None = None
    locked: bool | None = None
    shared_vpcs: tuple[str, ...] | None = Field(None, max_length=1000)


def terms_blueprint(universe: Universe) -> Blueprint:
    """Quotas and accounts."""
    endpoints = Endpoints("terms")

    @endpoints.get("/quotas")
    def quotas(query: InWorld) -> QuotaReport:
        """Every quota and its limit in this world."""
        with look_at_world(universe, query) as world:
            return QuotaReport(quotas=asdict(world.settings.quotas))

    @endpoints.put("/quotas")
    def set_quota(query: InWorld, body: QuotaChange) -> QuotaReport:
        """Raise or lower a quota."""
        name = quota_name(body.name)
        if name not in Quotas.names():
            hint = did_you_mean(body.name, Quotas.names(), cutoff=VERY_CLOSE) or f"Known: {', '.join(Quotas.names())}."
            raise ControlRequestError(f"there is no quota {body.name!r}. {hint}", field="name")
        with use_world(universe, query) as world:
            world.change_settings(lambda terms: replace(terms, quotas=replace(terms.quotas, **{name: body.value})))
            return QuotaReport(quotas=asdict(world.settings.quotas))

    @endpoints.put("/accounts/<account>")
    def set_account(query: InWorld, body: AccountChange, account: str) -> AccountReport:
        """Change what an account is allowed."""
        if not re.fullmatch(ACCOUNT_ID, account):
            raise ControlRequestError(f"{account[:40]!r} is no account: 16 digits, as in AcceptingAliUid.")
        given = {name: value for name, value in body if value is not None}

        def change(terms: WorldSettings) -> WorldSettings:
            if account not in terms.accounts and len(terms.accounts) >= _MAX_ACCOUNTS:
                raise ControlRequestError(f"a world has at most {_MAX_ACCOUNTS} accounts of other terms.")
            changed: AccountTerms = replace(terms.account(account), **given)
            return replace(terms, accounts={**terms.accounts, account: changed})

        with use_world(universe, query) as world:
            world.change_settings(change)
            return AccountReport(account=account, **asdict(world.settings.account(account)))

    return endpoints.blueprint
