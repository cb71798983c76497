"""Which provider configuration a resource uses: aliases, ``providers`` of module calls, inheritance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.instances import UsedProvider, arguments_of, nested_of
from hcl_lint.evaluate.merged_block import MergedAttribute, MergedBlock
from hcl_lint.evaluate.model import ProviderConfiguration, ProviderRequirement
from hcl_lint.evaluate.module import Module
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import UNKNOWN_VALUE, key_suffix
from hcl_lint.source.issue import STRUCTURE, issue_at
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree
from hcl_lint.syntax.tree import Expression


class UnresolvedProvider:
    """An alias that something declares, but whose configuration cannot be known from the files."""


#: Local name and alias.
ProviderName: TypeAlias = tuple[str, str | None]
ProviderMap: TypeAlias = Mapping[ProviderName, ProviderConfiguration | UnresolvedProvider]
#: The argument that only OpenTofu has: a configuration for each key.
_FOR_EACH: Final = "for_each"


def configurations(module: Module) -> ProviderMap:
    """The ``provider`` blocks of a module, evaluated; with OpenTofu's ``for_each`` one for each key, which its
    alias ends with: ``alias["key"]``."""
    configured: dict[ProviderName, ProviderConfiguration | UnresolvedProvider] = {}
    for (name, alias), block in module.directory.providers.items():
        instances: tuple[ExpandedInstance | None, ...] = (None,)
        if alias is not None and _FOR_EACH in block.attributes:
            configured[name, alias] = UnresolvedProvider()  # without a key, or with an unknown one
            instances = module.expansion(("provider", name, alias), block).instances
        for instance in instances:
            if instance is not None and instance.key is UNKNOWN_VALUE:
                continue
            keyed_alias = alias if instance is None or alias is None else alias + key_suffix(instance.key)
            configured[name, keyed_alias] = ProviderConfiguration(
                name=name,
                alias=keyed_alias,
                module=module.path,
                arguments=arguments_of(module, block, instance, block.attributes.keys() - {_FOR_EACH}),
                blocks=nested_of(module, block, instance)[0],
                span=block.span,
            )
    return configured


def available_providers(module: Module, configured: ProviderMap, parent: ProviderMap | None) -> ProviderMap:
    """What each provider name and alias means inside ``module``.

    Args:
        configured: its own ``provider`` blocks.
        parent: what is available in the module that calls it; None for a root.
    """
    available: dict[ProviderName, ProviderConfiguration | UnresolvedProvider] = {}
    for requirement in requirements(module).values():
        for alias in requirement.configuration_aliases:
            available[requirement.name, alias] = UnresolvedProvider()
    if parent is not None and module.call is not None:
        available.update({name: configuration for name, configuration in parent.items() if name[1] is None})
        available.update(_passed(module, parent))
    available.update(configured)
    return available


def _passed(module: Module, parent: ProviderMap) -> ProviderMap:
    """What the ``providers`` argument of the module's call passes."""
    passed: dict[ProviderName, ProviderConfiguration | UnresolvedProvider] = {}
    call = module.call
    argument = None if call is None else call.block.attributes.get("providers")
    if call is None or argument is None or not isinstance(argument.expression, tree.ObjectCons):
        return passed
    scope = call.caller.scope(argument.source, call.instance)
    for key, value in argument.expression.items:
        inside, outside = _static_name(key), _name_with_key(value, scope)
        if inside is None or outside is None:
            continue
        configuration = parent.get(outside)
        if configuration is None and outside[1] is not None:
            _report_undeclared(module, outside, scope.span(value))
            configuration = UnresolvedProvider()
        if configuration is not None:
            passed[inside] = configuration
        else:
            passed.pop(inside, None)
    return passed


def _report_undeclared(module: Module, name: ProviderName, span: Span) -> None:
    if module.directory.complete:
        message = f"expected a provider configuration that exists: there is no {name[0]}.{name[1]}"
        module.root.add(issue_at(STRUCTURE, message, span))


def _static_name(node: Expression) -> ProviderName | None:
    """``alicloud`` or ``alicloud.alias`` (also as a string, as before Terraform 0.12)."""
    if isinstance(node, tree.TemplateWrap):
        node = node.inner
    if isinstance(node, tree.Literal) and isinstance(node.value, str):
        name, _, alias = node.value.partition(".")
        return name, alias or None
    if isinstance(node, tree.Variable):
        return node.name, None
    if isinstance(node, tree.GetAttr) and isinstance(node.source, tree.Variable):
        return node.source.name, node.name
    return None


def _name_with_key(node: Expression, scope: Scope) -> ProviderName | None:
    """``alicloud.alias["key"]`` with the key's value, as in OpenTofu; without it where the value is not known."""
    if not isinstance(node, tree.Index):
        return _static_name(node)
    name = _static_name(node.source)
    try:
        key = evaluate(node.key, scope).text()
    except (EvaluationError, RecursionError):
        key = None
    return name if name is None or key is None else (name[0], f"{name[1]}{key_suffix(key)}")


def provider_of(module: Module, block: MergedBlock, available: ProviderMap, instance: ExpandedInstance) -> UsedProvider:
    """What an instance of a resource uses."""
    implied = block.labels[0].partition("_")[0]
    name: ProviderName | None = (implied, None)
    argument = block.attributes.get("provider")
    if argument is not None:
        name = _name_with_key(argument.expression, module.scope(argument.source, instance))
    if name is None:
        return UsedProvider(None, False, implied)
    configuration = available.get(name)
    if isinstance(configuration, UnresolvedProvider):
        return UsedProvider(None, False, name[0])
    if configuration is None and name[1] is not None and argument is not None:
        _report_undeclared(module, name, argument.expression_span)
        return UsedProvider(None, False, name[0])
    return UsedProvider(configuration, True, name[0])


def requirements(module: Module) -> dict[str, ProviderRequirement]:
    """The entries of ``required_providers``."""
    return {
        name: _requirement(name, written)
        for terraform in module.directory.terraform
        for block in terraform.nested("required_providers")
        for name, written in block.attributes.items()
    }


def _requirement(name: str, written: MergedAttribute) -> ProviderRequirement:
    node, source = written.expression, written.source
    span = Span(source, written.attribute.start, written.attribute.end)
    if isinstance(node, tree.Literal):  # `alicloud = ">= 1.0"`
        return ProviderRequirement(
            name=name, source=None, version=str(node.value), span=span, version_span=written.expression_span
        )
    texts: dict[str, tuple[str, Span]] = {}
    aliases: list[str] = []
    for key, value in node.items if isinstance(node, tree.ObjectCons) else ():
        if isinstance(value, tree.Literal):
            texts[_label(key)] = (str(value.value), Span(source, value.start, value.end))
        elif isinstance(value, tree.TupleCons):
            aliases += _aliases(value)
    version, version_span = texts.get("version", (None, None))
    return ProviderRequirement(
        name=name,
        source=texts.get("source", (None, None))[0],
        version=version,
        span=span,
        version_span=version_span,
        configuration_aliases=tuple(aliases),
    )


def _label(key: Expression) -> str:
    if isinstance(key, tree.Variable):
        return key.name
    return str(key.value) if isinstance(key, tree.Literal) else ""


def _aliases(node: tree.TupleCons) -> Iterator[str]:
    """The aliases in ``configuration_aliases = [alicloud.a, alicloud.b]``."""
    for item in node.items:
        name = _static_name(item)
        if name is not None and name[1] is not None:
            yield name[1]
