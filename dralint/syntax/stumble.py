"""The first token that the grammar could not take: the place of a syntax error, as Elixir sees it.

An ERROR node begins where the grammar gave a piece up, often far before the token that made it do
so. That token is told only to the parser's log, so a broken file is parsed once more, with a
logger. Elixir's parser and this one both read from left to right and stop at the first token that
cannot follow; mostly that is the same token.

The grammar reads several ways at once, and takes a reserved word for a name where it cannot be
itself. Elixir never does: a way that does so counts as ended there.
"""

import re
from typing import Final

from tree_sitter import LogType, Parser

from dralint.syntax.clock import Clock
from dralint.syntax.doubt import RESERVED
from dralint.syntax.grammar import LANGUAGE, calm, parsed

_PROCESS: Final = re.compile(
    r"process version:(\d+), version_count:(\d+), state:(\d+), row:(\d+), col:(\d+)"
)
_PART: Final = 1024
_SIZE: Final = re.compile(r"size:(\d+)")


def stumble(source: bytes, hint: int, clock: Clock) -> int | None:
    """An offset behind which, after blanks and comments, the first token stands that cannot follow.

    None if the grammar takes all, or cannot tell. A log is costly: only the part up to `hint`,
    where the break is supposed, is read first; then four times as much, as long as nothing but the
    end of the part is wrong.
    """
    source = calm(source)
    size = hint + _PART
    while size < len(source):
        place = _furthest(source[:size], _log_of(source[:size], clock))
        if place is not None and place < size - _PART // 2:
            return place
        size *= 4
    return _furthest(source, _log_of(source, clock))


def _log_of(source: bytes, clock: Clock) -> list[str]:
    log: list[str] = []
    ended = False

    def listen(kind: LogType, message: str) -> None:
        nonlocal ended
        if kind == LogType.PARSE and not ended:
            log.append(message)
            ended = message.startswith("resume")

    parsed(Parser(LANGUAGE, logger=listen), source, clock)
    return log


def _furthest(source: bytes, log: list[str]) -> int | None:
    """The last place where a way to read ended that was Elixir's up to there."""
    lines = [0, *(found.end() for found in re.finditer(rb"\n", source))]
    reached = {0}  # places on ways that are Elixir's
    steps: set[tuple[str, int]] = set()  # states and places on these ways
    strays: set[tuple[str, int]] = set()  # the same on other ways
    forks: dict[int, bool] = {}  # ways that split off at this place, and whether they are Elixir's
    count, state, at, end = 1, "", 0, 0
    ours = stray_word = False
    furthest = None
    for message in log:
        if (found := _PROCESS.match(message)) is not None:
            version, versions, row, column = (int(found[group]) for group in (1, 2, 4, 5))
            if version == 0:  # a new round
                forks.clear()
            else:
                forks |= dict.fromkeys(range(count, versions), ours)
            count, state, at = versions, found[3], lines[row] + column
            unknown = at in reached and (state, at) not in strays
            ours = (state, at) in steps or forks.get(version, unknown)
        elif message.startswith("lexed"):
            size = _SIZE.search(message)
            assert size is not None, message
            end = at + int(size[1])
            stray_word = "sym:identifier_token1" in message and _stray(source, at, end)
        elif message.startswith("shift"):
            step = message.partition("state:")[2] or state, end
            if ours and not stray_word:
                reached.add(end)
                steps.add(step)
                continue
            strays.add(step)
            if ours:
                furthest = max(at, furthest or 0)
        elif message.startswith("detect_error"):
            if ours:
                furthest = max(at, furthest or 0)
        elif message == "accept" and ours:
            return None
        elif message.startswith("resume"):  # all ways have ended
            break
    if strays and furthest is not None and not source[furthest:].strip():
        return None  # a way that strayed, and met again with one that did not, came to the end
    return furthest


def _stray(source: bytes, start: int, end: int) -> bool:
    word = source[start:end].lstrip()
    before = source[max(0, end - len(word) - 200) : end - len(word)]
    return word in RESERVED and not before.rstrip().endswith(b".")
