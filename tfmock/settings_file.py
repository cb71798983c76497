"""``tfmock.toml``: where it is, what stands in it, and on which line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from tfmock.text.suggest import closest
from tfmock.variables import SERVER_VARIABLE, WORLD_VARIABLE

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG_NAME: Final = "tfmock.toml"
PREFIX: Final = "TFMOCK_"


class SettingsError(Exception):
    """The user must change something; the message says what and where. The CLI prints it and exits 2.

    ``create_app`` may raise it too (a seed file that cannot be read, say): it is shown the same way.
    """


class TomlSource(PydanticBaseSettingsSource):
    """tfmock.toml; the relative paths in it mean "next to the file", wherever tfmock is started."""

    def __init__(self, settings_cls: type[BaseSettings], path: Path | None) -> None:
        super().__init__(settings_cls)
        self._path = path

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        raise NotImplementedError  # the table is read as a whole

    def __call__(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        table = _read(self._path)
        folder = self._path.resolve().parent
        for name in ("record", "data_dir", "state"):
            if isinstance(table.get(name), str):
                table[name] = folder / table[name]
        if isinstance(table.get("seed"), (str, list)):
            seeds = [table["seed"]] if isinstance(table["seed"], str) else table["seed"]
            table["seed"] = tuple(folder / seed if isinstance(seed, str) else seed for seed in seeds)
        return table


def default_data_dir() -> Path:
    """Where tfmock keeps its certificate authority between runs (``$XDG_DATA_HOME/tfmock``).

    Not platformdirs: it takes a relative XDG_DATA_HOME, which the specification says to ignore, and a key would then
    lie in whatever folder a command was started in.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "tfmock"
    base = os.environ.get("XDG_DATA_HOME", "")
    root = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "share"
    return root / "tfmock"


def config_file(named: Path | None) -> Path | None:
    """The settings file in force: the named one, else ./tfmock.toml if it is there."""
    if named is not None:
        return named
    default = Path(CONFIG_NAME)
    return default if default.is_file() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}. Name another file with --config.") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}.") from None
    except RecursionError:
        raise SettingsError(f"{path}: is nested too deeply.") from None
    except ValueError as error:  # a number of too many digits
        problem = str(error).partition(";")[0]
        raise SettingsError(f"{path}: has a value that cannot be read: {problem}.") from None
    if "config" in table:
        raise SettingsError(f"{place_of(path, 'config')}: 'config' cannot be set in the file itself. Remove it.")
    return table


def check_variables(environ: Mapping[str, str], settings: Iterable[str]) -> None:
    """A mistyped variable would leave a setting as it is without a word. Those that resemble none are left alone:
    Kubernetes sets TFMOCK_SERVICE_HOST for a service called tfmock, and scripts name their own variables so.

    Raises:
        SettingsError: a name is close to one of ours, and is not it.
    """
    ours = (SERVER_VARIABLE, WORLD_VARIABLE)
    known = {*settings, *(name.removeprefix(PREFIX).lower() for name in ours)}
    for name in sorted(environ):
        given = name.lower().removeprefix(PREFIX.lower())
        if name.upper().startswith(PREFIX) and given not in known:
            meant = closest(given, known)  # HOSTNAME is not close to HOST, and may be anybody's
            if meant:
                raise SettingsError(
                    f"{name} (environment variable): there is no such setting. Did you mean {PREFIX}{meant.upper()}?"
                )


def place_of(path: Path | None, key: str) -> str:
    """``file:line`` of a key, or the file alone where the key is not found at the start of a line."""
    if path is None:
        return key
    line_of_key = re.compile(rf"""^\s*(?:\[\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line_of_key.match(line):
            return f"{path}:{number}"
    return str(path)
