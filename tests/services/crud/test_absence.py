"""What is not there: the provider must notice, or an import makes a ghost of it and a refresh never ends."""

from __future__ import annotations

import pytest

from tests.support.crud import Client
from tests.support.lab import Json, RefusedError

ID = "7000000001"


@pytest.mark.parametrize(
    ("action", "named", "code"),
    [
        # Attachments read lists in the same reply, and an empty one means to them that nothing is attached.
        ("alb.GetLoadBalancerAttribute", {"LoadBalancerId": ID}, "ResourceNotFound.LoadBalancer"),
        # The provider has no code for it: status 404 is enough, and any reply would be taken for the image.
        ("eds-aic.GetImageInfo", {"ImageId": ID}, "ResourceNotFound"),
        # The data lists retried codes among those that mean gone.
        (
            "cbn.DescribeCenBandwidthPackages",
            {"Filter": [{"Key": "CenBandwidthPackageId", "Value": [ID]}]},
            "ParameterCenInstanceId",
        ),
    ],
)
def test_reading_what_is_not_there_fails(client: Client, action: str, named: Json, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        client.call(action, named)
    assert (refused.value.status, refused.value.code) == (404, code)


@pytest.mark.parametrize(
    ("action", "named", "path", "word"),
    [
        ("arms.DescribeEnvironment", {"EnvironmentId": ID}, ["Code"], "404"),
        ("arms.GetGrafanaWorkspace", {"GrafanaWorkspaceId": ID}, ["Data", "status"], "DeleteSucceed"),
    ],
)
def test_a_reply_of_success_says_that_nothing_is_there(
    client: Client, action: str, named: Json, path: list[str], word: str
) -> None:
    reply = client.call(action, named)
    for name in path[:-1]:
        reply = reply[name]
    assert reply[path[-1]] == word


def test_an_empty_list_in_a_text_is_a_text(client: Client) -> None:
    """The provider takes it for a text without looking."""
    assert client.call("dg.GetUserGateways", SearchKey=ID)["Data"] == "[]"


def test_ids_that_the_provider_stores_as_numbers_are_numbers(client: Client) -> None:
    created = client.call("esa.CreateRecord", SiteId="12345", RecordName="www", Type="A")
    record = client.call("esa.GetRecord", RecordId=created["RecordId"])
    assert record["RecordModel"]["SiteId"] == 12345
