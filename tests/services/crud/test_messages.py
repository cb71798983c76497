"""Message Service: REST with XML, as aliyun-mns-go-sdk speaks it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from xml.etree import ElementTree

import pytest

from tests.support.crud import Client
from tests.support.lab import Answered, ask
from tfmock.protocol import mns
from tfmock.protocol.reply import document

QUEUE = {
    "DelaySeconds": "0",
    "MaximumMessageSize": "65536",
    "MessageRetentionPeriod": "345600",
    "VisibilityTimeout": "30",
    "PollingWaitSeconds": "0",
}
TOPIC = {"MaximumMessageSize": "65536", "LoggingEnabled": "true"}
SUBSCRIPTION = {
    "Endpoint": "http://example.com/?a=1&b=2",
    "FilterTag": "x",
    "NotifyStrategy": "BACKOFF_RETRY",
    "NotifyContentFormat": "SIMPLIFIED",
}


def send(
    client: Client,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    query: str = "",
    authorization: str = "",
    prefix: str = "",
) -> Answered:
    head = {"Authorization": authorization or f"MNS {client.key}:signature", "x-mns-version": "2015-06-06"}
    if prefix:
        head["x-mns-prefix"] = prefix
    environ = {"HTTP_HOST": f"{client.account}.mns.cn-hangzhou.aliyuncs.com", "CONTENT_TYPE": "application/xml"}
    return ask(client.app, method=method, path=path, query=query, body=body, headers=head, environ=environ)


def texts(answered: Answered) -> tuple[str, dict[str, str]]:
    """The root of a document and the texts of its elements."""
    root = ElementTree.fromstring(answered.body)
    return root.tag, {child.tag: child.text or "" for child in root}


@pytest.mark.parametrize(
    ("path", "kind", "sent", "change"),
    [
        ("/queues/jobs", "Queue", QUEUE, {**QUEUE, "DelaySeconds": "9"}),
        ("/topics/news", "Topic", TOPIC, {**TOPIC, "LoggingEnabled": "false"}),
        ("/topics/news/subscriptions/reader", "Subscription", SUBSCRIPTION, {"NotifyStrategy": "X"}),
    ],
)
def test_life(client: Client, path: str, kind: str, sent: Mapping[str, str], change: Mapping[str, str]) -> None:
    collection, _, name = path.rpartition("/")
    assert send(client, "PUT", path, document(kind, sent)).status in (200, 201)
    root, shown = texts(send(client, "GET", path))
    assert root == kind
    assert shown.items() >= {**sent, f"{kind}Name": name}.items()
    assert send(client, "PUT", path, document(kind, change), query="metaoverride=true").status in (200, 201)
    assert texts(send(client, "GET", path))[1].items() >= {**sent, **change}.items()
    listed = ElementTree.fromstring(send(client, "GET", collection).body)
    assert [listed.tag, *(item.findtext(f"{kind}Name") for item in listed)] == [f"{kind}s", name]
    assert send(client, "DELETE", path).status in (200, 201, 204)
    absent = send(client, "GET", path)
    assert (absent.status, texts(absent)[1]["Code"]) == (404, f"{kind}NotExist")


def test_lists_are_cut_to_a_prefix(client: Client) -> None:
    for name in ("jobs", "journal", "orders"):
        send(client, "PUT", f"/queues/{name}", document("Queue", QUEUE))
    listed = ElementTree.fromstring(send(client, "GET", "/queues", prefix="jo").body)
    assert sorted(item.findtext("QueueName", "") for item in listed) == ["jobs", "journal"]


@pytest.mark.parametrize("body", [b"", b"<Queue>", b'<!DOCTYPE q [<!ENTITY a "b">]><Queue/>'])
def test_what_is_no_document_is_refused_in_xml(client: Client, body: bytes) -> None:
    answered = send(client, "PUT", "/queues/jobs", body)
    assert (answered.status == 400) is bool(body)
    if body:
        assert texts(answered)[1]["Code"] == "InvalidRequestBody"


def test_the_client_is_led_here_by_the_user_name_of_its_endpoint(client: Client) -> None:
    """The provider prepends ``https://<account>.mns.``; the client panics unless that has five labels, and sends the
    user name instead of its signature."""
    url = f"https://{client.account}.mns.{mns.endpoint(4180, 'cn-beijing', client.world)}"
    assert len(url.split(".")) == 5
    user, _, address = url.removeprefix("https://").partition("@")
    assert address == "localhost:4180"
    basic = f"Basic {base64.b64encode(f'{user}:'.encode()).decode()}"
    assert send(client, "PUT", "/queues/jobs", document("Queue", QUEUE), authorization=basic).status in (200, 201)
    assert send(client, "GET", "/queues/jobs").status == 200  # the same account in the same world


@pytest.mark.parametrize("credentials", ["x", "Basic", "Basic !", f"Basic {base64.b64encode(b'me:pw').decode()}"])
def test_other_credentials_are_no_key(credentials: str) -> None:
    assert mns.access_key(credentials) == ""
