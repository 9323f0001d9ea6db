"""The table of contracts: specs, docs and moduledocs by domain and by module."""

from collections.abc import Iterator, Sequence

from dralint.analysis.layout.contracts import Contract, Share, total
from dralint.text import cells

from .drawing import Part

_COLUMN = 16
_HEADS = ("specs", "docs", "moduledocs")
_GOOD = 80


def grouped(rows: Sequence[Contract]) -> dict[str, list[Contract]]:
    """Return rows by their group, in order of names."""
    found: dict[str, list[Contract]] = {}
    for row in sorted(rows, key=lambda each: (each.group, each.module)):
        found.setdefault(row.group, []).append(row)
    return found


def text_of(
    rows: Sequence[Contract], faults: Sequence[str], width: int, modules: bool
) -> Iterator[Part]:
    """Yield the table for a terminal; `modules`: a line for each module below its domain."""
    groups = grouped(rows)
    names = [cells(name) for name in (*groups, "all")]
    if modules:
        names += [cells(row.module) + 2 for row in rows]
    left = max(min(max(names), width - len(_HEADS) * _COLUMN), 16)
    yield f"{'':{left}}{''.join(f'{head:>{_COLUMN}}' for head in _HEADS)}\n", "dim"
    for name, inside in groups.items():
        yield from _line(name, left, total(inside), "bold cyan")
        for row in inside if modules else ():
            yield from _line(f"  {row.module}", left, (row.specs, row.docs, row.moduledoc), "")
    yield from _line("all", left, total(list(rows)), "bold")
    if faults:
        yield "\n", ""
    for fault in faults:
        yield f"{fault}\n", "red"


def _line(name: str, left: int, shares: Sequence[Share], style: str) -> Iterator[Part]:
    # The end of a module's name says more than its beginning.
    shown = name if cells(name) <= left else f"  …{name[len(name) - left + 3 :]}"
    yield f"{shown}{' ' * (left - cells(shown))}", style
    for share in shares:
        if not share.whole:
            yield f"{'·':>{_COLUMN}}", "dim"
            continue
        color = "green" if share.percent >= _GOOD else "yellow" if share.percent >= 50 else "red"
        count = f"{share.done}/{share.whole}"
        yield f"{count:>{_COLUMN - 6}}", ""
        yield f"{percent_words(share):>6}", color
    yield "\n", ""


def percent_words(share: Share) -> str:
    """Return a share in whole percents, rounded down so that only all is 100 %."""
    return f"{int(share.percent)} %"


def markdown_of(rows: Sequence[Contract], faults: Sequence[str]) -> str:
    """Return the table as Markdown, with each module."""
    lines = ["| Module | Specs | Docs | Moduledoc |", "|---|---:|---:|---:|"]
    for name, inside in grouped(rows).items():
        lines.append(f"| **{name}** | {' | '.join(map(_cell, total(inside)))} |")
        lines += [
            f"| `{row.module}` | {' | '.join(map(_cell, (row.specs, row.docs, row.moduledoc)))} |"
            for row in inside
        ]
    lines.append(f"| **all** | {' | '.join(map(_cell, total(list(rows))))} |")
    return "\n".join([*lines, *(["", *(f"- {fault}" for fault in faults)] if faults else [])])


def _cell(share: Share) -> str:
    return f"{share.done}/{share.whole} ({percent_words(share)})" if share.whole else ""
