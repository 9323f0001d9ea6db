"""How a document for machines is written: JSON that is safe to print anywhere."""

import re
from collections.abc import Callable, Iterable
from typing import Any, TextIO

import msgspec

# What acts on a terminal or hides in it. It stands in strings only, where JSON has an escape that
# means the same.
_ACTIVE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")


def write_json(document: object, out: TextIO) -> None:
    """Write a document. A stream that does not take UTF-8 gets escapes for what it cannot hold."""
    out.write(f"{portable(msgspec.json.format(_encode(document), indent=2).decode(), out)}\n")


def write_json_lines(documents: Iterable[object], out: TextIO) -> None:
    """Write documents, one a line."""
    for document in documents:
        out.write(f"{portable(_encode(document).decode(), out)}\n")


def portable(text: str, out: TextIO, escaped: Callable[[re.Match[str]], str] | None = None) -> str:
    """Escape what acts on a terminal, and for a stream that is not UTF-8 all that is not ASCII.

    `escaped` turns one character into what means the same; without it, that is JSON's escape.
    """
    if text.isascii() and "\x7f" not in text:
        return text
    encoding = (getattr(out, "encoding", None) or "utf-8").lower().replace("_", "-")
    foreign = _ACTIVE if encoding in ("utf-8", "utf8") else _FOREIGN
    return foreign.sub(escaped or _escaped, text)


def _encode(document: object) -> bytes:
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:  # a file name may hold bytes that are not UTF-8
        return msgspec.json.encode(_encodable(msgspec.to_builtins(document)))


def _escaped(found: re.Match[str]) -> str:
    units = memoryview(found[0].encode("utf-16-le")).cast("H")
    return "".join(f"\\u{unit:04x}" for unit in units)


def _encodable(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case dict():
            return {_encodable(key): _encodable(member) for key, member in value.items()}
        case list() | tuple():
            return [_encodable(member) for member in value]
    return value
