"""Our verdict valid or invalid is that of Go's HCL parser (pygohcl) on texts mutated from valid ones.

``HCL_LINT_FUZZ=100000`` looks at that many texts instead of a few thousand.
"""

from __future__ import annotations

import os
import random

import pytest

from hcl_lint.common.cache import Cache
from hcl_lint.syntax.grammar import ExpressionParser
from hcl_lint.syntax.parse import Parser
from tests.hcl_lint.syntax.mutate import mutated, seeds

pygohcl = pytest.importorskip("pygohcl", reason="pygohcl (Go's HCL parser, a test-only oracle) is not installed")

COUNT = int(os.environ.get("HCL_LINT_FUZZ", "5000"))


def valid_for_go(text: str) -> bool:
    try:
        pygohcl.loads(text)
    except pygohcl.HCLParseError:
        return False
    except pygohcl.HCLInternalError as error:  # parsed, but not to be had as Python data
        return "invalid HCL" not in str(error)
    return True


@pytest.fixture(scope="module")
def parser() -> Parser:
    expressions = ExpressionParser(Cache(None))
    return Parser(lambda: expressions)


def test_the_seeds_are_valid_for_both(parser: Parser) -> None:
    for text in seeds():
        assert valid_for_go(text), text
        assert parser.parse(text).problems == (), text


def test_verdicts_on_mutated_texts_are_those_of_go(parser: Parser) -> None:
    chance, texts = random.Random(20220101), seeds()
    valid = 0
    differ: list[str] = []
    for _ in range(COUNT):
        text = mutated(chance.choice(texts), chance)
        theirs, ours = valid_for_go(text), not parser.parse(text).problems
        valid += theirs
        if theirs != ours:
            differ.append(f"Go says {'valid' if theirs else 'invalid'}: {text!r}")
    assert valid > COUNT // 10
    assert len(differ) <= COUNT // 1000, "\n".join(differ)
