"""How many of the provider's documented examples converge against tfmock: applied, second plan empty, destroyed.

The first example of every page in website/docs/r is read from a checkout of the provider. Many run as modules of one
root, so that one provider process serves them all; where it dies, its examples run again in small batches, then alone.

    python -m benchmarks.examples --provider-docs CHECKOUT --sample 40 --seed 7
    python -m benchmarks.examples --provider-docs CHECKOUT --only vpc,alicloud_vswitch
    make examples PROVIDER=CHECKOUT        (the pages in benchmarks/examples.txt must still converge)

Needs terraform, and the provider and hashicorp/random where `terraform init` finds them; benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.example_batch import BatchOptions, Limits, run_batch
from benchmarks.example_pages import DATA_SOURCE_PAGES, PAGES, Page, batches, choose, read_pages
from benchmarks.example_results import (
    Outcome,
    PageResult,
    extend_ratchet,
    lost,
    not_converging,
    not_imported,
    read_names,
    read_results,
    table,
)

#: An example whose result may be another one's fault runs again in a batch of this size, then alone.
_SMALL: Final = 8
#: Outcomes that another example of the batch may have caused.
_DOUBTFUL: Final = frozenset({Outcome.CRASHES})


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.examples", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--provider-docs", type=Path, required=True, metavar="CHECKOUT", help="a checkout of the provider")
    add("--provider-version", default="", metavar="VERSION", help="default: the newest that is installed")
    add("--data-sources", action="store_true", help="the pages of data sources, not those of resources")
    add("--only", default="", metavar="TYPE,...", help="these pages, by name or resource type")
    add("--exclude-file", type=Path, metavar="FILE", help="leave out the pages that FILE names, one a line")
    add("--sample", type=int, default=0, metavar="N", help="N of them, drawn with --seed")
    add("--seed", type=int, default=0, metavar="N", help="of the sample; the same seed draws the same pages")
    add("--batch", type=int, default=40, metavar="N", help="examples of one root (default: 40)")
    add("--jobs", type=int, default=1, metavar="N", help="batches at a time (default: 1); they mostly wait")
    add("--imports", action="store_true", help="also import each page's resource again")
    add("--import-ratchet", type=Path, metavar="FILE", help="with --imports: pages whose resource must be imported")
    add("--results", type=Path, metavar="FILE", help="one JSON line a page; pages that it holds are not run again")
    add(
        "--logs", type=Path, default=Path("/tmp/tfmock-examples"), metavar="DIR", help="what terraform and tfmock print"
    )
    add("--ratchet", type=Path, metavar="FILE", help="pages that must converge; run alone unless others are chosen")
    add(
        "--update",
        action="store_true",
        help="with --ratchet: add the pages that converge (are imported); all pages are run",
    )
    add("--apply-limit", type=float, default=Limits.apply, metavar="SECONDS", help="for the apply of a batch")
    add("--account", type=Path, metavar="FILE", help="what the account has before: a seed, benchmarks/account.yaml")
    add("--serve-argument", action="append", default=[], metavar="ARG", help="of tfmock serve; repeatable")
    return parser.parse_args(arguments)


def select(pages: Sequence[Page], options: argparse.Namespace) -> list[Page]:
    """The pages that the command line means.

    Raises:
        ValueError: it names a page that there is not.
    """
    only = [name for name in options.only.split(",") if name]
    known = {page.name for page in pages}
    unknown = [name for name in only if name.removeprefix("alicloud_") not in known]
    if unknown:
        raise ValueError(f"no page with an example is called {', '.join(unknown)}")
    if options.ratchet and not (only or options.sample or options.update):
        only = [name for ratchet in _ratchets(options) for name in read_names(ratchet.path)] or [""]
    exclude = read_names(options.exclude_file) if options.exclude_file else ()
    return choose(pages, only=only, exclude=exclude, sample=options.sample, seed=options.seed)


@dataclass(frozen=True, slots=True)
class Ratchet:
    """A list of pages, and what none of them may have: a fault, and the words for it."""

    path: Path
    fault: Callable[[PageResult], str] = not_converging
    problem: str = "no longer converges"

    def names(self) -> list[str]:
        """Those that are listed; none where there is no list yet."""
        return read_names(self.path) if self.path.exists() else []


def _ratchets(options: argparse.Namespace) -> list[Ratchet]:
    ratchets = [Ratchet(options.ratchet)] if options.ratchet else []
    if options.imports and options.import_ratchet:
        ratchets.append(Ratchet(options.import_ratchet, not_imported, "is no longer imported"))
    return ratchets


def run_all(
    pages: Sequence[Page], size: int, options: BatchOptions, *, results: Path | None = None, jobs: int = 1
) -> list[PageResult]:
    """Run pages in batches, and again in smaller ones where a result may be another example's fault.

    Args:
        results: rows are appended here as soon as they are known.
        jobs: how many batches run at a time.
    """
    rows = []
    with ThreadPoolExecutor(max(jobs, 1)) as pool:

        def submit(several: Sequence[list[Page]]) -> dict[Future[list[PageResult]], list[Page]]:
            return {pool.submit(_run_timed, batch, options): batch for batch in several}

        running = submit(batches(pages, size))
        while running:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                again, certain = split_doubtful(running.pop(future), future.result())
                running |= submit(again)
                rows += certain
                if results:
                    with results.open("a", encoding="utf-8") as file:
                        file.writelines(f"{row.to_json()}\n" for row in certain)
    return rows


def _run_timed(batch: Sequence[Page], options: BatchOptions) -> list[PageResult]:
    started = time.monotonic()
    rows = run_batch(batch, options)
    converged = sum(row.outcome is Outcome.CONVERGES for row in rows)
    seconds = time.monotonic() - started
    print(f"{converged} of {len(batch)} converge in {seconds:.0f} s: {batch[0].name} ..", file=sys.stderr, flush=True)
    return rows


def split_doubtful(batch: Sequence[Page], rows: Sequence[PageResult]) -> tuple[list[list[Page]], list[PageResult]]:
    """The batches to run again, and the results that stand. The result of a page that ran alone always stands."""
    if len(batch) == 1:
        return [], list(rows)
    doubtful = {row.page for row in rows if row.outcome in _DOUBTFUL}
    size = _SMALL if len(batch) > _SMALL else 1
    again = [page for page in batch if page.name in doubtful]
    smaller = [again[start : start + size] for start in range(0, len(again), size)]
    return smaller, [row for row in rows if row.page not in doubtful]


def check_ratchet(ratchet: Ratchet, results: Sequence[PageResult], pages: Collection[str], *, update: bool) -> int:
    """Print which listed pages do not belong there any more, and with ``update`` which are new; the exit code."""
    reasons = lost(ratchet.names(), results, pages, ratchet.fault)
    for reason in reasons:
        print(f"{ratchet.problem}: {reason}")
    if update:
        added = extend_ratchet(ratchet.path, results, ratchet.fault)
        print(f"{ratchet.path}: {len(added)} pages added{': ' * bool(added)}{', '.join(added)}")
    return 1 if reasons else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the examples and print the table.

    The exit code is 1 where a page of the ratchet does not converge, and 2 where the command line is wrong.
    """
    options = parse_arguments(arguments)
    try:
        pages = read_pages(options.provider_docs, DATA_SOURCE_PAGES if options.data_sources else PAGES)
        chosen = select(pages, options)
        earlier = read_results(options.results) if options.results else []
    except (OSError, ValueError) as error:
        print(f"benchmarks.examples: {error}", file=sys.stderr)
        return 2
    batch_options = BatchOptions(
        logs=options.logs,
        limits=Limits(apply=options.apply_limit),
        provider_version=options.provider_version,
        serve_arguments=(
            *(("--seed", str(options.account)) if options.account else ()),
            *options.serve_argument,
        ),
        imports=options.provider_docs if options.imports else None,
    )
    names = {page.name for page in chosen}
    known = [row for row in earlier if row.page in names]
    rest = [page for page in chosen if page.name not in {row.page for row in known}]
    results = known + run_all(rest, options.batch, batch_options, results=options.results, jobs=options.jobs)
    ratchets = _ratchets(options)
    results = _repeat_lost(ratchets, results, chosen, batch_options)
    print(table(results))
    codes = [check_ratchet(r, results, {page.name for page in pages}, update=options.update) for r in ratchets]
    return max(codes, default=0)


def _repeat_lost(
    ratchets: Sequence[Ratchet], results: Sequence[PageResult], pages: Sequence[Page], options: BatchOptions
) -> list[PageResult]:
    """The results, where a listed page got a second chance, alone: a machine may be busy."""
    listed = [(ratchet, set(ratchet.names())) for ratchet in ratchets]
    rows = {row.page: row for row in results}
    for page in pages:
        if any(page.name in names and ratchet.fault(rows[page.name]) for ratchet, names in listed):
            rows[page.name] = run_batch([page], options)[0]
    return list(rows.values())


if __name__ == "__main__":
    sys.exit(main())
