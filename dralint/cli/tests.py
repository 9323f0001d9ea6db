"""`dralint tests`: for each module its tests, and what to test next."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from dralint import config as configuration
from dralint.analysis.options import OPTIONS
from dralint.analysis.tests.inventory import Inventory, Row
from dralint.analysis.tests.levels import Counts, Levels
from dralint.analysis.tests.test_order import Order, TestOrder
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice, configured
from dralint.engine.evidence import Evidence
from dralint.engine.load import Loaded, load
from dralint.engine.store import Store, folder_of
from dralint.engine.wanted import wanted

GOAL = (60, 30, 10)
"""The shares of the three levels that a project may aim at, in percent."""
_NEXT = 10


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--history", is_flag=True, help="Say too what came first: the test or the code.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
def tests(paths: Sequence[str], history: bool, form: str) -> int:
    """Print how the modules of the projects in PATHS (default: here) are tested.

    For each module: its test files, whether they mirror it, their cases and those about errors, the
    functions that no test reaches, and the coverage where there is a report.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    base = Path.cwd()
    shown: list[str] = []
    data: list[dict[str, Any]] = []
    for root in chosen.roots:
        config = configured(root, Choice())
        options: dict[type[Any], Any] = {
            kind: configuration.analysis_options(config, name, kind)
            for name, kind in OPTIONS.items()
        }
        store = Store(folder_of(root, None))
        for loaded in load(root, base, chosen.paths, store=store):
            evidence = Evidence(loaded, base, options, store=store)
            ask = Ask(loaded.project, options, evidence.readers)
            rows = list(ask(Inventory).rows)
            counts = ask(Levels).total
            order = ask(TestOrder) if history else None
            said = {v.module.name: v for v in order.verdicts} if order is not None else {}
            shown.append(text_of(rows, counts, said))
            data.append(_data(loaded, rows, counts, said))
            for fault in ask.faults:
                click.echo(f"dralint: {fault.path}: {fault.reason}", err=True)
        store.close()
    print(json.dumps(data, indent=2, ensure_ascii=False) if form == "json" else "\n\n".join(shown))
    return 0


def text_of(rows: Sequence[Row], counts: Counts, order: dict[str, Any]) -> str:
    """Return the rows as a table for people, what to test next, and the levels."""
    if not rows:
        return "there is nothing to test here"
    table = [("module", "tests", "cases", "errors", "coverage", "first")]
    for row in rows:
        place = ", ".join(row.files[:2]) + (" ..." if len(row.files) > 2 else "")
        if row.files and not row.mirrored:
            place += " (not mirrored)"
        verdict = order.get(row.module)
        table.append(
            (
                row.module,
                place or f"- ({row.reach})",
                str(row.cases) if row.files else "",
                str(row.error_cases) if row.files else "",
                row.coverage or "",
                _order(verdict) if verdict else "",
            )
        )
    wide = [max(len(line[column]) for line in table) for column in range(len(table[0]))]
    lines = ["  ".join(map(str.ljust, line, wide)).rstrip() for line in table]
    shares = "/".join(map(str, counts.shares()))
    lines += [
        "",
        f"{counts.all} tests: {counts.unit} of units, {counts.together} with a database,"
        f" {counts.end} of the whole ({shares} %, a common aim is {'/'.join(map(str, GOAL))})",
    ]
    if order:
        lines += ["", _ratio(order.values())]
    missing = [row for row in rows if row.next][:_NEXT]
    if missing:
        lines += ["", "next:", *(f"  {row.module}: {row.next}" for row in missing)]
    return "\n".join(lines)


def _ratio(verdicts: Iterable[Any]) -> str:
    """Return how many modules were tested first, of those that anything is known of."""
    found = list(verdicts)
    parts = [
        f"{many} {order.value}"
        for order in Order
        if (many := sum(verdict.order is order for verdict in found))
    ]
    return f"what came first: {', '.join(parts)}"


def _order(verdict: Any) -> str:
    if verdict.order is Order.LATE:
        return f"code ({verdict.code.short}), test {verdict.apart} commits later"
    if verdict.order is Order.UNKNOWN:
        return f"unknown: {verdict.why}"
    return str(verdict.order.value)


def _data(
    loaded: Loaded, rows: Sequence[Row], counts: Counts, order: dict[str, Any]
) -> dict[str, Any]:
    """Return the same as plain data."""
    modules = []
    for row in rows:
        each = asdict(row)
        verdict = order.get(row.module)
        if verdict is not None:
            each["order"] = {
                "verdict": verdict.order.value,
                "code": verdict.code.id if verdict.code else None,
                "test": verdict.test.id if verdict.test else None,
                "commits_apart": verdict.apart,
                "unknown": verdict.why or None,
            }
        modules.append(each)
    return {"root": loaded.root.name, "levels": asdict(counts), "modules": modules}
