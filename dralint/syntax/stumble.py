"""The first token that the grammar could not take: the place of a syntax error, as Elixir sees it.

An ERROR node begins where the grammar gave a piece up, often far before the token that made it give up. That token is told
only to the parser's log, so a broken file is parsed once more, with a logger. Elixir's parser and this one
both read from left to right and stop at the first token that cannot follow; mostly that is the same token.
"""

import re
from typing import Final

from tree_sitter import LogType, Parser

from dralint.syntax.grammar import LANGUAGE

_PLACE: Final = re.compile(r"row:(\d+), col:(\d+)")


def stumble(source: bytes) -> int | None:
    """An offset behind which, after blanks and comments, the first token stands that cannot follow.

    None if the grammar takes all.
    """
    process = ""
    places: list[str] = []
    resumed = False

    def log(_kind: LogType, message: str) -> None:
        nonlocal process, resumed
        if message.startswith("process"):
            process = message
        elif message.startswith("detect_error") and not resumed:
            places.append(process)
        elif message.startswith("resume"):  # all ways to read on have ended
            resumed = True

    Parser(LANGUAGE, logger=log).parse(source)
    if not resumed:
        return None
    row, column = max(
        (int(row), int(column)) for place in places for row, column in _PLACE.findall(place)
    )
    return _line_start(source, row) + column


def _line_start(source: bytes, row: int) -> int:
    at = 0
    for _ in range(row):
        at = source.index(b"\n", at) + 1
    return at
