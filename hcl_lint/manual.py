"""The manual pages of rules, as the terminal, ``docs/rules.md`` and programs read them."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from string import Formatter
from typing import Final

from hcl_lint.catalog import META, rulebook_rules
from hcl_lint.rule import LintRule
from tfmock.rulebook.rule import Rule

_GROUPS: Final = (
    ("ALI0", "Reading"),
    ("ALI1", "Connections"),
    ("ALI2", "Accepters"),
    ("ALI3", "Routes"),
    ("ALI4", "Addressing"),
    ("ALI5", "Monitoring"),
    ("ALI6", "Providers, credentials, versions"),
    ("ALI7", "Access rules"),
)


def table(rules: Iterable[LintRule]) -> str:
    """One line per rule."""
    lines = [
        f"{code}  {meta.severities[0] if len(meta.severities) == 1 else 'varies':8}{'':4}{meta.name}: {meta.what}"
        for code, meta in META.items()
    ]
    for rule in rules:
        marks = ("*" if rule.fixable else " ") + (" " if rule.default else "-")
        lines.append(f"{rule.code}  {rule.severity:8}{marks}  {rule.name}: {rule.manual.what}")
    return "\n".join([*lines, "", "* can be fixed   - runs only when selected", ""])


def explain(code: str, rules: Mapping[str, LintRule]) -> str | None:
    """What a rule is, by its code or name: the manual page, or what is known of a rule that hcl-lint does not check."""
    code, name = code.upper(), code.lower()
    rule = rules.get(code) or next((rule for rule in rules.values() if rule.name == name), None)
    if rule is not None:
        return page(rule)
    if code in META:
        return f"{code} {META[code].name} ({META[code].shown})\n\n{META[code].what}\n"
    others = rulebook_rules()
    other = others.get(code) or next((rule for rule in others.values() if rule.name == name), None)
    return _page_of_api(other) if other else None


def _page_of_api(rule: Rule) -> str:
    """Of a rule that no check finds, since only a request or the state of the cloud can violate it."""
    pieces = Formatter().parse(rule.message)
    message = "".join(text + (f"<{fact}>" if fact else "") for text, fact, _, _ in pieces)
    parts = [
        f"{rule.id} {rule.name} ({rule.severity})",
        _fill(message),
        _fill("Only the cloud checks this, and tfmock as it does, when a request comes: files cannot tell."),
        *_source(rule),
    ]
    return "\n\n".join(parts) + "\n"


def page(rule: LintRule) -> str:
    """The manual page for a terminal."""
    manual = rule.manual
    parts = [f"{rule.code} {rule.name} ({rule.severity})", _fill(manual.what), _fill(manual.why)]
    parts += ["Bad:", textwrap.indent(manual.bad, "    "), "Good:", textwrap.indent(manual.good, "    ")]
    parts += [_fill(f"What to do: {manual.fix}"), *map(_fill, _facts(rule))]
    parts.append(f"To accept one: # hcl-lint: ignore[{rule.code}] why it is right here")
    return "\n\n".join(parts) + "\n"


def _source(rule: Rule) -> Iterator[str]:
    if rule.api_error:
        codes = " or ".join(error.code for error in rule.api_error.variants())
        yield f"The cloud's answer: HTTP {rule.api_error.status} {codes}"
    yield f"Source: {rule.source}"


def _facts(rule: LintRule) -> Iterator[str]:
    *answer, source = _source(rule.rule)
    yield from answer
    if rule.fixable:
        yield "Can be fixed with --fix (--unsafe-fixes where the fix needs a look afterwards)."
    if not rule.default:
        yield "Runs only when selected by its code."
    yield source


def _fill(text: str) -> str:
    return textwrap.fill(text, 100, break_long_words=False, break_on_hyphens=False)


def markdown(rules: Iterable[LintRule]) -> str:
    """``docs/rules.md``."""
    listed = list(rules)
    parts = [
        "# Rules\n\nMade by `hcl-lint rules --format markdown` from the rules' own text; a test keeps it current.\n"
        "An error is refused by the cloud or cannot work; a warning applies and works badly; a notice informs.\n"
    ]
    for prefix, title in _GROUPS:
        parts.append(f"\n## {title}\n")
        if prefix == "ALI0":
            parts += [f"- **{code}** `{meta.name}` ({meta.shown}): {meta.what}\n" for code, meta in META.items()]
        parts += [_section(rule) for rule in listed if rule.code.startswith(prefix)]
    parts += [_section(rule) for rule in listed if not rule.code.startswith(tuple(prefix for prefix, _ in _GROUPS))]
    return "".join(parts)


def _section(rule: LintRule) -> str:
    manual = rule.manual
    facts = "".join(f"- {fact}\n" for fact in _facts(rule))
    return (
        f"\n### {rule.code} {rule.name}\n\n*{rule.severity}.* {manual.what} {manual.why}\n\n"
        f"Bad:\n\n```hcl\n{manual.bad}\n```\n\nGood:\n\n```hcl\n{manual.good}\n```\n\n{manual.fix}\n\n{facts}"
    )


def as_json(rules: Iterable[LintRule]) -> str:
    """All pages as a list of objects."""
    rows = [
        {
            "code": rule.code, "name": rule.name, "severity": rule.severity, "default": rule.default,
            "fixable": rule.fixable, "what": rule.manual.what, "why": rule.manual.why, "bad": rule.manual.bad,
            "good": rule.manual.good, "fix": rule.manual.fix, "source": rule.rule.source,
            "api": rule.rule.api_error and {"status": rule.rule.api_error.status, "code": rule.rule.api_error.code},
        }
        for rule in rules
    ]  # fmt: skip
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
