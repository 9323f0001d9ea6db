"""Propagators: of what the result of a well-known function is made, and what closures are given.

A part is a value and the way into it. A way that the function cannot keep is dropped: the result
is then made of all of the value.
"""

import re
from dataclasses import dataclass
from typing import TypeGuard

from dralint.analysis.values.bindings import ANY, ELEMENT, Key, Path, key_of
from dralint.outline.values import ListOf, Sigil, String, TupleOf, Value


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a value; with `result` of what the closure returns that the value is.

    `filtered` is the closure that decides which elements are kept, and the answer that keeps them.
    `checked`: what could do harm was taken out of it, perhaps. `inside`: it stands within another
    text, never at its beginning.
    """

    value: Value
    path: Path
    result: bool = False
    filtered: tuple[Value, bool] | None = None
    checked: bool = False
    inside: bool = False


_SAME = frozenset(
    """
    Enum.sort Enum.sort_by Enum.uniq Enum.uniq_by Enum.reverse Enum.take Enum.drop Enum.slice
    Enum.to_list Enum.dedup Enum.take_while Enum.drop_while Enum.shuffle Enum.take_every
    Enum.drop_every Enum.filter Enum.reject Stream.filter Stream.reject Stream.take Stream.uniq
    Map.take Map.drop Map.delete Map.to_list Map.new Map.filter Map.reject Map.from_struct
    Keyword.take Keyword.drop Keyword.delete Keyword.new Enum.into List.wrap List.flatten
    List.delete MapSet.new MapSet.to_list Kernel.tap Kernel.dbg IO.inspect Kernel.struct
    Kernel.struct! Map.put_new_lazy Kernel.tl
    Plug.Conn.assign Plug.Conn.fetch_query_params Plug.Conn.fetch_cookies Plug.Conn.put_status
    Plug.Conn.put_resp_header Plug.Conn.put_session Plug.Conn.fetch_session Plug.Conn.halt
    Plug.Conn.put_resp_content_type Plug.Conn.put_private Plug.Conn.put_resp_cookie
    Phoenix.Controller.put_flash Phoenix.Controller.put_view Phoenix.Controller.put_layout
    """.split()
)
_FILTERS = {
    "Enum.filter": True,
    "Enum.reject": False,
    "Stream.filter": True,
    "Stream.reject": False,
    "Enum.find": True,
    "Map.filter": True,
    "Map.reject": False,
}
_ONE = frozenset(
    """
    Enum.at Enum.find Enum.fetch! Enum.random Enum.max Enum.min Enum.max_by Enum.min_by
    Kernel.hd List.first List.last List.keyfind Enum.find_value
    """.split()
)
_GET = frozenset(
    """
    Map.get Map.fetch! Map.get_lazy Keyword.get Keyword.fetch! Keyword.get_lazy Access.get
    Kernel.elem Keyword.get_values Access.fetch!
    """.split()
)
_FETCH = frozenset("Map.fetch Keyword.fetch Access.fetch Enum.fetch".split())
_PUT = frozenset("Map.put Map.put_new Map.replace Map.replace! Keyword.put Keyword.put_new".split())
_WHOLE_MODULES = frozenset("String URI Base IO Path Regex Macro Inflex Recase :unicode".split())
_WHOLE = frozenset(
    """
    Kernel.to_string Kernel.to_charlist Kernel.inspect Kernel.binary_part
    String.Chars.to_string List.to_string List.to_charlist IO.iodata_to_binary
    :erlang.binary_to_list :erlang.list_to_binary :erlang.iolist_to_binary
    :erlang.atom_to_binary :binary.split :binary.replace :binary.part :string.lowercase
    Jason.decode Jason.decode! Poison.decode Poison.decode! Poison.Parser.parse JSON.decode
    JSON.decode! Jason.encode Jason.encode! JSON.encode! Poison.encode! :jiffy.decode
    :erlang.binary_to_term Plug.Conn.Query.decode URI.decode_query
    Enum.join Enum.map_join Enum.concat Enum.intersperse Enum.zip Enum.group_by Enum.chunk_every
    Enum.flat_map_reduce Enum.scan Enum.split Enum.unzip Enum.frequencies List.insert_at
    List.replace_at List.zip List.to_tuple Tuple.to_list Kernel.put_in Kernel.update_in
    Kernel.get_and_update_in Map.update Map.update! Map.replace_lazy
    Phoenix.HTML.raw Phoenix.HTML.safe_to_string
    Earmark.as_html Earmark.as_html! MDEx.to_html MDEx.to_html! Cmark.to_html
    Plug.Conn.fetch_body Date.to_string :uri_string.parse
    """.split()
)
BUILDING = frozenset(
    """
    Enum.join Enum.map_join String.replace Regex.replace Path.join IO.iodata_to_binary
    """.split()
)
"""They put a text together."""
TRANSLATIONS = frozenset("gettext dgettext ngettext dngettext pgettext dpgettext".split())
"""Macros of Gettext: their bindings become part of the text."""
_ELEMENTWISE = ("Enum.", "Stream.", "Map.", "Keyword.", "List.", "MapSet.")
_REDUCES = frozenset(
    "Enum.reduce Enum.reduce_while Enum.map_reduce Enum.flat_map_reduce List.foldl".split()
)


def parts_of_result(name: str, args: tuple[Value, ...], path: Path) -> list[Part] | None:
    """Return of what the part at `path` of a call's result is made; None where it is unknown."""
    if not args:
        return None
    first, second = args[0], args[1] if len(args) > 1 else None
    if name in _PUT and len(args) == 3:
        return _put(args, path)
    if name in ("Map.merge", "Keyword.merge", "Map.merge/3"):
        return [Part(arg, path) for arg in args[:2]]
    if name in _GET and second is not None:
        return [Part(first, (key_of(second), *path)), *(Part(arg, path) for arg in args[2:3])]
    if name in _FETCH and second is not None:
        return [Part(first, (key_of(second), *path[1:]))]
    if name in ("Map.pop", "Keyword.pop", "Map.pop!", "Keyword.pop!") and second is not None:
        kept = (key_of(second), *path[1:]) if path[:1] != (1,) else path[1:]
        return [Part(first, kept), *(Part(arg, path[1:]) for arg in args[2:3])]
    if name == "Kernel.get_in" and isinstance(second, ListOf):
        return [Part(first, (*(key_of(key) for key in second.items), *path))]
    if name == "Map.values":
        return [Part(first, (ANY, *path[1:]))]
    if name in ("Map.keys", "Keyword.keys"):
        return [Part(first, (ELEMENT, 0))]
    if name in ("Map.take", "Keyword.take") and path[:2] == (ELEMENT, 0):
        return []
    if name in ("Enum.with_index", "Stream.with_index"):
        return [] if path[:2] == (ELEMENT, 1) else [Part(first, (*path[:1], *path[2:]))]
    if name in ("Enum.split_with", "Enum.split"):
        return [Part(first, path[1:])]
    if name in ("String.replace", "Regex.replace") and len(args) > 2:
        return _replaced(name, args)
    if name == "URI.to_string":
        return [Part(first, ("host",))]
    if name == "Kernel.then" and second is not None:
        return [Part(second, path, result=True)]
    mapped = _mapped(name, args, path)
    if mapped is not None:
        return mapped
    filtered = _FILTERS.get(name)
    keeps = (second, filtered) if filtered is not None and second is not None else None
    if name in _ONE:
        return [Part(first, (ELEMENT, *path), filtered=keeps)]
    if name in _SAME:
        return [Part(first, path, filtered=keeps)]
    if name in _WHOLE or name.rpartition(".")[0] in _WHOLE_MODULES:
        return [Part(arg, ()) for arg in args]
    return None


def _replaced(name: str, args: tuple[Value, ...]) -> list[Part]:
    text, pattern = args[:2] if name == "String.replace" else (args[1], args[0])
    mark = isinstance(pattern, String) and not any(c.isalnum() for c in pattern.text)
    kept = isinstance(pattern, Sigil) and re.match(r"\[\^|\\W", pattern.text) is not None
    return [Part(text, (), checked=mark or kept), Part(args[2], (), inside=True)]


def _put(args: tuple[Value, ...], path: Path) -> list[Part]:
    key = key_of(args[1])
    put = Part(args[2], path[1:])
    if not path or path[0] in (ANY, ELEMENT) or key == ANY:
        return [put, Part(args[0], path)]
    return [put] if path[0] == key else [Part(args[0], path)]


def _mapped(name: str, args: tuple[Value, ...], path: Path) -> list[Part] | None:
    """Return the parts where the elements of the result are made by a closure."""
    last = args[-1]
    inner = path[1:] if path[:1] == (ELEMENT,) else path
    if path and path[0] != ELEMENT:
        inner = (1, *path[1:])
    if name in ("Enum.map", "Stream.map", "Map.new", "Enum.into", "Keyword.new", "MapSet.new"):
        return [Part(last, inner, result=True)] if len(args) > 1 + (name == "Enum.into") else None
    if name in ("Enum.map_join", "Enum.map_intersperse"):
        return [Part(last, (), result=True)]
    if name in ("Enum.flat_map", "Stream.flat_map"):
        return [Part(last, path, result=True)]
    if name in _REDUCES:
        inside = (1, *path) if name == "Enum.reduce_while" else path
        start = [Part(args[1], path)] if len(args) == 3 else [Part(args[0], (ELEMENT, *path))]
        return [*start, Part(last, inside, result=True)]
    return None


def given_to_closure(
    name: str, args: tuple[Value, ...], at: int, position: int
) -> list[Part] | None:
    """Return what the closure at an argument position is given; None where it is unknown."""
    if name in ("Kernel.then", "Kernel.tap"):
        return [Part(args[0], ())]
    if name == "String.replace":
        return [Part(args[0], ())]
    if name == "Regex.replace" and len(args) > 1:
        return [Part(args[1], ())]
    if name in ("Map.update", "Map.update!", "Keyword.update", "Keyword.update!"):
        return [Part(args[0], (key_of(args[1]),))]
    if position == 1 and name in _REDUCES:
        return [Part(args[1], ())] if len(args) == 3 else [Part(args[0], (ELEMENT,))]
    if position == 0 and at > 0 and (name.startswith(_ELEMENTWISE) or name == "Task.async_stream"):
        return [Part(args[0], (ELEMENT,))]
    return None


def select(value: Value, key: Key) -> list[Part] | None:
    """Return what stands under a key of a literal list or tuple; None where it is not seen."""
    match value:
        case TupleOf():
            if isinstance(key, int) and 0 <= key < len(value.items):
                return [Part(value.items[key], ())]
            return [Part(item, ()) for item in value.items]
        case ListOf():
            tail = [] if value.tail is None else [Part(value.tail, (key,))]
            if isinstance(key, int) and key != ANY:
                return [*(Part(item, ()) for item in value.items), *tail]
            pairs = [item.items for item in value.items if _is_pair(item)]
            return [Part(v, ()) for k, v in pairs if key == ANY or key_of(k) in (key, ANY)] + tail
        case _:
            return None


def _is_pair(item: Value) -> TypeGuard[TupleOf]:
    return isinstance(item, TupleOf) and len(item.items) == 2
