"""One batch of documented examples: a tfmock of its own, one root module, and Terraform from init to destroy."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.example_imports import (
    ignored_attributes,
    import_blocks,
    own_resource,
    planned_imports,
    unsupported_imports,
)
from benchmarks.example_pages import Page, module_files, root_file
from benchmarks.example_results import (
    WHOLE_BATCH,
    Evidence,
    PageResult,
    diagnostics,
    judge,
    pages_in_state,
    planned_changes,
)
from tfmock.rulebook.quotas import Quotas

#: Seconds for Terraform to save its state once it is interrupted; the provider may be within a wait of its own.
_GRACE: Final = 120.0
#: Many examples share one account, so that its quotas would refuse what a single example may do.
_QUOTA: Final = 1000
_PARALLEL: Final = "-parallelism=40"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long the steps of a batch may take, in seconds."""

    plan: float = 600.0
    apply: float = 1500.0
    destroy: float = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How batches run.

    Attributes:
        logs: the folder for what Terraform and tfmock print, a folder a batch.
        provider_version: empty for the newest that is installed.
        serve_arguments: further arguments of ``tfmock serve``.
        imports: the checkout of the provider whose tests say which changes of an import do not count; None where
            nothing is imported.
    """

    logs: Path
    limits: Limits = field(default_factory=Limits)
    provider_version: str = ""
    serve_arguments: tuple[str, ...] = ()
    imports: Path | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A command of Terraform that has ended; ``cut_off`` where the time limit ended it."""

    stdout: str
    stderr: str
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Terraform:
    """Runs Terraform in one folder and keeps what it prints."""

    folder: Path
    logs: Path
    environ: Mapping[str, str]

    def run(self, name: str, *arguments: str, seconds: float) -> Step:
        """One command. At its time limit it is interrupted as by Ctrl-C, so that it saves its state, and killed only
        if that does not end it: without a state every example of the batch would look as if it had failed.

        Args:
            name: of the log files, ``<name>.out`` and ``<name>.err``.
        """
        with (
            (self.logs / f"{name}.out").open("w+", encoding="utf-8", errors="replace") as out,
            (self.logs / f"{name}.err").open("w+", encoding="utf-8", errors="replace") as err,
        ):
            process = subprocess.Popen(
                ["terraform", *arguments], cwd=self.folder, env=self.environ, stdin=subprocess.DEVNULL,
                stdout=out, stderr=err, start_new_session=True,
            )  # fmt: skip
            cut_off = _wait(process, seconds)
            out.seek(0)
            err.seek(0)
            return Step(out.read(), err.read(), cut_off)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait for a process, and end it at the limit; whether that was necessary."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)  # to Terraform alone: it stops its providers in order
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
        return True
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # what is left of its session: a provider that hangs
        process.wait()
    return False


def run_batch(pages: Sequence[Page], options: BatchOptions) -> list[PageResult]:
    """Apply the examples of ``pages`` together, plan again, destroy; a result each.

    Raises:
        RuntimeError: tfmock does not start.
    """
    options.logs.mkdir(parents=True, exist_ok=True)
    logs = Path(tempfile.mkdtemp(prefix=f"{pages[0].name}-{len(pages)}-", dir=options.logs))
    with tempfile.TemporaryDirectory(prefix="tfmock-examples-") as folder:
        root = Path(folder)
        for path, text in module_files(pages).items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, "utf-8")
        with _tfmock(logs, options.serve_arguments) as environ:
            batch = _Batch(list(pages), Terraform(root, logs, environ), options)
            batch.run()
    return [judge(page, batch.evidence, str(logs)) for page in pages]


class _Batch:
    """The steps of one batch, and what they show."""

    def __init__(self, pages: list[Page], terraform: Terraform, options: BatchOptions) -> None:
        self.evidence: Final = Evidence()
        self._pages = pages  # those that are still part of the root
        self._terraform = terraform
        self._version = f"= {options.provider_version}" if options.provider_version else ""
        self._limits = options.limits
        self._imports = options.imports
        self._root = ""

    def run(self) -> None:
        self._validate()
        if not self._pages or not self._plan():
            return
        self._apply()
        self._plan_again()
        if self._imports is not None:
            self._plan_imports(self._imports)
        self._destroy()

    def _write_root(self) -> None:
        self._root = root_file(self._pages, self._version)
        (self._terraform.folder / "main.tf").write_text(self._root, "utf-8")

    def _take_out(self, names: Mapping[str, object]) -> bool:
        """Leave these pages out of the root from now on; whether any of them was in it."""
        remaining = [page for page in self._pages if page.name not in names]
        changed = len(remaining) < len(self._pages)
        self._pages = remaining
        return changed

    def _validate(self) -> None:
        """An example that does not load would hide all others: it is taken out, until the rest loads."""
        while self._pages:
            self._write_root()
            init = self._terraform.run("init", "init", "-no-color", "-input=false", seconds=self._limits.plan)
            checked = self._terraform.run("validate", "validate", "-json", seconds=self._limits.plan)
            errors = diagnostics(checked.stdout, self._root)
            if not errors:
                return
            if WHOLE_BATCH in errors or not self._take_out(errors):
                # What is wrong with the root as a whole, mostly a provider that cannot be installed.
                errors = {page.name: [f"{init.stderr} {checked.stderr}".strip()] for page in self._pages}
                self._pages = []
            self.evidence.invalid.update(errors)

    def _plan(self) -> bool:
        """An example that does not plan would stop all others: it is taken out, until the rest plans."""
        arguments = ("plan", "-json", "-input=false", _PARALLEL, "-out=plan.bin")
        while self._pages:
            self._write_root()
            step = self._terraform.run("plan", *arguments, seconds=self._limits.plan)
            self._note_limit("plan", step)
            errors = diagnostics(step.stdout, self._root)
            _merge(self.evidence.errors, errors)
            if not errors:
                return not step.cut_off
            if not self._take_out(errors):
                return False
        return False

    def _apply(self) -> None:
        arguments = ("apply", "-json", "-input=false", _PARALLEL, "plan.bin")
        step = self._terraform.run("apply", *arguments, seconds=self._limits.apply)
        self._note_limit("apply", step)
        _merge(self.evidence.errors, diagnostics(step.stdout, self._root))
        listed = self._list_state("created")
        self.evidence.created = pages_in_state(listed)
        self.evidence.read = pages_in_state(listed, with_data_sources=True)

    def _plan_again(self) -> None:
        arguments = ("plan", "-json", "-input=false", _PARALLEL)
        step = self._terraform.run("second_plan", *arguments, seconds=self._limits.plan)
        self._note_limit("second_plan", step)
        _merge(self.evidence.planned_again, planned_changes(step.stdout))
        errors = diagnostics(step.stdout, self._root)
        _merge(
            self.evidence.planned_again, {page: [f"error: {text}" for text in texts] for page, texts in errors.items()}
        )

    def _plan_imports(self, checkout: Path) -> None:
        """Plan the import of each page's own resource, in a copy of the root whose state has lost it."""
        state = self._terraform.folder / "terraform.tfstate"
        text = state.read_text("utf-8") if state.exists() else '{"resources": []}'
        ids = {page.name: resource for page in self._pages if (resource := own_resource(text, page.name))}
        if not ids:
            return
        with tempfile.TemporaryDirectory(prefix="tfmock-imports-") as parent:
            folder = Path(parent) / "root"
            shutil.copytree(self._terraform.folder, folder, symlinks=True)
            terraform = Terraform(folder, self._terraform.logs, self._terraform.environ)
            addresses = [address for address, _ in ids.values()]
            terraform.run("import_rm", "state", "rm", *addresses, seconds=self._limits.plan)
            (folder / "imports.tf").write_text(import_blocks(ids.values()), "utf-8")
            arguments = ("plan", "-json", "-input=false", "-refresh=false", "-out=imports.bin", _PARALLEL)
            step = terraform.run("import_plan", *arguments, seconds=self._limits.plan)
            # A plan with errors is saved, too: it has what could be planned
            shown = terraform.run("import_show", "show", "-json", "imports.bin", seconds=self._limits.plan)
        errors = diagnostics(step.stdout, self._root)
        ignored = {page: ignored_attributes(checkout, page) for page in ids}
        results = planned_imports(shown.stdout, ids, ignored) | unsupported_imports(errors.get(WHOLE_BATCH, ()), ids)
        self.evidence.imported = {page: " ".join(errors.get(page, [])) or results.get(page, "") for page in ids}

    def _destroy(self) -> None:
        arguments = ("destroy", "-json", "-auto-approve", "-input=false", "-refresh=false", _PARALLEL)
        step = self._terraform.run("destroy", *arguments, seconds=self._limits.destroy)
        self._note_limit("destroy", step)
        _merge(self.evidence.destroy_errors, diagnostics(step.stdout, self._root))
        self.evidence.remaining = pages_in_state(self._list_state("remaining"))

    def _list_state(self, name: str) -> str:
        return self._terraform.run(name, "state", "list", seconds=self._limits.plan).stdout

    def _note_limit(self, name: str, step: Step) -> None:
        if step.cut_off:
            self.evidence.cut_off.add(name)


def _merge(target: dict[str, list[str]], added: Mapping[str, list[str]]) -> None:
    for name, texts in added.items():
        target.setdefault(name, []).extend(texts)


@contextmanager
def _tfmock(logs: Path, arguments: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """A tfmock on free ports; gives the environment that leads Terraform to it."""
    program = str(Path(sys.executable).with_name("tfmock"))
    config = logs / "tfmock.toml"
    raised = (f"{name} = {max(_QUOTA, getattr(Quotas(), name))}\n" for name in Quotas.names())
    config.write_text("[quotas]\n" + "".join(raised), "utf-8")
    with (logs / "serve.out").open("w+", encoding="utf-8") as out, (logs / "serve.err").open("wb") as err:
        ports = ("--port", "0", "--gateway-port", "0")
        process = subprocess.Popen(
            [program, "serve", *ports, "--config", str(config), *arguments],
            stdout=subprocess.PIPE, stderr=err, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            out.write(said)
            yield _environment(program, said, logs)
        finally:
            process.terminate()
            process.communicate()


def _environment(program: str, said: str, logs: Path) -> Mapping[str, str]:
    """The variables for Terraform, from ``tfmock env``.

    Args:
        said: the first line of ``tfmock serve``, which names its port.

    Raises:
        RuntimeError: there is no server.
    """
    _, _, port = said.partition("http://127.0.0.1:")
    asked = [program, "env", "--port", port.partition("/")[0] or "0", "--wait", "30", "--format", "json"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"tfmock did not start; see {logs}/serve.err. {answer.stderr}")
    environ: dict[str, str] = {**os.environ, "CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    for name, value in json.loads(answer.stdout).items():
        if value is None:
            environ.pop(name, None)
        else:
            environ[name] = value
    return environ
