"""`dralint inspect` for people: sections of short lines, each with its place."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dralint.analysis.inspection.callers import Caller
from dralint.analysis.inspection.function_view import FunctionView
from dralint.analysis.inspection.module_view import ModuleView, contexts_of
from dralint.analysis.inspection.traffic import Sent
from dralint.analysis.processes.processes import STARTS
from dralint.analysis.waiting.blocking import Wait
from dralint.text import Span

from .inspect_facts import (
    REACHES,
    Sources,
    category,
    message_text,
    node_text,
    place,
    receiver,
    spec_text,
    summary,
)

UNSUPERVISED = ("module", "protocol", "impl", "live", "component", "channel", "worker")
"""Kinds of module that nobody expects in a tree."""
SHOWN = 5
"""How many callers of a function are shown."""


class Page:
    """What is printed of one module or function."""

    def __init__(self, sources: Sources, show_all: bool) -> None:
        """Print to standard output; `show_all` shows every caller."""
        self._console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
        self._sources = sources
        self._all = show_all

    def print(self, view: ModuleView | FunctionView, first: bool = True) -> None:
        """Print one view, set off from the one above it."""
        if not first:
            self._console.print()
        if isinstance(view, ModuleView):
            self._module(view)
        else:
            self._function(view)

    def _line(self, depth: int, text: str, span: Span | None = None, note: str = "") -> None:
        line = Text("  " * depth + text)
        if note:
            line.append(f"  [{note}]", style="cyan")
        if span is not None:
            line.append(f"  {place(span)}", style="dim")
        self._console.print(line)

    def _heading(self, text: str) -> None:
        self._console.print()
        self._console.print(Text(text, style="bold"))

    def _title(self, name: str, kind: str, span: Span, doc: str) -> None:
        line = Text(name, style="bold")
        line.append(f"  {kind}", style="cyan")
        line.append(f"  {place(span)}", style="dim")
        self._console.print(line)
        if doc:
            self._line(1, doc)

    def _module(self, view: ModuleView) -> None:
        module = view.module
        self._title(module.name, view.kind, module.span, summary(module.moduledoc))
        if module.effects.behaviours:
            self._line(1, f"behaviours: {', '.join(sorted(module.effects.behaviours))}")
        if module.effects.open:
            self._line(1, "a macro that cannot be seen may add to it")
        for name in dict.fromkeys(_names(view)):
            self._line(1, f"registered as {name}")
        self._supervision(view)
        self._clients(view)
        self._used(view)
        self._taken(view)
        if view.outgoing:
            self._heading("Messages out")
            for sent in view.outgoing:
                self._line(1, f"{message_text(sent.message)} -> {receiver(sent)}", _at(sent))
                self._takers(sent)
        self._waits(view)
        self._tests(view)

    def _supervision(self, view: ModuleView) -> None:
        if view.kind in UNSUPERVISED and not view.seats:
            return
        self._heading("Supervision")
        for seat in view.seats:
            path = " > ".join([*(["?"] if seat.lost else []), *map(node_text, seat.path)])
            top = len(seat.path) == 1
            notes = [] if top and not seat.lost else [f"restart {seat.restart or '?'}"]
            if not top and not seat.node.linked:
                notes.append(f"below {seat.strategy or 'an unknown strategy'}")
            notes.extend(["dynamic"] if seat.node.dynamic else [])
            if seat.node.linked:
                notes = ["linked to its starter"]
            if seat.node.condition:
                notes.append(seat.node.condition)
            self._line(1, path, seat.node.span, ", ".join(notes))
        if view.seats:
            return
        if view.supervised:
            self._line(1, "started dynamically, below a supervisor that is not known")
        elif view.supervised is None:
            self._line(1, "unknown: it stands in no tree that can be seen")
            for node in view.unknown[:SHOWN]:
                self._line(2, f"may be {node.text}", node.span)
        else:
            self._line(1, "in no supervision tree")

    def _clients(self, view: ModuleView) -> None:
        if not view.clients:
            return
        self._heading("Client API")
        for client in view.clients:
            self._line(1, client.function.label, client.function.span)
            for sent in client.sent:
                self._line(2, message_text(sent.message), sent.message.call.name_span)
                self._takers(sent, 3)
            self._callers(client.callers, 2)

    def _takers(self, sent: Sent, depth: int = 2) -> None:
        for taker in sent.takers:
            self._line(depth, f"-> {taker.label}", taker.span)
        known = sent.address is not None and sent.message.kind in ("call", "cast", "info")
        if known and not sent.takers:
            self._line(depth, "-> no clause is known to take it")

    def _used(self, view: ModuleView) -> None:
        if not view.used:
            return
        self._heading("Public functions")
        for used in view.used:
            self._line(1, used.function.label, used.function.span)
            if not used.callers and view.seats and used.function.name in STARTS:
                self._line(2, "<- its supervisor")
            else:
                self._callers(used.callers, 2)

    def _callers(self, callers: Sequence[Caller], depth: int) -> None:
        """Print who calls, tests only as a number."""
        real = [caller for caller in callers if not caller.is_test]
        shown = real if self._all else real[:SHOWN]
        for caller in shown:
            note = ", ".join(map(str, caller.contexts))
            self._line(depth, f"<- {caller.name}", caller.span, note)
        rest = real[len(shown) :]
        if rest:
            told = ", ".join(map(str, contexts_of(tuple(rest))))
            self._line(depth, f"   and {len(rest)} more", None, told)
        tests = len(callers) - len(real)
        if tests:
            self._line(depth, f"<- {_count(tests, 'call')} in tests")
        if not callers:
            self._line(depth, "no caller is known")

    def _taken(self, view: ModuleView) -> None:
        if not view.taken:
            return
        self._heading("Messages in")
        for taken in view.taken:
            self._line(1, taken.callback.label, taken.callback.span)
            for sent in taken.sent:
                function = sent.message.function
                own = function.module == view.module
                name = function.label if own else function.full_name
                if function.data.is_test:
                    name = f'test "{function.name}"'
                to_itself = sent.address is not None and sent.address.instance == "self"
                who = f"<- itself, in {name}" if to_itself else f"<- {name}"
                self._line(2, f"{who} {message_text(sent.message)}", _at(sent), _said(sent))

    def _waits(self, view: ModuleView) -> None:
        if not view.waits:
            return
        self._heading("Waits")
        for each in view.waits:
            name = each.callback.label if each.callback else each.function.label
            note = "" if each.callback is not None else "in its caller"
            self._wait(name, each.wait, note)

    def _wait(self, name: str, wait: Wait, note: str = "") -> None:
        doubt = "" if wait.doubt == 0 else "probably " if wait.doubt == 1 else "possibly "
        text = f"{name} {doubt}{category(wait.category)}: {wait.way}"
        self._line(1, text, wait.calls[0].name_span, note)
        for call, told in zip(wait.calls[1:], wait.names[1:], strict=True):
            self._line(2, f"-> {told}", call.name_span)

    def _tests(self, view: ModuleView) -> None:
        self._heading("Tests")
        tests = view.tests
        self._line(1, REACHES[tests.reach])
        for file in tests.files:
            self._line(1, file.path)
        self._test_callers(tests.callers)

    def _test_callers(self, callers: Sequence[Caller]) -> None:
        found = {(caller.name, caller.call.file.path): caller for caller in reversed(callers)}
        named = sorted(found.values(), key=lambda caller: caller.span)
        shown = named if self._all else named[:SHOWN]
        for caller in shown:
            self._line(1, caller.name, caller.span)
        if len(named) > len(shown):
            self._line(1, f"and {len(named) - len(shown)} more")

    def _function(self, view: FunctionView) -> None:
        function = view.function
        self._title(function.full_name, function.data.kind, function.span, summary(function.doc))
        for spec in view.specs:
            self._line(1, spec_text(spec, function.file, self._sources))
        if function.data.kind not in ("def", "defp", "defdelegate"):
            return
        self._line(1, f"runs in: {', '.join(map(str, view.contexts))}")
        self._heading("Callers")
        self._callers(view.callers, 1)
        if view.callees or view.outside:
            self._heading("Calls")
            for edge in view.callees:
                elsewhere = edge.runs.value if edge.runs.value != "here" else ""
                self._line(1, edge.callee.full_name, edge.call.name_span, elsewhere)
            for call in view.outside:
                self._line(1, call.label, call.name_span)
        if view.sends:
            self._heading("Sends")
            for sent in view.sends:
                to = sent.address.module if sent.address is not None else "?"
                text = f"{message_text(sent.message)} -> {to}"
                self._line(1, text, sent.message.call.name_span)
                for answer in sent.takers:
                    self._line(2, f"-> {answer.callback.label}", answer.callback.span)
        if view.waits:
            self._heading("Waits")
            for _, wait in view.waits:
                self._wait(function.label, wait)
        self._heading("Tests")
        self._test_callers(view.tests)
        if not view.tests:
            self._line(1, "no test calls it directly")


def _at(sent: Sent) -> Span:
    return sent.message.site.name_span


def _said(sent: Sent) -> str:
    return ", ".join(map(str, sent.contexts))


def _names(view: ModuleView) -> list[str]:
    """Return under which names the processes of a module are registered, in words."""
    named = [r.name for r in view.names if r.name]
    keyed = [f"a key in {r.keyed.strip()}" for r in view.names if r.keyed]
    return [*named, *keyed]


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
