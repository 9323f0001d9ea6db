"""A plan held against the code, for people and as Markdown."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dralint.analysis.map.comparison import Row, differences
from dralint.report.drawing import Part

_MARKS = {"same": ("✓ ", "green"), "missing": ("- ", "red"), "unplanned": ("+ ", "yellow")}
_MOVED = ("> ", "cyan")
_ORDER = ("missing", "unplanned", "moved")


def summary(rows: Sequence[Row], plan: str) -> str:
    """Return in one line how far code and plan are apart."""
    counts = differences(rows)
    if not counts:
        return f"{plan}: the code is as planned"
    said = ", ".join(f"{counts[each]} {each}" for each in _ORDER if counts[each])
    return f"{plan}: {said}"


def text_of(rows: Sequence[Row], plan: str) -> Iterator[Part]:
    """Yield the resources of plan and code with what differs marked: `-`, `+` and `>`."""
    yield f"{summary(rows, plan)}\n", "bold"
    for label, group in groupby(rows, key=lambda row: row.label):
        inside = list(group)
        head = next((row for row in inside if row.kind == "resource"), None)
        yield "\n", ""
        yield from _line(head, label, 0, plan) if head else ((f"  {label}\n", "bold"),)
        left = max((len(row.name) for row in inside), default=0)
        for row in inside:
            if row is not head:
                told = head is not None and head.status == row.status
                yield from _line(row, f"{row.name:<{left}}", 4, plan, told)


def _line(row: Row, name: str, indent: int, plan: str, told: bool = False) -> Iterator[Part]:
    """One thing; `told`: the line of its resource has said what is wrong with it."""
    mark, style = _MARKS.get(row.status, _MOVED)
    yield f"{mark}{'':{indent}}", f"bold {style}"
    yield (
        name if row.status != "same" or row.note else name.rstrip(),
        "bold" if row.kind == "resource" else "" if row.status == "same" else style,
    )
    if (row.status == "same" or told) and not row.note:
        yield "\n", ""
        return
    where = f"{row.place.path}:{row.place.line}" if row.place else f"{plan}:{row.line}"
    said = row.note or ("not planned" if row.status == "unplanned" else row.status)
    yield f"  {said}", style
    yield f"  {where}\n", "dim"


def markdown_of(rows: Sequence[Row], plan: str) -> str:
    """Return what differs as a Markdown table."""
    lines = [f"# {summary(rows, plan)}"]
    shown = [row for row in rows if row.status != "same" or row.note]
    if shown:
        lines += ["", "| | What | Resource | Plan | Code |", "|---|---|---|---|---|"]
    for row in shown:
        place = f"`{row.place.path}:{row.place.line}`" if row.place else ""
        line = f"line {row.line}" if row.line else ""
        what = f"{row.kind} `{row.name}`" if row.name else row.kind
        said = row.note or row.status
        lines.append(f"| {said} | {what} | `{row.label}` | {line} | {place} |")
    return "\n".join(lines)
