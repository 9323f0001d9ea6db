"""`dralint unknowns`: what could not be resolved, so that nobody takes silence for an answer."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from dralint.engine.ask import Ask
from dralint.engine.load import load
from dralint.engine.wanted import wanted
from dralint.view.unknowns import Blind, UnknownsView


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every place, not only five a module.")
def unknowns(paths: Sequence[str], form: str, show_all: bool) -> int:
    """Print what could not be resolved in PATHS (default: here), by module.

    Calls whose target is not known, macros that may add anything, and children of supervisors that
    the code does not name.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    found: list[Blind] = []
    calls = 0
    for root in chosen.roots:
        for loaded in load(root, Path.cwd(), chosen.paths):
            data = Ask(loaded.project)(UnknownsView).data
            found.extend(Blind(**place) for place in data["places"])
            calls += data["calls"]
    found.sort()
    if form == "json":
        print(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        print(text_of(found, calls, show_all))
    return 0


def text_of(found: Sequence[Blind], calls: int, show_all: bool) -> str:
    """Return the blind spots for people: a line each below their module, then the sums."""
    by_module: dict[str, list[Blind]] = defaultdict(list)
    for each in found:
        by_module[each.module].append(each)
    lines: list[str] = []
    for module, spots in by_module.items():
        lines.append(module)
        shown = spots if show_all else spots[:5]
        lines.extend(f"  {s.path}:{s.line}: {s.kind}: {s.text}" for s in shown)
        if len(spots) > len(shown):
            lines.append(f"  and {len(spots) - len(shown)} more")
    kinds = Counter(each.kind for each in found)
    share = f" ({kinds['call'] / calls:.1%} of {calls:,})" if calls else ""
    lines.append(
        f"{kinds['call']} calls{share}, {kinds['use']} modules open to macros, "
        f"{kinds['child']} children and {kinds['parent']} dynamic children not placed"
    )
    return "\n".join(lines)
