"""Which names and texts are secret."""

from __future__ import annotations

import json

import pytest

from tfmock.protocol.redaction import (
    MASK,
    hide,
    is_secret,
    is_secret_parameter,
    masked,
    scrub,
    scrub_value,
    secret_values,
)


@pytest.mark.parametrize(
    "name",
    [
        "Password", "PassWord", "AdminPassword", "LoginPassword", "db_password", "VncPassword", "AccessKeySecret",
        "Secret", "SecretData", "client_secret", "SecurityToken", "BearerToken", "OIDCToken", "SAMLAssertion",
        "CodeRepoAccessToken", "token", "Token", "UserData", "user_data", "PrivateKey", "PrivateKeyBody", "Psk",
        "PreSharedKey", "AuthKey", "accessKey", "Authorization", "Cookie", "Webhook", "WebHook", "DingWebHook",
        "Webhooks", "DingRobotWebhookUrl", "Credential", "Signature", "x-oss-signature", "x-oss-security-token",
        "Policy", "SecretValue", "ClientSecret", "ServerKey", "ClientKey", "ApiKeyValue", "KeyMaterial", "Plaintext",
        "KialiArmsAuthTokens",
    ],
)  # fmt: skip
def test_secret_names(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        "ClientToken", "NextToken", "client_token", "HttpTokens", "KeyPairName", "PublicKeyBody", "TagKey", "Key",
        "KMSKeyId", "CreditSpecification", "PasswordInherit", "VpcName", "Description", "AccessKeyId", "NoDataPolicy",
        "AutoSnapshotPolicyId", "SearchKey", "KeyWord", "AuthorName", "SecretName", "SecretType", "SecretDataType",
        "CredentialType", "PrivateKeyFingerPrint", "ApiKeyName",
    ],
)  # fmt: skip
def test_other_names(name: str) -> None:
    assert not is_secret(name)


KEY_PEM = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:pw@example.com/x", f"https://{MASK}@example.com/x"),
        ("https://oapi.dingtalk.com/robot/send?access_token=abc&x=1", f"https://oapi.dingtalk.com/robot/send?access_token={MASK}&x=1"),
        (
            "https://b.oss-cn-hangzhou.aliyuncs.com/k?Expires=1&OSSAccessKeyId=LTAI1&Signature=abc%2B",
            f"https://b.oss-cn-hangzhou.aliyuncs.com/k?Expires=1&OSSAccessKeyId={MASK}&Signature={MASK}",
        ),
        ("see http://a/?x-oss-signature=1;x-oss-credential=LTAI/2", f"see http://a/?x-oss-signature={MASK};x-oss-credential={MASK}"),
        (f"a {KEY_PEM}", f"a {MASK}"),
        ("https://api.aliyun.com/troubleshoot?q=A&product=B", "https://api.aliyun.com/troubleshoot?q=A&product=B"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("a@b.example", "a@b.example"),
    ],
)  # fmt: skip
def test_texts(text: str, expected: str) -> None:
    assert scrub(text) == expected
    assert scrub_value(text) == expected


def test_secrets_inside_json_are_found() -> None:
    given = {
        "a": 1,
        "Credentials": {"AccessKeyId": "x", "AccessKeySecret": "y"},
        "Webhooks": ["u", "v"],
        "e": {"token": ""},
    }
    expected = {
        "a": 1, "Credentials": {"AccessKeyId": "x", "AccessKeySecret": MASK}, "Webhooks": [MASK, MASK],
        "e": {"token": ""},
    }  # fmt: skip
    assert masked(given) == expected
    assert json.loads(scrub_value(json.dumps(given))) == expected
    assert scrub_value('{"b": [1,  2]}') == '{"b": [1,  2]}'  # as it was written
    assert scrub_value("[" * 100_000) == "[" * 100_000


def test_a_text_that_is_json_is_looked_into() -> None:
    assert masked({"Config": '{"Password": "y"}'}) == {"Config": f'{{"Password": "{MASK}"}}'}
    assert scrub_value("[" * 900 + "]" * 900) == "[" * 900 + "]" * 900  # deeper than can be looked into


@pytest.mark.parametrize("name", ["Password", "Account.1.Password", "Passwords.1", "Account.Passwords.12"])
def test_secret_parameters(name: str) -> None:
    assert is_secret_parameter(name)


@pytest.mark.parametrize("name", ["1", "Password.Name", "SecretName.1", "NextToken", "ClientToken"])
def test_other_parameters(name: str) -> None:
    assert not is_secret_parameter(name)


def test_values_are_found_in_every_spelling() -> None:
    secret = 'p&w "1/é'
    values = secret_values(
        {"A.1.Password": secret, "Signature": "c2lnbmF0dXJl", "Token": "short", "VpcName": "public-name"}
    )
    assert values == ["c2lnbmF0dXJl", secret]
    for text in (
        secret,
        "p%26w%20%221%2F%C3%A9",
        "p%2526w%2520%25221%252F%25C3%25A9",
        "p%26w+%221%2F%C3%A9",
        'p&w \\"1/\\u00e9',
    ):
        assert hide(f"x {text} y public-name", values) == f"x {MASK} y public-name"
