"""What the cloud asks of a VPC peering connection.

Each function takes plain facts, any of which may be UNKNOWN, and yields what they break. A fact of None means
"not given". Where documentation is silent the choice is marked ``guess``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tfmock.rulebook import regions
from tfmock.rulebook.quotas import (
    CROSS_REGION_PER_VPC,
    INTRA_REGION_PER_VPC,
    PER_ACCOUNT_AND_REGION,
    Quotas,
    check_count,
)
from tfmock.rulebook.rule import UNKNOWN, ApiFault, Maybe, Rule, Violations

#: The link types of the help page; the first is the default of an inter-region connection.
LINK_TYPES: Final = ("Gold", "Platinum")
#: Accepted by the provider's schema, offered by no page; the cloud opens it per account.
SPECIAL_LINK_TYPES: Final = ("Silver",)
DEFAULT_LINK_TYPE: Final = "Gold"

#: Mbit/s between regions when none is given; -1 stands for "no limit", inside a region (Get metadata).
DEFAULT_BANDWIDTH: Final = 1024
UNLIMITED_BANDWIDTH: Final = -1

#: A request that nobody answers expires after seven days (help page, "Expired"). Seconds.
REQUEST_LIFETIME: Final = 7 * 24 * 3600.0

BANDWIDTH_WITHIN_REGION: Final = Rule(
    "ALI101", "bandwidth-within-region", "error",
    ApiFault(400, "OperationFailed.BandwidthCannotBeChangedInSameRegion",
             "The operation failed because the bandwidth cannot be changed in the same region."),
    "bandwidth can be set only between two regions, and both ends of this connection are in {region}",
    "ModifyVpcPeerConnection error codes; on Create a guess: its page gives no code (provider PR 6814 shows it fails)",
)  # fmt: skip
LINK_TYPE_WITHIN_REGION: Final = Rule(
    "ALI102", "link-type-within-region", "error",
    ApiFault(400, "OperationFailed.InterRegionLinkTypeNotSupported",
             "The same region not supported link type feature."),
    "link_type can be set only between two regions, and both ends of this connection are in {region}",
    "CreateVpcPeerConnection error codes; help page, Terraform example",
)  # fmt: skip
LINK_TYPE_VALUE: Final = Rule(
    "ALI103", "link-type-value", "error",
    ApiFault(400, "IllegalParam.LinkType", "The param of LinkType is illegal."),
    "{value!r} is not a link type; the cloud knows Gold and Platinum",
    "CreateVpcPeerConnection page; VpcPeer error page for the code",
)  # fmt: skip
LINK_TYPE_SPECIAL: Final = Rule(
    "ALI120", "link-type-special", "error",
    ApiFault(400, "OperationFailed.SpecificLinkTypeNotSupported",
             "The operation failed because the special link type of user is not opened."),
    "{value!r} is a special link type that the cloud opens for chosen accounts only",
    "CreateVpcPeerConnection error codes; guess: that Silver is such a type",
)  # fmt: skip
BANDWIDTH_RANGE: Final = Rule(
    "ALI104", "bandwidth-range", "error",
    ApiFault(400, "IllegalParam.Bandwidth", "The param of Bandwidth is illegal."),
    "bandwidth is {value} Mbit/s, but must be at least 1",
    "CreateVpcPeerConnection metadata; VpcPeer error page for the code",
)  # fmt: skip
BANDWIDTH_QUOTA: Final = Rule(
    "ALI105", "bandwidth-quota", "error",
    ApiFault(400, "QuotaExceeded.Bandwidth", "The quota of bandwidth is exceeded."),
    "bandwidth is {value} Mbit/s, but {quota} allows {limit} unless it was raised",
    "ModifyVpcPeerConnection error codes; help page, quotas",
)  # fmt: skip
SAME_VPC: Final = Rule(
    "ALI106", "same-vpc", "error",
    ApiFault(400, "IllegalParam.AcceptingVpcId", "The param of AcceptingVpcId is illegal."),
    "both ends of the connection are the same VPC",
    "resource orchestration docs (the accepter VPC must differ); guess: the code",
)  # fmt: skip
PAIR_EXISTS: Final = Rule(
    "ALI107", "duplicate-pair", "error",
    ApiFault(400, "ResourceAlreadyExist.VpcPeer", "The specified resource of VpcPeer already exists."),
    "these two VPCs are joined already by {existing}; a pair of VPCs has one connection, in either direction",
    "CreateVpcPeerConnection error codes; guess: that either direction counts",
)  # fmt: skip
REGION_UNKNOWN: Final = Rule(
    "ALI121", "region-unknown", "error",
    ApiFault(400, "UnsupportedRegion", "The feature of VpcPeer is not supported in the region of {region}."),
    "Alibaba Cloud has no region {region!r}", "CreateVpcPeerConnection error codes",
)  # fmt: skip
REGION_WITHOUT_PEERING: Final = Rule(
    "ALI110", "region-without-peering", "error",
    ApiFault(400, "UnsupportedRegion", "The feature of VpcPeer is not supported in the region of {region}."),
    "VPC peering is not offered in {region}", "CreateVpcPeerConnection error codes; help page, regions",
)  # fmt: skip
REGIONS_MAY_NOT_PEER: Final = Rule(
    "ALI111", "regions-may-not-peer", "error",
    ApiFault(400, "OperationFailed.ViolativeVpcPeer",
             "The creation operation fails because it is not allowed to create a vpc peer instance between the "
             "originating region and the receiving region."),
    "{region} and {accepting_region} are different clouds (public, finance, government) and may not peer",
    "Chinese help page, limits; guess: the code",
)  # fmt: skip
DRY_RUN: Final = Rule(
    "ALI112", "dry-run", "error",
    ApiFault(400, "DryRunOperation", "The operation DryRun verifies success."),
    "dry_run = true makes the cloud check the request and then refuse it, so apply always fails",
    "VpcPeer error page",
)  # fmt: skip
NOT_ACTIVATED: Final = Rule(
    "ALI122", "connection-status", "error",
    ApiFault(400, "IncorrectStatus.VpcPeer", "The status of VpcPeer [{connection}] is incorrect."),
    "the connection is {status}, which does not allow this",
    "VpcPeer error codes of Accept, Reject, Modify, Delete",
)  # fmt: skip
ROUTES_EXIST: Final = Rule(
    "ALI123", "connection-has-routes", "error",
    ApiFault(400, "OperationDenied.RouteEntryExist",
             "The operation is not allowed because of existing routeEntry point to VpcPeer."),
    "{count} route entries still point to the connection; delete them first or force the deletion",
    "DeleteVpcPeerConnection error codes",
)  # fmt: skip


def check_link_type(
    region: Maybe[str],
    accepting_region: Maybe[str],
    link_type: Maybe[str | None],
    *,
    allow_special: bool = False,
) -> Violations:
    """A link type: only between regions, only one that exists."""
    if link_type is UNKNOWN or not link_type:
        return
    if region is not UNKNOWN and region == accepting_region:
        yield LINK_TYPE_WITHIN_REGION.broken("link_type", region=region, value=link_type)
    if link_type in SPECIAL_LINK_TYPES:
        if not allow_special:
            yield LINK_TYPE_SPECIAL.broken("link_type", value=link_type)
    elif link_type not in LINK_TYPES:
        yield LINK_TYPE_VALUE.broken("link_type", value=link_type)


def check_bandwidth(
    region: Maybe[str],
    accepting_region: Maybe[str],
    bandwidth: Maybe[int | None],
    quotas: Quotas | None = None,
) -> Violations:
    """A bandwidth in Mbit/s: only between regions, at least 1, within the quota of the pair of regions."""
    if bandwidth is UNKNOWN or bandwidth is None:
        return
    quotas = quotas or Quotas()
    if region is not UNKNOWN and region == accepting_region:
        yield BANDWIDTH_WITHIN_REGION.broken("bandwidth", region=region, value=bandwidth)
        return
    if bandwidth < 1:
        yield BANDWIDTH_RANGE.broken("bandwidth", value=bandwidth)
        return
    quota, limit = _bandwidth_quota(region, accepting_region, quotas)
    if bandwidth > limit:
        yield BANDWIDTH_QUOTA.broken("bandwidth", value=bandwidth, quota=quota, limit=limit)


def _bandwidth_quota(region: Maybe[str], accepting_region: Maybe[str], quotas: Quotas) -> tuple[str, int]:
    """The quota that limits this pair; the more generous one while the pair is not known."""
    cross_region = "vpc_quota_peer_cross_region_bandwidth", quotas.vpc_quota_peer_cross_region_bandwidth
    cross_border = "vpc_quota_peer_cross_border_bandwidth", quotas.vpc_quota_peer_cross_border_bandwidth
    if region is UNKNOWN or accepting_region is UNKNOWN:
        return max(cross_region, cross_border, key=lambda quota: quota[1])
    return cross_border if regions.is_cross_border(region, accepting_region) else cross_region


def check_ends(vpc: Maybe[str], accepting_vpc: Maybe[str]) -> Violations:
    """The two ends must be two VPCs."""
    if vpc is not UNKNOWN and vpc == accepting_vpc:
        yield SAME_VPC.broken("accepting_vpc_id", vpc=vpc)


def check_pair(vpc: str, accepting_vpc: str, joined: Iterable[tuple[str, str, str]]) -> Violations:
    """A pair of VPCs against the connections ``(id, vpc, accepting_vpc)`` that exist and are alive."""
    for connection, one, other in joined:
        if {one, other} == {vpc, accepting_vpc}:
            yield PAIR_EXISTS.broken("accepting_vpc_id", existing=connection)
            return


def check_regions(region: Maybe[str], accepting_region: Maybe[str]) -> Violations:
    """Both regions offer peering, and belong to the same cloud."""
    found = []
    for subject, id in (("region", region), ("accepting_region_id", accepting_region)):
        if id is UNKNOWN:
            continue
        known = regions.find(id)
        if known is None:
            yield REGION_UNKNOWN.broken(subject, region=id)
        elif not known.peering:
            yield REGION_WITHOUT_PEERING.broken(subject, region=id)
        else:
            found.append(known)
    if len(found) == 2 and found[0].cloud != found[1].cloud:
        yield REGIONS_MAY_NOT_PEER.broken("accepting_region_id", region=found[0].id, accepting_region=found[1].id)


def check_vpc_quota(*, within_region: bool, used: int, quotas: Quotas) -> Violations:
    """One more connection on a VPC that has ``used`` of the same kind."""
    if within_region:
        limit, name = (
            quotas.vpc_quota_intra_region_peer_num_per_vpc,
            "vpc_quota_intra_region_peer_num_per_vpc",
        )
        yield from check_count(INTRA_REGION_PER_VPC, used=used, limit=limit, quota=name)
    else:
        limit, name = (
            quotas.vpc_quota_cross_region_peer_num_per_vpc,
            "vpc_quota_cross_region_peer_num_per_vpc",
        )
        yield from check_count(CROSS_REGION_PER_VPC, used=used, limit=limit, quota=name)


def check_region_quota(*, used: int, quotas: Quotas) -> Violations:
    """One more connection created by an account that has created ``used`` in the region."""
    yield from check_count(
        PER_ACCOUNT_AND_REGION, used=used, limit=quotas.vpc_quota_peer_num, quota="vpc_quota_peer_num"
    )


def check_dry_run(dry_run: Maybe[bool | None]) -> Violations:
    """``dry_run = true`` never applies."""
    if dry_run is True:
        yield DRY_RUN.broken("dry_run")


def check_status(connection: str, status: str, allowed: Iterable[str]) -> Violations:
    """An operation that needs the connection in one of the ``allowed`` states."""
    if status not in allowed:
        yield NOT_ACTIVATED.broken("status", connection=connection, status=status)


def check_deletable(*, routes: int, force: bool) -> Violations:
    """An unforced deletion waits for the routes of both sides to go."""
    if routes and not force:
        yield ROUTES_EXIST.broken("force_delete", count=routes)
