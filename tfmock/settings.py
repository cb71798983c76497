"""What can be set, and where: command-line flag > ``TFMOCK_*`` variable > ``tfmock.toml`` > default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError as SourceError

from tfmock import settings_values
from tfmock.rulebook.account_terms import AccountTerms
from tfmock.rulebook.names import ACCOUNT_ID
from tfmock.rulebook.quotas import Quotas
from tfmock.settings_file import PREFIX, TomlSource, check_variables, config_file, default_data_dir, place_of
from tfmock.settings_file import SettingsError as SettingsError
from tfmock.text.suggest import VERY_CLOSE, did_you_mean
from tfmock.text.wording import sentence, worded

AccountUid = Annotated[str, StringConstraints(pattern=f"^{ACCOUNT_ID}$")]
Port = Annotated[int, Field(ge=0, le=65535)]
Networks = Annotated[
    tuple[str, ...], NoDecode, BeforeValidator(settings_values.names), AfterValidator(settings_values.networks)
]
Auth = Literal["off", "warn", "strict"]
FaultProfile = Literal[""] | settings_values.FaultProfileName


class Account(BaseModel):
    """An entry of ``[accounts]`` whose signatures can be checked: ``key = {uid = "...", secret = "..."}``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    uid: Annotated[AccountUid, BeforeValidator(settings_values.uid)]
    secret: SecretStr | None = None


def _accounts(value: object) -> object:
    """``key = 1000000000000002`` says the uid alone; as a number in TOML it is meant as the uid it looks like."""
    if isinstance(value, Mapping):
        return {key: entry if isinstance(entry, (Mapping, Account)) else {"uid": entry} for key, entry in value.items()}
    return value


class Settings(BaseSettings):
    """All settings of one tfmock, frozen. ``Settings()`` reads the environment and ``./tfmock.toml``, if any.

    Raises:
        SettingsError: tfmock.toml cannot be read or parsed.
        pydantic.ValidationError: a value does not fit; ``load`` words it for people.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", validate_default=False)

    host: Annotated[str, AfterValidator(settings_values.host)] = Field(
        "127.0.0.1", min_length=1, description="Address to listen on. Loopback unless you mean it."
    )
    port: Port = Field(4180, description="TCP port of plain HTTP: the API, /_tfmock/ and the console. 0 = any free.")
    gateway_port: Port = Field(
        4181,
        description="TCP port of the gateway: HTTPS, CONNECT proxy and plain HTTP on one port. 0 = any free.",
    )
    config: Path | None = Field(None, description="Settings file; default ./tfmock.toml where it exists.")
    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Folder of tfmock's certificate authority (serve, env, ca).",
    )
    seed: Annotated[tuple[Path, ...], NoDecode, BeforeValidator(settings_values.paths)] = Field(
        (), description="Files that describe what exists before the first call, in order."
    )
    record: Path | None = Field(None, description="File that receives every call as one JSON line.")
    accounts: Annotated[Mapping[str, Account], BeforeValidator(_accounts)] = Field(
        default_factory=dict,
        description='Access key id -> account uid (5 to 19 digits), or {uid = "...", secret = "..."}.',
    )
    default_account: Annotated[AccountUid, BeforeValidator(settings_values.uid)] = Field(
        "1000000000000001", description="Account uid of every access key that names no account."
    )
    profile: Literal["instant", "realistic"] = Field(
        "instant",
        description="How long resources stay in Creating, Deleting...: instant or as long as in the cloud.",
    )
    task_conflict: bool = Field(
        False,
        description="Refuse a second change to a VPC while one is under way (TaskConflict).",
    )
    transitions: Mapping[str, float] = Field(
        default_factory=dict, description='Seconds that single states last, over the profile: {"VpcPeer.Creating": 8}.'
    )
    quotas: Mapping[str, Annotated[int, Field(ge=0)]] = Field(
        default_factory=dict, description="Raised or lowered quotas by their quota center names."
    )
    account_terms: Mapping[AccountUid, AccountTerms] = Field(
        default_factory=dict,
        description='Accounts out of the ordinary: {"1000000000000002": {"site": "international", "cdt": false}}.',
    )
    prices: Mapping[Annotated[str, AfterValidator(settings_values.price_key)], Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict,
        description='USD per GB between regions, over the published: {"cn-hangzhou:cn-beijing:Gold": 0.07}; * is any.',
    )
    default_vpc: bool = Field(
        False,
        description="The default account has a default VPC in every region, a vSwitch in each zone, as new ones do.",
    )
    tier: Literal["all", "emulated"] = Field(
        "all", description="Which calls are answered: all, or emulated alone; what is only stored is then refused."
    )
    allow_silver: bool = Field(
        False, description="Accept link_type Silver, as for accounts that the cloud opened it for."
    )
    state: Path | None = Field(
        None, description="SQLite file that keeps every world; what was answered survives kill -9. One tfmock a file."
    )
    store: str | None = Field(
        None,
        description="Redis that keeps every world: redis://host:6379/0. Several tfmock may serve the same worlds.",
    )
    world_ttl: float | None = Field(
        None, ge=1, description="Seconds without a call after which a world is forgotten. Default: never."
    )
    workers: int = Field(1, ge=1, le=64, description="Processes that answer on one port. More than 1 needs a store.")
    fault_profile: FaultProfile = Field(
        "", description="Faults that every world begins with: throttled, flaky, task-conflict or slow."
    )
    auth: Auth = Field(
        "off", description="Check signatures, timestamps and nonces: off, warn (answers all the same) or strict."
    )
    control_token: SecretStr | None = Field(
        None, description="Opens /_tfmock/ to other machines, and closes it to whoever does not send this token."
    )
    proxy_allow: Networks = Field(
        (), description="Private networks (10.0.0.0/8) that clients of other machines may reach through the proxy."
    )
    calls: int = Field(
        1000, ge=0, le=1_000_000, description="How many calls are kept in memory for 'tfmock calls'. 0 keeps none."
    )
    world_seed: str = Field("tfmock", description="Seed of resource ids: same seed, same calls, same ids.")

    @model_validator(mode="after")
    def _known_quotas(self) -> Settings:
        unknown = sorted(self.quotas.keys() - set(Quotas.names()))
        if unknown:
            hint = did_you_mean(unknown[0], Quotas.names(), cutoff=VERY_CLOSE) or f"Known: {', '.join(Quotas.names())}"
            raise ValueError(f"quotas: unknown quota {unknown[0]!r}. {hint}")
        return self

    @model_validator(mode="after")
    def _strict_needs_secrets(self) -> Settings:
        without = sorted(self.accounts.keys() - self.secrets().keys())
        if self.auth == "strict" and (without or not self.accounts):
            which = f"{without[0]!r} in [accounts] has none" if without else "[accounts] is empty"
            raise ValueError(f"auth: strict needs a secret for every key, and {which}")
        return self

    @model_validator(mode="after")
    def _token_is_a_token(self) -> Settings:
        if self.control_token is None:
            return self
        token = self.control_token.get_secret_value()
        if len(token.strip()) < 8:
            raise ValueError("control_token: needs at least 8 characters")
        if not re.fullmatch(r"[!-~][ -~]*[!-~]", token):  # it travels in a header
            raise ValueError("control_token: takes ASCII letters, digits and signs, and no blank at either end")
        return self

    @model_validator(mode="after")
    def _two_ports(self) -> Settings:
        if self.port and self.port == self.gateway_port:
            raise ValueError(f"port and gateway_port are both {self.port}; they must differ")
        return self

    @model_validator(mode="after")
    def _one_storage(self) -> Settings:
        if self.store is not None and not re.match(r"(rediss?|unix)://.", self.store):
            raise ValueError("store: is no address of a Redis. Write redis://host:6379/0")
        if self.state is not None and self.store is not None:
            raise ValueError("state and store both say where worlds are kept; give one of them")
        if self.workers > 1 and self.store is None:
            where = "a state file" if self.state is not None else "memory"
            raise ValueError(
                f"workers = {self.workers}: processes can share worlds only in Redis, and these are kept in {where}. "
                "Add --store redis://..., or leave workers at 1"
            )
        return self

    def uids(self) -> dict[str, str]:
        """Access key id -> account uid."""
        return {key: entry.uid for key, entry in self.accounts.items()}

    def secrets(self) -> dict[str, str]:
        """Access key id -> secret, where one is configured."""
        return {key: entry.secret.get_secret_value() for key, entry in self.accounts.items() if entry.secret}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        named = init_settings().get("config") or os.environ.get("TFMOCK_CONFIG") or None
        path = config_file(Path(str(named)) if named else None)
        return (init_settings, env_settings, TomlSource(settings_cls, path))


def server_flags(settings: Settings, *, but: str = "") -> str:
    """The flags that lead another command to a server of these settings, each with a blank before it; ``but`` is one
    that the command does not have."""
    fields = type(settings).model_fields
    return "".join(
        f" --{name.replace('_', '-')} {getattr(settings, name)}"
        for name in ("host", "port", "gateway_port")
        if name != but and getattr(settings, name) != fields[name].default
    )


def load(config: Path | None = None, **flags: object) -> Settings:
    """Settings from flags, environment, file and defaults; a flag that is None was not given.

    Raises:
        SettingsError: with one line for each thing to mend.
    """
    check_variables(os.environ, Settings.model_fields)
    given = {name: value for name, value in flags.items() if value is not None}
    if config is not None:
        given["config"] = config
    try:
        return Settings(**given)  # type: ignore[arg-type]  # every flag is validated by pydantic
    except ValidationError as error:
        path = config_file(config or (Path(os.environ["TFMOCK_CONFIG"]) if os.environ.get("TFMOCK_CONFIG") else None))
        problems = [
            _problem(tuple(detail["loc"]), detail["type"], worded(detail), given, path) for detail in error.errors()
        ]
        raise SettingsError("\n".join(problems)) from None
    except SourceError as error:
        cause = f" ({error.__cause__})" if error.__cause__ else ""
        raise SettingsError(f"TFMOCK_* environment: {error}{cause}. TFMOCK_ACCOUNTS, say, is JSON.") from None


def _problem(loc: tuple[int | str, ...], kind: str, what: str, flags: Mapping[str, object], path: Path | None) -> str:
    """One problem as "where: what", where = flag, variable or file:line, in the order of precedence."""
    loc = tuple(part for part in loc if part != "[key]")
    name = str(loc[0]) if loc else ""
    if kind == "extra_forbidden" and len(loc) == 1:
        known = sorted(set(Settings.model_fields) - {"config"})
        where = place_of(path, name) if path else name
        hint = did_you_mean(name, known) or f"Known: {', '.join(known)}."
        return f"{where}: unknown setting '{name}'. {hint}"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        keys = sorted(Account.model_fields) if name == "accounts" else [key.name for key in fields(AccountTerms)]
        hint = did_you_mean(str(loc[-1]), keys) or f"Known: {', '.join(keys)}."
        what = f"there is no such key. {hint}".rstrip(".")
    dotted = ".".join(str(part) for part in loc)
    inner = "".join(f" {part}" for part in loc[1:])
    if not name:
        return f"{path or 'settings'}: {sentence(what)}"
    if name in flags:
        flag = {"transitions": "transition"}.get(name, name).replace("_", "-")
        value = flags[name]  # never a token's
        typed = f" {value}" if isinstance(value, (int, float)) and not isinstance(value, bool) else ""
        return f"--{flag}{inner}{typed}: {what}."
    variable = f"TFMOCK_{name.upper()}"
    if variable in os.environ:
        return f"{variable} (environment variable): {sentence(what)}"
    key = str(loc[1]) if len(loc) > 1 and isinstance(loc[1], str) else name
    return f"{place_of(path, key)}: {dotted}: {sentence(what)}"
