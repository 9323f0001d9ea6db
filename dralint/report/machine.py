"""How a document for machines is written: JSON with one member a line, safe to print anywhere."""

import re
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
    try:
        raw = msgspec.json.encode(document)
    except UnicodeEncodeError:  # a file name may hold bytes that are not UTF-8
        raw = msgspec.json.encode(_encodable(msgspec.to_builtins(document)))
    text = msgspec.json.format(raw, indent=2).decode()
    if not text.isascii():
        encoding = (getattr(out, "encoding", None) or "utf-8").lower().replace("_", "-")
        text = (_ACTIVE if encoding in ("utf-8", "utf8") else _FOREIGN).sub(_escaped, text)
    out.write(f"{text}\n")


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
