from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from pydantic import SecretStr

from tfmock.server.client_environment import Environment, Format, environment, render, unset_environment
from tfmock.settings import Auth, Settings, SettingsError

BUNDLE = Path("/some where/bundle.pem")
REAL = {
    "ALICLOUD_ACCESS_KEY": "LTAIreal",
    "ALIBABACLOUD_ACCESS_KEY_ID": "LTAIreal",
    "ALICLOUD_SECURITY_TOKEN": "real",
    "ALIBABA_CLOUD_PROFILE": "production",
    "ALIBABA_CLOUD_ENDPOINT_VPC": "vpc.example.org",
    "NO_PROXY": "aliyuncs.com",
    "PATH": "/bin:/usr/bin",
}


@pytest.fixture
def env() -> Environment:
    return environment(Settings(), bundle=BUNDLE, environ=REAL)


def test_no_real_credentials_are_left(env: Environment) -> None:
    applied = env.applied(REAL)
    assert "real" not in " ".join(applied.values())
    assert "ALIBABA_CLOUD_PROFILE" not in applied
    assert "ALIBABA_CLOUD_ENDPOINT_VPC" not in applied
    assert "aliyuncs" not in applied["NO_PROXY"]
    assert applied["NO_PROXY"]  # newer providers take "" as "every host"
    assert applied["PATH"] == REAL["PATH"]


def test_the_variables_lead_to_tfmock(env: Environment) -> None:
    assert env.exports["HTTPS_PROXY"] == env.exports["https_proxy"] == "http://127.0.0.1:4181"
    assert env.exports["SSL_CERT_FILE"] == env.exports["REQUESTS_CA_BUNDLE"] == str(BUNDLE)
    assert env.exports["ALIBABA_CLOUD_ACCOUNT_TYPE"] == "Domestic"
    assert env.exports["ALICLOUD_ACCESS_KEY"] == "default.1000000000000001"
    assert env.exports["ALICLOUD_REGION"] == "cn-hangzhou"


def test_the_users_region_stays() -> None:
    variables = environment(Settings(), bundle=BUNDLE, environ={"ALIBABA_CLOUD_REGION": "cn-beijing"})
    assert variables.exports["ALICLOUD_REGION"] == variables.exports["ALIBABA_CLOUD_REGION"] == "cn-beijing"


def test_shell_evaluates_it(env: Environment) -> None:
    script = 'eval "$1"; env; eval "$2"; env >&2'
    texts = (render(env, Format.SHELL), render(unset_environment(env), Format.SHELL))
    done = subprocess.run(["sh", "-c", script, "sh", *texts], env=REAL, capture_output=True, text=True, check=True)
    inside = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert env.exports.items() <= inside.items()
    assert not inside.keys() & set(env.unset)
    assert not {line.split("=")[0] for line in done.stderr.splitlines()} & set(env.exports)


def test_formats_say_the_same(env: Environment) -> None:
    as_json = json.loads(render(env, Format.JSON))
    assert {name for name, value in as_json.items() if value is None} == set(env.unset)
    lines = render(env, Format.GITHUB).splitlines()
    assert {line.split("=", 1)[0] for line in lines} == set(as_json)
    assert f"SSL_CERT_FILE={BUNDLE}" in lines
    assert f'SSL_CERT_FILE="{BUNDLE}"' in render(env, Format.DOTENV).splitlines()
    assert "ALICLOUD_PROFILE=" in lines


def test_commands_find_the_server_and_its_world() -> None:
    variables = environment(Settings(host="::", port=4999), bundle=BUNDLE, environ={}, world="job-17")
    assert (variables.exports["TFMOCK_SERVER"], variables.exports["TFMOCK_WORLD"]) == ("[::1]:4999", "job-17")
    gone = unset_environment(variables)
    assert {"TFMOCK_SERVER", "TFMOCK_WORLD"} <= set(gone.unset)


def test_a_control_token_is_for_child_processes_and_never_printed() -> None:
    variables = environment(Settings(control_token=SecretStr("let-me-in-please")), bundle=BUNDLE, environ={})
    assert variables.applied({})["TFMOCK_CONTROL_TOKEN"] == "let-me-in-please"
    texts = [render(variables, form) for form in Format] + [repr(variables)]
    assert not [text for text in texts if "let-me-in" in text]


STRICT = {
    "first": {"uid": "2000000000000002", "secret": "of-two"},
    "second": {"uid": "1000000000000001", "secret": "of-one"},
}


@pytest.mark.parametrize(
    ("auth", "default", "key", "secret"),
    [
        ("off", "1000000000000001", "default.1000000000000001", "tfmock"),
        ("warn", "1000000000000001", "default.1000000000000001", "tfmock"),
        ("strict", "1000000000000001", "second", "of-one"),
        ("strict", "2000000000000002", "first", "of-two"),
        ("strict", "3000000000000003", "first", "of-two"),
    ],
)
def test_strict_servers_take_configured_keys_only(auth: Auth, default: str, key: str, secret: str) -> None:
    chosen = Settings(auth=auth, default_account=default, accounts=STRICT)
    variables = environment(chosen, bundle=BUNDLE, environ={}).exports
    assert (variables["ALICLOUD_ACCESS_KEY"], variables["ALICLOUD_SECRET_KEY"]) == (key, secret)
    assert (variables["ALIBABA_CLOUD_ACCESS_KEY_ID"], variables["ALIBABA_CLOUD_ACCESS_KEY_SECRET"]) == (key, secret)


def test_a_configured_key_leads_to_no_other_world() -> None:
    chosen = Settings(auth="strict", accounts=STRICT)
    with pytest.raises(SettingsError, match=r"^--world job-17: with auth = \"strict\" only the keys of \[accounts\]"):
        environment(chosen, bundle=BUNDLE, environ={}, world="job-17")
