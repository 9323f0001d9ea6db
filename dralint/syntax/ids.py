"""Node kinds and fields as the small integers that `node.kind_id` and `child_by_field_id` speak.

tree-sitter merges aliases before it answers `kind_id`: a name has one id as a named node and one as
a token. Some names are both: `KIND["nil"]` is the value's node, `TOKEN["nil"]` the word below it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dralint.syntax.grammar import LANGUAGE


def _ids(*, named: bool) -> Mapping[str, int]:
    names = {
        name
        for id in range(LANGUAGE.node_kind_count)
        if LANGUAGE.node_kind_is_visible(id)
        and LANGUAGE.node_kind_is_named(id) is named
        and (name := LANGUAGE.node_kind_for_id(id)) is not None
    }
    ids = {name: LANGUAGE.id_for_node_kind(name, named) for name in sorted(names)}
    return MappingProxyType({name: id for name, id in ids.items() if id is not None})


KIND: Final = _ids(named=True)
"""Named nodes, such as `call` and `do_block`."""

TOKEN: Final = _ids(named=False)
"""Punctuation and words of the language, such as `(` and `do`."""

FIELD: Final[Mapping[str, int]] = MappingProxyType(
    {
        name: id
        for id in range(1, LANGUAGE.field_count + 1)
        if (name := LANGUAGE.field_name_for_id(id)) is not None
    }
)
"""Fields, such as `target` and `left`."""

ERROR: Final = 0xFFFF
"""The kind of a node around what the grammar could not read. It is far above all other kinds."""
