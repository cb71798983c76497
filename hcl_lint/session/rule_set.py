"""The rules of a run, and what the settings make of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hcl_lint import catalog
from hcl_lint.codes import check_codes
from hcl_lint.diagnostic import Diagnostic
from hcl_lint.rule import LintRule
from hcl_lint.session.request import SessionError
from hcl_lint.settings.config import Config, ConfigError

#: Runs whatever is selected: it only reports what the user expects with ``expect-reach``.
_EXPECTATION_RULE: Final = "ALI367"

#: Depend on more than the configuration, so an ignore comment of one is never called unused.
_NEVER_UNUSED: Final = frozenset({"ALI006", "ALI007", _EXPECTATION_RULE})


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule that exists for a run, by code, with the settings that select among them."""

    rules: Mapping[str, LintRule]
    config: Config

    @classmethod
    def load(cls, config: Config, folders: Iterable[Path]) -> RuleSet:
        """The rules of this package, of ``folders``, of the settings and of installed packages.

        Raises:
            SessionError: a rule cannot be loaded, or the settings name a code that nothing has.
        """
        try:
            rules = catalog.load((*config.rules, *folders))
            check_codes(config, catalog.names(rules))
        except (catalog.CatalogError, ConfigError) as error:
            raise SessionError(str(error)) from error
        return cls(rules, config)

    @property
    def known_codes(self) -> frozenset[str]:
        return frozenset((*self.rules, *catalog.META))

    @property
    def has_foreign(self) -> bool:
        """Whether there are rules of others, which may look at any resource, where ours look at the network only."""
        return not all(rule.check.__module__.startswith("hcl_lint.rules.") for rule in self.rules.values())

    def selected(self) -> list[LintRule]:
        """The rules that must run: each is selected for some path."""
        return [
            rule
            for code, rule in self.rules.items()
            if code == _EXPECTATION_RULE or self.config.selects_anywhere(code, rule.default)
        ]

    def codes_selected_everywhere(self) -> set[str]:
        """The codes that are looked for at every path, so that an ignore comment of one can be called unused."""
        everywhere = self.config.selects_everywhere
        rules = {rule.code for rule in self.selected() if everywhere(rule.code, rule.default)}
        reading = {code for code in catalog.META if everywhere(code, True, reading=True)}
        return (rules | reading) - _NEVER_UNUSED

    def apply_settings(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Those diagnostics that are selected at their path, with the severities that hold there."""
        return [applied for diagnostic in diagnostics if (applied := self._apply(diagnostic)) is not None]

    def _apply(self, diagnostic: Diagnostic) -> Diagnostic | None:
        if diagnostic.code in catalog.META or diagnostic.code == _EXPECTATION_RULE:
            return self.config.apply(diagnostic, True, reading=True)
        return self.config.apply(diagnostic, self.rules[diagnostic.code].default)
