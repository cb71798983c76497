"""Which provider configuration a resource uses: aliases, ``providers`` of module calls, inheritance."""

from __future__ import annotations

from collections.abc import Mapping

from hcl_lint.evaluate.directory import MergedBlock
from hcl_lint.evaluate.errors import EvaluationError
from hcl_lint.evaluate.expansion import ExpandedInstance
from hcl_lint.evaluate.expressions import evaluate
from hcl_lint.evaluate.instances import Provider, arguments_of, nested_of
from hcl_lint.evaluate.model import ProviderConfiguration, ProviderRequirement
from hcl_lint.evaluate.module import Module
from hcl_lint.evaluate.scope import Scope
from hcl_lint.evaluate.value import UNKNOWN_VALUE, key_suffix
from hcl_lint.source.issue import STRUCTURE, SourceIssue
from hcl_lint.source.text import Span
from hcl_lint.syntax import tree


class UnresolvedProvider:
    """The wiring cannot be known: nobody says what this alias is."""


Wiring = Mapping[tuple[str, str | None], "ProviderConfiguration | UnresolvedProvider"]


def configurations(module: Module) -> dict[tuple[str, str | None], ProviderConfiguration | UnresolvedProvider]:
    """The ``provider`` blocks of a module, evaluated; with OpenTofu's ``for_each`` one for each key, which its
    alias ends with: ``alias["key"]``."""
    out: dict[tuple[str, str | None], ProviderConfiguration | UnresolvedProvider] = {}
    for (name, alias), view in module.directory.providers.items():
        items: tuple[ExpandedInstance | None, ...] = (None,)
        if alias is not None and "for_each" in view.attributes:
            out[name, alias] = UnresolvedProvider()  # without a key, or with an unknown one
            items = module.expansion(("provider", name, alias), view).items
        for item in items:
            if item is not None and item.key is UNKNOWN_VALUE:
                continue
            arguments = arguments_of(module, view, item, view.attributes.keys() - {"for_each"})
            blocks, _ = nested_of(module, view, item)
            own = alias if item is None or alias is None else alias + key_suffix(item.key)
            out[name, own] = ProviderConfiguration(name, own, module.path_steps, arguments, blocks, view.span)
    return out


def wiring(module: Module, own: Wiring, parent: Wiring | None) -> Wiring:
    """What each provider name and alias means inside ``module``."""
    out: dict[tuple[str, str | None], ProviderConfiguration | UnresolvedProvider] = {}
    for requirement in requirements(module).values():
        for needed in requirement.configuration_aliases:
            out[requirement.name, needed] = UnresolvedProvider()
    if parent is not None and module.made_by is not None:
        for (name, alias), configuration in parent.items():
            if alias is None:
                out[name, None] = configuration
        out.update(_passed(module, parent))
    out.update(own)
    return out


def _passed(module: Module, parent: Wiring) -> dict[tuple[str, str | None], ProviderConfiguration | UnresolvedProvider]:
    out: dict[tuple[str, str | None], ProviderConfiguration | UnresolvedProvider] = {}
    call = module.made_by
    found = None if call is None else call.view.attributes.get("providers")
    if call is None or found is None or not isinstance(found[0].expression, tree.ObjectCons):
        return out
    for key, value in found[0].expression.items:
        inside, outside = reference_of(key), _with_key(value, call.parent.scope(found[1], call.item))
        if inside is None or outside is None:
            continue
        configuration = parent.get(outside)
        if configuration is None and outside[1] is not None:
            span = Span(found[1], value.start, value.end)
            _undeclared(module, outside, span)
            configuration = UnresolvedProvider()
        if configuration is not None:
            out[inside] = configuration
        else:
            out.pop(inside, None)
    return out


def _undeclared(module: Module, name: tuple[str, str | None], span: Span) -> None:
    if module.directory.complete:
        message = f"expected a provider configuration that exists: there is no {name[0]}.{name[1]}"
        module.root.add(SourceIssue(STRUCTURE, message, span.path, span))


def reference_of(node: tree.Expression) -> tuple[str, str | None] | None:
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


def _with_key(node: tree.Expression, scope: Scope) -> tuple[str, str | None] | None:
    """``alicloud.alias["key"]`` with the key's value, as in OpenTofu; without it where the value is not known."""
    if not isinstance(node, tree.Index):
        return reference_of(node)
    found = reference_of(node.source)
    try:
        key = evaluate(node.key, scope).text()
    except (EvaluationError, RecursionError):
        key = None
    return found if found is None or key is None else (found[0], f"{found[1]}{key_suffix(key)}")


def of_resource(module: Module, view: MergedBlock, known: Wiring, item: ExpandedInstance) -> Provider:
    """What the instance ``item`` of a resource uses."""
    kind = view.block.labels[0].value
    wanted: tuple[str, str | None] | None = (kind.partition("_")[0], None)
    found = view.attributes.get("provider")
    if found is not None:
        wanted = _with_key(found[0].expression, module.scope(found[1], item))
    if wanted is None:
        return None, False, kind.partition("_")[0]
    configuration = known.get(wanted)
    if isinstance(configuration, UnresolvedProvider):
        return None, False, wanted[0]
    if configuration is None and wanted[1] is not None and found is not None:
        _undeclared(module, wanted, Span(found[1], found[0].expression.start, found[0].expression.end))
        return None, False, wanted[0]
    return configuration, True, wanted[0]


def requirements(module: Module) -> dict[str, ProviderRequirement]:
    """The entries of ``required_providers``."""
    out: dict[str, ProviderRequirement] = {}
    for terraform in module.directory.terraform:
        for view in terraform.nested("required_providers"):
            for name, (attribute, source) in view.attributes.items():
                span = Span(source, attribute.start, attribute.end)
                node = attribute.expression
                if isinstance(node, tree.Literal):  # `alicloud = ">= 1.0"`
                    version = Span(source, node.start, node.end)
                    out[name] = ProviderRequirement(name, None, str(node.value), span, version)
                    continue
                texts: dict[str, tuple[str, Span]] = {}
                aliases: list[str] = []
                for key, value in node.items if isinstance(node, tree.ObjectCons) else ():
                    label = (
                        key.name
                        if isinstance(key, tree.Variable)
                        else key.value
                        if isinstance(key, tree.Literal)
                        else ""
                    )
                    if isinstance(value, tree.Literal):
                        texts[str(label)] = (str(value.value), Span(source, value.start, value.end))
                    elif isinstance(value, tree.TupleCons):
                        references = [reference_of(item) for item in value.items]
                        aliases += [one[1] for one in references if one is not None and one[1] is not None]
                version_text, version_span = texts.get("version", (None, None))
                from_source = texts.get("source", (None, None))[0]
                out[name] = ProviderRequirement(name, from_source, version_text, span, version_span, tuple(aliases))
    return out
