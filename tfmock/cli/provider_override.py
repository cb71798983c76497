"""The provider override file: tfmock without a proxy, or where the system ignores SSL_CERT_FILE.

Terraform merges ``*_override.tf`` into the configuration: attributes given here win, others stay the user's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tfmock.cli.provider_blocks import Provider, find_providers
from tfmock.protocol.peers import connect_host
from tfmock.server.client_environment import SECRET, access_key
from tfmock.settings import Settings, SettingsError
from tfmock.terraform import owned_file
from tfmock.terraform.errors import TerraformError
from tfmock.terraform.root_module import has_configuration

HCL_NAME = "tfmock_override.tf"
JSON_NAME = "tfmock_override.tf.json"
MARKER = "Written by `tfmock override`. Remove it with `tfmock override --remove`; do not commit it."

# The products that the provider calls for what tfmock serves (provider-contract: Endpoints). One endpoints block for
# each provider block: a second one would reset the keys it does not name.
_ENDPOINTS = ("vpc", "vpcpeer", "ecs", "cms", "sts", "resourcemanager", "bssopenapi", "quotas", "location")


@dataclass(frozen=True)
class WrittenOverride:
    """The file that was written, and the provider configurations in it."""

    path: Path
    providers: tuple[Provider, ...]


def write(folder: Path, settings: Settings, *, as_json: bool = False) -> WrittenOverride:
    """Write a configuration's override file: one block for each of its alicloud provider configurations.

    Args:
        folder: the configuration's root module.
        settings: host, gateway_port and default_account are used.
        as_json: ``.tf.json`` instead of HCL; one of the two exists afterwards, never both.

    Raises:
        SettingsError: no such folder, no configuration in it, a file in it cannot be read, or tfmock did not write the
            file of that name.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder. Name the one with your *.tf files with --chdir.")
    name, other = (JSON_NAME, HCL_NAME) if as_json else (HCL_NAME, JSON_NAME)
    for file_name in (name, other):
        _check_owned(folder / file_name)
    if not has_configuration(folder, without=(HCL_NAME, JSON_NAME)):
        raise SettingsError(f"{folder}: no Terraform configuration. Name the folder with your *.tf files with --chdir.")
    providers = find_providers(folder, ignore=(HCL_NAME, JSON_NAME))
    # The gateway's port takes TLS too: AssumeRole and security group rule changes use https even where the
    # protocol is HTTP (provider-contract: Endpoints).
    address = f"{connect_host(settings.host)}:{settings.gateway_port}"
    key = access_key(settings.default_account)
    render = _json if as_json else _hcl
    try:
        owned_file.write_owned(folder / name, render(providers, address, key))
        (folder / other).unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder / name}: cannot be written: {error.strerror}.") from None
    return WrittenOverride(folder / name, providers)


def remove(folder: Path) -> tuple[Path, ...]:
    """Delete the override files that tfmock wrote, and return them; there may be none.

    Raises:
        SettingsError: tfmock did not write a file of that name.
    """
    paths = tuple(folder / name for name in (HCL_NAME, JSON_NAME) if (folder / name).exists())
    for path in paths:
        _check_owned(path)
    for path in paths:
        path.unlink()
    return paths


def _attributes(provider: Provider, key: str) -> Mapping[str, str]:
    """The attributes to override. The user's own credentials stay: they say which account is meant."""
    always = {"protocol": "HTTP", "account_type": "Domestic"}
    if provider.has_credentials:
        return always
    # The token is emptied too: one from the environment would go with a key that it does not belong to.
    return {**always, "access_key": key, "secret_key": SECRET, "security_token": ""}


def _hcl(providers: tuple[Provider, ...], address: str, key: str) -> str:
    parts = [f"# {MARKER}\n"]
    for provider in providers:
        attributes = _attributes(provider, key)
        width = max(len(name) for name in attributes)
        lines = [f'provider "{provider.local_name}" {{']
        lines += [f'  alias = "{provider.alias}"', ""] if provider.alias else []
        lines += [f'  {name:<{width}} = "{value}"' for name, value in attributes.items()]
        lines += ["", "  endpoints {"]
        endpoint_width = max(len(name) for name in _ENDPOINTS)
        lines += [f'    {name:<{endpoint_width}} = "{address}"' for name in _ENDPOINTS]
        lines += ["  }", "}", ""]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _json(providers: tuple[Provider, ...], address: str, key: str) -> str:
    blocks: dict[str, list[Mapping[str, object]]] = {}
    for provider in providers:
        alias = {"alias": provider.alias} if provider.alias else {}
        endpoints = {"endpoints": dict.fromkeys(_ENDPOINTS, address)}
        blocks.setdefault(provider.local_name, []).append({**alias, **_attributes(provider, key), **endpoints})
    return json.dumps({"//": MARKER, "provider": blocks}, indent=2) + "\n"


def _check_owned(path: Path) -> None:
    try:
        owned_file.check_owned(path, MARKER)
    except TerraformError as problem:
        raise SettingsError(str(problem)) from None
