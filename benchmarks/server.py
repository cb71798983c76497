"""How fast tfmock answers, next to moto in the same run; and how long ``terraform apply`` takes, next to the sum of
the provider's own waits. Ratios are the point: absolute numbers depend on the machine.

    make bench        (installs moto; needs terraform and the provider for the last part, and says so if missing)
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load import Result, run

ROOT = Path(__file__).parent.parent
#: provider: VPC 5 s > route table 5 s > attachment 5 s are one after the other; start-up and plan take 3 s
#: (provider-contract: Waits)
FIXED_WAITS = 15.0
LOWER_BOUND = 18.0
#: routes that one CreateRouteEntries may hold (metadata)
BATCH = 50

Next = Callable[[bytes | None], bytes]


def request(version: str, action: str, **params: str) -> bytes:
    """One RPC call as the provider's SDK sends it."""
    query = urlencode(
        {
            "Action": action, "Version": version, "Format": "json", "AccessKeyId": "default.1000000000000001",
            "Signature": "1Tm4QIvbLAynWJdo1J4Fg3vWEWs=", "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
            "SignatureNonce": "08e12bc37088234fb39292772bdbbe71", "Timestamp": "2026-11-22T19:18:57Z",
        }
    )  # fmt: skip
    body = urlencode(params)
    return (
        f"POST /?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"x-acs-action: {action}\r\nx-acs-version: {version}\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def call(port: int, version: str, action: str, **params: str) -> dict[str, str]:
    """One call, answered."""
    query = urlencode({"Action": action, "Version": version, "Format": "JSON", **params})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/?{query}") as answer:
        reply: dict[str, str] = json.load(answer)
        return reply


@contextmanager
def tfmock() -> Iterator[tuple[int, float, int]]:
    """A ``tfmock serve``: its port, the seconds until it was ready, its process id."""
    config = Path(tempfile.mkdtemp()) / "tfmock.toml"
    quotas = {"vpc_quota_instances_num": 1000, "vpc_quota_peer_num": 10**6, "vpc_quota_route_entrys_num": 10**6}
    quotas["vpc_quota_cross_region_peer_num_per_vpc"] = 10**6
    config.write_text("[quotas]\n" + "".join(f"{name} = {limit}\n" for name, limit in quotas.items()))
    port = 41800
    command = [sys.executable, "-m", "tfmock.cli.main", "serve", "--port", str(port), "--gateway-port", "0"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--config", str(config)], stdout=subprocess.DEVNULL, cwd=config.parent)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_tfmock/ready").close()
                break
            except OSError:
                time.sleep(0.005)
        yield port, time.perf_counter() - started, process.pid
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(config.parent)


@contextmanager
def moto() -> Iterator[int]:
    """A ``moto_server`` with one peering."""
    port = 41801
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/").close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def moto_peering(port: int) -> bytes:
    """Make a peering in moto, and the request that reads it."""
    import boto3

    ec2 = boto3.client(
        "ec2", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id="a",
        aws_secret_access_key="b",
    )  # fmt: skip
    vpcs = [ec2.create_vpc(CidrBlock=f"10.{n}.0.0/16")["Vpc"]["VpcId"] for n in (1, 2)]
    ec2.create_vpc_peering_connection(VpcId=vpcs[0], PeerVpcId=vpcs[1])
    body = urlencode({"Action": "DescribeVpcPeeringConnections", "Version": "2016-11-15"})
    scope = "20261122/us-east-1/ec2/aws4_request"
    return (
        f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Authorization: AWS4-HMAC-SHA256 Credential=a/{scope}, SignedHeaders=host, Signature=0\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def vpc_pair(port: int, second: int) -> tuple[str, str]:
    """Two VPCs in two regions."""
    requester = call(port, "2016-04-28", "CreateVpc", RegionId="cn-hangzhou", CidrBlock="10.0.0.0/8")
    cidr = f"172.{16 + second % 16}.0.0/16"
    return requester["VpcId"], call(port, "2016-04-28", "CreateVpc", RegionId="cn-beijing", CidrBlock=cidr)["VpcId"]


def create(requester: str, accepter: str) -> bytes:
    return request(
        "2022-01-01", "CreateVpcPeerConnection", RegionId="cn-hangzhou", VpcId=requester,
        AcceptingRegionId="cn-beijing", AcceptingVpcId=accepter, AcceptingAliUid="0",
    )  # fmt: skip


def cycle(requester: str, accepter: str) -> Next:
    """Create, get, delete, again and again, on a pair of VPCs of its own."""
    step, id = -1, ""

    def following(reply: bytes | None) -> bytes:
        nonlocal step, id
        step = (step + 1) % 3
        if step == 0:
            return create(requester, accepter)
        if step == 1:
            id = json.loads(reply or b"")["InstanceId"]
        return request(
            "2022-01-01", ("Get{}Attribute", "Delete{}")[step - 1].format("VpcPeerConnection"), InstanceId=id
        )

    return following


def resident(pid: int) -> float:
    """Megabytes resident, of a process and its children."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^(Pid|PPid):\t{pid}$", text, re.MULTILINE):
            match = re.search(r"VmRSS:\s+(\d+)", text)
            total += int(match[1]) / 1024 if match else 0
    return total


def show(name: str, result: Result) -> None:
    print(
        f"{name:<44} {result.per_second:8.0f} req/s   p50 {result.percentile(0.5):6.2f} ms   "
        f"p99 {result.percentile(0.99):6.2f} ms   errors {result.refused}"
    )


def servers() -> None:
    """Requests per second and latency, tfmock and moto."""
    with tfmock() as (port, ready, pid):
        print(f"tfmock ready after {ready:.2f} s, {resident(pid):.0f} MB resident")
        requester, accepter = vpc_pair(port, 0)
        raw = create(requester, accepter).split(b"\r\n\r\n", 1)[1].decode()
        query = {"Action": "CreateVpcPeerConnection", "Version": "2022-01-01", "Format": "JSON"}
        url = f"http://127.0.0.1:{port}/?{urlencode(query)}&{raw}"
        with urllib.request.urlopen(url) as answer:
            id = json.load(answer)["InstanceId"]
        read = request("2022-01-01", "GetVpcPeerConnectionAttribute", InstanceId=id)
        run(("127.0.0.1", port), lambda _: lambda _: read, seconds=1)
        ours = run(("127.0.0.1", port), lambda _: lambda _: read)
        show("tfmock GetVpcPeerConnectionAttribute", ours)
        pairs = [vpc_pair(port, n + 1) for n in range(8)]
        show("tfmock Create/Get/Delete cycle", run(("127.0.0.1", port), lambda n: cycle(*pairs[n])))
        routes(port, requester, id)
        print(f"tfmock after 10,000 routes: {resident(pid):.0f} MB resident")
    with moto() as port:
        read = moto_peering(port)
        run(("127.0.0.1", port), lambda _: lambda _: read, seconds=1)
        theirs = run(("127.0.0.1", port), lambda _: lambda _: read)
        show("moto DescribeVpcPeeringConnections", theirs)
    print(f"tfmock answers {ours.per_second / theirs.per_second:.1f} times as many peering reads as moto")


def routes(port: int, vpc: str, connection: str) -> None:
    """10,000 routes in the VPC's system table, through the API."""
    table = call(port, "2016-04-28", "DescribeVpcAttribute", RegionId="cn-hangzhou", VpcId=vpc)
    table_id = table["RouterTableIds"]["RouterTableIds"][0]  # type: ignore[index]
    for start in range(0, 10_000, BATCH):
        batch: dict[str, str] = {"RegionId": "cn-hangzhou"}
        for n in range(start, start + BATCH):
            at = f"RouteEntries.{n - start + 1}"
            batch[f"{at}.RouteTableId"] = table_id
            batch[f"{at}.DstCidrBlock"] = f"172.{16 + n // 4096}.{n // 16 % 256}.{n % 16 * 16}/28"
            batch[f"{at}.NextHop"] = connection
            batch[f"{at}.NextHopType"] = "VpcPeer"
        data = urlencode({"Action": "CreateRouteEntries", "Version": "2016-04-28", "Format": "JSON", **batch}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", data) as answer:
            assert json.load(answer)["SuccessCount"] == BATCH


def terraform() -> None:
    """``terraform apply`` of the same_account example against the provider's own waits."""
    if shutil.which("terraform") is None:
        print("terraform apply: skipped, there is no terraform on this machine")
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "terraform_examples" / "same_account", folder, dirs_exist_ok=True)
        quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if subprocess.run(["terraform", "init"], **quiet).returncode:  # type: ignore[call-overload]
            print("terraform apply: skipped, terraform init cannot get the provider aliyun/alicloud")
            return
        timed = 'start=$(date +%s.%N); terraform apply -auto-approve >/dev/null; echo "$start $(date +%s.%N)"'
        command = [sys.executable, "-m", "tfmock.cli.main", "exec", "-q", "--", "sh", "-c", timed]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, env=environ)
    begun, ended = map(float, done.stdout.split())
    print(
        f"terraform apply of same_account: {ended - begun:.1f} s; the provider's own waits on the way are "
        f"{FIXED_WAITS:.0f} s, the lower bound with its start-up about {LOWER_BOUND:.0f} s"
    )


if __name__ == "__main__":
    servers()
    terraform()
