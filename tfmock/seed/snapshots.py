"""A snapshot as a seed: every world begins with what another one was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from tfmock.core.snapshot import Codec, SnapshotError, State, checked
from tfmock.core.snapshot_check import check_values
from tfmock.core.world import World
from tfmock.services.registry import lifecycles, row_types
from tfmock.settings import SettingsError


@dataclass(frozen=True, slots=True)
class SeedSnapshot:
    """A snapshot and where it came from. Rows are frozen, so that all worlds can share them."""

    path: Path
    state: State

    def apply(self, world: World) -> None:
        """Add the rows, after those that are there; the snapshot's clock and settings become the world's.

        Raises:
            SettingsError: an id is there already.
        """
        first = world.store.serial
        for kind, table in self.state.store.tables().items():
            for row in table.rows():
                if world.store.table(kind).replace(row.id, replace(row, serial=row.serial + first)) is not None:
                    raise SettingsError(f"--seed {self.path}: {row.id} is there twice; ids are unique.")
        world.store.serial += self.state.store.serial
        world.clock = replace(self.state.clock, real=world.clock.real)
        settings = replace(world.settings, profile=self.state.profile or world.settings.profile)
        world.settings = settings.with_overrides(self.state.overrides, settings)


def read(path: Path, document: object) -> SeedSnapshot:
    """A document that was parsed.

    Raises:
        SettingsError: it cannot be loaded.
    """
    try:
        read = checked(document)
        check_values(read, lifecycles())
        return SeedSnapshot(path, Codec(row_types()).state(read))
    except SnapshotError as error:
        raise SettingsError(f"--seed {path}: {error}.") from None
