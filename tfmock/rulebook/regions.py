"""The regions of Alibaba Cloud: their names and zones, which may peer, and how ids that are made there begin.

Sources: the VPC peering help page (2025-09-24), its newest Chinese edition, the API's endpoint list, and the
ECS regions page. The lists disagree; this table is their union, with closed regions marked as not peering.
Id prefixes were observed in published ids; no page promises them.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Cloud = Literal["public", "finance", "gov"]
RegionState = Literal["open", "closing", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One region. ``mainland`` is the Chinese mainland (Hong Kong is outside it)."""

    id: str
    name: str
    local_name: str
    mainland: bool
    cloud: Cloud
    peering: bool
    state: RegionState
    id_prefix: str
    zone_letters: str

    @property
    def zones(self) -> tuple[str, ...]:
        """Zone ids: ``cn-hangzhou-b`` in China, ``ap-southeast-1a`` elsewhere (ECS regions page)."""
        dash = "-" if self.id.startswith("cn-") else ""
        # guess: regions whose zones are not published get two
        return tuple(f"{self.id}{dash}{letter}" for letter in self.zone_letters or "ab")

    def name_in(self, language: str) -> str:
        """Its name in replies in ``zh-CN``, the default, ``en-US`` or ``ja`` (guess: in English)."""
        return self.local_name if language.lower() in ("", "zh-cn") else self.name

    def zone_name(self, zone: str, language: str) -> str:
        """The name of one of its zones. Chinese as in the samples of DescribeZones; guess: the English one."""
        letter = zone[-1].upper()
        if language.lower() in ("", "zh-cn"):
            return f"{self.local_name.partition('（')[0]} 可用区 {letter}"
        return f"{self.name} Zone {letter}"


def _region(
    id: str,
    name: str,
    local_name: str,
    id_prefix: str,
    zone_letters: str,
    *,
    mainland: bool = False,
    cloud: Cloud = "public",
    peering: bool = True,
    state: RegionState = "open",
) -> tuple[str, Region]:
    return id, Region(
        id=id,
        name=name,
        local_name=local_name,
        mainland=mainland,
        cloud=cloud,
        peering=peering,
        state=state,
        id_prefix=id_prefix,
        zone_letters=zone_letters,
    )


# fmt: off
REGIONS: Final = MappingProxyType(dict([
    _region("cn-qingdao", "China (Qingdao)", "华北1（青岛）", "m5e", "bc", mainland=True),
    _region("cn-beijing", "China (Beijing)", "华北2（北京）", "2ze", "abcdefghijkl", mainland=True),
    _region("cn-zhangjiakou", "China (Zhangjiakou)", "华北3（张家口）", "8vb", "abc", mainland=True),
    _region("cn-huhehaote", "China (Hohhot)", "华北5（呼和浩特）", "hp3", "ab", mainland=True),
    _region("cn-wulanchabu", "China (Ulanqab)", "华北6（乌兰察布）", "0jl", "abc", mainland=True),
    _region("cn-hangzhou", "China (Hangzhou)", "华东1（杭州）", "bp1", "befghijk", mainland=True),
    _region("cn-shanghai", "China (Shanghai)", "华东2（上海）", "uf6", "abcdefgklmno", mainland=True),
    _region("cn-nanjing", "China (Nanjing - Local Region)", "华东5（南京-本地地域）", "", "a", mainland=True, state="closing"),
    _region("cn-fuzhou", "China (Fuzhou - Local Region)", "华东6（福州-本地地域）", "", "a", mainland=True, state="closing"),
    _region("cn-wuhan-lr", "China (Wuhan - Local Region)", "华中1（武汉-本地地域）", "", "a", mainland=True),
    _region("cn-shenzhen", "China (Shenzhen)", "华南1（深圳）", "wz9", "abcdef", mainland=True),
    _region("cn-heyuan", "China (Heyuan)", "华南2（河源）", "f8z", "ab", mainland=True),
    _region("cn-guangzhou", "China (Guangzhou)", "华南3（广州）", "7xv", "ab", mainland=True),
    _region("cn-chengdu", "China (Chengdu)", "西南1（成都）", "2vc", "ab", mainland=True),
    _region("cn-zhongwei", "China (Zhongwei)", "西北2（中卫）", "", "", mainland=True),
    _region("cn-hongkong", "China (Hong Kong)", "中国香港", "j6c", "bcd"),
    _region("ap-northeast-1", "Japan (Tokyo)", "日本（东京）", "6we", "abc"),
    _region("ap-northeast-2", "South Korea (Seoul)", "韩国（首尔）", "mj7", "ab"),
    _region("ap-southeast-1", "Singapore", "新加坡", "t4n", "abc"),
    _region("ap-southeast-3", "Malaysia (Kuala Lumpur)", "马来西亚（吉隆坡）", "8ps", "abc"),
    _region("ap-southeast-5", "Indonesia (Jakarta)", "印度尼西亚（雅加达）", "k1a", "abc"),
    _region("ap-southeast-6", "Philippines (Manila)", "菲律宾（马尼拉）", "5ts", "ab"),
    _region("ap-southeast-7", "Thailand (Bangkok)", "泰国（曼谷）", "0jo", "ab"),
    _region("ap-southeast-8", "Malaysia (Johor)", "马来西亚（柔佛）", "", ""),
    _region("eu-central-1", "Germany (Frankfurt)", "德国（法兰克福）", "gw8", "abc"),
    _region("eu-west-1", "UK (London)", "英国（伦敦）", "d7o", "ab"),
    _region("us-west-1", "US (Silicon Valley)", "美国（硅谷）", "rj9", "ab"),
    _region("us-east-1", "US (Virginia)", "美国（弗吉尼亚）", "0xi", "ab"),
    _region("me-east-1", "UAE (Dubai)", "阿联酋（迪拜）", "eb3", "ab"),
    _region("me-central-1", "SAU (Riyadh - Partner Region)", "沙特（利雅得-合作伙伴运营）", "l4v", "ab"),
    _region("na-south-1", "Mexico", "墨西哥", "", "a", peering=False),
    _region("us-southeast-1", "US (Atlanta)", "美国（亚特兰大）", "", "", peering=False),
    _region("eu-west-2", "France (Paris)", "法国（巴黎）", "", "", peering=False),
    _region("ap-south-1", "India (Mumbai)", "印度（孟买）", "a2d", "", peering=False, state="closed"),
    _region("ap-southeast-2", "Australia (Sydney)", "澳大利亚（悉尼）", "p0w", "", peering=False, state="closed"),
    _region("cn-zhengzhou-jva", "China (Zhengzhou - CUCC Joint Venture)", "华中（郑州-联通合营）", "", "", mainland=True, peering=False),
    _region("cn-shenzhen-finance-1", "China South 1 Finance", "华南1 金融云（深圳）", "", "", mainland=True, cloud="finance"),
    _region("cn-shanghai-finance-1", "China East 2 Finance", "华东2 金融云（上海）", "", "", mainland=True, cloud="finance"),
    _region("cn-beijing-finance-1", "China North 2 Finance", "华北2 金融云（北京，邀测）", "", "", mainland=True, cloud="finance"),
    _region("cn-hangzhou-finance", "China East 1 Finance", "华东1 金融云（杭州）", "", "", mainland=True, cloud="finance", peering=False),
    _region("cn-north-2-gov-1", "China North 2 Ali Gov 1", "华北2 阿里政务云1", "", "", mainland=True, cloud="gov"),
]))
# fmt: on


def open_regions() -> tuple[Region, ...]:
    """The regions that the cloud still lists, closing ones included; cn-qingdao comes first."""
    return tuple(region for region in REGIONS.values() if region.state != "closed")


def find(region: str) -> Region | None:
    """The region with this id; None where Alibaba Cloud has none."""
    return REGIONS.get(region)


def find_by_zone(zone: str) -> Region | None:
    """The region whose id a zone's begins with, and a letter ends: ``cn-hangzhou-b``, ``us-west-1a``."""
    return REGIONS.get(zone[:-1].rstrip("-")) if zone[-1:].isalpha() else None


def is_cross_border(region: str, other: str) -> bool | None:
    """Whether a connection between two regions crosses the border of the Chinese mainland.

    None when either region is unknown. Source: VPC peering help page, "cross-border connection".
    """
    near, far = find(region), find(other)
    return None if near is None or far is None else near.mainland != far.mainland
