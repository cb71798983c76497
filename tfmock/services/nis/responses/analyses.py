"""Analyses: start, read, delete."""

from __future__ import annotations

import json

from tfmock.core.call import Call
from tfmock.core.clock import timestamp
from tfmock.core.operation import Reply, Request, Required, operation
from tfmock.protocol.errors import enforce
from tfmock.rulebook import quotas
from tfmock.services.common.messages import Tag
from tfmock.services.common.tags import drop_tags, put_tags
from tfmock.services.nis import errors
from tfmock.services.nis.analysis import analyse
from tfmock.services.nis.document import document
from tfmock.services.nis.models import LIFECYCLE, AnalysisRow, PathSpec
from tfmock.services.nis.responses import PRODUCT, VERSION
from tfmock.services.nis.responses.paths import Deleted, IdList, PathParameters, check, check_tags, path


class CreateNetworkReachableAnalysis(Request):
    network_path_id: Required
    tag: list[Tag] = []


class AnalysisReply(Reply):
    network_reachable_analysis_id: str


@operation(PRODUCT, VERSION, "CreateNetworkReachableAnalysis")
def create_network_reachable_analysis(call: Call, request: CreateNetworkReachableAnalysis) -> AnalysisReply:
    """Analyse a kept path, as the world is now; one analysis of a path at a time."""
    row = path(call, request.network_path_id)
    tags = check_tags(request.tag)
    running = next(
        (analysis for analysis in call.transaction.find(AnalysisRow, "path", row.id) if analysis.state == "init"), None
    )
    if running is not None:
        raise errors.ANALYSIS_RUNNING(id=row.id, status=running.state)
    analysis = _start(call, row.id, row.spec)
    put_tags(call.transaction, call.account, call.region, "NetworkReachableAnalysis", analysis.id, tags)
    return AnalysisReply(network_reachable_analysis_id=analysis.id)


def _start(call: Call, path_id: str, spec: PathSpec) -> AnalysisRow:
    present = call.transaction.find(AnalysisRow, "account", call.account)
    limits = call.quotas
    enforce(quotas.check_count(quotas.ANALYSES, used=len(present), limit=limits.nis_quota_analysis_num))
    running = sum(analysis.state == "init" for analysis in present)
    limit = limits.nis_quota_parallel_analysis_num
    enforce(quotas.check_count(quotas.ANALYSES_AT_ONCE, used=running, limit=limit))
    id, serial = call.new_id("nra", length=20)
    analysed = analyse(call, spec)
    return call.transaction.put(
        AnalysisRow(
            id=id, serial=serial, account=call.account, network_path_id=path_id, spec=spec, create_time=call.now,
            reachable=analysed.trace.forward.reachable, result=document(call.transaction, id, analysed),
            status=LIFECYCLE.start("init", at=call.now, then="finish"),
        )
    )  # fmt: skip


class NamedAnalysis(Request):
    network_reachable_analysis_id: Required


class Analysis(Reply):
    """``Reachable`` speaks of one direction, as the help page's separate reverse path analysis implies."""

    network_path_id: str
    network_reachable_analysis_id: str
    network_reachable_analysis_status: str
    network_reachable_analysis_result: str
    network_path_parameter: str
    reachable: bool
    create_time: str
    ali_uid: int


@operation(PRODUCT, VERSION, "GetNetworkReachableAnalysis")
def get_network_reachable_analysis(call: Call, request: NamedAnalysis) -> Analysis:
    """An analysis: its result once it is finished."""
    row = _analysis(call, request.network_reachable_analysis_id)
    finished = row.state == "finish"
    return Analysis(
        network_path_id=row.network_path_id,
        network_reachable_analysis_id=row.id,
        network_reachable_analysis_status=row.state,
        network_reachable_analysis_result=row.result if finished else "",
        network_path_parameter=_parameter(row.spec),
        reachable=finished and row.reachable,
        create_time=timestamp(row.create_time),
        ali_uid=int(row.account),
    )


def _analysis(call: Call, id: str) -> AnalysisRow:
    row = call.transaction.get(AnalysisRow, id)
    if row is None or row.account != call.account:
        raise errors.ANALYSIS_NOT_FOUND(id=id)
    return row


def _parameter(spec: PathSpec) -> str:
    """Only what was given (metadata sample)."""
    given = {
        "sourceId": spec.source_id, "sourceType": spec.source_type, "sourceIpAddress": spec.source_ip_address,
        "sourcePort": spec.source_port, "targetId": spec.target_id, "targetType": spec.target_type,
        "targetIpAddress": spec.target_ip_address, "targetPort": spec.target_port, "protocol": spec.protocol,
    }  # fmt: skip
    return json.dumps({name: value for name, value in given.items() if value})


class DeleteNetworkReachableAnalysis(Request):
    network_reachable_analysis_ids: IdList


@operation(PRODUCT, VERSION, "DeleteNetworkReachableAnalysis")
def delete_network_reachable_analysis(call: Call, request: DeleteNetworkReachableAnalysis) -> Deleted:
    """Forget analyses."""
    for id in request.network_reachable_analysis_ids:
        row = _analysis(call, id)
        drop_tags(call.transaction, row.account, row.id)
        call.transaction.delete(row)
    return Deleted()


class AnalysedReply(Reply):
    """CreateAndAnalyzeNetworkPath echoes what it was given; ports are text here (metadata)."""

    network_reachable_analysis_id: str
    source_id: str
    source_type: str
    source_ip_address: str
    source_port: str
    target_id: str
    target_type: str
    target_ip_address: str
    target_port: str
    protocol: str


@operation(PRODUCT, VERSION, "CreateAndAnalyzeNetworkPath")
def create_and_analyze_network_path(call: Call, request: PathParameters) -> AnalysedReply:
    """Analyse without keeping the path; the result can be read all the same."""
    spec = check(request)
    row = _start(call, "", spec)
    return AnalysedReply(
        network_reachable_analysis_id=row.id, source_id=spec.source_id, source_type=spec.source_type,
        source_ip_address=spec.source_ip_address, source_port=str(spec.source_port), target_id=spec.target_id,
        target_type=spec.target_type, target_ip_address=spec.target_ip_address, target_port=str(spec.target_port),
        protocol=spec.protocol,
    )  # fmt: skip
