"""Diagnostic resource instances by type and by address, without looking at all of them each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING

from hcl_lint.common.work import consume_budget, counted
from hcl_lint.evaluate.keys import agree, keys_of
from hcl_lint.evaluate.value import UNKNOWN_VALUE, Key, Reference

if TYPE_CHECKING:
    from hcl_lint.evaluate.model import Mode, ResourceInstance


class ResourceIndex:
    """Indexes of the instances of one root module, made when they are first asked for."""

    __slots__ = ("_by_config", "_by_keys", "_by_type")

    def __init__(self) -> None:
        self._by_type: dict[tuple[str, str], list[tuple[int, ResourceInstance]]] = {}
        self._by_config: dict[str, list[ResourceInstance]] = {}
        self._by_keys: dict[tuple[Key, ...], list[ResourceInstance]] = {}

    def of_type(
        self, resources: Sequence[ResourceInstance], types: Sequence[str], mode: Mode
    ) -> Iterator[ResourceInstance]:
        """Those of these types, in the order of ``resources``."""
        if not self._by_type:
            for number, one in enumerate(resources):
                self._by_type.setdefault((one.mode, one.type), []).append((number, one))
        listed = [self._by_type.get((mode, type), []) for type in types]
        ordered = listed[0] if len(listed) == 1 else merge(*listed, key=itemgetter(0))
        return (one for _, one in counted(ordered))

    def candidates(self, resources: Sequence[ResourceInstance], reference: Reference) -> tuple[ResourceInstance, ...]:
        """Those that ``reference`` can mean: one where the key is known, else all of the block."""
        if not self._by_config:
            self._fill(resources)
        config, keys = reference.config_address, keys_of(reference.module, reference.key)
        if UNKNOWN_VALUE in keys:
            known: Sequence[ResourceInstance] = ()
            unsure = self._by_config.get(config, ())
        else:
            known = self._by_keys.get((config, *keys), ())
            unsure = self._by_keys.get((config, UNKNOWN_VALUE), ())
        consume_budget(1 + len(unsure))
        return (*known, *(one for one in unsure if agree(keys_of(one.module, one.key), keys)))

    def _fill(self, resources: Sequence[ResourceInstance]) -> None:
        for one in resources:
            keys, config = keys_of(one.module, one.key), one.config_address
            self._by_config.setdefault(config, []).append(one)
            self._by_keys.setdefault((config, *(keys if UNKNOWN_VALUE not in keys else (UNKNOWN_VALUE,))), []).append(
                one
            )
