"""Suppressions: comments that say why a rule does not hold at a place.

    # dralint:ignore RULE[, RULE] -- reason

On a line with code it holds for that line. On a line of its own it holds for the definition (or
the expression) below it, and above the first code for the whole file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from dralint.finding import Finding
from dralint.outline import Comment, Outline, outline_of
from dralint.project import File, Project
from dralint.suppression import Suppression
from dralint.text import Span

_FORM = re.compile(r"dralint:\s*(?P<verb>[\w-]*)(?P<names>[^\n]*?)(?:\s+--\s*(?P<reason>.*))?$")


def suppressions_of(project: Project, former: Mapping[str, str] | None = None) -> list[Suppression]:
    """Return the suppressions of a project in the order of the source.

    `former` gives the id of today for each id that a rule had before.
    """
    return [each for file in project.files for each in _of_file(file, former or {})]


def reach(source: bytes, rule: str, line: int) -> tuple[int, int] | None:
    """Return the first and last line of what suppresses a rule on a line of a text.

    Lines are counted from one. None: nothing suppresses it.
    """
    outline = outline_of(source)
    for comment in outline.comments:
        match = _FORM.match(comment.text)
        if match is not None and match["verb"] == "ignore" and rule in _names(match):
            start, end = _range(outline, comment)
            first, last = outline.lines.line(start), outline.lines.line(max(end - 1, 0))
            if first <= line <= last:
                return first, last
    return None


def _names(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\s,]+", match["names"]))


def _of_file(file: File, former: Mapping[str, str]) -> Iterator[Suppression]:
    for comment in file.outline.comments:
        match = _FORM.match(comment.text)
        if match is None:
            continue
        names = _names(match)
        reason = (match["reason"] or "").strip()
        malformed = match["verb"] != "ignore" or not names
        start, end = _range(file.outline, comment)
        yield Suppression(file, comment, names, reason, malformed, start, end, former=former)


def _range(outline: Outline, comment: Comment) -> tuple[int, int]:
    """Return the stretch in which a suppression holds."""
    lines = outline.lines
    row = lines.line(comment.start) - 1
    if not comment.alone:
        return lines.starts[row], comment.end
    if comment.start < outline.code:
        return 0, lines.size
    spans = _definitions(outline)
    below = [span for span in spans if span[0] > comment.start]
    if below:
        first = min(start for start, _ in below)
        if lines.line(first) - 1 <= _next_code_row(outline, row):
            return comment.start, max(end for start, end in below if start == first)
    next_row = _next_code_row(outline, row)
    end = lines.starts[next_row + 1] if next_row + 1 < len(lines.starts) else lines.size
    return comment.start, max(end, _statement_end(outline, next_row))


def _statement_end(outline: Outline, row: int) -> int:
    """Return where what begins on a row ends: it may go on for several lines."""
    tables = (outline.calls, outline.attributes, outline.specs, outline.directives)
    return max(
        (
            each.end
            for table in tables
            for each in table
            if outline.lines.line(each.start) - 1 == row
        ),
        default=0,
    )


def _definitions(outline: Outline) -> list[tuple[int, int]]:
    """Return the stretches of definitions, each from its first attribute to its last clause."""
    spans = [(module.start, module.end) for module in outline.modules]
    for function in outline.functions:
        for index, clause in enumerate(function.clauses):
            last = function.clauses[-1] if index == 0 else clause
            spans.append((clause.start, last.end))
        if function.clauses:
            first = function.clauses[0]
            heads = [outline.attributes[a].start for a in function.attrs]
            heads += [
                spec.start
                for spec in outline.specs
                if spec.module == function.module
                and spec.name == function.name
                and function.min_arity <= spec.arity <= function.max_arity
                and spec.start < first.start
            ]
            last_end = function.clauses[-1].end
            spans.extend((start, last_end) for start in heads if start < first.start)
    return spans


def _next_code_row(outline: Outline, row: int) -> int:
    """Return the row of the next line that holds more than another comment to dralint."""
    rows = {outline.lines.line(c.start) - 1 for c in outline.comments if c.alone}
    row += 1
    while row in rows:
        row += 1
    return row


def hide(
    findings: Iterable[tuple[str, Finding]], suppressions: Iterable[Suppression]
) -> list[bool]:
    """Return for each finding (with its rule) whether a suppression keeps it back.

    Each suppression that does so remembers in `used` by which of its names.
    """
    by_path: dict[str, list[Suppression]] = {}
    for each in suppressions:
        if not each.malformed:
            by_path.setdefault(each.file.path, []).append(each)
    return [_hidden(rule, finding, by_path) for rule, finding in findings]


def _hidden(rule: str, finding: Finding, by_path: dict[str, list[Suppression]]) -> bool:
    hidden = False
    for each in by_path.get(finding.span.path, ()):
        names = [name for name in each.names if each.former.get(name, name) == rule]
        if names and _covers(each, finding.span):
            each.used.update(names)
            hidden = True
    return hidden


def _covers(suppression: Suppression, span: Span) -> bool:
    lines = suppression.file.outline.lines
    first, last = lines.line(suppression.start), lines.line(max(suppression.end - 1, 0))
    return first <= span.start.line <= last
