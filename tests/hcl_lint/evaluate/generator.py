"""Typed expressions for the differential test: their parts fit most of the time, so that most have a value."""

from __future__ import annotations

import json
from typing import Final

from hypothesis import strategies as st

Expressions = st.SearchStrategy[str]

_TEXTS: Final = [
    "", "a", "b", "ab", "abc", "Hello World", "a,b,c", "é", "e\u0301", "ß", "日本", "💃🏿", "x y", "1", "1.50", "true",
    "-2", "10.0.0.0/8", "192.168.0.0/16", "fd00::/48", "2020-01-02T03:04:05Z", "2021-12-31T23:59:59+02:00", "a=1",
    "a\nb\n",
]  # fmt: skip
_NUMBERS: Final = [
    "0", "1", "2", "3", "7", "10", "-1", "-5", "0.1", "0.2", "0.3", "1.5", "2.50", "1e3", "1e-3", "100", "255", "33.33",
    "12345678901234567890", "0.000001", "1e21", "length([1, 2, 3])", "pow(2, 0.5)", "1 / 3",
]  # fmt: skip


def _text(value: str) -> str:
    """A quoted string."""
    return json.dumps(value, ensure_ascii=False)


def _call(name: str, *arguments: Expressions) -> Expressions:
    return st.tuples(*arguments).map(lambda given: f"{name}({', '.join(given)})")


def _calls(names: str, *arguments: Expressions) -> Expressions:
    return st.one_of([_call(name, *arguments) for name in names.split()])


def _join(separator: str, *parts: Expressions) -> Expressions:
    return st.tuples(*parts).map(lambda given: "(" + separator.join(given) + ")")


def _braces(items: Expressions, least: int = 0) -> Expressions:
    return st.lists(items, min_size=least, max_size=3).map(lambda given: "[" + ", ".join(given) + "]")


def _maps(values: Expressions) -> Expressions:
    keys = st.sampled_from(["a", "b", "c", '"é"', '"x y"'])
    return st.dictionaries(keys, values, max_size=3).map(
        lambda given: "{ " + ", ".join(f"{key} = {value}" for key, value in given.items()) + " }"
    )


def _level(
    numbers: Expressions, texts: Expressions, truths: Expressions
) -> tuple[Expressions, Expressions, Expressions]:
    """Numbers, strings and bools that are made of the given ones."""
    some_numbers, some_texts, some_truths = _braces(numbers, 1), _braces(texts, 1), _braces(truths, 1)
    anything = st.one_of(
        numbers, texts, truths, st.just("null"), some_numbers, some_texts, _maps(numbers), _maps(texts)
    )
    verbs = st.sampled_from(["%d", "%5d", "%05.1f", "%.2f", "%e", "%.3e", "%g", "%.2g", "%x", "%v", "%+d", "%-8.1f|"])
    more_numbers = st.one_of(
        *(_join(f" {operator} ", numbers, numbers) for operator in "+-*/%"),
        numbers.map(lambda number: f"-({number})"),
        _calls("abs ceil floor signum", numbers),
        _calls("max min", numbers, numbers),
        _call(
            "pow", numbers, st.sampled_from(["0", "1", "2", "3", "-1", "-2", "0.5"])
        ),  # exp differs between processors
        _call("log", numbers, numbers),
        _calls("length", st.one_of(texts, some_numbers, _maps(texts))),
        _calls("sum one", some_numbers),
        _call("parseint", texts, numbers),
        _call("element", some_numbers, _call("abs", numbers)),
        _call("index", some_texts, texts),
        _call("tonumber", st.one_of(texts, numbers)),
        _call("timecmp", texts, texts),
        st.tuples(truths, numbers, numbers).map(lambda given: f"({given[0]} ? {given[1]} : {given[2]})"),
    )
    more_texts = st.one_of(
        _calls("upper lower title strrev trimspace chomp", texts),
        _calls("md5 sha1 base64encode urlencode jsonencode basename dirname", texts),
        _calls("trim trimprefix trimsuffix", texts, texts),
        _call("substr", texts, numbers, numbers),
        _call("replace", texts, texts, texts),
        _call("join", texts, some_texts),
        _call("format", verbs.map(_text), numbers),
        _call("format", st.just(_text("%s|%5q|%v")), texts, texts, anything),
        _calls("jsonencode yamlencode", anything),
        _call("tostring", st.one_of(numbers, truths)),
        _call("cidrsubnet", texts, numbers, numbers),
        _call("cidrhost", texts, numbers),
        _call("timeadd", texts, st.sampled_from(['"1h"', '"-90m"', '"1.5s"'])),
        _call("formatdate", st.sampled_from(['"YYYY-MM-DD"', '"EEE, D MMM YY hh:mm:ss ZZZ"']), texts),
        _call("coalesce", texts, texts),
        st.tuples(texts, numbers).map(lambda given: '"${' + given[0] + "}-${" + given[1] + '}"'),
        st.tuples(truths, texts).map(lambda given: '"%{ if ' + given[0] + " }x%{ else }${" + given[1] + '}%{ endif }"'),
    )
    more_truths = st.one_of(
        *(_join(f" {operator} ", numbers, numbers) for operator in ("<", "<=", ">", ">=", "==", "!=")),
        _join(" == ", texts, texts),
        _join(" == ", anything, anything),
        *(_join(f" {operator} ", truths, truths) for operator in ("&&", "||")),
        truths.map(lambda truth: f"!({truth})"),
        _calls("startswith endswith strcontains", texts, texts),
        _call("contains", some_texts, texts),
        _calls("alltrue anytrue", some_truths),
        _call("can", _call("regex", texts, texts)),
        _call("issensitive", _call("sensitive", texts)),
    )
    return more_numbers, more_texts, more_truths


def _expressions() -> Expressions:
    numbers: Expressions = st.sampled_from(_NUMBERS)
    texts: Expressions = st.sampled_from([_text(text) for text in _TEXTS])
    truths: Expressions = st.sampled_from(["true", "false"])
    first = _level(numbers, texts, truths)
    numbers, texts, truths = st.one_of(numbers, first[0]), st.one_of(texts, first[1]), st.one_of(truths, first[2])
    second = _level(numbers, texts, truths)
    lists = st.one_of(_braces(numbers), _braces(texts), _braces(st.one_of(numbers, texts, st.just("null"))))
    maps = st.one_of(_maps(numbers), _maps(texts), _maps(st.one_of(numbers, truths)))
    collections = st.one_of(
        _calls("tolist toset distinct reverse flatten compact sort", lists),
        _calls("concat setunion setintersection setsubtract setproduct", lists, lists),
        _call("merge", maps, maps),
        _calls("keys values tomap", maps),
        _call("lookup", maps, st.sampled_from(['"a"', '"z"']), numbers),
        _call("zipmap", _braces(texts), lists),
        _call("slice", lists, numbers, numbers),
        _call("chunklist", lists, numbers),
        _calls("range", numbers, numbers),
        _call("split", texts, texts),
        _calls("regexall", st.sampled_from(['"[a-z]"', '"(.)(.)?"', '"a*"', '"(?P<x>[0-9])"']), texts),
        _call("formatlist", st.just(_text("%v")), lists),
        _calls("jsondecode yamldecode csvdecode", texts),
        _call("coalescelist", lists, lists),
        _join(" == ", lists, lists),
        lists.map(lambda items: f"[for i, x in {items} : x if i > 0]"),
        maps.map(lambda entries: f"{{ for k, v in {entries} : k => v... }}"),
        _call("toset", _braces(lists)),
        st.tuples(truths, lists, lists).map(lambda given: f"({given[0]} ? {given[1]} : {given[2]})"),
        st.tuples(truths, maps, maps).map(lambda given: f"({given[0]} ? {given[1]} : {given[2]})"),
    )
    return st.one_of(second[0].map(lambda number: f"tostring({number})"), second[0], second[1], second[2], collections)


EXPRESSIONS: Final = _expressions()
