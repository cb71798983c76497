"""The tfmock fixture, used by pytest runs inside this one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

# pytester forgets the modules that an inner run imported, and extensions written in Rust cannot be imported twice.
import alibabacloud_vpc20160428.client
import alibabacloud_vpcpeer20220101.client
import cryptography.hazmat.primitives.asymmetric.ec
import cryptography.x509
import pytest

import tfmock.server.http_server
import tfmock.testing.server

_KEPT = (alibabacloud_vpc20160428, alibabacloud_vpcpeer20220101, cryptography, tfmock)

Plugin = tuple[str, ...]

# What each inner test file begins with: the SDKs, on the fixture's endpoint.
CLIENT = """
import pytest
from alibabacloud_tea_openapi.models import Config
from alibabacloud_vpc20160428 import models as vpc
from alibabacloud_vpc20160428.client import Client as Vpc
from alibabacloud_vpcpeer20220101 import models as peer
from alibabacloud_vpcpeer20220101.client import Client as Peer

BOB = "2000000000000002"


def config(tfmock, account=""):
    return Config(access_key_id=tfmock.access_key(account), access_key_secret=tfmock.secret,
                  endpoint=tfmock.address, protocol="http", region_id="cn-hangzhou")


def make_vpc(tfmock, block="10.0.0.0/16", account="", **more):
    wanted = vpc.CreateVpcRequest(region_id="cn-hangzhou", cidr_block=block, **more)
    return Vpc(config(tfmock, account)).create_vpc(wanted).body.vpc_id


def make_vswitch(tfmock, vpc_id, block):
    wanted = vpc.CreateVSwitchRequest(region_id="cn-hangzhou", zone_id="cn-hangzhou-b", vpc_id=vpc_id, cidr_block=block)
    return Vpc(config(tfmock)).create_vswitch(wanted).body.v_switch_id


def make_peering(tfmock, one, other, account=""):
    wanted = peer.CreateVpcPeerConnectionRequest(
        region_id="cn-hangzhou", vpc_id=one, accepting_vpc_id=other, accepting_region_id="cn-hangzhou",
        accepting_ali_uid=int(account or "1000000000000001"))
    return Peer(config(tfmock)).create_vpc_peer_connection(wanted).body.instance_id


def make_route(tfmock, table, block, connection):
    wanted = vpc.CreateRouteEntryRequest(region_id="cn-hangzhou", route_table_id=table, destination_cidr_block=block,
                                         next_hop_id=connection, next_hop_type="VpcPeer")
    Vpc(config(tfmock)).create_route_entry(wanted)
"""


def run(pytester: pytest.Pytester, plugin: Plugin, test: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(CLIENT + test)
    return pytester.runpytest_inprocess(*plugin, "-p", "no:cacheprovider", "-p", "no:randomly", *arguments)


def test_each_test_has_a_fresh_world(pytester: pytest.Pytester, plugin: Plugin) -> None:
    done = run(pytester, plugin, '''
        @pytest.mark.parametrize("turn", range(3))
        def test_alone(tfmock, turn):
            assert tfmock.world.vpcs() == []
            id = make_vpc(tfmock, vpc_name="only")
            (found,) = tfmock.world.vpcs()
            assert (found.id, found.name, found.status) == (id, "only", "Available")
            assert [call.action for call in tfmock.world.calls()] == ["CreateVpc"]


        def test_keys_that_name_no_world_lead_here(tfmock):
            import urllib.request
            for key in ("LTAI5tRealLooking", "default.1000000000000001"):
                query = "Action=CreateVpc&Version=2016-04-28&RegionId=cn-hangzhou&CidrBlock=10.0.0.0/8&AccessKeyId="
                urllib.request.urlopen(f"{tfmock.endpoint}/?{query}{key}").read()
            assert len(tfmock.world.vpcs()) == 2


        def test_env(tfmock):
            assert tfmock.env["HTTPS_PROXY"].startswith("http://127.0.0.1:")
            assert tfmock.env["ALIBABA_CLOUD_ACCESS_KEY_ID"] == tfmock.access_key()
            assert "PATH" in tfmock.env
            with open(tfmock.env["SSL_CERT_FILE"]) as bundle:
                assert "BEGIN CERTIFICATE" in bundle.read()
    '''.replace("\n        ", "\n"))  # fmt: skip
    done.assert_outcomes(passed=5)


def test_world(pytester: pytest.Pytester, plugin: Plugin) -> None:
    done = run(pytester, plugin, '''
        def test_peering_of_two_accounts_expires(tfmock):
            one, other = make_vpc(tfmock), make_vpc(tfmock, "10.1.0.0/16", BOB)
            id = make_peering(tfmock, one, other, BOB)
            assert tfmock.world.peering(id).status == "Accepting"
            assert tfmock.world.peering(id).accepter.account == BOB
            tfmock.world.advance("6d23h")
            assert tfmock.world.peering(id).status == "Accepting"
            tfmock.world.advance("8d")
            assert tfmock.world.peering(id).status == "Expired"


        def test_reach(tfmock):
            world = tfmock.world
            vpc, other_vpc = make_vpc(tfmock), make_vpc(tfmock, "10.1.0.0/16")
            answer = world.can_reach(vpc, other_vpc)
            assert (answer.reachable, answer.cause) == (False, "no-vswitch")
            assert answer.why.startswith(f"{vpc} has no vSwitch")
            vswitch = make_vswitch(tfmock, vpc, "10.0.1.0/24")
            other_vswitch = make_vswitch(tfmock, other_vpc, "10.1.1.0/24")
            id = make_peering(tfmock, vpc, other_vpc)
            table, table2 = world.vpc(vpc).route_tables[0], world.vpc(other_vpc).route_tables[0]
            assert not world.can_reach(vswitch, other_vswitch)
            make_route(tfmock, table, "10.1.0.0/16", id)
            for source in (vpc, vswitch):
                for target in (other_vpc, other_vswitch):
                    assert world.can_reach(source, target, one_way=True)
                    assert world.can_reach(source, target).cause == "no-route"  # nor does an answer come back
                    assert not world.can_reach(target, source, one_way=True)
            make_route(tfmock, table2, "10.0.0.0/16", id)
            assert world.can_reach(other_vpc, vpc)
            assert [(row.destination, row.hop) for row in world.route_table(table).routes] == [("10.1.0.0/16", id)]
            assert world.vswitch(vswitch).vpc == vpc
            assert [row.id for row in world.vswitches()] == [vswitch, other_vswitch]
            assert [row.id for row in world.peerings()] == [id]


        def test_calls_tell_errors_and_no_secrets(tfmock):
            with pytest.raises(Exception, match="InvalidVpcId.NotFound"):
                make_vswitch(tfmock, "vpc-none", "10.0.0.0/24")
            (call,) = tfmock.world.calls("CreateVSwitch")
            assert (call.product, call.account, call.status) == ("Vpc", "1000000000000001", 404)
            assert call.error == "InvalidVpcId.NotFound"
            assert call.params["VpcId"] == "vpc-none"
            assert not any("Sig" in name or "Key" in name for name in call.params)
            assert tfmock.world.calls("CreateVpc") == ()


        SEED = {"vpcs": [{"id": "vpc-bp1seeded", "region": "cn-hangzhou", "cidr_block": "10.0.0.0/8",
                          "account": BOB, "vswitches": [{"id": "vsw-bp1seeded", "cidr_block": "10.0.0.0/24"}]}]}


        def test_seeds(tfmock, tmp_path):
            tfmock.world.seed(SEED)
            assert tfmock.world.vpc("vpc-bp1seeded").account == BOB
            assert tfmock.world.vpc("vpc-bp1seeded").vswitches == ("vsw-bp1seeded",)
            (tmp_path / "more.yaml").write_text("vpcs: [{id: vpc-2, region: cn-beijing, cidr_block: 10.0.0.0/8}]")
            tfmock.world.seed(tmp_path / "more.yaml")
            assert tfmock.world.vpc("vpc-2").region == "cn-beijing"
    '''.replace("\n        ", "\n"))  # fmt: skip
    done.assert_outcomes(passed=4)


def test_markers(pytester: pytest.Pytester, plugin: Plugin) -> None:
    (pytester.path / "seeds").mkdir()
    seed = pytester.path / "seeds" / "world.yaml"
    seed.write_text("vpcs: [{id: vpc-seeded, region: cn-hangzhou, cidr_block: 10.0.0.0/8}]", encoding="utf-8")
    done = run(pytester, plugin, '''
        @pytest.mark.tfmock(quotas={"vpc_quota_instances_num": 1}, default_account=BOB)
        class TestSettings:
            def test_quota_and_account(self, tfmock):
                assert tfmock.access_key().endswith("." + BOB)
                id = make_vpc(tfmock)
                assert tfmock.world.vpc(id).account == BOB
                with pytest.raises(Exception, match="QuotaExceeded"):
                    make_vpc(tfmock)

            @pytest.mark.tfmock(quotas={"vpc_quota_instances_num": 2})
            def test_the_function_goes_first(self, tfmock):
                assert tfmock.access_key().endswith("." + BOB)
                make_vpc(tfmock)
                make_vpc(tfmock)


        @pytest.mark.tfmock(profile="realistic", seed="seeds/world.yaml")
        def test_profile_and_seed(tfmock):
            tfmock.world.freeze()
            id = make_vpc(tfmock)
            assert tfmock.world.vpc("vpc-seeded").status == "Available"
            assert tfmock.world.vpc(id).status == "Pending"
            tfmock.world.advance(10)
            assert tfmock.world.vpc(id).status == "Available"
    '''.replace("\n        ", "\n"), "--strict-markers")  # fmt: skip
    done.assert_outcomes(passed=3)


def test_failures_say_why(pytester: pytest.Pytester, plugin: Plugin) -> None:
    done = run(pytester, plugin, '''
        def test_reach(tfmock):
            one, other = make_vpc(tfmock), make_vpc(tfmock, "10.1.0.0/16")
            make_vswitch(tfmock, one, "10.0.1.0/24"), make_vswitch(tfmock, other, "10.1.1.0/24")
            assert tfmock.world.can_reach(one, other)

        def test_absent(tfmock):
            make_vpc(tfmock, vpc_name="here")
            tfmock.world.vpc("vpc-none")

        def test_absent_end(tfmock):
            tfmock.world.can_reach("vpc-none", "vpc-none")

        @pytest.mark.tfmock(profil="realistic")
        def test_typing_error(tfmock): ...

        @pytest.mark.tfmock(profile="slow")
        def test_value(tfmock): ...

        @pytest.mark.tfmock("realistic")
        def test_positional(tfmock): ...

        @pytest.mark.tfmock(seed="none.yaml")
        def test_no_seed(tfmock): ...

        def test_back_in_time(tfmock):
            tfmock.world.advance("-1d")
    '''.replace("\n        ", "\n"))  # fmt: skip
    done.assert_outcomes(failed=4, errors=4)
    done.stdout.fnmatch_lines(
        [
            "*assert <vpc-bp1* does not reach vpc-bp1*: *no *route*>*",
            "*there is no VPC vpc-none in <world default>; it has vpc-bp1* (here)*",
            "*'vpc-none' is no instance, network interface, vSwitch, VPC or address of this world; it has no VPC*",
        ]
    )
    text = done.stdout.str()
    assert "@pytest.mark.tfmock: profil: unknown setting 'profil'. Did you mean profile?" in " ".join(text.split())
    assert "@pytest.mark.tfmock: profile: " in text
    assert "@pytest.mark.tfmock takes settings by name only, not 'realistic'" in text
    assert "none.yaml: No such file" in text
    assert "is no duration; write " in text


def test_settings_that_outlive_a_test_are_left_alone(
    pytester: pytest.Pytester, plugin: Plugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pytester.path)
    (pytester.path / "tfmock.toml").write_text(
        'record = "calls.jsonl"\n[accounts]\nLTAI5tTeam = "3000000000000003"\n', encoding="utf-8"
    )
    done = run(pytester, plugin, '''
        def test_accounts_of_the_project(tfmock):
            client = Vpc(Config(access_key_id="LTAI5tTeam", access_key_secret="x", endpoint=tfmock.address,
                                protocol="http", region_id="cn-hangzhou"))
            client.create_vpc(vpc.CreateVpcRequest(region_id="cn-hangzhou", cidr_block="10.0.0.0/8"))
            assert tfmock.world.vpcs()[0].account == "3000000000000003"
    '''.replace("\n        ", "\n"))  # fmt: skip
    done.assert_outcomes(passed=1)
    assert not (pytester.path / "calls.jsonl").exists()


def test_xdist(pytester: pytest.Pytester, plugin: Plugin) -> None:
    pytester.makepyfile(  # without the SDKs: both processes would have to import them
        """
        import urllib.request

        import pytest
        import requests

        import tfmock as package

        QUERY = "Action=CreateVpc&Version=2016-04-28&RegionId=cn-hangzhou&CidrBlock=10.0.0.0/8&AccessKeyId=x"


        @pytest.mark.parametrize("turn", range(12))
        def test_fixture(tfmock, turn):
            assert tfmock.world.vpcs() == []
            urllib.request.urlopen(f"{tfmock.endpoint}/?{QUERY}").read()
            assert len(tfmock.world.vpcs()) == 1


        @pytest.mark.parametrize("turn", range(12))
        def test_in_process(turn):
            with package.mock_alicloud() as world:
                requests.get(f"https://vpc.aliyuncs.com/?{QUERY}").raise_for_status()
                assert len(world.vpcs()) == 1
        """
    )
    done = pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", "-n", "2", timeout=60)
    done.assert_outcomes(passed=24)


def test_unused_it_costs_nothing(pytester: pytest.Pytester, plugin: Plugin) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_nothing_was_imported():
            ours = sorted(name for name in sys.modules if name.partition(".")[0] == "tfmock")
            assert ours == ["tfmock", "tfmock.testing", "tfmock.testing.plugin", "tfmock.version"]
            heavy = {"flask", "pydantic", "requests", "aiohttp", "cryptography", "yaml"}
            assert not heavy & set(sys.modules)
        """
    )
    done = pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", "-p", "no:_hypothesis_pytestplugin")
    done.assert_outcomes(passed=1)


def test_loading_it_takes_no_time() -> None:
    program = (
        "import pytest, time; before = time.perf_counter(); import tfmock.testing.plugin; "
        "print(time.perf_counter() - before)"
    )
    line = [sys.executable, "-c", program]
    times = [float(subprocess.run(line, capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    assert min(times) < 0.02, times  # about 1 ms; the machine that runs this is shared


def test_the_entry_point_names_the_plugin() -> None:
    pyproject = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\ntfmock = "tfmock.testing.plugin"\n' in pyproject


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_terraform_has_a_state_of_the_test_s_own(pytester: pytest.Pytester, plugin: Plugin) -> None:
    """A remote backend, which does not exist here, is not asked, and a local state is neither read nor written."""
    pytester.makefile(
        ".tf",
        main="""
        terraform {
          backend "http" {
            address = "http://127.0.0.1:9/state"
          }
        }
        resource "terraform_data" "this" {
          input = "made"
        }
        output "made" {
          value = terraform_data.this.output
        }
        """,
    )
    real = pytester.path / "terraform.tfstate"
    real.write_text("not to be touched", encoding="utf-8")
    done = run(pytester, plugin, '''
        import os
        import subprocess


        def terraform(tfmock, *arguments):
            return subprocess.run(
                ["terraform", *arguments], env=tfmock.env, check=True, stdout=subprocess.PIPE, text=True
            ).stdout


        def test_apply(tfmock):
            terraform(tfmock, "init", "-input=false")
            terraform(tfmock, "apply", "-auto-approve")
            assert terraform(tfmock, "output", "-raw", "made") == "made"


        def test_the_next_one_starts_from_nothing(tfmock):
            terraform(tfmock, "init", "-input=false")
            assert terraform(tfmock, "state", "pull") == ""


        def test_nothing_is_left():
            assert not [name for name in os.listdir() if "override" in name or name == ".terraform"]
    '''.replace("\n        ", "\n"))  # fmt: skip
    done.assert_outcomes(passed=3)
    assert real.read_text(encoding="utf-8") == "not to be touched"
