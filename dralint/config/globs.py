"""Patterns of `.gitignore` as regular expressions that cannot run away.

A pattern is split at `/` into segments, and at `**` into runs of segments. `*` stays within its
segment. Whatever stands between two stars may be taken where it first occurs, and so may a run
between two `**`: taking it later never helps. Both are therefore atomic groups, which give nothing
back, and a match costs no more than the length of the path times that of the pattern.
"""

import re

_ESCAPABLE = frozenset("*?[]!^-#\\ ")


class GlobError(ValueError):
    """A pattern that means nothing; its text says why."""


def translate(pattern: str) -> tuple[bool, str]:
    """Return whether a pattern takes back (`!`), and the regular expression of what it covers.

    The expression is matched at the start of a path of a file, relative and with `/`. It covers
    the files that are named and those below the directories that are named.
    """
    body = pattern.removeprefix("!")
    segments = body.removeprefix("/").removesuffix("/").split("/")
    if not any(segments):
        raise GlobError("it is empty")
    if "" in segments:
        raise GlobError("it has an empty part")
    if not {".", ".."}.isdisjoint(segments):
        raise GlobError('"." and ".." have no meaning in a pattern: it starts at the configuration')
    if "/" not in body[:-1]:
        segments.insert(0, "**")
    return pattern.startswith("!"), _join(_runs(segments), body.endswith("/"))


def _runs(segments: list[str]) -> list[list[str]]:
    """Return the expressions of the segments between `**` and `**`."""
    runs: list[list[str]] = [[]]
    for before, segment in zip(["", *segments], segments, strict=False):
        if segment != "**":
            runs[-1].append(_segment(segment))
        elif before != "**":
            runs.append([])
    return runs


def _join(runs: list[list[str]], directory: bool) -> str:
    first, *middle = runs
    last = middle.pop() if middle else None
    end = "/" if directory else r"(?:/|\Z)"
    if last is None:
        return "/".join(first) + end
    start = "".join(f"{segment}/" for segment in first)
    start += "".join(f"(?>(?:[^/]+/)*?{'/'.join(run)}/)" for run in middle)
    if not last:
        return start + ("[^/]+/" if directory else "[^/]")
    return f"{start}(?:[^/]+/)*?{'/'.join(last)}{end}"


def _segment(glob: str) -> str:
    """Return the expression of what stands between two slashes."""
    first, *rest = _chunks(glob)
    if not rest:
        return first
    *middle, last = rest
    inner = "".join(f"(?>[^/]*?{chunk})" for chunk in middle if chunk)
    return rf"(?>{first}{inner}[^/]*{last}(?=/|\Z))"


def _chunks(glob: str) -> list[str]:
    """Return the expressions of what stands between stars. Each takes a fixed number of signs."""
    chunks = [""]
    at = 0
    while at < len(glob):
        char = glob[at]
        at += 1
        if char == "*":
            chunks.append("")
        elif char == "?":
            chunks[-1] += "[^/]"
        elif char == "[":
            expression, at = _set(glob, at)
            chunks[-1] += expression
        else:
            if char == "\\":
                char, at = _escaped(glob, at)
            chunks[-1] += re.escape(char)
    return chunks


def _set(glob: str, at: int) -> tuple[str, int]:
    """Return the expression of `[a-z]`, which begins before an index, and the index behind it."""
    negated = glob[at : at + 1] in ("!", "^")
    at += negated
    start = at
    parts: list[str] = []
    while True:
        low, at = _member(glob, at, first=at == start)
        if not low:
            break
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in ("]", ""):
            high, at = _member(glob, at + 1, first=True)
            if high < low:
                raise GlobError(f'the range "{low}-{high}" is empty')
            parts.append(f"{re.escape(low)}-{re.escape(high)}")
        else:
            parts.append(re.escape(low))
    return f"(?!/)[{'^' if negated else ''}{''.join(parts)}]", at


def _member(glob: str, at: int, first: bool) -> tuple[str, int]:
    """Return the next sign of a set and the index behind it; nothing at the end of the set."""
    char = glob[at : at + 1]
    if not char:
        raise GlobError('a "[" is not closed')
    if char == "]" and not first:
        return "", at + 1
    if glob.startswith("[:", at):
        raise GlobError('"[:" is not supported')
    return _escaped(glob, at + 1) if char == "\\" else (char, at + 1)


def _escaped(glob: str, at: int) -> tuple[str, int]:
    char = glob[at : at + 1]
    if char not in _ESCAPABLE:
        raise GlobError('a "\\" stands before a sign that needs none; directories end in "/"')
    return char, at + 1
