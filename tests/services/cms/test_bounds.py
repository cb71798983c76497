"""Rules and queries that could compute for ever: absurd ones are refused, all others finish quickly."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.services.cms.watching import history, level, rule, state
from tests.support.lab import Lab, RefusedError
from tests.support.services.traffic import MORNING, connect, post, send
from tfmock.services.cms import evaluation, limits, metrics
from tfmock.services.cms.evaluation import MAX_REPEATS
from tfmock.services.cms.expression import ExpressionError, Scope, compile_expression
from tfmock.services.cms.metrics import BUDGET, EvaluationBudget, Metric, metric_statistics
from tfmock.simulation.traffic import Meter

WEEK = 7 * 86400


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Far more than it takes, far less than it took: a bound that was missing took minutes, or for ever.

    The thread's own time on the processor counts, so that a busy machine fails nothing.
    """
    started = time.thread_time()
    yield
    assert time.thread_time() - started < seconds


def raw(expression: str, **more: object) -> dict[str, object]:
    composite = {"ExpressionRaw": expression, "Level": "Critical", "Times": 1, **more}
    return {"CompositeExpression": json.dumps(composite), "Escalations": {}}


@pytest.mark.parametrize(
    "text",
    [
        "@IntranetRX[60000000000000].$Sum > 1",
        f"@IntranetRX[{'6' * 5000}0].$Sum > 1",
        "@IntranetRX[٦٠].$Sum > 1",
        "1" + " + 1" * 3000 + " > 1",
        "(" * 3000 + "1" + ")" * 3000,
        "'" + "a" * 3000 + "' matches 'a'",
        "count(count($Sum > 1) > 1) > 1",
        f"'{'a' * 400}' matches '{'(a?){100}' * 50}x'",
        r"'a' matches '(\pL{1,99}){9}'",
        "'a' matches ($Sum > 1 ? 'a' : 'b')",
    ],
    ids=[
        "period",
        "digits",
        "other digits",
        "long",
        "deep",
        "text",
        "counted counts",
        "repetitions",
        "classes",
        "pattern by period",
    ],
)
def test_expressions_are_bounded(lab: Lab, text: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(text)
    net = connect(lab)
    parameters = {
        "RuleId": "r", "RuleName": "r", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "ContactGroups": "g",
        "Resources": json.dumps([{"instanceId": net["pcc"]}]), **raw(text),
    }  # fmt: skip
    assert lab.code("Cms.PutResourceMetricRule", parameters) == "ParameterInvalid"


def test_a_pattern_takes_no_longer_than_its_text(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], **raw(f'"{"a" * 40}!" matches "^(a+)+$" || "ab" matches "^a.$"'))
    lab.later(300)
    with within(10):
        assert state(lab) == "ALARM"


class Counted:
    """A scope that says what it is asked for."""

    def member(self, metric: str, period: int, name: str) -> float | str:
        return "i-1"

    def count(self, test: Callable[[Scope], bool]) -> float:
        return float(test(self))


def test_a_pattern_is_compiled_once_and_run_once_for_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import re2

    done: list[str] = []
    real = re2.compile

    class Program:
        def __init__(self, pattern: str, options: object) -> None:
            done.append(pattern)
            self._real = real(pattern, options)
            self.programsize = self._real.programsize

        def search(self, text: str) -> object:
            done.append(text)
            return self._real.search(text)

    monkeypatch.setattr(re2, "compile", Program)
    expression = compile_expression("$instanceId matches '^i-[0-9]$'")
    assert [expression.holds(Counted()) for _ in range(50)] == [True] * 50
    assert done == ["^i-[0-9]$", "i-1"]


@pytest.mark.parametrize("rules", [1, 4])
def test_the_work_of_all_rules_in_one_evaluation_is_bounded(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, rules: int
) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    for number in range(rules):
        rule(lab, net["pcc"], RuleId=f"r{number}", RuleName=f"r{number}", **raw("$Sum >= 0"))
    for _ in range(30):
        send(lab, net["a"], net["b"], "8Mbps", "90s", advance=True)
        lab.later(600)
    numbers: list[int] = []
    moments = evaluation._Evaluation._moments

    def counted(self: evaluation._Evaluation, now: float, most: int) -> list[float]:
        found_moments = moments(self, now, most)
        numbers.append(len(found_moments))
        return found_moments

    monkeypatch.setattr(evaluation._Evaluation, "_moments", counted)
    monkeypatch.setattr(evaluation, "MAX_POINTS", 40)
    alarms = lab.call("Cms.DescribeMetricRuleList")["Alarms"]["Alarm"]
    assert {alarm["AlertState"] for alarm in alarms} == {"ALARM"}
    assert numbers == [40 // rules] * rules


@pytest.mark.parametrize(
    "more",
    [
        {"Period": "60000000000000"}, {"Period": "²"}, {"Period": "6" * 5000}, {"SilenceTime": 10**12},
        {"Escalations": {"Critical": level(1, times=10**15)}}, raw("$Sum > 1", Times=10**9),
        {"CompositeExpression": json.dumps({"ExpressionList": [
            {"MetricName": "IntranetRX", "Period": 6 * 10**13, "Statistics": "$Sum",
             "ComparisonOperator": "GreaterThanThreshold", "Threshold": "1"}]}), "Escalations": {}},
    ],
)  # fmt: skip
def test_numbers_of_rules_are_bounded(lab: Lab, more: dict[str, object]) -> None:
    net = connect(lab)
    rule(lab, net["pcc"])
    parameters = {
        "RuleId": "r2", "RuleName": "r", "Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "Period": "60",
        "ContactGroups": "g", "Resources": json.dumps([{"instanceId": net["pcc"]}]),
        "Escalations": {"Critical": level(1)}, **more,
    }  # fmt: skip
    assert lab.code("Cms.PutResourceMetricRule", parameters) in {"ParameterInvalid", "InvalidParameter"}


@pytest.mark.parametrize("more", [{}, {"EffectiveInterval": "08:00-20:00"}], ids=["always", "by day"])
def test_centuries_of_an_alarm_are_evaluated_quickly(lab: Lab, more: dict[str, object]) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], SilenceTime=300, Escalations={"Critical": level(1, "LessThanThreshold")}, **more)
    lab.later(60)
    assert state(lab) == "ALARM"
    for weeks in (52, 520, 400_000):
        lab.later(weeks * WEEK)
        with within(30):
            assert state(lab) == "ALARM"
    rows = lab.call("Cms.DescribeAlertHistoryList", RuleId="r")["Total"]
    assert 2 <= int(rows) <= 5 * MAX_REPEATS


def test_repetitions_keep_their_interval(lab: Lab) -> None:
    """Passing over the old ones does not move the new ones."""
    lab.freeze(MORNING)
    net = connect(lab)
    rule(lab, net["pcc"], SilenceTime=3600, Escalations={"Critical": level(1, "LessThanThreshold")})
    lab.later(60)
    assert state(lab) == "ALARM"
    lab.later(10 * WEEK)
    state(lab)
    sent = [seconds for seconds, *_ in history(lab)]
    assert {seconds % 3600 for seconds in sent} == {60.0}


def test_minutes_without_a_connection_are_skipped(lab: Lab) -> None:
    lab.freeze(MORNING)
    nets = [connect(lab)["pcc"] for _ in range(3)]
    lab.later(3600)
    dimensions = json.dumps([{"instanceId": pcc} for pcc in nets])
    parameters = {"Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "Dimensions": dimensions, "Period": "60"}
    month = {"StartTime": str(int(MORNING - 30 * 86400) * 1000), "EndTime": str(int(MORNING + 3600) * 1000)}
    with within(10):
        points = json.loads(lab.call("Cms.DescribeMetricList", parameters, **month)["Datapoints"])
    assert len(points) == 180


def test_a_long_period_is_the_sum_of_its_minutes(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab, Bandwidth=100)
    send(lab, net["a"], net["b"], "80Mbps", "90s")
    lab.later(3600)
    dimensions = json.dumps([{"instanceId": net["pcc"]}])
    parameters = {"Namespace": "acs_vpcpeer", "MetricName": "IntranetRX", "Dimensions": dimensions, "Period": "3600"}
    (point,) = json.loads(lab.call("Cms.DescribeMetricList", parameters)["Datapoints"])
    assert (point["Sum"], point["Maximum"], point["Minimum"]) == (9e8, 6e8, 0.0)
    assert point["Average"] == 9e8 / 60


def test_a_year_of_traffic_is_billed_quickly(lab: Lab) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    send(lab, net["a"], net["b"], "8Mbps", "366d", advance=True)
    with within(30):
        assert post(lab, "/bill", {}, "GET")["lines"]


def _many(count: int, *real: str) -> str:
    return json.dumps([{"instanceId": id} for id in (*real, *(f"pcc-{n:020}" for n in range(count)))])


COUNTS = " + ".join(["count($Sum >= 0)"] * 19) + " >= 0"
#: Each asks for as much as is let in: counts over instances, a look back at every instance, and what is sent again.
DEAR = {
    "counts": raw(COUNTS),
    "look back": {"Escalations": {"Critical": level(0, times=20)}},
    "all levels": {"Escalations": {name: level(0, times=6) for name in ("Critical", "Warn", "Info")}},
    "missing data": {"Escalations": {"Critical": level(0, "LessThanOrEqualToThreshold")}, "SilenceTime": 300},
    "yesterday": {"Escalations": {"Critical": level(1, "GreaterThanYesterday")}},
}


@pytest.mark.parametrize("more", DEAR.values(), ids=DEAR)
@pytest.mark.parametrize("rules", [1, 20])
def test_an_evaluation_stays_within_its_budget(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, more: dict[str, object], rules: int
) -> None:
    lab.freeze(MORNING)
    net = connect(lab)
    for number in range(rules):
        rule(lab, net["pcc"], RuleId=f"r{number}", Resources=_many(900, net["pcc"]), **more)
    for _ in range(20):
        send(lab, net["a"], net["b"], "8Mbps", "90s", advance=True)
        lab.later(600)
    lab.later(WEEK)
    read: list[float] = []

    def counted(metric: Metric, meter: Meter, end: float, period: int) -> Mapping[str, float] | None:
        read.append(end)
        return metric_statistics(metric, meter, end, period)

    monkeypatch.setattr(metrics, "metric_statistics", counted)
    with within(20):
        lab.call("Cms.DescribeMetricRuleList")
    assert 0 < len(read) * metrics.STATISTIC_COST <= BUDGET


def test_an_evaluation_continues_where_the_last_one_ended(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says in the end what one look with all the budget says."""
    lab.freeze(MORNING)
    net = connect(lab)
    for number in range(3):
        rule(lab, net["pcc"], RuleId=f"r{number}", RuleName=f"r{number}", **raw("$Sum >= 1"))
    for _ in range(10):
        send(lab, net["a"], net["b"], "8Mbps", "90s", advance=True)
        lab.later(600)
    send(lab, net["a"], net["b"], "8Mbps", "900s")
    lab.later(300)
    monkeypatch.setattr(evaluation, "EvaluationBudget", lambda: EvaluationBudget(left=1500))
    for _ in range(100):
        alarms = lab.call("Cms.DescribeMetricRuleList")["Alarms"]["Alarm"]
    assert {alarm["AlertState"] for alarm in alarms} == {"ALARM"}
    total = lab.call("Cms.DescribeAlertHistoryList", PageSize=1)["Total"]
    assert total == str(3 * (2 * 10 + 1))


@pytest.mark.parametrize(
    "more",
    [
        {"Resources": _many(1001)},
        {"Resources": _many(21), "Escalations": {"Critical": level(1, times=1000)}},
        {"Resources": _many(200), **raw(" + ".join(["$Sum"] * 60) + " > 1", Times=2)},
        {"Resources": _many(1000), **raw(" + ".join(["count($Sum > 1)"] * 25) + " > 1")},
    ],
    ids=["instances", "times", "parts", "counts"],
)
def test_a_rule_too_costly_to_evaluate_is_refused(lab: Lab, more: dict[str, object]) -> None:
    net = connect(lab)
    rule(lab, net["pcc"])
    before = lab.call("Cms.DescribeMetricRuleList")["Alarms"]
    with pytest.raises(RefusedError, match="ResourceOverLimit"):
        rule(lab, net["pcc"], **more)
    assert lab.call("Cms.DescribeMetricRuleList")["Alarms"] == before


def test_the_rules_of_an_account_are_bounded(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_OF_A_KIND", 2)
    net = connect(lab)
    for number in (1, 2, 2):
        rule(lab, net["pcc"], RuleId=f"r{number}")
    with pytest.raises(RefusedError, match="ResourceOverLimit"):
        rule(lab, net["pcc"], RuleId="r3")


def test_all_patterns_of_an_expression_are_bounded_together() -> None:
    pattern = "$instanceId matches '^pcc-(a|b|c|d){9}$'"
    compile_expression(pattern)
    with pytest.raises(ExpressionError, match="patterns"):
        compile_expression(" || ".join([pattern] * 40))
