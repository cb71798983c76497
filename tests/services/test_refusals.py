"""The README's promise, one refusal at a time: a new one needs a lint rule, or a reason why files cannot tell."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import Final

import tfmock
import tfmock.rulebook
import tfmock.services
from hcl_lint import catalog
from tests.services.test_errors import modules
from tests.support.services.refusals import REASONS, REFUSALS
from tfmock.protocol.errors import ErrorTemplate
from tfmock.rulebook.rule import Rule

#: Where an error is made that is in no catalogue, and why no file can tell of it.
WITHOUT_CATALOGUE: Final = {
    "services/registry.py": "parameters that the request lacks, or that cannot be read",
    "services/engine_errors.py": "what the engine refuses: a full world, a token that was used before",
    "middleware/auth.py": "keys and signatures",
    "middleware/fault_injection/injector.py": "fault rules",
    "recording/redact.py": "the same error, without secrets",
    "protocol/errors.py": "what a catalogue refuses",
    "services/crud/absence.py": "not found, by the code that the provider knows: it is in the data",
}

LINT: Final = catalog.load(entry_points=False)


def refusals() -> dict[str, ErrorTemplate | Rule]:
    """By module and name: every fault of a product, and every rule that the API enforces and the linter has not."""
    templates: dict[int, tuple[str, ErrorTemplate | Rule]] = {}
    for package in (tfmock.services, tfmock.rulebook):
        for module in modules(package):
            for name, value in vars(module).items():
                unjudged = isinstance(value, Rule) and value.api_error is not None and value.id not in LINT
                if isinstance(value, ErrorTemplate) or unjudged:
                    place = f"{module.__name__.removeprefix('tfmock.')} {name}"
                    templates.setdefault(id(value), (place, value))
    return dict(templates.values())


def listed() -> list[tuple[str, str]]:
    """Module and name with the reason."""
    return [
        (f"{module} {name}", reason)
        for module, reasons in REFUSALS.items()
        for reason, names in reasons.items()
        for name in names.split()
    ]


def test_every_refusal_has_a_lint_rule_or_a_reason() -> None:
    names = Counter(name for name, _ in listed())
    assert [name for name, count in names.items() if count > 1] == []
    assert sorted(set(refusals()) - set(names)) == [], "write a lint rule, or say in refusals.py why files cannot tell"


def test_the_table_has_no_stale_entry() -> None:
    assert sorted(name for name, _ in listed() if name not in refusals()) == []


def test_the_rules_named_are_there() -> None:
    assert {reason for _, reason in listed()} - set(REASONS) <= set(LINT)


def test_no_error_is_defined_outside_of_the_catalogues() -> None:
    """An error that is written where it is raised would be in no table."""
    root = Path(tfmock.__file__).parent
    raised = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ApiError"
    }
    assert raised == set(WITHOUT_CATALOGUE)


def test_products_keep_their_faults_in_catalogues() -> None:
    """A fault in a local variable or a class would be in no table."""
    services = Path(tfmock.__file__).parent / "services"
    # action_errors: what single actions say of an error that a catalogue has
    for path in (path for path in services.rglob("*.py") if path.name != "action_errors.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assigned = [node.value for node in tree.body if isinstance(node, ast.AnnAssign | ast.Assign) and node.value]
        top = {id(node) for value in assigned for node in ast.walk(value)}
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        loose = [node for node in calls if isinstance(node.func, ast.Name) and node.func.id == "ErrorTemplate"]
        assert [node.lineno for node in loose if id(node) not in top] == [], path
