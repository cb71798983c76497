"""What the provider sends and reads for one Terraform type; :mod:`tfmock.services.crud.compilation` makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from tfmock.services.crud import paths
from tfmock.services.crud.origins import Attribute, Conversion, IdPart, Leaf, Origin, ReplyValue, Source
from tfmock.services.crud.overrides import LISTS_IN_OBJECTS
from tfmock.services.crud.paths import Indexes

_READ: Final = re.compile(
    r"([Bb]atch)?([Dd]escribe|[Gg]et|[Ll]ist|[Qq]uery|[Ss]earch|[Cc]heck|Find|Select|Count|Has|Is|Show|Fetch|Preview)"
    r"(?![a-z]|AndSet)"
)
_DELETE: Final = re.compile(
    r"(Batch)?(Delete|Release|Remove|Unbind|Detach|Dis?associate|Unassociate|Revoke|Cancel|Destroy|UnBind|Terminate|"
    r"Disable|Stop|Close|Clear|Deregister|Leave|Refund|Drop|Unassign|Unsubscribe|Withdraw|Deactivate|Uninstall|Unset|"
    r"Erase|Un)"
)
_IS_WORD: Final = re.compile(r'==\(reply:([^,()\[\]]+),="([^"]+)"\)')
#: A word of a wait that stands for any value: the field is there.
ANY_VALUE: Final = "#CHECKSET"
#: Which parts of an id a leaf stands for: the whole of an id of several parts.
WHOLE_ID: Final = -1


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a call: where in the request, and of which leaf through which conversions it is made."""

    path: str
    leaf: Leaf
    conversions: tuple[Conversion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """The provider takes the item of a list whose ``field`` equals ``origin``.

    Attributes:
        names_part: the field is called as the part of the id that it equals.
    """

    field: str
    origin: Origin
    names_part: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyField:
    """A field of a reply that the provider stores in an attribute, through conversions.

    Attributes:
        may_be_missing: the provider stores it only where it is there.
    """

    attribute: str
    path: str
    conversions: tuple[Conversion, ...]
    type: str
    picks: tuple[Pick, ...] = ()
    may_be_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWord:
    """What the provider waits for in a field of the reply of a call, as it stands in the reply.

    Attributes:
        call: :attr:`CallSpec.key` of the call that it repeats.
        path: normalized.
    """

    call: str
    path: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """The provider reads an attribute as ``value`` when a field of the reply is ``word``."""

    attribute: str
    value: JsonValue
    path: str
    word: str


@dataclass(slots=True, kw_only=True)
class CallSpec:
    """One call of one type: what it means to objects of that type.

    Attributes:
        n: its number in the contract; several actions may share one.
        key: the action; of REST calls method and path, ``GET /clusters/{}``.
        constants: parameters that the provider always sends, with the values (in lower case) that they may have.
        names: names of all parameters.
        required: names of parameters that come from required attributes.
        mandatory: paths of those that the provider never leaves out, whatever is configured.
        fixed: path of a parameter -> constants that it may be, :data:`ANY_VALUE` where the data does not know.
        unchanged: path of a parameter -> the attribute that it always is, as it is configured.
        reply: path of every field that the provider looks at -> its type; ``!`` ends that of fields that must exist.
        id_fields: part of the id, path in the reply, conversions: where the reply says the id.
        takes_reply: a parameter is made of another call's reply, a job's id for example.
        root: the list that holds the objects; empty where the reply is the object.
        is_primary: whether this is the call that the object is read with.
        effects: what is waited for after this call.
        filters: normalized path -> argument that the provider itself compares with it in a list -> its words.
        success: field of the reply -> value without which the provider takes it for a failure.
        knows_absence_by_status: the provider takes status 404 for gone, whatever the code.
        fallbacks: normalized path of a field -> its word where the attribute that it is read into is not set.
        sets: attributes and the words that the call itself stands for: EnableX sets ``enabled`` to true.
    """

    n: int
    product: str
    version: str
    key: str
    is_rest: bool = False
    style: str = ""
    parameters: list[Parameter] = field(default_factory=list)
    constants: dict[str, set[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    required: list[str] = field(default_factory=list)
    mandatory: list[str] = field(default_factory=list)
    fixed: dict[str, set[str]] = field(default_factory=dict)
    unchanged: dict[str, str] = field(default_factory=dict)
    reply: dict[str, str] = field(default_factory=dict)
    not_found: list[str] = field(default_factory=list)
    not_found_when: list[str] = field(default_factory=list)
    id_fields: list[tuple[int, str, tuple[Conversion, ...]]] = field(default_factory=list)
    takes_reply: bool = False
    fields: list[ReplyField] = field(default_factory=list)
    root: str = ""
    picks: list[Pick] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    is_primary: bool = False
    effects: list[StatusWord] = field(default_factory=list)
    filters: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    sets: list[tuple[str, str]] = field(default_factory=list)
    success: dict[str, JsonValue] = field(default_factory=dict)
    knows_absence_by_status: bool = False
    fallbacks: dict[str, str] = field(default_factory=dict)
    _demanded: list[tuple[str, str]] | None = None

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing."""
        return self.key.startswith(("GET ", "HEAD ")) or _READ.match(self.key) is not None

    @property
    def is_delete(self) -> bool:
        """Whether its name says that it takes something away."""
        return self.key.startswith("DELETE ") or _DELETE.match(self.key) is not None

    @property
    def words_of_absence(self) -> dict[str, str]:
        """Field of the reply -> word by which the provider knows that the object is not there."""
        matches = (_IS_WORD.fullmatch(condition.split("|")[0]) for condition in self.not_found_when)
        return {match[1]: match[2] for match in matches if match is not None}

    def lists_attribute(self, path: str) -> bool:
        """Whether the items of a list of the reply are members of an attribute of the object."""
        items = f"{paths.normalized(path)}[]"
        return any("[]" in known.attribute and paths.normalized(known.path).startswith(items) for known in self.fields)

    @property
    def adds_members(self) -> bool:
        """Whether it adds members to a list, and leaves the others."""
        return any(isinstance(known.leaf, Attribute) and known.leaf.change == "added" for known in self.parameters)

    @property
    def removed_lists(self) -> set[str]:
        """The attributes from which it takes members away."""
        leaves = [known.leaf for known in self.parameters]
        return {
            paths.first_key(leaf.path) for leaf in leaves if isinstance(leaf, Attribute) and leaf.change == "removed"
        }

    @property
    def knows_absence(self) -> bool:
        """Whether the provider would understand that something is not there. It asks some calls before it creates what
        it asks about, or about another type's object."""
        return self.is_primary or bool(self.not_found or self.not_found_when)

    @property
    def demanded(self) -> list[tuple[str, str]]:
        """Fields of items of lists that must exist, with their types; what holds others comes before them."""
        if self._demanded is None:
            fields = sorted(self.reply.items())
            self._demanded = [
                (path, kind)
                for path, kind in fields
                if kind.endswith("!") and "[]." in path and "@" not in path and not path.endswith("]")
            ]
        return self._demanded

    @property
    def outer_lists(self) -> list[str]:
        """The lists of the reply that are in no other list."""
        return list(dict.fromkeys(path.partition("[]")[0] for path in self.reply if "[]" in path and "@" not in path))

    def field_path(self, path: str) -> str:
        """A field of a reply. Contracts of REST calls say ``body.x`` for what stands in the reply as ``x``, and
        ``[].x`` where the reply is a list."""
        if not self.is_rest:
            return path
        path = "" if path == "body" else path.removeprefix("body.").removeprefix("body")
        if path.startswith("["):
            end = path.index("]") + 1
            return LISTS_IN_OBJECTS.get((self.version, self.key), f"{paths.WHOLE_BODY}{path[:end]}") + path[end:]
        return path

    def inside(self, path: str) -> bool:
        """Whether a field belongs to the items of the list of objects."""
        return bool(self.root) and paths.normalized(path).startswith(f"{paths.normalized(self.root)}[]")

    def below_root(self, path: str) -> str:
        """The rest of a path within an item of the list of objects, whose place may be said: ``a[0].b``."""
        return self._rest(path).lstrip(".") if self.inside(path) else path

    def item_indexes(self, path: str) -> Indexes:
        """The indexes that lead to the first item of the list of objects: one for each ``[]`` on the way, none for
        a ``[0]``. Those of lists within the item follow them."""
        return (0,) * path.removesuffix(self._rest(path)).count("[]") if self.inside(path) else ()

    def _rest(self, path: str) -> str:
        return path.split("]", self.root.count("[") + 1)[-1]


@dataclass(slots=True, kw_only=True)
class IdPartSpec:
    """One part of an id.

    Attributes:
        sources: what it is made of.
        constant: its value where it is always the same.
        attributes: attributes that have the same value.
        names: what requests and replies call it.
    """

    sources: tuple[Source, ...]
    constant: str | None = None
    attributes: frozenset[str] = frozenset()
    names: set[str] = field(default_factory=set)

    @property
    def is_made_by_the_cloud(self) -> bool:
        return any(isinstance(source.leaf, ReplyValue) for source in self.sources)


@dataclass(slots=True, kw_only=True)
class ResourceType:
    """One resource type, or one data source.

    Attributes:
        schema: attribute -> its description, as the contract has it.
        separator: between the parts of the id.
        calls: number -> the call, several where its action is one of several.
        creates, updates, deletes, reads: numbers of calls. ``upserts`` are those that make what is not there yet.
        initial_words: what is shown of a new object.
        last_words: what is shown after its deletion.
        alternatives: call and path of a field that is waited for until it has one of several words -> these.
        required_fields: key of a call -> fields without which the provider takes the object for gone.
        is_adopted: nothing makes such objects: they are there when they are asked for.
        echoed: names of fields of replies; a parameter of the same name is answered there.
    """

    name: str
    product: str
    is_data_source: bool
    schema: Mapping[str, JsonValue]
    separator: str = ":"
    id_parts: list[IdPartSpec] = field(default_factory=list)
    calls: dict[int, list[CallSpec]] = field(default_factory=dict)
    creates: set[int] = field(default_factory=set)
    updates: set[int] = field(default_factory=set)
    deletes: set[int] = field(default_factory=set)
    reads: set[int] = field(default_factory=set)
    upserts: set[int] = field(default_factory=set)
    initial_words: list[StatusWord] = field(default_factory=list)
    last_words: list[StatusWord] = field(default_factory=list)
    alternatives: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    required_fields: dict[str, list[str]] = field(default_factory=dict)
    is_adopted: bool = False
    echoed: frozenset[str] = frozenset()

    def all_calls(self) -> list[CallSpec]:
        """Every call, in order."""
        return [spec for specs in self.calls.values() for spec in specs]

    def specs_of(self, numbers: set[int]) -> list[CallSpec]:
        """The calls of these numbers, in order."""
        return [spec for number in sorted(numbers) for spec in self.calls.get(number, ())]

    @property
    def has_cloud_made_id(self) -> bool:
        return any(part.is_made_by_the_cloud for part in self.id_parts)

    def parts_of(self, leaf: Origin) -> list[int]:
        """Which parts of the id a leaf stands for; :data:`WHOLE_ID` for the whole of several."""
        if isinstance(leaf, IdPart):
            if leaf.index is None:
                return [0] if len(self.id_parts) == 1 else [WHOLE_ID]
            return [leaf.index] if leaf.index < len(self.id_parts) else []
        if isinstance(leaf, Attribute):
            return [place for place, part in enumerate(self.id_parts) if leaf.path in part.attributes]
        if isinstance(leaf, ReplyValue):
            return [
                place for place, part in enumerate(self.id_parts) if any(source.leaf == leaf for source in part.sources)
            ]
        return []

    def part_named(self, name: str) -> int | None:
        """The part of the id that requests and replies call so."""
        return next((place for place, part in enumerate(self.id_parts) if name in part.names), None)

    def first_word(self, call: str, path: str) -> str | None:
        """The word that is shown of a new object in a field of the reply of a call."""
        normalized = paths.normalized(path)
        words = (word.word for word in self.initial_words if (word.call, word.path) == (call, normalized))
        return next((word for word in words if word != ANY_VALUE), None)

    def attribute(self, path: str) -> Mapping[str, JsonValue]:
        """The description of an attribute; empty where it has none."""
        node: Mapping[str, JsonValue] = {"block": dict(self.schema)}
        for step in paths.steps(path):
            if step.kind != "key":
                continue
            block = node.get("block")
            child = block.get(step.name) if isinstance(block, dict) else None
            if not isinstance(child, dict):
                return {}
            node = child
        return node

    def kind(self, path: str) -> str:
        """The type of an attribute: ``string``, ``int``, ``bool``, ``float``, ``list``, ``set``, ``map`` or empty."""
        kind = self.attribute(path).get("t")
        return kind if isinstance(kind, str) else ""

    def element_kind(self, path: str) -> str:
        """The type of the values at a path: of ``names[]`` that of an element of the list ``names``."""
        element = self.attribute(path).get("elem") if path.endswith("[]") else None
        return element if isinstance(element, str) else self.kind(path)

    def flags(self, path: str) -> str:
        """``r``, ``o`` and ``c`` for required, optional and computed."""
        flags = self.attribute(path).get("f")
        return flags if isinstance(flags, str) else ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a call is to one type."""

    type: ResourceType
    call: CallSpec
