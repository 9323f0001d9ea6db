"""What is known of a module or a function, in a few lines: what hovers and lenses show."""

from collections.abc import Iterator

from dralint.analysis.inspection.callers import Caller
from dralint.analysis.inspection.function_view import FunctionViews
from dralint.analysis.inspection.module_view import ModuleView, ModuleViews
from dralint.engine.ask import Ask
from dralint.project import File, Function, Module
from dralint.text import Span

MOST = 5
"""How many of a kind are named; the others are counted."""
_PLAIN = ("module", "protocol", "impl")


def subject_at(file: File, line: int, column: int) -> Module | Function | None:
    """Return the module or function whose name stands at a place, counted as in `Position`."""

    def is_at(span: Span) -> bool:
        return span.start.line == line and span.start.column <= column <= span.end.column

    for module in file.modules:
        if not module.data.quoted and is_at(module.span):
            return module
    for function in file.functions:
        if function.data.module < 0 or function.data.is_test:
            continue
        heads = (file.at(clause.name_start, clause.name_end) for clause in function.clauses)
        if any(is_at(span) for span in heads):
            return function
    return None


def card(ask: Ask, subject: Module | Function) -> str:
    """Return what is known, in Markdown."""
    lines = _module(ask, subject) if isinstance(subject, Module) else _function(ask, subject)
    return "\n".join(lines)


def title(ask: Ask, module: Module) -> str | None:
    """Return one line about a process's module; None for a module that is no process."""
    if module.effects.process is None:
        return None
    view = ask(ModuleViews).view(module)
    parts = [view.kind, _supervision(view)]
    parts += [_count(len(view.clients), "client function")] if view.clients else []
    return " · ".join(part for part in parts if part)


def _module(ask: Ask, module: Module) -> Iterator[str]:
    view = ask(ModuleViews).view(module)
    yield f"**{module.name}** — {view.kind}\n"
    if view.kind not in _PLAIN:
        supervision = _supervision(view)
        if supervision:
            yield f"- {supervision}"
    clients = [client.function.label for client in view.clients]
    if clients:
        yield f"- client functions: {_listed(clients)}"
    callers = {name for used in view.used for name in _names(used.callers)}
    callers |= {name for client in view.clients for name in _names(client.callers)}
    if callers:
        yield f"- called by {_listed(sorted(callers))}"
    waits = [f"{each.function.label} ({each.wait.category})" for each in view.waits]
    if waits:
        yield f"- waits: {_listed(list(dict.fromkeys(waits)))}"
    if view.tests.files:
        yield f"- tests: {_listed([file.path for file in view.tests.files])}"


def _function(ask: Ask, function: Function) -> Iterator[str]:
    view = ask(FunctionViews).view(function)
    yield f"**{function.full_name}**\n"
    if view.contexts:
        yield f"- runs in {', '.join(dict.fromkeys(str(each) for each in view.contexts))}"
    callers = _names(view.callers)
    if callers:
        yield f"- called by {_listed(callers)}"
    elif not function.is_callback:
        yield "- no caller is known"
    waits = list(dict.fromkeys(wait.category for _, wait in view.waits))
    if waits:
        yield f"- waits: {', '.join(waits)}"
    if view.tests:
        yield f"- {_count(len(view.tests), 'call')} from tests"


def _supervision(view: ModuleView) -> str:
    above = [seat.path[-2].module for seat in view.seats if len(seat.path) > 1]
    known = [f"`{name}`" for name in dict.fromkeys(above) if name]
    if known:
        return f"supervised by {', '.join(known)}"
    if view.seats:
        return "at the top of a supervision tree"
    words = {True: "supervised", False: "in no supervision tree", None: "supervision unknown"}
    return words[view.supervised]


def _names(callers: tuple[Caller, ...]) -> list[str]:
    return list(dict.fromkeys(caller.name for caller in callers if not caller.is_test))


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:MOST])
    more = len(names) - MOST
    return f"{shown} and {more} more" if more > 0 else shown


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
