"""Events: what the templates in a live view or component send, and which clause takes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.processes.taking import is_open
from dralint.analysis.values.unify import unify
from dralint.outline.values import Atom, Sigil, String
from dralint.project import Function, Module, Project
from dralint.text import Span

_BINDING = re.compile(
    r"phx-(?:click|submit|change|keydown|keyup|blur|focus|click-away|viewport-top|"
    r"viewport-bottom|window-keydown|window-keyup|window-focus|window-blur)=(?:"
    r'"(?P<plain>[^"{}]+)"|\{(?=[^}]*JS\.push\())'
)
_PUSH = re.compile(r'JS\.push\(\s*"(?P<name>[^"#]+)"\s*(?P<more>,?)')


@dataclass(frozen=True)
class Event:
    """An event that a template sends: its name, where that stands, and who gets it.

    `own`: it is aimed at the component whose template it is in (`phx-target={@myself}`).
    """

    name: str
    span: Span
    own: bool


class Events:
    """The events of a project's live views."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Events":
        """Return the events of a project's live views."""
        return cls(project)

    def unhandled(self, module: Module) -> Iterator[Event]:
        """Yield the events of a view's or component's own templates that no clause takes.

        Nothing of a module to which a macro may have added clauses, nor of one that only holds
        functions for the templates of others.
        """
        kind = module.effects.process
        if kind not in ("live", "component") or is_open(module, "handle_event", 3):
            return
        if module.function("render", 1) is None and module.function("mount", 3) is None:
            return
        handler = module.function("handle_event", 3)
        for event in self.sent(module):
            if event.own == (kind == "component") and not _takes(handler, event.name):
                yield event

    @cached_property
    def hooked(self) -> bool:
        """Whether something in the project hooks into the events of live views."""
        calls = self._project.calls_to("Phoenix.LiveView.attach_hook/*")
        return any(
            isinstance(arg, Atom) and arg.name == "handle_event" for c in calls for arg in c.args
        )

    def sent(self, module: Module) -> Iterator[Event]:
        """Yield the events that the templates inside a module send with a constant name."""
        for function in module.functions:
            bodies = (clause.body for clause in function.clauses)
            for value in inside(module.file.outline, *bodies):
                if isinstance(value, Sigil) and value.name == "H":
                    yield from _of_template(module, value)


def _takes(handler: Function | None, name: str) -> bool:
    if handler is None:
        return False
    term = String(0, 0, name)
    return any(unify(term, clause.params[0]) is not False for clause in handler.clauses)


def _of_template(module: Module, sigil: Sigil) -> Iterator[Event]:
    text = sigil.text
    for binding in _BINDING.finditer(text):
        tag = _tag(text, binding.start())
        if tag is None:
            continue
        target = re.search(r"phx-target=(\{@myself\}|\S+)", tag)
        if target is not None and target[1] != "{@myself}":
            continue
        # A form that the page submits by itself goes to the server as any form does.
        if binding[0].startswith("phx-submit") and "phx-trigger-action" in tag:
            continue
        own = target is not None
        if binding["plain"] is not None:
            at = binding.start("plain")
            yield Event(binding["plain"], _span(module, sigil, at, binding.end("plain")), own)
            continue
        # `JS.push("a") |> JS.hide()`: what says more about the push may aim it elsewhere.
        expression = text[binding.end() : _end(text, binding.end())]
        for push in _PUSH.finditer(expression):
            if not push["more"]:
                start = binding.end() + push.start("name") - 1
                end = binding.end() + push.end("name") + 1
                yield Event(push["name"], _span(module, sigil, start, end), own)


def _tag(text: str, at: int) -> str | None:
    """Return the tag that an attribute stands in; None in a comment or loose text."""
    start = text.rfind("<", 0, at)
    while start > 0 and not re.match(r"<[.:A-Za-z]", text[start:]):
        start = text.rfind("<", 0, start)
    if start < 0:
        return None
    depth, quoted = 0, False
    for index in range(start, len(text)):
        char = text[index]
        if depth == 0 and char == '"':
            quoted = not quoted
        elif not quoted:
            depth += (char == "{") - (char == "}")
            if char == ">" and depth == 0:
                return text[start:index] if index > at else None
    return None


def _end(text: str, at: int) -> int:
    """Return where an expression in braces ends that begins at a place."""
    depth = 1
    for index in range(at, len(text)):
        depth += (text[index] == "{") - (text[index] == "}")
        if depth == 0:
            return index
    return len(text)


def _span(module: Module, sigil: Sigil, start: int, end: int) -> Span:
    """Return the place of a stretch of a sigil's text, counted in characters."""
    whole = len(sigil.text.encode())
    around = sigil.end - sigil.start - 1 - len(sigil.name) - len(sigil.modifiers) - whole
    base = sigil.start + 1 + len(sigil.name) + around // 2
    before = len(sigil.text[:start].encode())
    length = len(sigil.text[start:end].encode())
    return module.file.at(base + before, base + before + length)
