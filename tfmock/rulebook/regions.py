"""The regions of Alibaba Cloud: what each is called, which may peer, how ids born there begin.

Sources: the VPC peering help page (2025-09-24), its newest Chinese edition, the API's endpoint list, and the
ECS regions page. The lists disagree; this table is their union, with closed regions marked as not peering.
Id prefixes were observed in published ids and are a habit of the cloud, not a promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Cloud = Literal["public", "finance", "gov"]
RegionState = Literal["open", "closing", "closed"]


@dataclass(frozen=True, slots=True)
class Region:
    """One region. ``mainland`` is the Chinese mainland (Hong Kong is outside it)."""

    id: str
    name: str
    local_name: str
    mainland: bool
    cloud: Cloud
    peering: bool
    life: RegionState
    id_prefix: str
    zone_letters: str

    @property
    def zones(self) -> tuple[str, ...]:
        """Zone ids: ``cn-hangzhou-b`` in China, ``ap-southeast-1a`` elsewhere (ECS regions page)."""
        dash = "-" if self.id.startswith("cn-") else ""
        # guess: regions whose zones are not published get two
        return tuple(f"{self.id}{dash}{letter}" for letter in self.zone_letters or "ab")

    def name_in(self, language: str) -> str:
        """Its name where a reply is asked for in ``zh-CN``, the default, ``en-US`` or ``ja`` (guess: in English)."""
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
    local: str,
    mainland: bool,
    cloud: Cloud,
    peering: bool,
    life: RegionState,
    prefix: str,
    zones: str,
) -> tuple[str, Region]:
    return id, Region(id, name, local, mainland, cloud, peering, life, prefix, zones)


# fmt: off
REGIONS: Final = MappingProxyType(dict([
    _region("cn-qingdao", "China (Qingdao)", "华北1（青岛）", True, "public", True, "open", "m5e", "bc"),
    _region("cn-beijing", "China (Beijing)", "华北2（北京）", True, "public", True, "open", "2ze", "abcdefghijkl"),
    _region("cn-zhangjiakou", "China (Zhangjiakou)", "华北3（张家口）", True, "public", True, "open", "8vb", "abc"),
    _region("cn-huhehaote", "China (Hohhot)", "华北5（呼和浩特）", True, "public", True, "open", "hp3", "ab"),
    _region("cn-wulanchabu", "China (Ulanqab)", "华北6（乌兰察布）", True, "public", True, "open", "0jl", "abc"),
    _region("cn-hangzhou", "China (Hangzhou)", "华东1（杭州）", True, "public", True, "open", "bp1", "befghijk"),
    _region("cn-shanghai", "China (Shanghai)", "华东2（上海）", True, "public", True, "open", "uf6", "abcdefgklmno"),
    _region("cn-nanjing", "China (Nanjing - Local Region)", "华东5（南京-本地地域）", True, "public", True, "closing", "", "a"),
    _region("cn-fuzhou", "China (Fuzhou - Local Region)", "华东6（福州-本地地域）", True, "public", True, "closing", "", "a"),
    _region("cn-wuhan-lr", "China (Wuhan - Local Region)", "华中1（武汉-本地地域）", True, "public", True, "open", "", "a"),
    _region("cn-shenzhen", "China (Shenzhen)", "华南1（深圳）", True, "public", True, "open", "wz9", "abcdef"),
    _region("cn-heyuan", "China (Heyuan)", "华南2（河源）", True, "public", True, "open", "f8z", "ab"),
    _region("cn-guangzhou", "China (Guangzhou)", "华南3（广州）", True, "public", True, "open", "7xv", "ab"),
    _region("cn-chengdu", "China (Chengdu)", "西南1（成都）", True, "public", True, "open", "2vc", "ab"),
    _region("cn-zhongwei", "China (Zhongwei)", "西北2（中卫）", True, "public", True, "open", "", ""),
    _region("cn-hongkong", "China (Hong Kong)", "中国香港", False, "public", True, "open", "j6c", "bcd"),
    _region("ap-northeast-1", "Japan (Tokyo)", "日本（东京）", False, "public", True, "open", "6we", "abc"),
    _region("ap-northeast-2", "South Korea (Seoul)", "韩国（首尔）", False, "public", True, "open", "mj7", "ab"),
    _region("ap-southeast-1", "Singapore", "新加坡", False, "public", True, "open", "t4n", "abc"),
    _region("ap-southeast-3", "Malaysia (Kuala Lumpur)", "马来西亚（吉隆坡）", False, "public", True, "open", "8ps", "abc"),
    _region("ap-southeast-5", "Indonesia (Jakarta)", "印度尼西亚（雅加达）", False, "public", True, "open", "k1a", "abc"),
    _region("ap-southeast-6", "Philippines (Manila)", "菲律宾（马尼拉）", False, "public", True, "open", "5ts", "ab"),
    _region("ap-southeast-7", "Thailand (Bangkok)", "泰国（曼谷）", False, "public", True, "open", "0jo", "ab"),
    _region("ap-southeast-8", "Malaysia (Johor)", "马来西亚（柔佛）", False, "public", True, "open", "", ""),
    _region("eu-central-1", "Germany (Frankfurt)", "德国（法兰克福）", False, "public", True, "open", "gw8", "abc"),
    _region("eu-west-1", "UK (London)", "英国（伦敦）", False, "public", True, "open", "d7o", "ab"),
    _region("us-west-1", "US (Silicon Valley)", "美国（硅谷）", False, "public", True, "open", "rj9", "ab"),
    _region("us-east-1", "US (Virginia)", "美国（弗吉尼亚）", False, "public", True, "open", "0xi", "ab"),
    _region("me-east-1", "UAE (Dubai)", "阿联酋（迪拜）", False, "public", True, "open", "eb3", "ab"),
    _region("me-central-1", "SAU (Riyadh - Partner Region)", "沙特（利雅得-合作伙伴运营）", False, "public", True, "open", "l4v", "ab"),
    _region("na-south-1", "Mexico", "墨西哥", False, "public", False, "open", "", "a"),
    _region("us-southeast-1", "US (Atlanta)", "美国（亚特兰大）", False, "public", False, "open", "", ""),
    _region("eu-west-2", "France (Paris)", "法国（巴黎）", False, "public", False, "open", "", ""),
    _region("ap-south-1", "India (Mumbai)", "印度（孟买）", False, "public", False, "closed", "a2d", ""),
    _region("ap-southeast-2", "Australia (Sydney)", "澳大利亚（悉尼）", False, "public", False, "closed", "p0w", ""),
    _region("cn-zhengzhou-jva", "China (Zhengzhou - CUCC Joint Venture)", "华中（郑州-联通合营）", True, "public", False, "open", "", ""),
    _region("cn-shenzhen-finance-1", "China South 1 Finance", "华南1 金融云（深圳）", True, "finance", True, "open", "", ""),
    _region("cn-shanghai-finance-1", "China East 2 Finance", "华东2 金融云（上海）", True, "finance", True, "open", "", ""),
    _region("cn-beijing-finance-1", "China North 2 Finance", "华北2 金融云（北京，邀测）", True, "finance", True, "open", "", ""),
    _region("cn-hangzhou-finance", "China East 1 Finance", "华东1 金融云（杭州）", True, "finance", False, "open", "", ""),
    _region("cn-north-2-gov-1", "China North 2 Ali Gov 1", "华北2 阿里政务云1", True, "gov", True, "open", "", ""),
]))
# fmt: on


def open_regions() -> tuple[Region, ...]:
    """The regions that the cloud still lists, closing ones included; cn-qingdao comes first."""
    return tuple(region for region in REGIONS.values() if region.life != "closed")


def find(region: str) -> Region | None:
    """The region of this id, or None when Alibaba Cloud has none of that name."""
    return REGIONS.get(region)


def is_cross_border(one: str, other: str) -> bool | None:
    """Whether a connection between two regions crosses the border of the Chinese mainland.

    None when either region is unknown. Source: VPC peering help page, "cross-border connection".
    """
    a, b = find(one), find(other)
    return None if a is None or b is None else a.mainland != b.mainland
