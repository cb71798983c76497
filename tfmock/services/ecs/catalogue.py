"""Instance types, disk categories and images: a plausible minimum. guess: the real lists change weekly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceType:
    """An instance type: ``memory`` in GiB, ``interfaces`` network interfaces of ``addresses`` each."""

    id: str
    cores: int
    memory: float
    interfaces: int
    addresses: int

    @property
    def family(self) -> str:
        return self.id.rpartition(".")[0]


INSTANCE_TYPES: Final = tuple(
    InstanceType(id=id, cores=cores, memory=memory, interfaces=interfaces, addresses=addresses)
    for id, cores, memory, interfaces, addresses in (
        ("ecs.g7.large", 2, 8.0, 3, 6),
        ("ecs.c7.large", 2, 4.0, 3, 6),
        ("ecs.r7.large", 2, 16.0, 3, 6),
        ("ecs.g6.large", 2, 8.0, 3, 6),
        ("ecs.c6.large", 2, 4.0, 3, 6),
        ("ecs.g7.xlarge", 4, 16.0, 3, 6),
        ("ecs.c7.xlarge", 4, 8.0, 3, 6),
        ("ecs.g6.xlarge", 4, 16.0, 3, 6),
        ("ecs.t6-c1m1.large", 2, 2.0, 2, 2),
        ("ecs.n4.small", 1, 2.0, 2, 2),
        ("ecs.n4.large", 2, 4.0, 2, 2),
        ("ecs.sn1ne.large", 2, 4.0, 3, 6),
    )
)

DISK_CATEGORIES: Final = ("cloud_essd", "cloud_efficiency", "cloud_ssd", "cloud_auto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A public image. Its name is its id; ``size`` in GiB."""

    id: str
    family: str
    os: str
    os_local: str
    os_type: str
    platform: str
    size: int
    created: str


IMAGES: Final = (
    Image(
        id="aliyun_3_x64_20G_alibase_20250117.vhd",
        family="acs:alibaba_cloud_linux_3",
        os="Alibaba Cloud Linux  3.2104 LTS 64 bit",
        os_local="Alibaba Cloud Linux  3.2104 LTS 64位",
        os_type="linux",
        platform="Aliyun",
        size=20,
        created="2025-01-17T02:30:00Z",
    ),
    Image(
        id="aliyun_2_1903_x64_20G_alibase_20240628.vhd",
        family="acs:alibaba_cloud_linux_2",
        os="Alibaba Cloud Linux  2.1903 LTS 64 bit",
        os_local="Alibaba Cloud Linux  2.1903 LTS 64位",
        os_type="linux",
        platform="Aliyun",
        size=20,
        created="2024-06-28T02:30:00Z",
    ),
    Image(
        id="ubuntu_22_04_x64_20G_alibase_20250113.vhd",
        family="acs:ubuntu_22_04_x64",
        os="Ubuntu  22.04 64 bit",
        os_local="Ubuntu  22.04 64位",
        os_type="linux",
        platform="Ubuntu",
        size=20,
        created="2025-01-13T02:30:00Z",
    ),
    Image(
        id="ubuntu_18_04_x64_20G_alibase_20230104.vhd",
        family="acs:ubuntu_18_04_x64",
        os="Ubuntu  18.04 64 bit",
        os_local="Ubuntu  18.04 64位",
        os_type="linux",
        platform="Ubuntu",
        size=20,
        created="2023-01-04T02:30:00Z",
    ),
    Image(
        id="centos_7_9_x64_20G_alibase_20240628.vhd",
        family="acs:centos_7_9_x64",
        os="CentOS  7.9 64 bit",
        os_local="CentOS  7.9 64位",
        os_type="linux",
        platform="CentOS",
        size=20,
        created="2024-06-28T03:30:00Z",
    ),
    Image(
        id="win2022_21H2_x64_dtc_en-us_40G_alibase_20250115.vhd",
        family="acs:windows_2022_x64_en",
        os="Windows Server  2022 Data Center Edition 64bit English Edition",
        os_local="Windows Server  2022 数据中心版 64位英文版",
        os_type="windows",
        platform="Windows Server 2022",
        size=40,
        created="2025-01-15T02:30:00Z",
    ),
)


def instance_type(id: str) -> InstanceType | None:
    """The type of this id. Any id of the cloud's form is sold, the ones above with their true sizes."""
    known = next((instance_type for instance_type in INSTANCE_TYPES if instance_type.id == id), None)
    if known is not None:
        return known
    # guess: published examples name hundreds of types, which all work in the cloud
    if id.startswith("ecs.") and id.count(".") >= 2:
        return InstanceType(id=id, cores=2, memory=8.0, interfaces=3, addresses=6)
    return None


def image_exists(id: str) -> bool:
    """Whether an instance may start from an image: one above, or any id in the form of an image (guess)."""
    return any(image.id == id for image in IMAGES) or id.endswith(".vhd") or id.startswith(("m-", "img-"))


def image_size(id: str) -> int:
    """GiB of an image; 20, as of most, for one that is not above (guess)."""
    return next((image.size for image in IMAGES if image.id == id), 20)
