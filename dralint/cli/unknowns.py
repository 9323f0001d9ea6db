"""`dralint unknowns`: what could not be resolved, so that nobody takes silence for an answer."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from dralint.analysis.supervision.supervision import Supervision
from dralint.engine.ask import Ask
from dralint.engine.load import load
from dralint.engine.wanted import wanted
from dralint.project import Project


@dataclass(frozen=True, order=True)
class Blind:
    """A place that the analysis does not see through. `kind`: call, child, parent or use."""

    module: str
    kind: str
    path: str
    line: int
    text: str


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
            found.extend(blind_spots(loaded.project))
            calls += sum(len(f.outline.calls) for f in loaded.project.files if f.is_code)
    found.sort()
    if form == "json":
        print(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    else:
        print(text_of(found, calls, show_all))
    return 0


def blind_spots(project: Project) -> Iterator[Blind]:
    """Yield what is not resolved in a project's own code."""
    for file in project.files:
        if not file.is_code:
            continue
        for call, target in zip(file.calls, project.targets(file), strict=True):
            module = call.module
            if target is None and not call.data.quoted and module is not None:
                name = "a function value" if call.name == "()" else f"{call.name}/{call.arity}"
                line = call.name_span.start.line
                yield Blind(module.name, "call", file.path, line, name)
    for module in project.modules:
        if module.file.is_code and module.effects.open:
            used = sorted(name for name in module.effects.uses if not project.defines(name))
            text = f"use {', '.join(used)}" if used else "a macro"
            yield Blind(module.name, "use", module.file.path, module.span.start.line, text)
    supervision = Ask(project)(Supervision)
    for node in supervision.nodes:
        if node.kind == "unknown":
            at = node.span
            yield Blind(_module_at(project, at.path), "child", at.path, at.start.line, node.text)
    for dynamic, child in supervision.adrift:
        at = dynamic.call.span
        names = ", ".join(str(parent) for parent in dynamic.parents) or "?"
        text = f"{child.text} below {names}"
        yield Blind(_module_at(project, at.path), "parent", at.path, at.start.line, text)


def _module_at(project: Project, path: str) -> str:
    file = project.by_path.get(path)
    return file.modules[0].name if file is not None and file.modules else path


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
