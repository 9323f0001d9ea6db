"""`dralint inspect`: all that is known of one module or function, before one changes it."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from dralint.analysis.inspection.function_view import FunctionView, FunctionViews
from dralint.analysis.inspection.module_view import ModuleView, ModuleViews
from dralint.config import nearest
from dralint.engine.ask import Ask
from dralint.engine.load import Loaded, load
from dralint.engine.wanted import wanted
from dralint.project import Function, Module

_NAME = re.compile(
    r"(?:Elixir\.)?(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)"
    r"(?:\.(?P<function>[a-z_]\w*[?!]?|[^\w\s.][^\w\s]*)(?:/(?P<arity>\d+))?)?"
)


class Asked(NamedTuple):
    """A module, and the name and arity of a function where one is asked for."""

    module: str
    function: str | None
    arity: int | None


class Found(NamedTuple):
    """A module and the project that it is in."""

    loaded: Loaded
    module: Module


@click.command()
@click.argument("name", metavar="MODULE[.fun[/arity]]")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every caller, not only the first five.")
def inspect(name: str, paths: Sequence[str], form: str, show_all: bool) -> int:
    """Print what is known of a module or a function in PATHS (default: here).

    A module: what it is, what supervises it, its client functions with their messages and clauses,
    who calls it in which process, what it waits for, and its tests. A function: its callers with
    their processes, what it calls and waits for, its spec, and its tests. The end of a module's
    name will do where only one ends so.
    """
    asked = _asked(name)
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    loaded = [each for r in chosen.roots for each in load(r, Path.cwd(), chosen.paths)]
    found = _module(asked.module, loaded)
    ask = Ask(found.loaded.project)
    views: list[ModuleView | FunctionView]
    if asked.function is None:
        views = [ask(ModuleViews).view(found.module)]
    else:
        chosen_functions = _functions(found.module, asked.function, asked.arity)
        views = [ask(FunctionViews).view(function) for function in chosen_functions]
    if form == "json":
        from .inspect_json import json_of

        shown = [json_of(view, found.loaded.sources) for view in views]
        alone = shown[0] if len(shown) == 1 else shown
        print(json.dumps(alone, indent=2, ensure_ascii=False))
    else:
        from .inspect_text import Page

        for number, view in enumerate(views):
            Page(found.loaded.sources, show_all).print(view, first=number == 0)
    return 0


def _asked(name: str) -> Asked:
    match = _NAME.fullmatch(name)
    if match is None:
        raise click.UsageError(
            f"'{name}' is no module or function: write MyApp.Orders or MyApp.Orders.place/2"
        )
    arity = match["arity"]
    return Asked(match["module"], match["function"], int(arity) if arity else None)


def _module(name: str, projects: Sequence[Loaded]) -> Found:
    """Return the module of a name, or the only one whose name ends so."""
    known = dict(_known(projects))
    if name in known:
        return known[name]
    ends = [each for each in known if each.endswith(f".{name}")]
    if len(ends) == 1:
        return known[ends[0]]
    if ends:
        raise click.UsageError(f"'{name}' may be {_listed(sorted(ends))}")
    close = nearest(name, known)
    if close is None:
        short = {each.rpartition(".")[2]: each for each in sorted(known, reverse=True)}
        close = short.get(nearest(name.rpartition(".")[2], short) or "")
    hint = f" (did you mean '{close}'?)" if close else ""
    raise click.UsageError(f"no module '{name}' is defined here{hint}")


def _known(projects: Sequence[Loaded]) -> Iterator[tuple[str, Found]]:
    """Yield the modules by name; of several of one name that of the running system is last."""
    modules = [Found(loaded, m) for loaded in projects for m in loaded.project.modules]
    modules.sort(key=lambda found: found.module.file.is_code)
    for found in modules:
        module = found.loaded.project.module(found.module.name)
        yield found.module.name, found if module is None else Found(found.loaded, module)


def _functions(module: Module, name: str, arity: int | None) -> list[Function]:
    own = [f for f in module.functions if not f.data.is_test]
    found = [
        f
        for f in own
        if f.name == name and (arity is None or f.data.min_arity <= arity <= f.data.max_arity)
    ]
    if found:
        return found
    label = name if arity is None else f"{name}/{arity}"
    same = sorted(f.label for f in own if f.name == name)
    if same:
        raise click.UsageError(f"no '{module.name}.{label}': there is {_listed(same)}")
    close = nearest(name, {f.name for f in own})
    labels = sorted(f.label for f in own if f.name == close)
    hint = f" (did you mean {_listed(labels)}?)" if labels else ""
    raise click.UsageError(f"'{module.name}' has no function '{label}'{hint}")


def _listed(names: Sequence[str]) -> str:
    quoted = [f"'{name}'" for name in names[:5]]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(quoted) + more if more or len(quoted) < 2 else _either(quoted)


def _either(quoted: Sequence[str]) -> str:
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
