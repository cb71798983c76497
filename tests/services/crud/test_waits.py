"""What the provider waits for: words are there at once, jobs are done, and a wait that cannot end is ended."""

from __future__ import annotations

import pytest

from tests.support.crud import Client
from tests.support.lab import RefusedError
from tfmock.services.crud.waits import MOST_EQUAL_ANSWERS


@pytest.mark.parametrize(
    ("create", "read", "path"),
    [
        ("slb.CreateLoadBalancer", "slb.DescribeLoadBalancerAttribute", "LoadBalancerStatus=active"),
        ("alb.CreateLoadBalancer", "alb.GetLoadBalancerAttribute", "LoadBalancerStatus=Active"),
    ],
)
def test_the_word_that_is_waited_for_is_there(client: Client, create: str, read: str, path: str) -> None:
    id = client.call(create, RegionId="cn-hangzhou")["LoadBalancerId"]
    name, _, word = path.partition("=")
    assert client.call(read, RegionId="cn-hangzhou", LoadBalancerId=id)[name] == word


def test_an_endless_wait_is_ended(client: Client) -> None:
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    for _ in range(MOST_EQUAL_ANSWERS):
        client.call("kms.DescribeKey", KeyId=id)
    with pytest.raises(RefusedError) as ended:
        client.call("kms.DescribeKey", KeyId=id)
    assert (ended.value.status, ended.value.code) == (400, "Tfmock.EndlessWait")
    assert "2016-01-20 DescribeKey" in ended.value.message
    assert "NotFound" not in ended.value.message


def test_a_write_between_begins_a_wait_anew(client: Client) -> None:
    id = client.call("kms.CreateKey")["KeyMetadata"]["KeyId"]
    for _ in range(MOST_EQUAL_ANSWERS // 2 + 5):
        client.call("kms.DescribeKey", KeyId=id)
    client.call("kms.CreateKey")
    for _ in range(MOST_EQUAL_ANSWERS // 2 + 5):
        client.call("kms.DescribeKey", KeyId=id)
