"""mock_alicloud: the official SDKs in-process, as their users call them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import aiohttp.connector
import pytest
import requests
import requests.adapters
from alibabacloud_vpc20160428 import models as vpc

import tfmock
from tests.testing.sdk import BLOCK, client, make_vpc, make_vpc_async, patched
from tfmock.settings import SettingsError
from tfmock.testing import World, current_world
from tfmock.testing.mock import MockAlicloud


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = patched()
    yield
    assert patched() == before
    with pytest.raises(LookupError):
        current_world()


@pytest.mark.usefixtures("no_socket")
class TestAnswers:
    def test_sync(self) -> None:
        with tfmock.mock_alicloud() as world:
            id = make_vpc()
            assert world.vpc(id).cidr_blocks == (BLOCK,)
            assert [call.action for call in world.calls()] == ["CreateVpc"]

    def test_async(self) -> None:
        async def several() -> list[str]:
            return list(await asyncio.gather(*(make_vpc_async() for _ in range(5))))

        with tfmock.mock_alicloud() as world:
            ids = asyncio.run(several())
            assert sorted(vpc.id for vpc in world.vpcs()) == sorted(ids)

    def test_the_cloud_s_errors_are_the_sdk_s_exceptions(self) -> None:
        request = vpc.CreateVpcRequest(region_id="cn-hangzhou", cidr_block="10.0.0.0/33")
        with tfmock.mock_alicloud():
            with pytest.raises(Exception, match="InvalidParameter"):
                client().create_vpc(request)
            with pytest.raises(Exception, match="InvalidParameter"):
                asyncio.run(client().create_vpc_async(request))

    @pytest.mark.parametrize("protocol", ["http", "https"])
    def test_proxies_are_not_asked(self, patch: pytest.MonkeyPatch, protocol: str) -> None:
        for name in ("HTTPS_PROXY", "HTTP_PROXY"):
            patch.setenv(name, "http://proxy.example.com:3128")
        request = vpc.DescribeVpcsRequest(region_id="cn-hangzhou")
        with tfmock.mock_alicloud() as world:
            id = make_vpc(client(protocol=protocol))
            seen = asyncio.run(client(protocol=protocol).describe_vpcs_async(request)).body.vpcs.vpc
            assert [vpc.vpc_id for vpc in seen] == [id] == [vpc.id for vpc in world.vpcs()]

    def test_any_client_of_requests(self) -> None:
        params = {"Action": "DescribeRegions", "Version": "2016-04-28", "Format": "JSON"}
        with tfmock.mock_alicloud():
            url = "https://vpc.aliyuncs.com/"
            by_text = requests.post(url, data="Action=DescribeRegions&Version=2016-04-28&Format=JSON", timeout=5)
            by_part = requests.post(
                url, data=(part for part in (b"Action=DescribeRegions&", b"Format=JSON")), timeout=5
            )
            assert "Regions" in requests.get(url, params, timeout=5).json()
        assert "Regions" in by_text.json()
        assert by_part.json()["Code"] == "MissingVersion"

    def test_objects_by_requests(self) -> None:
        """OSS's Python SDK is a client of requests; the answer to a HEAD has a length and no body."""
        headers = {"Authorization": "OSS default.1000000000000001:x", "Content-Type": "application/json"}
        with tfmock.mock_alicloud():
            bucket = "https://bucket.oss-cn-hangzhou.aliyuncs.com"
            assert requests.put(bucket, headers=headers, timeout=5).status_code == 200
            assert requests.put(f"{bucket}/a%20b", headers=headers, data=b"{}", timeout=5).status_code == 200
            head = requests.head(f"{bucket}/a%20b", headers=headers, timeout=5)
            assert (head.headers["Content-Length"], head.content) == ("2", b"")
            assert requests.get(f"{bucket}/a%20b", headers=headers, timeout=5).content == b"{}"

    def test_any_client_of_aiohttp(self) -> None:
        async def parts() -> AsyncIterator[bytes]:
            yield b"Action=DescribeRegions&"
            yield b"Version=2016-04-28&Format=JSON"

        async def ask(**how: object) -> object:
            async with (
                aiohttp.ClientSession() as session,
                session.post("https://vpc.aliyuncs.com/", **how) as reply,
            ):
                return await reply.json()

        text = b"Action=DescribeRegions&Version=2016-04-28&Format=JSON"
        with tfmock.mock_alicloud():
            for how in ({"data": text}, {"data": parts()}, {"data": text, "expect100": True}):
                answer = asyncio.run(ask(**how))
                assert isinstance(answer, dict)
                assert "Regions" in answer

    def test_the_older_sdk(self) -> None:
        core = pytest.importorskip("aliyunsdkcore.client", reason="aliyun-python-sdk-core is not installed")
        common = pytest.importorskip("aliyunsdkcore.request")
        request = common.CommonRequest(domain="vpc.aliyuncs.com", version="2016-04-28", action_name="CreateVpc")
        request.add_query_param("CidrBlock", BLOCK)
        with tfmock.mock_alicloud() as world:
            core.AcsClient("default.1000000000000001", "secret", "cn-hangzhou").do_action_with_exception(request)
            assert len(world.vpcs()) == 1

    def test_other_actions_and_products_are_refused_by_name(self) -> None:
        with tfmock.mock_alicloud():
            query = {"Action": "ListBuckets", "Version": "2013-10-15"}
            reply = requests.get("https://oss.aliyuncs.com", query, timeout=5)
        assert reply.status_code == 400
        assert "Tfmock.NotImplemented" in reply.text


class TestWorlds:
    def test_settings_and_seeds(self) -> None:
        with tfmock.mock_alicloud(quotas={"vpc_quota_instances_num": 1}, default_account="3000000000000003") as world:
            assert world.vpc(make_vpc()).account == "3000000000000003"
            with pytest.raises(Exception, match="QuotaExceeded"):
                make_vpc()

    def test_a_wrong_setting(self) -> None:
        with pytest.raises(SettingsError, match="mock_alicloud: profil: unknown setting"):
            tfmock.mock_alicloud(profil="realistic").start()

    def test_nested(self) -> None:
        with tfmock.mock_alicloud() as outer:
            make_vpc()
            with tfmock.mock_alicloud() as inner:
                assert current_world() is inner
                make_vpc()
                make_vpc()
            assert current_world() is outer
            make_vpc()
            assert (len(outer.vpcs()), len(inner.vpcs())) == (2, 2)

    def test_one_object_entered_twice(self) -> None:
        mock = tfmock.mock_alicloud()
        with mock as outer, mock as inner:
            assert outer is not inner
            make_vpc()
            assert (len(outer.vpcs()), len(inner.vpcs())) == (0, 1)

    def test_start_and_stop(self) -> None:
        mock = tfmock.mock_alicloud()
        world = mock.start()
        make_vpc()
        mock.stop()
        assert len(world.vpcs()) == 1

    def test_left_in_the_order_of_entry(self) -> None:
        first, second = tfmock.mock_alicloud(), tfmock.mock_alicloud()
        first.start()
        world = second.start()
        first.stop()
        make_vpc()
        assert len(world.vpcs()) == 1
        second.stop()

    def test_threads_of_a_test_reach_its_world(self) -> None:
        with tfmock.mock_alicloud(quotas={"vpc_quota_instances_num": 50}) as world, ThreadPoolExecutor(8) as pool:
            ids = set(pool.map(lambda _: make_vpc(), range(24)))
            assert {vpc.id for vpc in world.vpcs()} == ids
            assert len(ids) == 24

    def test_tests_in_threads_have_a_world_each(self) -> None:
        together = threading.Barrier(4, timeout=120)  # bounds a hang; a loaded machine may take its time

        def count_vpcs(count: int) -> int:
            with tfmock.mock_alicloud() as world:
                together.wait()
                for _ in range(count):
                    make_vpc()
                together.wait()
                return len(world.vpcs())

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(count_vpcs, (1, 2, 3, 4))) == [1, 2, 3, 4]

    def test_an_invalid_seed_is_named_in_the_error(self) -> None:
        with tfmock.mock_alicloud() as world:
            nowhere = {"id": "vpc-1", "region": "nowhere", "cidr_block": BLOCK}
            with pytest.raises(SettingsError, match=r"^world\.seed: the dictionary: vpc-1: .* no region nowhere"):
                world.seed({"vpcs": [nowhere]})
            with pytest.raises(SettingsError, match=r"^world\.seed: missing\.yaml: "):
                world.seed("missing.yaml")
            assert not world.vpcs()

    def test_tasks_have_a_world_each(self) -> None:
        @tfmock.mock_alicloud
        async def count_vpcs(count: int) -> int:
            for _ in range(count):
                await make_vpc_async()
                await asyncio.sleep(0)
            return len(current_world().vpcs())

        async def together() -> list[int]:
            return list(await asyncio.gather(count_vpcs(1), count_vpcs(2), count_vpcs(3)))

        assert asyncio.run(together()) == [1, 2, 3]


class TestDecorator:
    @tfmock.mock_alicloud
    def test_plain(self) -> None:
        make_vpc()
        assert len(current_world().vpcs()) == 1

    @tfmock.mock_alicloud(quotas={"vpc_quota_instances_num": 1})
    @pytest.mark.parametrize("turn", range(2))
    def test_with_settings_and_parameters(self, turn: int) -> None:
        make_vpc()
        with pytest.raises(Exception, match="QuotaExceeded"):
            make_vpc()

    def test_coroutine_function(self) -> None:
        @tfmock.mock_alicloud
        async def make() -> tuple[str, World]:
            return await make_vpc_async(), current_world()

        id, world = asyncio.run(make())
        assert world.vpc(id).id == id

    def test_generators(self) -> None:
        @tfmock.mock_alicloud
        def fixture() -> Iterator[World]:
            yield current_world()

        @tfmock.mock_alicloud
        async def async_fixture() -> AsyncIterator[World]:
            yield current_world()

        async def use() -> int:
            async for world in async_fixture():
                await make_vpc_async()
                return len(world.vpcs())
            return 0

        for world in fixture():
            make_vpc()
            assert len(world.vpcs()) == 1
        assert asyncio.run(use()) == 1

    def test_names_and_results_stay(self) -> None:
        @tfmock.mock_alicloud
        def add(first: int, second: int = 2) -> int:
            """Adds."""
            return first + second

        assert (add(1), add.__name__, add.__doc__) == (3, "add", "Adds.")

    def test_classes_are_refused(self) -> None:
        with pytest.raises(TypeError, match="Case is a class"):

            @tfmock.mock_alicloud
            class Case: ...

    def test_exceptions_restore_everything(self) -> None:
        before = patched()

        @tfmock.mock_alicloud
        def fails() -> None:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fails()
        assert patched() == before


def test_the_package_stays_light() -> None:
    program = (
        "import sys, tfmock; assert not {'flask', 'pydantic', 'requests'} & set(sys.modules); "
        "from tfmock.testing import mock_alicloud; assert tfmock.mock_alicloud is mock_alicloud; "
        "mock_alicloud(lambda: 1); assert not {'flask', 'pydantic', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert isinstance(tfmock.mock_alicloud(), MockAlicloud)
    with pytest.raises(AttributeError, match="mock_aws"):
        tfmock.mock_aws  # noqa: B018
