"""The documented examples of the provider: what a page holds, and many of them as modules of one root.

The pages are read from a checkout of the provider and never copied into this repository.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tfmock.terraform import blocks
from tfmock.terraform.blocks import Block

PAGES: Final = "website/docs/r"
DATA_SOURCE_PAGES: Final = "website/docs/d"
DEFAULT_REGION: Final = "cn-hangzhou"
#: Providers that a page may use beside alicloud and stay in a batch: installed with it, and without side effects.
ALONGSIDE: Final = frozenset({"random"})
#: Resources of Terraform itself.
_BUILT_IN: Final = "terraform"

_FENCE: Final = re.compile(r"```(?:terraform|hcl|terrform|tf)?[ \t]*\n(.*?)```", re.DOTALL)
_BRACES: Final = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_PROVIDER_BLOCK: Final = re.compile(rf'^provider\s+"?alicloud"?\s*{_BRACES}\n?', re.MULTILINE)
_TERRAFORM_BLOCK: Final = re.compile(rf"^terraform\s*{_BRACES}\n?", re.MULTILINE)
_SUBCATEGORY: Final = re.compile(r'^subcategory:\s*"?([^"\n]*?)"?\s*$', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page and its first example.

    Attributes:
        name: the type without ``alicloud_``.
        product: as the provider's documentation groups pages.
        body: the example without its ``terraform`` block, and without ``provider`` blocks unless one has an alias.
        types: of its resources and data sources, sorted.
        providers: what it uses beside alicloud.
        region: of its ``provider`` block; where it has none, :data:`DEFAULT_REGION`.
        has_alias: whether it configures several providers; then it cannot be given one from outside.
        has_resources: whether it makes anything, and does not only read.
    """

    name: str
    product: str
    body: str
    types: tuple[str, ...]
    providers: frozenset[str]
    region: str = DEFAULT_REGION
    has_alias: bool = False
    has_resources: bool = True

    @property
    def runs_alone(self) -> bool:
        """Whether it would disturb others of a batch: a provider that is not there stops the init of all."""
        return self.has_alias or not self.providers <= ALONGSIDE


def read_pages(checkout: Path, folder_name: str = PAGES) -> list[Page]:
    """Every page of a checkout that has an example, by name.

    Args:
        folder_name: :data:`PAGES` or :data:`DATA_SOURCE_PAGES`.

    Raises:
        FileNotFoundError: the folder is no checkout of the provider.
    """
    folder = checkout / folder_name
    if not folder.is_dir():
        raise FileNotFoundError(f"{checkout} is no checkout of the provider: it has no {folder_name}")
    pages = (parse_page(path.name.partition(".")[0], path.read_text("utf-8")) for path in folder.glob("*.markdown"))
    return sorted((page for page in pages if page is not None), key=lambda page: page.name)


def parse_page(name: str, text: str) -> Page | None:
    """The first example of a page; None where it has none."""
    example = _FENCE.search(text, max(text.find("## Example"), 0))
    if example is None:
        return None
    body = _TERRAFORM_BLOCK.sub("", example[1])
    tree = blocks.parse(body)
    own = [block for block in tree.of_type("provider") if block.labels[:1] == ("alicloud",)]
    has_alias = any("alias" in block.attributes for block in own)
    types = {block.labels[0] for kind in ("resource", "data") for block in tree.of_type(kind) if block.labels}
    used = {type.partition("_")[0] for type in types}
    used |= {block.labels[0] for block in tree.of_type("provider") if block.labels}
    subcategory = _SUBCATEGORY.search(text)
    return Page(
        name=name,
        product=subcategory[1] if subcategory and subcategory[1] else "unknown",
        body=body if has_alias else _PROVIDER_BLOCK.sub("", body),
        types=tuple(sorted(types)),
        providers=frozenset(used - {"alicloud", _BUILT_IN}),
        region=DEFAULT_REGION if has_alias else _region(own, tree),
        has_alias=has_alias,
        has_resources=any(tree.of_type("resource")),
    )


def _region(providers: Sequence[Block], tree: Block) -> str:
    """The region of a ``provider`` block, or the default of the variable ``region`` where it is not literal."""
    written = [block.attributes["region"] for block in providers if "region" in block.attributes]
    if not written:
        return DEFAULT_REGION
    defaults = [
        block.attributes.get("default", "") for block in tree.of_type("variable") if block.labels == ("region",)
    ]
    return written[-1] or (defaults or [""])[0] or DEFAULT_REGION


def choose(
    pages: Sequence[Page], *, only: Collection[str] = (), exclude: Collection[str] = (), sample: int = 0, seed: int = 0
) -> list[Page]:
    """Some of the pages, in order.

    Args:
        only: names of pages or resource types; empty for all.
        exclude: names of pages that are left out before a sample is drawn.
        sample: how many, drawn with ``seed``; 0 for all. The same pages and seed give the same sample.
    """
    names = {name.removeprefix("alicloud_") for name in only}
    left_out = {name.removeprefix("alicloud_") for name in exclude}
    chosen = [page for page in pages if (not names or page.name in names) and page.name not in left_out]
    if 0 < sample < len(chosen):
        chosen = random.Random(seed).sample(chosen, sample)
    return sorted(chosen, key=lambda page: page.name)


def batches(pages: Iterable[Page], size: int) -> list[list[Page]]:
    """Pages that run together: ``size`` at a time, and alone what would disturb others."""
    every = list(pages)
    together = [page for page in every if not page.runs_alone]
    alone = [page for page in every if page.runs_alone]
    return [together[start : start + size] for start in range(0, len(together), size)] + [[page] for page in alone]


def module_files(pages: Sequence[Page]) -> Mapping[str, str]:
    """The modules of a root by path: an example each, in a folder of its page's name."""
    files = {}
    for page in pages:
        files[f"{page.name}/main.tf"] = page.body
        files[f"{page.name}/versions.tf"] = _required()
    return files


def root_file(pages: Sequence[Page], version: str = "") -> str:
    """``main.tf`` of a root that calls the modules of ``pages``; without one, nothing is left to be planned.

    Args:
        version: of the provider; empty for the newest that is installed.
    """
    parts = [_required(version)]
    for region in sorted({page.region for page in pages}):
        parts.append(f'provider "alicloud" {{\n  alias  = "{region}"\n  region = "{region}"\n}}\n')
    for page in pages:
        given = "" if page.has_alias else f"  providers = {{\n    alicloud = alicloud.{page.region}\n  }}\n"
        parts.append(f'module "{page.name}" {{\n  source = "./{page.name}"\n{given}}}\n')
    return "\n".join(parts)


def _required(version: str = "") -> str:
    pinned = f'\n      version = "{version}"' if version else ""
    return (
        "terraform {\n  required_providers {\n    alicloud = {\n"
        f'      source = "aliyun/alicloud"{pinned}\n    }}\n  }}\n}}\n'
    )
