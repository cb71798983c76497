"""The house rules: imports point down without circles, the core names no product, the command starts light."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import tfmock
from tfmock.services.registry import all_operations

ROOT: Final = Path(__file__).parents[1]

#: The rooms of tfmock, bottom to top. A room imports only rooms of the lines above its own, and those that are listed
#: after it in :data:`ALSO`. Every room may import the leaves, which import nothing but leaves.
LEAVES: Final = frozenset({"text", "files", "variables", "version", "rulebook", "diagram", "coverage"})
LAYERS: Final = (
    LEAVES,
    {"protocol"},
    {"core"},
    {"storage"},
    {"services/common"},
    {"services/models"},  # each product's rows and errors, which descriptors of rows name; the list of all resources
    {"simulation"},
    {"services/products"},
    {"services"},  # registry, dispatch: what knows every product
    {"recording"},
    {"middleware"},
    {"settings"},
    {"seed"},
    {"control_api"},
    {"console"},
    {"terraform"},
    {"app"},
    {"server"},
    {"testing"},
    {"cli"},
    {"tfmock", "__main__"},  # the package's own names: tfmock.mock_alicloud is imported when it is first used
)  # fmt: skip
#: Files at the root of the package, and one that is data, by room.
ROOM_OF: Final = {
    "tfmock.settings_file": "settings",
    "tfmock.settings_values": "settings",
    "tfmock.services.ots.plain_buffer": "services/models",  # the encoding of what a row of OTS holds
    "tfmock.services.resources": "services/models",  # which rows are resources
    "tfmock.services.crud.rows": "services/models",  # the row of the CRUD tier
}
#: What a room must not import although it is below: it says which parts a reader may leave out.
MAY_IMPORT: Final[Mapping[str, Set[str]]] = {
    "storage": {"core"},
    "terraform": {"protocol"},  # of it only protobuf: a saved plan is a message as Tablestore's are
    "server": {"app", "control_api", "protocol", "settings"},
    "settings": set(),
    "console": {"control_api", "core"},
}

FILES = sorted(path for package in ("tfmock", "hcl_lint") for path in (ROOT / package).rglob("*.py"))


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


PATHS: Final[Mapping[str, Path]] = {module_of(path): path for path in FILES}


def room_of(module: str) -> str:
    """The room of a module of tfmock."""
    parts = module.split(".")
    if module in ROOM_OF:
        return ROOM_OF[module]
    if len(parts) == 1:
        return "tfmock"
    if parts[1] != "services":
        return parts[1]
    is_product = len(parts) > 3 or (len(parts) == 3 and PATHS[module].name == "__init__.py")
    if not is_product:
        return "services"
    if parts[2] == "common":
        return "services/common"
    is_model = parts[3:4] == ["models"] or parts[-1].endswith("errors")
    return "services/models" if is_model else "services/products"


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports_of(module: str) -> frozenset[str]:
    """Modules of ours that a module imports anywhere in it, for type checkers alone as well."""
    imported = set()
    for node in ast.walk(tree_of(PATHS[module])):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            while name and name not in PATHS:
                name = name.rpartition(".")[0]
            imported.add(name)
    return frozenset(imported - {module, ""})


def test_every_package_is_in_the_table() -> None:
    rooms = [room for layer in LAYERS for room in layer]
    assert len(rooms) == len(set(rooms))
    assert {room_of(module) for module in PATHS if module.startswith("tfmock")} <= set(rooms)


@pytest.mark.parametrize("module", [module for module in PATHS if module.startswith("tfmock")])
def test_imports_point_down(module: str) -> None:
    room = room_of(module)
    below = set(LEAVES) if room not in LEAVES else set[str]()
    for layer in LAYERS:
        if room in layer:
            break
        below |= layer
    allowed = (MAY_IMPORT[room] | LEAVES if room in MAY_IMPORT else below) | {room, "version"}
    if room in LEAVES:
        allowed |= {"text", "rulebook"}
    upward = {name for name in imports_of(module) if room_of(name) not in allowed}
    assert upward == set()


@pytest.mark.parametrize("module", [module for module in PATHS if module.startswith("hcl_lint")])
def test_the_linter_uses_the_common_ground_of_the_mock_alone(module: str) -> None:
    foreign = {name for name in imports_of(module) if name.startswith("tfmock") and room_of(name) not in LEAVES}
    assert foreign == set()


def product_of(module: str) -> str:
    """The product that a module belongs to; empty outside of products, as for the list of all resources."""
    is_shared = room_of(module) == "services/common" or module == "tfmock.services.resources"
    return module.split(".")[2] if room_of(module).startswith("services/") and not is_shared else ""


PRODUCTS: Final = [module for module in PATHS if module.startswith("tfmock.") and product_of(module)]


@pytest.mark.parametrize("module", PRODUCTS)
def test_a_product_imports_no_other_product(module: str) -> None:
    """What products share is in ``common``; what one asks of another's resources is a question of the simulation."""
    others = {name for name in imports_of(module) if product_of(name) not in ("", product_of(module))}
    assert others == set()


def circles(edges: Mapping[str, Set[str]]) -> list[list[str]]:
    """The strongly connected components with more than one member (Tarjan)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    components: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        stack.append(node)
        for target in sorted(edges.get(node, ())):
            if target not in number:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in stack:
                lowest[node] = min(lowest[node], number[target])
        if lowest[node] == number[node]:
            component = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(component) > 1:
                components.append(sorted(component))

    for node in sorted(edges):
        if node not in number:
            visit(node)
    return components


def test_no_modules_import_each_other() -> None:
    assert circles({module: imports_of(module) for module in PATHS}) == []


def test_no_packages_of_the_linter_import_each_other() -> None:
    edges: dict[str, set[str]] = {}
    for module in PATHS:
        if module.startswith("hcl_lint."):
            room = module.split(".")[1]
            targets = {name.split(".")[1] for name in imports_of(module) if name.startswith("hcl_lint.")}
            edges.setdefault(room, set()).update(targets - {room})
    assert circles(edges) == []


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set(), "e": {"a"}}) == [["a", "b", "c"]]


#: What the engine must not know: errors of the API and their HTTP statuses, and products (below).
API_NAMES: Final = frozenset({"ApiError", "ApiErrorTemplate", "ErrorTemplate", "common_errors"})
ENGINE: Final = [module for module in PATHS if module.split(".")[1:2] in (["core"], ["storage"])]
#: Names of products that are words of the field as well.
ALSO_WORDS: Final = frozenset({"quotas", "Location"})


def docstrings(tree: ast.Module) -> set[int]:
    """The ids of the nodes that are documentation: products may be examples there."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def words_of(tree: ast.Module) -> Iterator[str]:
    """Every identifier and every word of a text that is no documentation."""
    documentation = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield from re.split(r"\W+", node.name)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield from re.split(r"\W+", node.value)


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_knows_no_product_and_no_answer_of_the_api(module: str) -> None:
    tree = tree_of(PATHS[module])
    products = {operation.product.lower() for operation in all_operations() if operation.product not in ALSO_WORDS}
    words = set(words_of(tree))
    assert words & API_NAMES == set()
    assert {word for word in words if any(part in products for part in word.lower().split("_"))} == set()
    numbers = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int}
    assert {number for number in numbers if 400 <= number < 600 and number != 512} == set()


def test_worlds_are_used_while_they_are_held() -> None:
    """A world that is only looked up may be deleted before it is written: ``Universe.use`` and ``inspect`` lock it."""
    inside = {"tfmock.core.universe", "tfmock.testing.cloud"}
    keeping = {
        module
        for module, path in PATHS.items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "world"
    }
    assert keeping <= inside


#: Outside libraries by room: the rulebook is plain Python, and so is what the linter builds on.
FOREIGN: Final = {"rulebook": {"flask", "pydantic", "click", "typing_extensions"}, "protocol": {"flask"}}


@pytest.mark.parametrize("room", FOREIGN)
def test_lower_packages_use_no_frameworks(room: str) -> None:
    libraries = set()
    for module, path in PATHS.items():
        if module.startswith("tfmock") and room_of(module) == room:
            for node in ast.walk(tree_of(path)):
                if isinstance(node, ast.Import):
                    libraries |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module:
                    libraries.add(node.module.split(".")[0])
    assert libraries & FOREIGN[room] == set()


def modules() -> Iterator[ModuleType]:
    for name in ("tfmock", "hcl_lint"):
        package = importlib.import_module(name)
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                yield importlib.import_module(module.name)


def test_mutable_objects_of_modules_are_named_as_constants() -> None:
    mutable = (dict, list, set, bytearray)
    offenders = [
        f"{module.__name__}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        if isinstance(value, mutable) and not name.startswith("__") and not name.isupper()
    ]
    assert offenders == []


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
def test_constants_are_never_written(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
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
    names = [module for module in PATHS if module.split(".")[:2] == ["tfmock", "rulebook"]]
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


#: Lines; a longer file holds more than one idea.
MOST_LINES: Final = 480


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
