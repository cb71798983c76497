from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from tfmock import settings
from tfmock.core.accounts import Accounts
from tfmock.seed.described import SeedVpc
from tfmock.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("TFMOCK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_defaults_are_enough() -> None:
    chosen = Settings()
    assert (chosen.host, chosen.port, chosen.gateway_port) == ("127.0.0.1", 4180, 4181)
    assert (chosen.default_account, chosen.profile, chosen.seed) == ("1000000000000001", "instant", ())
    assert all(field.description for field in Settings.model_fields.values())


def test_flag_before_environment_before_file_before_default(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tfmock.toml").write_text("port = 1001\ngateway_port = 1002\nworld_seed = 'file'\n")
    monkeypatch.setenv("TFMOCK_PORT", "2001")
    monkeypatch.setenv("TFMOCK_GATEWAY_PORT", "2002")
    chosen = settings.load(port=3001, gateway_port=None)
    assert (chosen.port, chosen.gateway_port, chosen.world_seed) == (3001, 2002, "file")
    assert chosen.host == "127.0.0.1"


def test_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


def test_paths_in_the_file_lie_next_to_it(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    file = tmp_path / "etc" / "tfmock.toml"
    file.write_text("seed = ['a.json', '/b.json']\nrecord = 'r.jsonl'\n")
    chosen = settings.load(Path("etc/tfmock.toml"))
    assert chosen.seed == (tmp_path / "etc" / "a.json", Path("/b.json"))
    assert chosen.record == tmp_path / "etc" / "r.jsonl"
    assert chosen.config == Path("etc/tfmock.toml")


def test_seeds_in_the_environment_read_like_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TFMOCK_SEED", os.pathsep.join(("a.json", "b.json")))
    assert Settings().seed == (Path("a.json"), Path("b.json"))
    assert settings.load(seed=(Path("c.json"),)).seed == (Path("c.json"),)


@pytest.mark.parametrize(("digits", "good"), [(4, False), (5, True), (19, True), (20, False)])
def test_settings_seeds_and_keys_agree_on_account_ids(digits: int, good: bool) -> None:
    id = "1" * digits
    vpc = {"id": "vpc-1", "region": "cn-hangzhou", "cidr_block": "10.0.0.0/16", "account": id}
    for make in (lambda: Settings(default_account=id), lambda: SeedVpc.model_validate(vpc)):
        if good:
            make()
        else:
            with pytest.raises(ValidationError):
                make()
    assert (Accounts({}).owner(f"w.{id}") == ("w", id)) == good


def test_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tfmock.toml").write_text('[accounts]\nalice = 1000000000000002\n"key.b" = "1000000000000003"\n')
    assert Settings().uids() == {"alice": "1000000000000002", "key.b": "1000000000000003"}
    monkeypatch.setenv("TFMOCK_ACCOUNTS", '{"eve": "1000000000000009"}')
    assert Settings().uids()["eve"] == "1000000000000009"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nprt = 1\n", "tfmock.toml:2: unknown setting 'prt'. Did you mean port?"),
        ("port = 'x'\n", "tfmock.toml:1: port: must be a whole number"),
        ("port = 65536\n", "tfmock.toml:1: port: "),
        ("profile = 'slow'\n", "tfmock.toml:1: profile: must be 'instant' or 'realistic'"),
        ("[accounts]\nkey = 'me'\n", "tfmock.toml:2: accounts.key.uid: "),
        (f"[accounts]\nkey = '{'1' * 20}'\n", "tfmock.toml:2: accounts.key.uid: "),
        (
            "[prices]\n'cn-hangzhou:Gold' = 1\n",
            "tfmock.toml:2: prices.cn-hangzhou:Gold: 'cn-hangzhou:Gold' prices",
        ),
        ("[prices]\n'*:*:Gold' = -1\n", "tfmock.toml:2: prices.*:*:Gold: must be at least 0"),
        ("[quotas]\nvpc_quota_peer_num = -1\n", "tfmock.toml:2: quotas.vpc_quota_peer_num: must be"),
        ("[account_terms.me]\ncdt = false\n", "tfmock.toml: account_terms.me: must look like"),
        ("port = 7\ngateway_port = 7\n", "tfmock.toml: port and gateway_port are both 7"),
        ("config = 'x'\n", "tfmock.toml:1: 'config' cannot be set"),
        ("port = \n", "tfmock.toml: is not valid TOML: "),
        ("[sead]\ntoken = 1\n", "tfmock.toml:1: unknown setting 'sead'. Did you mean seed?"),
        ("[zoo]\ntoken = 1\n", "tfmock.toml:1: unknown setting 'zoo'. Known: account_terms, accounts, "),
        ("[accounts.x]\nuid = 1000000000000001\nsecrt = 'a'\n", "tfmock.toml: accounts.x.secrt: there is no such key."),
        (
            "[account_terms.1000000000000001]\nsit = 'china'\n",
            "tfmock.toml: account_terms.1000000000000001.sit: there is no such key. Did you mean site?",
        ),
    ],
)
def test_mistakes_in_the_file(text: str, message: str) -> None:
    Path("tfmock.toml").write_text(text)
    with pytest.raises(SettingsError) as problem:
        settings.load()
    assert str(problem.value).startswith(message)
    assert len(str(problem.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("TFMOCK_PORT", "x", "TFMOCK_PORT (environment variable): must be a whole number"),
        ("TFMOCK_ACCOUNTS", "{", "TFMOCK_* environment: "),
        ("TFMOCK_CONFIG", "missing.toml", "missing.toml: cannot be read: No such file"),
    ],
)
def test_mistakes_in_the_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as problem:
        settings.load()
    assert str(problem.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TFMOCK_PROFIL", "TFMOCK_PROFILE"), ("tfmock_prot", "TFMOCK_PORT"), ("TFMOCK_SERVR", "TFMOCK_SERVER"),
        ("TFMOCK_WORLDS", "TFMOCK_WORLD"), ("TFMOCK_CONTROL_TOKN", "TFMOCK_CONTROL_TOKEN"),
        # What tfmock itself exports, and what others call so: Kubernetes for a service called tfmock, our templates.
        ("TFMOCK_SERVER", ""), ("TFMOCK_WORLD", ""), ("TFMOCK_SERVICE_HOST", ""), ("TFMOCK_PORT_4180_TCP_PORT", ""),
        ("TFMOCK_PACKAGE", ""), ("TFMOCK_URL", ""), ("MY_TFMOCK_PROFIL", ""),
    ],
)  # fmt: skip
def test_mistyped_variables(monkeypatch: pytest.MonkeyPatch, name: str, meant: str) -> None:
    monkeypatch.setenv(name, "realistic")
    if not meant:
        assert settings.load().profile == "instant"
        return
    with pytest.raises(SettingsError) as problem:
        settings.load()
    assert str(problem.value) == f"{name} (environment variable): there is no such setting. Did you mean {meant}?"


@pytest.mark.parametrize(
    ("host", "good"),
    [
        ("127.0.0.1", True), ("::1", True), ("[::1]", True), ("tfmock.internal", True), ("bücher.example", True),
        ("127.0.0.1:4180", False), ("http://tfmock", False), ("a b", False), ("a..b", False), ("x" * 64, False),
    ],
)  # fmt: skip
def test_hosts(host: str, good: bool) -> None:
    if good:
        assert settings.load(host=host).host == host
        return
    with pytest.raises(SettingsError, match=r"^--host: '.+' is no address; write 127.0.0.1"):
        settings.load(host=host)


def test_mistakes_in_flags_name_the_flag() -> None:
    with pytest.raises(SettingsError, match=r"^--gateway-port -1: must be at least 0"):
        settings.load(gateway_port=-1)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_an_unreadable_settings_file_is_an_error(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(content) if content is not None else path.mkdir()
    with pytest.raises(SettingsError, match=r"x\.toml: (is not UTF-8|cannot be read: Is a directory)"):
        settings.load(path)


def test_all_mistakes_are_reported_together() -> None:
    Path("tfmock.toml").write_text("port = 'x'\nhots = '::1'\n")
    with pytest.raises(SettingsError) as problem:
        settings.load()
    assert len(str(problem.value).splitlines()) == 2


def test_flags_are_refused_in_words_of_the_user() -> None:
    with pytest.raises(SettingsError, match=r"^--port 99999: must be at most 65535\.$"):
        settings.load(port=99999)
