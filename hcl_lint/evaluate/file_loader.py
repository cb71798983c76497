"""Reads and parses each file at most once in a run; what earlier runs parsed comes from the cache."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from hcl_lint.common.cache import Cache, digest
from hcl_lint.source import files
from hcl_lint.source.boundary import ReadBoundary
from hcl_lint.source.issue import NOT_JUDGED, SYNTAX, SourceIssue, unreadable
from hcl_lint.source.text import Source, Span
from hcl_lint.syntax import codec
from hcl_lint.syntax.tree import Body, Expression, File, Label, SyntaxProblem

if TYPE_CHECKING:
    from hcl_lint.evaluate.budget import Budget
    from hcl_lint.syntax.parse import BlockFilter, Expressions, Parser

#: The word that begins a ``provider`` block, but not the argument ``provider = ...``.
_PROVIDER_BLOCK: Final = re.compile(rb"\bprovider\b(?!\s*=)")


class FileLoader:
    """Reads and parses files, each once. ``size``: how many bytes were read so far.

    Args:
        cache: what earlier runs parsed.
        any_resource: also ``terraform_data`` in files that have nothing of the provider's.
        strict: parse every block.
        boundary: no link leads out of it.
        named: files that the user named, which may lie outside of the boundary.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        any_resource: bool,
        strict: bool,
        boundary: ReadBoundary,
        named: Collection[str] = (),
    ) -> None:
        self._cache = cache
        self.boundary = boundary
        self._named = frozenset(named)
        self.size = 0
        self._any_resource = any_resource
        self._strict = strict
        self._created_parser: Parser | None = None
        self._bytes: dict[str, bytes] = {}
        self._files: dict[str, tuple[Source, File] | None] = {}
        self._templates: dict[str, tuple[Expression, str] | None] = {}
        self._version = codec.version().encode() if cache.enabled else b""
        self.sources: dict[str, Source] = {}
        self.comments: dict[str, tuple[Span, ...]] = {}
        self.issues: list[SourceIssue] = []

    @property
    def _parser(self) -> Parser:
        if self._created_parser is None:
            from hcl_lint.syntax.parse import Parser

            self._created_parser = Parser(self._make_expressions)
        return self._created_parser

    def _make_expressions(self) -> Expressions:
        from hcl_lint.syntax.grammar import ExpressionParser

        return ExpressionParser(self._cache)

    @staticmethod
    def is_evaluated(kind: str) -> bool:
        """Whether blocks of this type of resources or data sources are evaluated."""
        return kind.startswith("alicloud_") or kind in ("terraform_data", "terraform_remote_state")

    def _is_needed(self, kind: str, labels: tuple[Label, ...]) -> bool:
        if kind in ("resource", "data"):
            return bool(labels) and self.is_evaluated(labels[0].value)
        return kind not in ("ephemeral", "check")

    def provide(self, path: str, data: bytes) -> None:
        """Use ``data`` for ``path`` (standard input)."""
        self._bytes[path] = data

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None, with an issue at the first try, where it cannot be read."""
        if path not in self._bytes:
            data = files.read_bytes(path, None if path in self._named else self.boundary)
            if isinstance(data, SourceIssue):
                self.issues.append(data)
                self._bytes[path] = b""
                self._files[path] = None
            else:
                self._bytes[path] = data
                self.size += len(data)
        return None if self._files.get(path, True) is None else self._bytes[path]

    def file(self, path: str, strict: bool = False) -> tuple[Source, File] | None:
        """A parsed configuration file; None if it has no text at all that could be parsed."""
        if path in self._files:
            return self._files[path]
        data = self.read(path)
        if data is None:
            return None
        source = files.decode(path, data)
        if isinstance(source, SourceIssue):
            self.issues.append(source)
            self._files[path] = None
            return None
        self._check_mark(source)
        is_needed: BlockFilter | None = None if strict or self._strict else self._is_needed
        parsed = self._parse_cached(source, data, is_needed)
        self.issues += [_issue(problem, source) for problem in parsed.problems]
        self.sources[path] = source
        self.comments[path] = tuple(Span(source, start, end) for start, end in parsed.comments)
        self._files[path] = (source, parsed)
        return self._files[path]

    def _check_mark(self, source: Source) -> None:
        """Terraform takes a byte order mark before HCL, but not before JSON."""
        if source.byte_order_mark and source.path.endswith(".json"):
            message = "expected a JSON value, found a byte order mark: save the file as UTF-8 without one"
            self.issues.append(SourceIssue(code=SYNTAX, message=message, path=source.path, span=Span(source, 0, 0)))

    def _parse_cached(self, source: Source, data: bytes, is_needed: BlockFilter | None) -> File:
        kind = "json" if source.path.endswith(".json") else "hcl"
        mode = "strict" if is_needed is None else "*"
        # Not for JSON: its trees share parts, which the cache would store several times, and it is read quickly.
        cacheable = self._cache.enabled and kind == "hcl"
        key = digest(self._version, kind.encode(), mode.encode(), data) if cacheable else ""
        stored = self._cache.load("tree", key) if key else None
        cached = codec.decode(stored) if stored is not None else None
        if cached is not None:
            return cached
        try:
            parsed = self._parse(source, is_needed)
        except RecursionError:
            self.issues.append(unreadable(source.path, "expected less nesting: the file cannot be judged"))
            parsed = File(Body(0, len(source.text), (), ()), (), ())
        encoded = codec.encode(parsed) if key else None
        if encoded is not None:
            self._cache.store("tree", key, encoded)
        return parsed

    def _parse(self, source: Source, is_needed: BlockFilter | None) -> File:
        if source.path.endswith(".json"):
            from hcl_lint.syntax import json_files

            return json_files.parse(source.text, self._parser)
        return self._parser.parse(source.text, is_needed)

    def variables(self, path: str) -> tuple[Source, File] | None:
        """A parsed ``.tfvars`` or ``.tfvars.json`` file."""
        if not path.endswith(".json"):
            return self.file(path, strict=True)
        data = self.read(path)
        source = None if data is None else files.decode(path, data)
        if isinstance(source, SourceIssue):
            self.issues.append(source)
        if source is None or isinstance(source, SourceIssue):
            return None
        from hcl_lint.syntax import json_files

        self._check_mark(source)
        parsed = json_files.parse_variables(source.text, self._parser)
        self.issues += [_issue(problem, source) for problem in parsed.problems]
        self.sources[path] = source
        return source, parsed

    def expression(self, text: str) -> Expression | None:
        """The expression that a whole text is (a ``--var``); None if it is none."""
        from hcl_lint.syntax.errors import HclSyntaxError

        try:
            expression, end = self._parser.expression(text + "\n", 0, [])
        except (HclSyntaxError, RecursionError):
            return None
        return expression if not text[end:].strip() else None

    def template(self, content: str, budget: Budget) -> tuple[Expression, str] | None:
        """A template file, parsed once; None if it is none.

        Raises:
            BudgetExceededError: it is too much text to parse.
        """
        from hcl_lint.syntax.errors import HclSyntaxError

        if content not in self._templates:
            budget.consume(len(content) >> 1)
            try:
                self._templates[content] = self._parser.template(content)
            except HclSyntaxError:
                self._templates[content] = None
        return self._templates[content]

    def mentions(self, path: str, *words: bytes) -> bool:
        """Whether one of ``words`` stands in the file, by a scan of its bytes."""
        data = self.read(path)
        return data is not None and any(word in data for word in words)

    def matches(self, path: str, pattern: re.Pattern[bytes]) -> bool:
        """Whether something that ``pattern`` matches stands in the file, by a scan of its bytes."""
        data = self.read(path)
        return data is not None and pattern.search(data) is not None

    def may_matter(self, path: str) -> bool:
        """Whether the file can hold a resource or provider that is linted. Sound, since types are never computed."""
        data = self.read(path)
        if data is None or b"\0" in data:  # a file in UTF-16 has none of these words, and must be refused
            return True
        if b"terraform_remote_state" in data and b"oss" in data:
            return True
        if self._any_resource and b"terraform_data" in data:
            return True
        if b"alicloud" not in data:
            return False
        return b"alicloud_" in data or _PROVIDER_BLOCK.search(data) is not None


def _issue(problem: SyntaxProblem, source: Source) -> SourceIssue:
    """The issue for a syntax error. A text that is too long is not at fault, but not judged, which is an error, too."""
    from hcl_lint.syntax.errors import TOO_LONG

    span = Span(source, problem.start, max(problem.start, min(problem.end, len(source.text))))
    return SourceIssue(
        code=NOT_JUDGED if problem.message == TOO_LONG else SYNTAX, message=problem.message, path=source.path, span=span
    )
