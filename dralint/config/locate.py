"""Where the keys of a TOML text stand: tomllib reads the values and does not say from where.

The scanner is one pass of bounded depth over a superset of TOML. A text that is not TOML ends it
at the fault, in silence: what is wrong there is for tomllib to say.
"""

import re
import tomllib

from .errors import fold
from .source import KeyPath

DEPTH = 32

_BLANK = re.compile(r"(?:\s++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_KEY = re.compile(r""" [\w-]++ | "(?:[^"\\\n]|\\.)*+" | '[^'\n]*+' """, re.X)
_SCALAR = re.compile(
    r'''
      """ (?:[^"\\]|\\.|"{1,2}(?!"))*+ "{3,5}
    | \'\'\' (?:[^\']|\'{1,2}(?!\'))*+ \'{3,5}
    | "(?:[^"\\\n]|\\.)*+"
    | \'[^\'\n]*+\'
    | [^\s,\]}\#"\'\[{] [^,\]}\#\n]*+
    ''',
    re.X | re.S,
)


class TooDeep(Exception):
    """Something stands deeper than any configuration goes; `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _End(Exception):
    """The text ends, or is no longer TOML."""


def locate(text: str, path: KeyPath) -> tuple[int, KeyPath]:
    """Return the line of a key, and the key as the text spells it.

    Keys are found with `-` for `_` and the other way round, where they are not found as given. Of
    a path that the text does not have, the longest beginning is found.
    """
    places = positions(text)
    loose = {_folded(key): key for key in reversed(places)}
    while path:
        spelled = path if path in places else loose.get(_folded(path))
        if spelled is not None:
            return text.count("\n", 0, places[spelled]) + 1, spelled
        path = path[:-1]
    return 1, ()


def positions(text: str) -> dict[KeyPath, int]:
    """Return the offset at which each key and each item of an array first appears."""
    scanner = _Scanner(text)
    scanner.run()
    return scanner.places


def _folded(path: KeyPath) -> KeyPath:
    return tuple(fold(part) if isinstance(part, str) else part for part in path)


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    try:
        text: str = tomllib.loads(f"key = {key}")["key"]
    except ValueError:
        raise _End from None
    return text


class _Scanner:
    """One reading of one text. `at` is the offset of what comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.places: dict[KeyPath, int] = {}
        self._last: dict[KeyPath, int] = {}  # the index of the current table of each `[[array]]`

    def run(self) -> None:
        """Read until the end or the first fault."""
        table: KeyPath = ()
        try:
            while True:
                self._skip(_BLANK)
                if self.at == len(self.text):
                    return
                if self.text[self.at] == "[":
                    table = self._header()
                else:
                    self._pair(table)
        except _End:
            return

    def _header(self) -> KeyPath:
        """Read `[a.b]` or `[[a.b]]` and return the path of the table that it opens."""
        start = self.at
        brackets = 2 if self.text.startswith("[[", start) else 1
        self.at += brackets
        keys = self._keys(())
        self._expect("]" * brackets)
        path: KeyPath = ()
        for left, key in enumerate(keys, 1 - len(keys)):
            path = self._mark((*path, key), start)
            if brackets == 2 and left == 0:
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = self._mark((*path, self._last[path]), start)
        return path

    def _pair(self, table: KeyPath) -> None:
        """Read `a.b = value`."""
        start = self.at
        path = table
        for key in self._keys(table):
            path = self._mark((*path, key), start)
        self._expect("=")
        self._skip(_SPACE)
        self._value(path)

    def _keys(self, table: KeyPath) -> list[str]:
        """Read a dotted key."""
        keys: list[str] = []
        while True:
            self._skip(_SPACE)
            self._bound(len(table) + len(keys))
            keys.append(_unquoted(self._take(_KEY)))
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        self._bound(len(path))
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._items(path, "]")
        elif opening == "{":
            self._items(path, "}")
        else:
            self._take(_SCALAR)

    def _items(self, path: KeyPath, closing: str) -> None:
        """Read what stands between brackets (values) or braces (pairs)."""
        self.at += 1
        index = 0
        while True:
            self._skip(_BLANK)
            if self.text.startswith(closing, self.at):
                self.at += 1
                return
            if closing == "]":
                self._value(self._mark((*path, index), self.at))
            else:
                self._pair(path)
            index += 1
            self._skip(_BLANK)
            if not self.text.startswith(closing, self.at):
                self._expect(",")

    def _mark(self, path: KeyPath, offset: int) -> KeyPath:
        self.places.setdefault(path, offset)
        return path

    def _bound(self, depth: int) -> None:
        if depth >= DEPTH:
            raise TooDeep(self.text.count("\n", 0, self.at) + 1)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise _End
        self.at = match.end()
        return match[0]

    def _expect(self, token: str) -> None:
        if not self.text.startswith(token, self.at):
            raise _End
        self.at += len(token)
