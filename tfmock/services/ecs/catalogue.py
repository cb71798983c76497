"""Instance types, disk categories and images: a plausible minimum. guess: the real lists change weekly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class InstanceType:
    """An instance type: ``memory`` in GiB, ``interfaces`` network interfaces of ``addresses`` each."""

    id: str
    cores: int
    memory: float
    interfaces: int = 3
    addresses: int = 6

    @property
    def family(self) -> str:
        return self.id.rpartition(".")[0]


INSTANCE_TYPES: Final = (
    InstanceType("ecs.g7.large", 2, 8.0), InstanceType("ecs.c7.large", 2, 4.0), InstanceType("ecs.r7.large", 2, 16.0),
    InstanceType("ecs.g6.large", 2, 8.0), InstanceType("ecs.c6.large", 2, 4.0), InstanceType("ecs.g7.xlarge", 4, 16.0),
    InstanceType("ecs.c7.xlarge", 4, 8.0), InstanceType("ecs.g6.xlarge", 4, 16.0),
    InstanceType("ecs.t6-c1m1.large", 2, 2.0, 2, 2), InstanceType("ecs.n4.small", 1, 2.0, 2, 2),
    InstanceType("ecs.n4.large", 2, 4.0, 2, 2), InstanceType("ecs.sn1ne.large", 2, 4.0),
)  # fmt: skip

DISK_CATEGORIES: Final = ("cloud_essd", "cloud_efficiency", "cloud_ssd", "cloud_auto")


@dataclass(frozen=True, slots=True)
class Image:
    """A public image; ``size`` in GiB."""

    id: str
    name: str
    family: str
    os: str
    os_local: str
    os_type: str
    platform: str
    size: int
    created: str


IMAGES: Final = (
    Image("aliyun_3_x64_20G_alibase_20250117.vhd", "aliyun_3_x64_20G_alibase_20250117.vhd", "acs:alibaba_cloud_linux_3",
          "Alibaba Cloud Linux  3.2104 LTS 64 bit", "Alibaba Cloud Linux  3.2104 LTS 64位", "linux", "Aliyun", 20,
          "2025-01-17T02:30:00Z"),
    Image("aliyun_2_1903_x64_20G_alibase_20240628.vhd", "aliyun_2_1903_x64_20G_alibase_20240628.vhd",
          "acs:alibaba_cloud_linux_2", "Alibaba Cloud Linux  2.1903 LTS 64 bit",
          "Alibaba Cloud Linux  2.1903 LTS 64位", "linux", "Aliyun", 20, "2024-06-28T02:30:00Z"),
    Image("ubuntu_22_04_x64_20G_alibase_20250113.vhd", "ubuntu_22_04_x64_20G_alibase_20250113.vhd",
          "acs:ubuntu_22_04_x64", "Ubuntu  22.04 64 bit", "Ubuntu  22.04 64位", "linux", "Ubuntu", 20,
          "2025-01-13T02:30:00Z"),
    Image("ubuntu_18_04_x64_20G_alibase_20230104.vhd", "ubuntu_18_04_x64_20G_alibase_20230104.vhd",
          "acs:ubuntu_18_04_x64", "Ubuntu  18.04 64 bit", "Ubuntu  18.04 64位", "linux", "Ubuntu", 20,
          "2023-01-04T02:30:00Z"),
    Image("centos_7_9_x64_20G_alibase_20240628.vhd", "centos_7_9_x64_20G_alibase_20240628.vhd", "acs:centos_7_9_x64",
          "CentOS  7.9 64 bit", "CentOS  7.9 64位", "linux", "CentOS", 20, "2024-06-28T03:30:00Z"),
    Image("win2022_21H2_x64_dtc_en-us_40G_alibase_20250115.vhd",
          "win2022_21H2_x64_dtc_en-us_40G_alibase_20250115.vhd", "acs:windows_2022_x64_en",
          "Windows Server  2022 Data Center Edition 64bit English Edition",
          "Windows Server  2022 数据中心版 64位英文版",
          "windows", "Windows Server 2022", 40, "2025-01-15T02:30:00Z"),
)  # fmt: skip


def instance_type(id: str) -> InstanceType | None:
    """The type of this id. Any id of the cloud's form is sold, the ones above with their true sizes."""
    known = next((instance_type for instance_type in INSTANCE_TYPES if instance_type.id == id), None)
    if known is not None:
        return known
    # guess: published examples name hundreds of types, which all work in the cloud
    return InstanceType(id, 2, 8.0) if id.startswith("ecs.") and id.count(".") >= 2 else None


def image_exists(id: str) -> bool:
    """Whether an instance may start from an image: one above, or any id in the form of an image (guess)."""
    return any(image.id == id for image in IMAGES) or id.endswith(".vhd") or id.startswith(("m-", "img-"))


def image_size(id: str) -> int:
    """GiB of an image; 20, as of most, for one that is not above (guess)."""
    return next((image.size for image in IMAGES if image.id == id), 20)
