"""Fault rules: list, add, remove."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint
from pydantic import Field

from tfmock.control_api.endpoints import ControlRequestError, Endpoints, InWorld, Model, look_at_world, use_world
from tfmock.control_api.models import Removed
from tfmock.control_api.patterns import matching_names, split_patterns, unmatched_patterns
from tfmock.core.operation import Operation
from tfmock.core.universe import Universe
from tfmock.middleware.fault_injection.catalogue import UnknownCodeError
from tfmock.middleware.fault_injection.profiles import PROFILES
from tfmock.middleware.fault_injection.registry import FaultRegistry
from tfmock.middleware.fault_injection.rule import ActiveFault, FaultRule
from tfmock.services.action_tiers import ActionEntry
from tfmock.settings_values import FaultProfileName
from tfmock.text.suggest import VERY_CLOSE, did_you_mean


class FaultReport(Model):
    """A rule, and how often it applied."""

    id: str
    rule: FaultRule = Field(description="As it was given.")
    matched: int = Field(description="Calls that it is about.")
    fired: int = Field(description="Calls that it let fail.")


class FaultList(Model):
    """The rules of a world, in the order in which they are tried."""

    world: str
    faults: list[FaultReport]
    note: str | None = Field(None, description="What else there is to say about a rule that was added.")


class OneFault(InWorld):
    id: str = Field("", description="Only this rule.")


class ProfileBody(Model):
    profile: FaultProfileName


def faults_blueprint(
    universe: Universe,
    registry: FaultRegistry,
    operations: Sequence[Operation],
    all_actions: Callable[[], Sequence[ActionEntry]],
) -> Blueprint:
    """The rules of each world.

    Args:
        operations: all that are emulated.
        all_actions: gives the actions of all tiers that are answered; called only where a rule names another action or
            product than the emulated ones, since that takes time.
    """
    endpoints = Endpoints("faults")

    def listed(world: str, rules: list[ActiveFault]) -> FaultList:
        faults = [FaultReport(id=rule.id, rule=rule.rule, matched=rule.matched, fired=rule.fired) for rule in rules]
        return FaultList(world=world, faults=faults)

    def add(query: InWorld, rules: tuple[FaultRule, ...]) -> FaultList:
        with use_world(universe, query) as world:
            try:
                return listed(world.id, registry.add(world.id, rules))
            except UnknownCodeError as problem:
                raise ControlRequestError(str(problem), field="error") from None

    @endpoints.get("/faults")
    def show(query: InWorld) -> FaultList:
        """The fault rules of a world, and how often each applied."""
        with look_at_world(universe, query) as world:
            return listed(world.id, registry.rules(world.id))

    @endpoints.post("/faults")
    def add_rule(query: InWorld, body: FaultRule) -> FaultList:
        """Add a fault rule; the answer has its id."""
        note = _check_patterns(body, operations, all_actions)
        return add(query, (body,)).model_copy(update={"note": note or None})

    @endpoints.post("/faults/profile")
    def add_profile(query: InWorld, body: ProfileBody) -> FaultList:
        """Add the rules of a fault profile."""
        return add(query, PROFILES[body.profile])

    @endpoints.delete("/faults")
    def clear(query: OneFault) -> Removed:
        """Remove all fault rules of a world, or one."""
        with look_at_world(universe, query) as world:
            removed = registry.remove(world.id, query.id)
        if query.id and not removed:
            raise _no_rule(registry, world.id, query.id)
        return Removed(removed=removed)

    return endpoints.blueprint


def _no_rule(registry: FaultRegistry, world: str, id: str) -> ControlRequestError:
    ids = ", ".join(rule.id for rule in registry.rules(world)) or "none"
    return ControlRequestError(f"world {world} has no fault rule {id!r}. It has: {ids}.", 404, field="id")


def _check_patterns(
    rule: FaultRule, operations: Sequence[Operation], all_actions: Callable[[], Sequence[ActionEntry]]
) -> str:
    """What should be said about a rule that is about actions which tfmock does not answer; empty for others.

    Raises:
        ControlRequestError: a name is mistyped, or is none of a product: the rule would never apply.
    """
    emulated = {op.product for op in operations}
    patterns = split_patterns(rule.product)
    served = {name for pattern in patterns for name in matching_names(pattern, emulated)}
    actions = {op.action for op in operations if op.product in served}
    foreign = [pattern for pattern in patterns if not matching_names(pattern, emulated)]
    unknown = unmatched_patterns(rule.action, actions)
    if not foreign and not unknown:
        return ""
    entries = all_actions()
    products = emulated | {entry.product for entry in entries}
    for pattern in foreign:
        if not matching_names(pattern, products):  # nothing tells the product of a call that tfmock does not serve
            hint = did_you_mean(pattern, products) or f"It emulates {', '.join(sorted(emulated))}."
            raise ControlRequestError(
                f"tfmock serves no {pattern!r}, so the rule would never apply. {hint}", field="product"
            )
    served |= {name for pattern in patterns for name in matching_names(pattern, products)}
    actions |= {entry.action for entry in entries if entry.product in served}
    unknown = unmatched_patterns(rule.action, actions)
    # Both tiers may have a product, as Vpc and vpc
    spellings = {name.lower(): name for name in sorted(served, reverse=True)}
    for pattern in unknown:
        hint = did_you_mean(pattern, actions, cutoff=VERY_CLOSE)
        if hint:
            raise ControlRequestError(f"there is no {pattern!r}, so the rule would never apply. {hint}", field="action")
        if not emulated <= served:
            raise ControlRequestError(
                f"{' and '.join(sorted(spellings.values()))} has no {pattern!r}, so the rule would never apply. "
                "'tfmock actions' and 'tfmock coverage' list what there is.",
                field="action",
            )
    if not unknown:
        return ""
    return f"tfmock does not answer {', '.join(unknown)}: such calls fail without this rule, too."
