"""Constraints on a VPC peering connection.

Each function takes plain facts, any of which may be UNKNOWN, and yields the violations. None stands for a fact that is
absent. Where documentation is silent the choice is marked ``guess``.
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
from tfmock.rulebook.rule import UNKNOWN, ApiErrorTemplate, Maybe, Rule, Violations

#: The link types of the help page; the first is the default of an inter-region connection.
LINK_TYPES: Final = ("Gold", "Platinum")
#: Link types that the provider accepts and no page offers; the cloud enables them per account.
SPECIAL_LINK_TYPES: Final = ("Silver",)
DEFAULT_LINK_TYPE: Final = "Gold"

#: Mbit/s between regions when none is given; within a region -1 stands for "no limit" (Get metadata).
DEFAULT_BANDWIDTH: Final = 1024
UNLIMITED_BANDWIDTH: Final = -1

#: Seconds after which a request that is not answered expires: seven days (help page, "Expired").
REQUEST_LIFETIME: Final = 7 * 24 * 3600.0

BANDWIDTH_WITHIN_REGION: Final = Rule(
    id="ALI101",
    name="bandwidth-within-region",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationFailed.BandwidthCannotBeChangedInSameRegion",
        "The operation failed because the bandwidth cannot be changed in the same region.",
    ),
    message="bandwidth can be set only between two regions, and both ends of this connection are in {region}",
    source="ModifyVpcPeerConnection error codes; on Create a guess: its page gives no code (provider PR 6814 "
    "shows that it fails)",
)
LINK_TYPE_WITHIN_REGION: Final = Rule(
    id="ALI102",
    name="link-type-within-region",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "OperationFailed.InterRegionLinkTypeNotSupported", "The same region not supported link type feature."
    ),
    message="link_type can be set only between two regions, and both ends of this connection are in {region}",
    source="CreateVpcPeerConnection error codes; help page, Terraform example",
)
LINK_TYPE_VALUE: Final = Rule(
    id="ALI103",
    name="link-type-value",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.LinkType", "The param of LinkType is illegal."),
    message="{value!r} is not a link type; the cloud knows Gold and Platinum",
    source="CreateVpcPeerConnection page; VpcPeer error page for the code",
)
LINK_TYPE_SPECIAL: Final = Rule(
    id="ALI120",
    name="link-type-special",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationFailed.SpecificLinkTypeNotSupported",
        "The operation failed because the special link type of user is not opened.",
    ),
    message="{value!r} is a special link type that the cloud opens for chosen accounts only",
    source="CreateVpcPeerConnection error codes; guess: that Silver is such a type",
)
BANDWIDTH_RANGE: Final = Rule(
    id="ALI104",
    name="bandwidth-range",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.Bandwidth", "The param of Bandwidth is illegal."),
    message="bandwidth is {value} Mbit/s, but must be at least 1",
    source="CreateVpcPeerConnection metadata; VpcPeer error page for the code",
)
BANDWIDTH_QUOTA: Final = Rule(
    id="ALI105",
    name="bandwidth-quota",
    severity="error",
    api_error=ApiErrorTemplate(400, "QuotaExceeded.Bandwidth", "The quota of bandwidth is exceeded."),
    message="bandwidth is {value} Mbit/s, but {quota} allows {limit} unless it was raised",
    source="ModifyVpcPeerConnection error codes; help page, quotas",
)
SAME_VPC: Final = Rule(
    id="ALI106",
    name="same-vpc",
    severity="error",
    api_error=ApiErrorTemplate(400, "IllegalParam.AcceptingVpcId", "The param of AcceptingVpcId is illegal."),
    message="both ends of the connection are the same VPC",
    source="resource orchestration docs (the accepter VPC must differ); guess: the code",
)
PAIR_EXISTS: Final = Rule(
    id="ALI107",
    name="duplicate-pair",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "ResourceAlreadyExist.VpcPeer", "The specified resource of VpcPeer already exists."
    ),
    message="these two VPCs are joined already by {existing}; a pair of VPCs has one connection, in either direction",
    source="CreateVpcPeerConnection error codes; guess: that either direction counts",
)
REGION_UNKNOWN: Final = Rule(
    id="ALI121",
    name="region-unknown",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "UnsupportedRegion", "The feature of VpcPeer is not supported in the region of {region}."
    ),
    message="Alibaba Cloud has no region {region!r}",
    source="CreateVpcPeerConnection error codes",
)
REGION_WITHOUT_PEERING: Final = Rule(
    id="ALI110",
    name="region-without-peering",
    severity="error",
    api_error=ApiErrorTemplate(
        400, "UnsupportedRegion", "The feature of VpcPeer is not supported in the region of {region}."
    ),
    message="VPC peering is not offered in {region}",
    source="CreateVpcPeerConnection error codes; help page, regions",
)
REGIONS_MAY_NOT_PEER: Final = Rule(
    id="ALI111",
    name="regions-may-not-peer",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationFailed.ViolativeVpcPeer",
        "The creation operation fails because it is not allowed to create a vpc peer instance between the "
        "originating region and the receiving region.",
    ),
    message="{region} and {accepting_region} are different clouds (public, finance, government) and may not peer",
    source="Chinese help page, limits; guess: the code",
)
DRY_RUN: Final = Rule(
    id="ALI112",
    name="dry-run",
    severity="error",
    api_error=ApiErrorTemplate(400, "DryRunOperation", "The operation DryRun verifies success."),
    message="dry_run = true makes the cloud check the request and then refuse it, so apply always fails",
    source="VpcPeer error page",
)
NOT_ACTIVATED: Final = Rule(
    id="ALI122",
    name="connection-status",
    severity="error",
    api_error=ApiErrorTemplate(400, "IncorrectStatus.VpcPeer", "The status of VpcPeer [{connection}] is incorrect."),
    message="the connection is {status}, which does not allow this",
    source="VpcPeer error codes of Accept, Reject, Modify, Delete",
)
ROUTES_EXIST: Final = Rule(
    id="ALI123",
    name="connection-has-routes",
    severity="error",
    api_error=ApiErrorTemplate(
        400,
        "OperationDenied.RouteEntryExist",
        "The operation is not allowed because of existing routeEntry point to VpcPeer.",
    ),
    message="{count} route entries still point to the connection; delete them first or force the deletion",
    source="DeleteVpcPeerConnection error codes",
)


def check_link_type(
    region: Maybe[str],
    accepting_region: Maybe[str],
    link_type: Maybe[str | None],
    *,
    allow_special: bool = False,
) -> Violations:
    """Check a link type: only between regions, only one that exists."""
    if link_type is UNKNOWN or not link_type:
        return
    if region is not UNKNOWN and region == accepting_region:
        yield LINK_TYPE_WITHIN_REGION.violation("link_type", region=region, value=link_type)
    if link_type in SPECIAL_LINK_TYPES:
        if not allow_special:
            yield LINK_TYPE_SPECIAL.violation("link_type", value=link_type)
    elif link_type not in LINK_TYPES:
        yield LINK_TYPE_VALUE.violation("link_type", value=link_type)


def check_bandwidth(
    region: Maybe[str],
    accepting_region: Maybe[str],
    bandwidth: Maybe[int | None],
    quotas: Quotas | None = None,
) -> Violations:
    """Check a bandwidth in Mbit/s: only between regions, at least 1, within the quota of the pair of regions."""
    if bandwidth is UNKNOWN or bandwidth is None:
        return
    quotas = quotas or Quotas()
    if region is not UNKNOWN and region == accepting_region:
        yield BANDWIDTH_WITHIN_REGION.violation("bandwidth", region=region, value=bandwidth)
        return
    if bandwidth < 1:
        yield BANDWIDTH_RANGE.violation("bandwidth", value=bandwidth)
        return
    quota, limit = _bandwidth_quota(region, accepting_region, quotas)
    if bandwidth > limit:
        yield BANDWIDTH_QUOTA.violation("bandwidth", value=bandwidth, quota=quota, limit=limit)


def _bandwidth_quota(region: Maybe[str], accepting_region: Maybe[str], quotas: Quotas) -> tuple[str, int]:
    """The quota for this pair of regions; the larger one while the pair is not known."""
    cross_region = "vpc_quota_peer_cross_region_bandwidth", quotas.vpc_quota_peer_cross_region_bandwidth
    cross_border = "vpc_quota_peer_cross_border_bandwidth", quotas.vpc_quota_peer_cross_border_bandwidth
    if region is UNKNOWN or accepting_region is UNKNOWN:
        return max(cross_region, cross_border, key=lambda quota: quota[1])
    return cross_border if regions.is_cross_border(region, accepting_region) else cross_region


def check_vpcs_differ(vpc: Maybe[str], accepting_vpc: Maybe[str]) -> Violations:
    """The two ends must be two VPCs."""
    if vpc is not UNKNOWN and vpc == accepting_vpc:
        yield SAME_VPC.violation("accepting_vpc_id", vpc=vpc)


def check_pair(vpc: str, accepting_vpc: str, joined: Iterable[tuple[str, str, str]]) -> Violations:
    """A pair of VPCs against the connections ``(id, vpc, accepting_vpc)`` that exist and are alive."""
    for connection, requester, accepter in joined:
        if {requester, accepter} == {vpc, accepting_vpc}:
            yield PAIR_EXISTS.violation("accepting_vpc_id", existing=connection)
            return


def check_regions(region: Maybe[str], accepting_region: Maybe[str]) -> Violations:
    """Both regions offer peering, and belong to the same cloud."""
    peering_regions = []
    for subject, id in (("region", region), ("accepting_region_id", accepting_region)):
        if id is UNKNOWN:
            continue
        known = regions.find(id)
        if known is None:
            yield REGION_UNKNOWN.violation(subject, region=id)
        elif not known.peering:
            yield REGION_WITHOUT_PEERING.violation(subject, region=id)
        else:
            peering_regions.append(known)
    if len(peering_regions) == 2:
        near, far = peering_regions
        if near.cloud != far.cloud:
            yield REGIONS_MAY_NOT_PEER.violation("accepting_region_id", region=near.id, accepting_region=far.id)


def check_vpc_quota(*, within_region: bool, used: int, quotas: Quotas) -> Violations:
    """Check one more connection of a VPC that has ``used`` of the same kind."""
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
    """Check one more connection of an account that has created ``used`` in the region."""
    yield from check_count(
        PER_ACCOUNT_AND_REGION, used=used, limit=quotas.vpc_quota_peer_num, quota="vpc_quota_peer_num"
    )


def check_dry_run(dry_run: Maybe[bool | None]) -> Violations:
    """Check that a request is no dry run, which the cloud always refuses in the end."""
    if dry_run is True:
        yield DRY_RUN.violation("dry_run")


def check_status(connection: str, status: str, allowed: Iterable[str]) -> Violations:
    """Check that a connection is in one of the ``allowed`` states of an operation."""
    if status not in allowed:
        yield NOT_ACTIVATED.violation("status", connection=connection, status=status)


def check_deletable(*, routes: int, force: bool) -> Violations:
    """Check that a connection can be deleted: unless forced, without routes to it on either side."""
    if routes and not force:
        yield ROUTES_EXIST.violation("force_delete", count=routes)
