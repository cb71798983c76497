"""The environment in which Terraform and the SDKs talk to tfmock instead of Alibaba Cloud."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from tfmock.protocol import mns
from tfmock.protocol.peers import connect_host
from tfmock.settings import Settings, SettingsError
from tfmock.variables import SERVER_VARIABLE, WORLD_VARIABLE


class Format(str, Enum):
    """The output formats of ``tfmock env``."""

    SHELL = "shell"
    GITHUB = "github"
    DOTENV = "dotenv"
    JSON = "json"


DEFAULT_WORLD = "default"
SECRET = "tfmock"
DEFAULT_REGION = "cn-hangzhou"

_REGION_NAMES = ("ALICLOUD_REGION", "ALIBABA_CLOUD_REGION")

# Other variables by which the provider or an SDK finds real credentials or a real account: the names in the
# provider's schema (v1.246.2 alicloud/provider.go, the DefaultFuncs) and in the SDKs' default credential chain.
# For the provider an empty variable is absent (MultiEnvDefaultFunc), so formats that cannot unset set it to empty.
OTHER_CREDENTIALS = (
    "ALIBABACLOUD_ACCESS_KEY_ID",
    "ALIBABACLOUD_ACCESS_KEY_SECRET",
    "ALIBABACLOUD_SECURITY_TOKEN",
    "ALIBABA_CLOUD_ACCOUNT_ID",
    "ALIBABA_CLOUD_CREDENTIALS_FILE",
    "ALIBABA_CLOUD_CREDENTIALS_URI",
    "ALIBABA_CLOUD_ECS_METADATA",
    "ALIBABA_CLOUD_PROFILE",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
    "ALICLOUD_ACCOUNT_ID",
    "ALICLOUD_CREDENTIALS_URI",
    "ALICLOUD_ECS_ROLE_NAME",
    "ALICLOUD_PROFILE",
    "ALICLOUD_SECURITY_TOKEN",
    "ALICLOUD_SHARED_CREDENTIALS_FILE",
    "TF_ENDPOINT_PATH",
)
# Endpoint variables of the user would lead around the proxy (provider-contract: Endpoints).
_ENDPOINT_PREFIX = "ALIBABA_CLOUD_ENDPOINT_"


@dataclass(frozen=True)
class Environment:
    """Variables to set, and variables to remove.

    Attributes:
        secrets: set in the environment of a child process and never printed: printed variables end up in logs and in
            files of CI systems.
    """

    exports: Mapping[str, str]
    unset: tuple[str, ...]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def applied(self, environ: Mapping[str, str]) -> dict[str, str]:
        """A copy of an environment with the changes made."""
        unchanged = {name: value for name, value in environ.items() if name not in self.unset}
        return {**unchanged, **self.exports, **self.secrets}


def access_key(account: str, world: str = DEFAULT_WORLD) -> str:
    """The access key id of an account in a world. It is not valid in the real cloud."""
    return f"{world}.{account}"


def environment(
    settings: Settings, *, bundle: Path, environ: Mapping[str, str] = os.environ, world: str = DEFAULT_WORLD
) -> Environment:
    """The variables with which unmodified configuration applies against a tfmock with these settings.

    Args:
        settings: host, ports, accounts, auth and control_token are used.
        bundle: certificates for SSL_CERT_FILE.
        environ: the user's environment; a region chosen there stays.
        world: the world that the access key leads to.

    Raises:
        SettingsError: every signature is checked, and no configured key leads to that world.
    """
    proxy = f"http://{connect_host(settings.host)}:{settings.gateway_port}"
    key, secret = _credentials(settings, world)
    region = next((environ[name] for name in _REGION_NAMES if environ.get(name)), DEFAULT_REGION)
    # HTTP_PROXY too: with protocol = "HTTP" and no endpoints the provider would reach the cloud in the clear.
    exports = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy)
    # Never empty: newer providers read each part as a regular expression, and "" matches every host.
    exports |= dict.fromkeys(("NO_PROXY", "no_proxy"), "localhost,127.0.0.1")
    exports |= dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), str(bundle))
    # Without it each configuration asks business.aliyuncs.com for the account type
    # (provider-contract: Provider configuration).
    exports["ALIBABA_CLOUD_ACCOUNT_TYPE"] = "Domestic"
    exports |= dict.fromkeys(("ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"), key)
    exports |= dict.fromkeys(("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"), secret)
    exports |= dict.fromkeys(_REGION_NAMES, region)
    exports |= {SERVER_VARIABLE: f"{connect_host(settings.host)}:{settings.port}", WORLD_VARIABLE: world}
    # The Tablestore client of Terraform's oss backend knows no proxy; by its own name it would reach the real cloud.
    exports["ALICLOUD_TABLESTORE_ENDPOINT"] = f"http://{connect_host(settings.host)}:{settings.port}"
    # Nor do those of the provider for Tablestore and MNS.
    exports["OTS_ENDPOINT"] = f"{connect_host(settings.host)}:{settings.gateway_port}"
    exports["MNS_ENDPOINT"] = mns.endpoint(settings.gateway_port, region, world)
    endpoints = tuple(sorted(name for name in environ if name.startswith(_ENDPOINT_PREFIX)))
    token = settings.control_token
    secrets = {"TFMOCK_CONTROL_TOKEN": token.get_secret_value()} if token is not None else {}
    return Environment(exports, OTHER_CREDENTIALS + endpoints, secrets)


def _credentials(settings: Settings, world: str) -> tuple[str, str]:
    """Access key id and secret of the default account in a world.

    Where every signature is checked (``auth = "strict"``), only a configured key will do: the first of the default
    account, else the first of all. They lead to the default world.
    """
    if settings.auth != "strict":
        return access_key(settings.default_account, world), SECRET
    if world != DEFAULT_WORLD:
        raise SettingsError(
            f'--world {world}: with auth = "strict" only the keys of [accounts] are accepted, and they lead to '
            f"the world {DEFAULT_WORLD}. Leave --world out, or check signatures with --auth warn."
        )
    secrets, uids = settings.secrets(), settings.uids()  # strict settings have one, each with a secret
    key = next((key for key in secrets if uids[key] == settings.default_account), next(iter(secrets)))
    return key, secrets[key]


def unset_environment(env: Environment) -> Environment:
    """The environment that removes another one again. Earlier values of its variables are not known any more."""
    return Environment({}, tuple(env.exports))


def render(env: Environment, form: Format) -> str:
    """The environment as text that a shell evaluates, a CI system or a tool reads. Ends with a newline.

    ``github`` and ``dotenv`` cannot unset, so they set to empty; ``json`` says null.
    """
    if form is Format.SHELL:
        lines = [f"export {name}={shlex.quote(value)}" for name, value in env.exports.items()]
        lines += [f"unset {' '.join(env.unset)}"] if env.unset else []
    elif form is Format.JSON:
        values: dict[str, str | None] = {**env.exports, **dict.fromkeys(env.unset)}
        lines = [json.dumps(values, indent=2)]
    elif form is Format.DOTENV:
        texts = {**env.exports, **dict.fromkeys(env.unset, "")}
        lines = [f"{name}={_quote_dotenv(value)}" for name, value in texts.items()]
    else:
        texts = {**env.exports, **dict.fromkeys(env.unset, "")}
        lines = [f"{name}={value}" for name, value in texts.items()]
    return "\n".join(lines) + "\n"


def _quote_dotenv(value: str) -> str:
    plain = value.replace("/", "").replace(":", "").replace(".", "").replace("-", "").replace(",", "")
    return value if not value or plain.isalnum() else json.dumps(value, ensure_ascii=False)
