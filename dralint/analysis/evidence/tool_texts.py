"""What mix prints: warnings of the compiler, files to format, lines of Dialyzer and of Credo."""

import re
from collections.abc import Iterator
from dataclasses import replace

from dralint.analysis.evidence.reports import Remark
from dralint.finding import ERROR, WARNING, Severity

COMPILER, FORMATTER, DIALYZER = "the compiler", "the formatter", "Dialyzer"
CREDO = "Credo"
_PLACE = r"(?P<path>[^\s:][^\s:]*\.(?:exs?|eex|heex|leex)):(?P<line>\d+)(?::(?P<column>\d+))?"
# Until Elixir 1.15 the place stands below the message, later behind a drawn line.
_OLD = re.compile(rf"^ +{_PLACE}(?:: .*)?$")
_NEW = re.compile(rf"^ *└─ {_PLACE}(?:: .*)?$")
_SAID = re.compile(r"^ *(?P<kind>warning|error): (?P<message>.+)$")
_RAISED = re.compile(rf"^\*\* \(\w*(?:Error)\) {_PLACE}: (?P<message>.+)$")
# A list of names, or each name above what would change in it.
_UNFORMATTED = re.compile(r"^(?: +\* )?(?P<path>[^\s|*][^|\n]*\.(?:exs?|[a-z]*eex))$", re.M)
_SHORT = re.compile(rf"^{_PLACE}:(?P<check>[a-z_]+)(?: (?P<message>.+))?$")
_GITHUB = re.compile(
    r"^::(?P<kind>warning|error) file=(?P<path>[^,]+),line=(?P<line>\d+)(?:,col=(?P<column>\d+))?"
    r",title=(?P<check>[a-z_]+)::(?P<message>.+)$"
)
# What Dialyzer itself prints, and dialyxir with `--format dialyzer`.
_LEGACY = re.compile(rf"^{_PLACE}: (?P<message>[A-Z].+)$")
_FLYCHECK = re.compile(rf"^{_PLACE}: (?P<kind>[CDFRW]): (?P<message>.+)$")
_ONELINE = re.compile(rf"^\[(?P<kind>[CDFRW])\] \S+ {_PLACE} (?P<message>.+)$")
_APP = re.compile(r"^==> (?P<app>\w+)$")
_CATEGORIES = {
    "C": "consistency", "D": "design", "F": "refactoring", "R": "readability", "W": "warning",
}  # fmt: skip
"""What Credo calls the kinds of its remarks, where it does not name its checks."""
_FAR = 60
"""A message of the compiler, with the code it shows, has no more lines."""


def tool_of(text: str) -> str | None:
    """Return which tool printed a text, None where it is none of those that are known."""
    lines = text.split("\n")
    if re.search(r"mix format failed|^The following files are not formatted", text, re.M):
        return FORMATTER
    if any(_FLYCHECK.match(line) or _ONELINE.match(line) for line in lines):
        return CREDO
    started = re.search(r"^(Starting Dialyzer|done \((passed|warnings))", text, re.M)
    if started or any(_SHORT.match(line) or _GITHUB.match(line) for line in lines):
        return DIALYZER
    spoken = any(_SAID.match(line) or _RAISED.match(line) for line in lines)
    compiled = re.search(r"^(Compiling \d+ file|Generated \w+ app)", text, re.M)
    return COMPILER if spoken or compiled or not text.strip() else None


def remarks_in(text: str, tool: str) -> Iterator[Remark]:
    """Yield what a tool remarks in the text that it printed."""
    if tool == FORMATTER:
        yield from _unformatted(text)
    elif tool == DIALYZER:
        yield from _dialyzer(text.split("\n"))
    elif tool == CREDO:
        yield from _credo(text.split("\n"))
    else:
        yield from compiler_remarks(text)


def compiler_remarks(text: str) -> Iterator[Remark]:
    """Yield the warnings and errors of the compiler, each at the first place that it names."""
    lines = text.split("\n")
    seen: set[Remark] = set()
    app = ""
    for number, line in enumerate(lines):
        section = _APP.match(line)
        app = section["app"] if section else app
        raised = _RAISED.match(line)
        said = _SAID.match(line)
        remark = None
        if raised:
            remark = _remark(raised, "", raised["message"], ERROR)
        elif said:
            severity = ERROR if said["kind"] == "error" else WARNING
            place = _place_below(lines, number)
            remark = _remark(place, "", said["message"], severity) if place else None
        remark = replace(remark, app=app) if remark is not None and app else remark
        if remark is not None and remark not in seen:
            seen.add(remark)
            yield remark


def _place_below(lines: list[str], number: int) -> re.Match[str] | None:
    for line in lines[number + 1 : number + _FAR]:
        place = _NEW.match(line) or _OLD.match(line)
        if place:
            return place
        if _SAID.match(line):
            return None
    return None


def _unformatted(text: str) -> Iterator[Remark]:
    for each in _UNFORMATTED.finditer(text):
        yield Remark("", "not formatted as `mix format` would", WARNING, each["path"], 1)
    # What does not parse cannot be formatted either, and hides the list of the others.
    for line in text.split("\n"):
        raised = _RAISED.match(line)
        if raised:
            yield _remark(raised, "", raised["message"], ERROR)


def _dialyzer(lines: list[str]) -> Iterator[Remark]:
    # Asked for two formats, dialyxir prints each warning in both.
    seen: set[tuple[str | None, ...]] = set()
    for number, line in enumerate(lines):
        found = _SHORT.match(line) or _GITHUB.match(line)
        if found:
            following = lines[number + 1].strip() if number + 1 < len(lines) else ""
            key = (found["path"], found["line"], found["column"], found["check"])
            if key not in seen:
                seen.add(key)
                yield _remark(found, found["check"], found["message"] or following, WARNING)
        elif legacy := _LEGACY.match(line):
            yield _remark(legacy, "", legacy["message"], WARNING)


def _credo(lines: list[str]) -> Iterator[Remark]:
    for line in lines:
        found = _FLYCHECK.match(line) or _ONELINE.match(line)
        if found:
            yield _remark(found, _CATEGORIES[found["kind"]], found["message"], WARNING)


def _remark(place: re.Match[str], check: str, message: str, severity: Severity) -> Remark:
    column = place["column"]
    at = int(column) if column else None
    return Remark(check, message.strip(), severity, place["path"], int(place["line"]), at)
