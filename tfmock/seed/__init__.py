"""Seeds: what exists before the first call. Described in YAML or JSON, a snapshot, or a state of Terraform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tfmock.core.snapshot import FORMAT
from tfmock.core.world import World
from tfmock.rulebook.values import JsonError, check_encodable, read_json
from tfmock.seed import default_vpcs, described, snapshots, tfstate
from tfmock.settings import SettingsError

ApplySeeds = Callable[[World], None]


def read_seeds(paths: Iterable[Path], default_account: str, *, default_vpc: bool = False) -> ApplySeeds:
    """Read seed files into what puts them into a new world, in order; states come last, all at once, since the state
    of one team may name what is in that of another.

    Args:
        default_vpc: the default account has its default VPC wherever no seed says so already.

    Raises:
        SettingsError: a file cannot be read, or its content is none of these.
    """
    seeds: list[ApplySeeds] = []
    states: list[tfstate.Source] = []
    for path in paths:
        document = _document(path)
        if isinstance(document, Mapping) and document.get("format") == FORMAT:
            seeds.append(snapshots.read(path, document).apply)
        elif path.suffix == ".tfstate" or (isinstance(document, Mapping) and "terraform_version" in document):
            states.append(tfstate.read(path, document))
        else:
            seeds.append(described.read(path, document, default_account).apply)
    if states:
        seeds.append(tfstate.SeedPlan(states, default_account).apply)

    def apply_seeds(world: World) -> None:
        for apply_seed in seeds:
            apply_seed(world)
        if default_vpc:
            default_vpcs.seed_default_vpcs(world, default_account)

    return apply_seeds


def _document(path: Path) -> object:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"--seed {path}: {error.strerror}. Name a YAML, JSON or .tfstate file.") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"--seed {path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    return _json(path, text) if path.suffix in (".json", ".tfstate") else _yaml(path, text)


def _json(path: Path, text: str) -> object:
    try:
        return read_json(text)
    except JsonError as error:
        where = f"{path}:{error.line}" if error.line else str(path)
        raise SettingsError(f"--seed {where}: {error}.") from None


def _yaml(path: Path, text: str) -> object:
    import yaml

    try:
        read: object = yaml.safe_load(text)
        check_encodable(read)
        return read
    except RecursionError:
        raise SettingsError(f"--seed {path}: is nested too deeply.") from None
    except ValueError as error:  # 2020-13-45 is read as a date, digits as a number
        problem = str(error).partition(";")[0]
        raise SettingsError(f"--seed {path}: has a value that cannot be read: {problem}.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise SettingsError(f"--seed {path}{where}: is not YAML: {problem}.") from None
