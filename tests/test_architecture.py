"""The house rules: imports point down, no module keeps state, the command starts light, files stay small."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import tfmock

ROOT: Final = Path(__file__).parents[1]

#: What each part may import of ours, besides itself. Everything may import ``tfmock.__version__``.
MAY_IMPORT: Final = {
    "tfmock.rulebook": set[str](),
    "tfmock.text": set[str](),
    "tfmock.files": set[str](),
    "tfmock.variables": set[str](),
    "tfmock.settings_file": {"tfmock.variables"},
    "tfmock.settings_values": set[str](),
    "tfmock.settings": {"tfmock.rulebook", "tfmock.settings_file", "tfmock.settings_values"},
    "tfmock.protocol": {"tfmock.rulebook"},
    "tfmock.core": {"tfmock.protocol", "tfmock.rulebook"},
    "tfmock.storage": {"tfmock.core"},
    "tfmock.services": {"tfmock.simulation", "tfmock.core", "tfmock.protocol", "tfmock.rulebook"},
    "tfmock.simulation": {"tfmock.services", "tfmock.core", "tfmock.rulebook"},
    "tfmock.recording": {"tfmock.services", "tfmock.core", "tfmock.protocol"},
    "tfmock.middleware": {
        "tfmock.recording", "tfmock.services", "tfmock.core", "tfmock.protocol", "tfmock.rulebook",
    },
    "tfmock.seed": {"tfmock.settings", "tfmock.services", "tfmock.core", "tfmock.rulebook"},
    "tfmock.control_api": {
        "tfmock.middleware", "tfmock.recording", "tfmock.simulation", "tfmock.services", "tfmock.core",
        "tfmock.protocol", "tfmock.rulebook",
    },
    "tfmock.console": {"tfmock.control_api", "tfmock.core"},
    "tfmock.app": {
        "tfmock.console", "tfmock.control_api", "tfmock.middleware", "tfmock.recording", "tfmock.simulation",
        "tfmock.services", "tfmock.core", "tfmock.protocol", "tfmock.rulebook", "tfmock.settings", "tfmock.seed",
        "tfmock.storage",
    },
    # The launchers of `tfmock exec` run before each terraform; a saved plan is a message as Tablestore's are.
    "tfmock.terraform": {"tfmock.protocol.protobuf"},
    "tfmock.server": {"tfmock.settings", "tfmock.variables", "tfmock.app", "tfmock.protocol", "tfmock.rulebook"},
    "tfmock.testing": {
        "tfmock.server", "tfmock.app", "tfmock.seed", "tfmock.settings", "tfmock.middleware",
        "tfmock.recording", "tfmock.simulation", "tfmock.services", "tfmock.core", "tfmock.protocol",
        "tfmock.rulebook", "tfmock.terraform",
    },
    "tfmock.cli": {
        "tfmock.terraform", "tfmock.recording", "tfmock.testing", "tfmock.server", "tfmock.settings",
        "tfmock.variables", "tfmock.services", "tfmock.core", "tfmock.protocol", "tfmock.rulebook",
    },
    "tfmock": {"tfmock.testing"},  # lazily: tfmock.mock_alicloud
    "tfmock.__main__": {"tfmock.cli"},
    "hcl_lint": {"tfmock.rulebook"},
}  # fmt: skip

FILES = sorted(path for package in ("tfmock", "hcl_lint") for path in (ROOT / package).rglob("*.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def part_of(module: str) -> str:
    return "hcl_lint" if module.startswith("hcl_lint") else ".".join(module.split(".")[:2])


def imported(path: Path) -> Iterator[str]:
    """Modules of ours that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in ("tfmock", "hcl_lint"))


def test_worlds_are_used_while_they_are_held() -> None:
    """A world that is only looked up may be deleted before it is written: ``Universe.use`` and ``look`` lock it."""
    inside = {"tfmock.core.universe", "tfmock.testing.cloud"}
    keeping = {
        module_of(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "world"
    }
    assert keeping <= inside


def test_every_part_is_known() -> None:
    assert {part_of(module_of(path)) for path in FILES} - {"tfmock"} <= set(MAY_IMPORT)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_point_down(path: Path) -> None:
    own = part_of(module_of(path))
    allowed = {
        own,
        "tfmock.__version__",
        "tfmock.text",
        "tfmock.files",
        *MAY_IMPORT.get(own, ()),
    }
    assert {name for name in imported(path) if not allowed & {name, part_of(name)}} == set()


#: Outside libraries by part: the rulebook is plain Python, and so is what the linter builds on.
FOREIGN: Final = {"tfmock.rulebook": {"flask", "pydantic", "click", "typing_extensions"}, "tfmock.protocol": {"flask"}}


@pytest.mark.parametrize("part", FOREIGN)
def test_lower_parts_use_no_frameworks(part: str) -> None:
    found = set()
    for path in FILES:
        if part_of(module_of(path)) == part:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    found.add(node.module.split(".")[0])
    assert found & FOREIGN[part] == set()


def modules() -> Iterator[ModuleType]:
    for name in ("tfmock", "hcl_lint"):
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def test_mutable_objects_of_modules_are_named_as_constants() -> None:
    mutable = (dict, list, set, bytearray)
    found = [
        f"{module.__name__}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, mutable) and not name.startswith("__") and not name.isupper()
    ]
    assert found == []


_WRITES: Final = frozenset(
    {
        "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault",
        "sort", "update",
    }
)  # fmt: skip


def _constant(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.isupper()


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_nobody_writes_constants(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not isinstance(node, ast.Global), f"{path}:{node.lineno}: global"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _WRITES:
            assert not _constant(node.func.value), f"{path}:{node.lineno}: writes a constant"
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
            assert not _constant(node.value), f"{path}:{node.lineno}: writes a constant"


def test_version_starts_light() -> None:
    script = (
        "import sys; sys.argv = ['tfmock', '--version']\n"
        "from tfmock.cli.main import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        "heavy = {'flask', 'pydantic', 'cryptography', 'yaml', 'hcl2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert tfmock.__version__ in done.stdout


def test_rulebook_starts_light() -> None:
    """The linter imports it: no framework may come along."""
    names = [module_of(path) for path in FILES if part_of(module_of(path)) == "tfmock.rulebook"]
    heavy = "heavy = {'flask', 'pydantic', 'click'} & set(sys.modules)"
    script = f"import sys, {', '.join(names)}\n{heavy}\nassert not heavy, heavy"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_launchers_start_light() -> None:
    """They run before each terraform of `tfmock exec`, isolated and without site-packages."""
    heavy = {"asyncio", "click", "dataclasses", "flask", "hcl2", "inspect", "pydantic", "subprocess", "tempfile"}
    script = (
        f"import sys; sys.path.append({str(ROOT)!r}); import tfmock.terraform.shim\n"
        f"heavy = {heavy} & set(sys.modules)\nassert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


#: Lines; beyond the first, a file should be split by resource or by job (design); beyond the second it must be.
SHOULD, MUST = 300, 480


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_files_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MUST
    if lines > SHOULD:
        warnings.warn(f"{module_of(path)} has {lines} lines", stacklevel=1)
