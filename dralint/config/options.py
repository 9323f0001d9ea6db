"""Tables made into typed values: dataclasses and structs, with the line of every fault."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from .errors import fold, listed, quoted, suggestion
from .source import KeyPath, Where

T = TypeVar("T")

_RECORDS = (inspect.DataclassType, inspect.StructType)
_ARRAYS = (inspect.ListType, inspect.SetType, inspect.FrozenSetType, inspect.VarTupleType)
_SHAPES: dict[type, tuple[type, ...]] = {
    dict: (*_RECORDS, inspect.DictType),
    list: (*_ARRAYS, inspect.TupleType),
    str: (inspect.LiteralType, inspect.EnumType),
}
_WORDS = {
    "int": "an integer",
    "float": "a number",
    "str": "a string",
    "bool": "a boolean",
    "array": "an array",
    "object": "a table",
    "datetime": "a date with a time",
    "date": "a date",
    "time": "a time",
}
# Compiled when something is wrong, not at every start.
_REPORT = r"(?s:(.*?)(?: - at (?:`key` in )?`\$(\S*)`)?)"
_STEP = r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]"
_TYPE = r"`([^`]+)`"


def options(kind: type[T], table: Mapping[str, Any], where: Where) -> T:
    """Return a table as a value of its type, or raise the error that names what is wrong.

    Keys may be spelled with `-` or `_`, in nested dataclasses too. Unknown ones are errors.
    """
    info = inspect.type_info(kind)
    data = _spelled(info, dict(table), where)
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        raise _explained(kind, info, data, where, str(error)) from None


def _spelled(info: inspect.Type, value: Any, where: Where) -> Any:
    """Return a value whose tables have their keys spelled as the fields of their types."""
    info = _branch(info, value)
    if isinstance(value, list):
        return [_spelled(_below(info, i), each, where.at(i)) for i, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    fields = [field.name for field in info.fields] if isinstance(info, _RECORDS) else None
    out: dict[str, Any] = {}
    for key, each in value.items():
        place = where.at(key)
        name = key if fields is None else key.replace("-", "_")
        if fields is not None and name not in fields:
            hint = suggestion(key, map(fold, fields))
            raise place.error(f"unknown key {quoted(key)} in {where.table}{hint}")
        if name in out:
            raise place.error(f"{quoted(key)} is given twice, with - and with _")
        out[name] = _spelled(_below(info, name), each, place)
    return out


def _branch(info: inspect.Type, value: Any) -> inspect.Type:
    """Return the alternative of a type that a value belongs to, by the value's shape."""
    if isinstance(info, inspect.Metadata):
        info = info.type
    if isinstance(info, inspect.UnionType):
        shapes = _SHAPES.get(type(value), ())
        return next((each for each in info.types if isinstance(each, shapes)), info)
    return info


def _below(info: inspect.Type, key: str | int) -> inspect.Type:
    """Return the type of what a table or an array of this type holds at a key."""
    if isinstance(info, _RECORDS):
        return next((field.type for field in info.fields if field.name == key), inspect.AnyType())
    if isinstance(info, inspect.DictType):
        return info.value_type
    if isinstance(info, inspect.TupleType):
        return dict(enumerate(info.item_types)).get(int(key), inspect.AnyType())
    return info.item_type if isinstance(info, _ARRAYS) else inspect.AnyType()


def _explained(
    kind: type[Any], info: inspect.Type, data: Any, where: Where, report: str
) -> Exception:
    """Return msgspec's report of a fault in our words."""
    match = re.fullmatch(_REPORT, report)
    assert match is not None
    message: str = match[1]
    path = _path(kind, data, report, match[2] or "")
    place = where.at(*path)
    for key in path:
        info, data = _below(_branch(info, data), key), data[key]
    if message.startswith("Invalid enum value") and isinstance(data, str):
        choices = _choices(_branch(info, data))
        hint = suggestion(data, choices)
        return place.error(f"{place.name} must be {listed(choices)}, not {quoted(data)}{hint}")
    if message.startswith("Expected "):
        must = re.sub(_TYPE, _words, message.removeprefix("Expected ")).replace(", got ", ", not ")
        return place.error(f"{place.name} must be {must}")
    if message.startswith("Object missing required field"):
        missing = message.rpartition(" ")[2].strip("`")
        return place.error(f"{place.table} needs the key {quoted(fold(missing))}")
    return place.error(f"{place.name}: {message}")


def _path(kind: type[Any], data: Any, report: str, steps: str) -> KeyPath:
    """Return the way to the fault, with the keys that msgspec hides behind `[...]`."""
    path: KeyPath = ()
    node = data
    for step in re.finditer(_STEP, steps):
        key: str | int | None
        if step[1] or step[2]:
            key = step[1] or int(step[2])
        else:
            entries = node if isinstance(node, dict) else ()
            same = (each for each in entries if _report(kind, _only(data, path, each)) == report)
            key = next(same, None)
        if key is None:
            break
        path, node = (*path, key), node[key]
    return path


def _only(data: Any, path: KeyPath, key: str) -> Any:
    """Return the data with all entries but one left out of the table at a path."""
    if not path:
        return {key: data[key]}
    copy = data.copy()
    copy[path[0]] = _only(data[path[0]], path[1:], key)
    return copy


def _report(kind: type[Any], data: Any) -> str:
    try:
        msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _choices(info: inspect.Type) -> list[str]:
    if isinstance(info, inspect.EnumType):
        members: type[Enum] = info.cls
        return [str(member.value) for member in members]
    return [str(each) for each in info.values] if isinstance(info, inspect.LiteralType) else []


def _words(match: re.Match[str]) -> str:
    types = [each for each in match[1].split(" | ") if each != "null"]
    return " or ".join(_WORDS.get(each, each) for each in types)
