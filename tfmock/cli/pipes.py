"""Seeds that come through a pipe: ``--seed <(jsonnet network.jsonnet)``, ``--seed /dev/stdin``."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tfmock.files.temporary import temporary_folder

_MOST: Final = 64 << 20


@contextmanager
def as_files(seeds: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The same seeds, each a file that can be read more than once: a pipe gives its content once, and each of the
    ``--workers`` reads the seeds. Copies are deleted at the end.

    To be entered before signals are held back: a pipe that nobody writes to is waited for until somebody does, or until
    Ctrl-C or SIGTERM.

    Raises:
        SettingsError: there is more than 64 MiB in a pipe, or it cannot be read.
    """
    if not any(map(_is_pipe, seeds)):
        yield tuple(seeds)
        return
    with ExitStack() as ends:
        try:
            folder = ends.enter_context(temporary_folder("tfmock-seeds-"))
            files = tuple(_copied(path, folder) if _is_pipe(path) else path for path in seeds)
        except OSError as error:
            from tfmock.settings import SettingsError

            raise SettingsError(f"no room for copies of seeds: {error.strerror}. TMPDIR names a folder.") from None
        yield files


def _is_pipe(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # whoever reads it says what is wrong
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _copied(path: Path, folder: Path) -> Path:
    from tfmock.settings import SettingsError  # late: it costs more than the rest of the command line

    try:
        with path.open("rb") as pipe:
            content = pipe.read(_MOST + 1)
    except OSError as error:
        raise SettingsError(f"--seed {path}: {error.strerror}. Name a YAML, JSON or .tfstate file.") from None
    if len(content) > _MOST:
        raise SettingsError(f"--seed {path}: gives more than 64 MiB. Name a file that is a seed.")
    copy = folder / path.absolute().relative_to("/")  # its name is in messages about its content
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content)
    return copy
