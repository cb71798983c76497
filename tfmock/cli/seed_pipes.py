"""Seeds that come through a pipe: ``--seed <(jsonnet network.jsonnet)``, ``--seed /dev/stdin``."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from tfmock.files.temporary import temporary_folder

_LARGEST: Final = 64 << 20


@contextmanager
def buffered_pipes(seeds: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """The same seeds, with a copy of each pipe, which can be read only once: each of the ``--workers`` reads the seeds.
    Copies are deleted at the end.

    Enter it before signals are blocked: a pipe without a writer is waited for until Ctrl-C or SIGTERM.

    Raises:
        SettingsError: there is more than 64 MiB in a pipe, or it cannot be read.
    """
    if not any(map(_is_pipe, seeds)):
        yield tuple(seeds)
        return
    with ExitStack() as cleanup:
        try:
            folder = cleanup.enter_context(temporary_folder("tfmock-seeds-"))
            files = tuple(_copy(path, folder) if _is_pipe(path) else path for path in seeds)
        except OSError as error:
            from tfmock.settings import SettingsError

            raise SettingsError(f"no space for copies of seeds: {error.strerror}. TMPDIR names a folder.") from None
        yield files


def _is_pipe(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False  # reading it later reports the problem
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _copy(path: Path, folder: Path) -> Path:
    from tfmock.settings import SettingsError  # late: it costs more than the rest of the command line

    try:
        with path.open("rb") as pipe:
            content = pipe.read(_LARGEST + 1)
    except OSError as error:
        raise SettingsError(f"--seed {path}: {error.strerror}. Name a YAML, JSON or .tfstate file.") from None
    if len(content) > _LARGEST:
        raise SettingsError(f"--seed {path}: gives more than 64 MiB. Name a file that is a seed.")
    copy = folder / path.absolute().relative_to("/")  # its name is in messages about its content
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(content)
    return copy
