"""What became of documented examples: read from what Terraform prints, as rows, as a table and as a ratchet."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from benchmarks.example_imports import IMPORTED
from benchmarks.example_pages import Page

#: Who a diagnostic is of that belongs to no example.
WHOLE_BATCH: Final = "?"
#: What Terraform says once the provider's process has died. It is said of every resource that was under way.
_PROVIDER_DIED: Final = ("Plugin did not respond", "request was cancelled", "plugin process exited")
_MODULE: Final = re.compile(r"module\.([\w-]+)")
_STATE: Final = re.compile(r"module\.([\w-]+)\.(?!data\.)(?:module\.[^.]+\.(?!data\.))*")
_STATE_OR_DATA: Final = re.compile(r"module\.([\w-]+)\.")
_MISSING: Final = re.compile(r"does not implement ([\w.-]+ [\w.-]+ \w+(?: /[^\s;]*[^\s;.])?)")
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")  # the provider colours its errors whether or not it is asked to
#: Enough to tell why, short enough for a row.
_SHOWN: Final = 5
_CHARACTERS: Final = 600


class Outcome(str, Enum):
    """What became of one example. Only the first is success."""

    CONVERGES = "converges"  # applied, the second plan is empty, and destroyed
    DRIFTS = "drifts"  # the second plan wants to change something
    REMAINS = "remains"  # could not be destroyed
    FAILS = "fails"  # an error of plan or apply
    CRASHES = "crashes"  # the provider died; in a batch it may have been another example's fault
    UNFINISHED = "unfinished"  # cut off by a time limit
    INVALID = "invalid"  # Terraform itself refuses it, whatever the cloud says
    NO_PROVIDER = "no provider"  # needs a provider that is not installed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """One row of the results.

    Attributes:
        errors: the first ones, shortened.
        drift: what the second plan would do, or which errors it met.
        missing: actions that tfmock says it does not implement.
        imported: what an import of the page's resource met, as :func:`planned_imports` says it, or the error; empty
            where it was not tried.
        logs: the folder of the batch's logs.
    """

    page: str
    product: str
    types: tuple[str, ...]
    outcome: Outcome
    errors: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    imported: str = ""
    logs: str = ""

    @property
    def is_imported(self) -> bool:
        """Whether the page's resource was imported without a change that counts."""
        return self.imported.startswith(IMPORTED)

    def to_json(self) -> str:
        """One line; :func:`read_results` reads it."""
        return json.dumps(asdict(self))


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What the steps of one batch have shown; by the name of a page.

    Attributes:
        invalid: what ``init`` and ``validate`` refuse.
        errors: those of plan and apply; of the whole batch under :data:`WHOLE_BATCH`.
        planned_again: what the second plan would do, and its errors.
        destroy_errors: those of destroy.
        imported: what an import of the page's own resource met; of those only that have one.
        created: pages with resources in the state after apply.
        read: pages with resources or data sources in it.
        remaining: pages with resources in the state after destroy.
        cut_off: steps that a time limit ended: ``plan``, ``apply``, ``second_plan``, ``destroy``.
    """

    invalid: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    planned_again: dict[str, list[str]] = field(default_factory=dict)
    destroy_errors: dict[str, list[str]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)
    created: Collection[str] = ()
    read: Collection[str] = ()
    remaining: Collection[str] = ()
    cut_off: set[str] = field(default_factory=set)


def judge(page: Page, evidence: Evidence, logs: str = "") -> PageResult:
    """What became of a page of a batch."""
    invalid = evidence.invalid.get(page.name, [])
    errors = evidence.errors.get(page.name, [])
    drift = evidence.planned_again.get(page.name, [])
    left = evidence.destroy_errors.get(page.name, [])
    if not errors and not _is_applied(page, evidence):
        errors = evidence.errors.get(WHOLE_BATCH, [])
    return PageResult(
        page=page.name,
        product=page.product,
        types=page.types,
        outcome=_outcome(page, evidence, [*errors, *drift, *left]),
        errors=tuple(_shortened(text) for text in [*invalid, *errors, *left][:_SHOWN]),
        drift=tuple(_shortened(text) for text in drift[:_SHOWN]),
        imported=_shortened(evidence.imported.get(page.name, "")),
        missing=tuple(sorted({action for text in errors for action in _MISSING.findall(text)})),
        logs=logs,
    )


def _outcome(page: Page, evidence: Evidence, errors: Sequence[str]) -> Outcome:
    name = page.name
    if name in evidence.invalid:
        invalid = " ".join(evidence.invalid[name])
        return Outcome.NO_PROVIDER if page.providers and "provider" in invalid.lower() else Outcome.INVALID
    if any(mark in text for text in errors for mark in _PROVIDER_DIED):
        return Outcome.CRASHES
    if name in evidence.errors:
        return Outcome.FAILS
    if not _is_applied(page, evidence):
        return Outcome.UNFINISHED if {"plan", "apply"} & evidence.cut_off else Outcome.FAILS
    if "second_plan" in evidence.cut_off:
        return Outcome.UNFINISHED
    if name in evidence.planned_again:
        return Outcome.UNFINISHED if "apply" in evidence.cut_off else Outcome.DRIFTS
    if name in evidence.remaining:
        has_reason = name in evidence.destroy_errors or "destroy" not in evidence.cut_off
        return Outcome.REMAINS if has_reason else Outcome.UNFINISHED
    return Outcome.CONVERGES


def _is_applied(page: Page, evidence: Evidence) -> bool:
    """Whether the state shows that it was applied. An example without resources leaves only what it has read there."""
    return page.name in (evidence.created if page.has_resources else evidence.read)


def _shortened(text: str) -> str:
    text = " ".join(_COLOUR.sub("", text).split())
    return text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]} ..."


def diagnostics(output: str, root: str) -> dict[str, list[str]]:
    """The errors of a step that ran with ``-json``, by page.

    Args:
        output: a JSON object a line (plan, apply, destroy), or one object (validate).
        root: the text of the root's ``main.tf``: an error of a module call is of the page that it calls.
    """
    errors: dict[str, list[str]] = defaultdict(list)
    for diagnostic in _diagnostics(output):
        if diagnostic.get("severity") == "error":
            text = f"{diagnostic.get('summary', '')} {diagnostic.get('detail', '')}".strip()
            errors[owner(diagnostic, root)].append(text)
    unnamed = errors.pop(WHOLE_BATCH, [])
    failed = _failed_pages(output) - errors.keys()
    if unnamed:  # those of destroy do not say what they are about; which resources failed is said by events
        errors.update(dict.fromkeys(failed, unnamed) or {WHOLE_BATCH: unnamed})
    return dict(errors)


def _failed_pages(output: str) -> set[str]:
    """The pages that have a resource whose creation, change or deletion failed."""
    pages = set()
    for event in _events(output):
        hook = event.get("hook")
        if event.get("type") == "apply_errored" and isinstance(hook, dict):
            page = _MODULE.match(str(hook["resource"]["addr"]))
            pages |= {page[1]} if page else set()
    return pages


def _diagnostics(output: str) -> Iterator[Mapping[str, object]]:
    try:
        whole = json.loads(output)
    except ValueError:
        for event in _events(output):
            diagnostic = event.get("diagnostic")
            if isinstance(diagnostic, dict):
                yield diagnostic
        return
    if isinstance(whole, dict):
        yield from whole.get("diagnostics", [whole["diagnostic"]] if "diagnostic" in whole else [])


def _events(output: str) -> Iterator[Mapping[str, object]]:
    for line in output.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue  # Terraform prints warnings of its own between
        if isinstance(event, dict):
            yield event


def owner(diagnostic: Mapping[str, object], root: str) -> str:
    """The page that a diagnostic is about, or :data:`WHOLE_BATCH`."""
    address = _MODULE.match(str(diagnostic.get("address") or ""))
    if address:
        return address[1]
    place = diagnostic.get("range")
    if isinstance(place, dict):
        folder, slash, _ = str(place.get("filename", "")).removeprefix("./").partition("/")
        if slash:
            return folder
        above = "\n".join(root.splitlines()[: place["start"]["line"]])
        calls = re.findall(r'^module "([\w-]+)"', above, re.MULTILINE)
        if calls:
            return str(calls[-1])
    # A cycle names its members in the text, and nothing else says whose it is.
    named = _MODULE.search(f"{diagnostic.get('summary', '')} {diagnostic.get('detail', '')}")
    return named[1] if named else WHOLE_BATCH


def planned_changes(output: str) -> dict[str, list[str]]:
    """What a plan that ran with ``-json`` would do, by page; reads of data sources are no change."""
    changes: dict[str, list[str]] = defaultdict(list)
    for event in _events(output):
        change = event.get("change")
        if event.get("type") != "planned_change" or not isinstance(change, dict):
            continue
        address = str(change["resource"]["addr"])
        page = _MODULE.match(address)
        if page and change["action"] not in ("noop", "read"):
            changes[page[1]].append(f"{change['action']} {address}")
    return dict(changes)


def pages_in_state(listed: str, *, with_data_sources: bool = False) -> set[str]:
    """The pages that have resources in the output of ``terraform state list``; or data sources, if wanted."""
    pattern = _STATE_OR_DATA if with_data_sources else _STATE
    return {match[1] for line in listed.splitlines() if (match := pattern.match(line)) and match.end() < len(line)}


def read_results(path: Path) -> list[PageResult]:
    """The rows of a file of results, the last of each page; none where there is no file yet."""
    if not path.exists():
        return []
    rows: dict[str, PageResult] = {}
    for line in path.read_text("utf-8").splitlines():
        stored = json.loads(line)
        lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
        rows[stored["page"]] = PageResult(**{**stored, **lists, "outcome": Outcome(stored["outcome"])})
    return [rows[page] for page in sorted(rows)]


def table(results: Iterable[PageResult]) -> str:
    """Outcomes by product, and the actions that are missing most."""
    rows = list(results)
    columns = [outcome for outcome in Outcome if any(row.outcome is outcome for row in rows)]
    products = sorted({row.product for row in rows}, key=str.lower)
    width = max((len(product) for product in products), default=0)
    lines = [f"{'':<{width}}  {'pages':>7}" + "".join(f"  {column.value:>11}" for column in columns)]
    for product in [*products, ""]:
        counted = Counter(row.outcome for row in rows if product in ("", row.product))
        counts = "".join(f"  {counted[column] or '.':>11}" for column in columns)
        lines.append(f"{product or 'all':<{width}}  {counted.total():>7}{counts}")
    tried = [row for row in rows if row.imported]
    if tried:
        clean = sum(row.imported == IMPORTED for row in tried)
        rest = sum(row.is_imported for row in tried) - clean
        lines += [
            "",
            f"of {len(tried)} resources {clean} were imported again without a change, {rest} with ignored ones",
        ]
    missing = Counter(action for row in rows for action in row.missing)
    if missing:
        lines += ["", "not implemented, by the number of pages that ask for it:"]
        lines += [f"  {count:>4} {action}" for action, count in missing.most_common(25)]
    return "\n".join(lines)


def read_names(path: Path) -> list[str]:
    """The names in a list: one a line; what begins with # and blank lines are left out."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [line for line in lines if line]


def not_converging(row: PageResult) -> str:
    """Why a page does not converge; empty where it does."""
    first = next(iter([*row.errors, *row.drift]), "")
    return "" if row.outcome is Outcome.CONVERGES else f"{row.outcome.value}{': ' * bool(first)}{first}"


def not_imported(row: PageResult) -> str:
    """Why the resource of a page was not imported again; empty where it was."""
    return "" if row.is_imported else row.imported or f"{row.outcome.value}, and no import was planned"


def lost(
    listed: Iterable[str],
    results: Iterable[PageResult],
    pages: Collection[str],
    fault: Callable[[PageResult], str] = not_converging,
) -> list[str]:
    """Pages of a ratchet that do not belong there any more, or are not in the checkout, each with the reason.

    Args:
        listed: the names in the ratchet.
        results: of the pages that were run; others are not judged.
        pages: the names of all pages of the checkout.
        fault: why a page does not belong there; empty where it does.
    """
    rows = {row.page: row for row in results}
    reasons = []
    for name in listed:
        row = rows.get(name)
        if name not in pages:
            reasons.append(f"{name}: the checkout has no such page, or it has no example any more")
        elif row is not None and fault(row):
            reasons.append(f"{name}: {fault(row)}")
    return reasons


def extend_ratchet(
    path: Path, results: Iterable[PageResult], fault: Callable[[PageResult], str] = not_converging
) -> list[str]:
    """Add the pages without a fault to a ratchet, which only grows; returns those that are new.

    Lines that begin with # stay at its top.
    """
    text = path.read_text("utf-8") if path.exists() else ""
    listed = set(read_names(path)) if path.exists() else set()
    added = sorted({row.page for row in results if not fault(row)} - listed)
    if added:
        comments = [line for line in text.splitlines() if line.startswith("#")]
        path.write_text("\n".join([*comments, *sorted(listed | set(added))]) + "\n", "utf-8")
    return added
