"""Parameters: those that a function has, and those that its documentation lists."""

import re
from collections.abc import Iterator

from dralint.analysis.docs.doc_text import DocText
from dralint.outline.values import Op, Value, Var, children
from dralint.project import Function
from dralint.text import Span

_HEADING = re.compile(r"^[ \t]*#+ *(.+?)[ \t:\r]*$", re.M)
_BULLET = re.compile(
    r"^(?P<indent>[ \t]*)[-*+] +(?P<tick>`?)_*(?P<name>[a-z]\w*[?!]?)(?P=tick)"
    r"(?=\s*[-:\u2013(,]|\s*$)",
    re.M,
)
_TITLES = frozenset(("parameters", "params", "arguments", "args"))


def listed_parameters(doc: DocText) -> Iterator[tuple[Span, str]]:
    """Yield the names at the top of the list under a heading such as `## Parameters`."""
    headings = list(_HEADING.finditer(doc.text))
    for index, heading in enumerate(headings):
        if heading[1].lower() not in _TITLES:
            continue
        end = headings[index + 1].start() if index + 1 < len(headings) else len(doc.text)
        bullets = list(_BULLET.finditer(doc.text, heading.end(), end))
        if not bullets:
            continue
        outermost = min(len(each["indent"].strip("\n")) for each in bullets)
        for each in bullets:
            if len(each["indent"].strip("\n")) == outermost:
                start = each.start("name") - len(each["tick"])
                yield doc.place(start, each.end("name") + len(each["tick"])), each["name"]


def is_key(doc: DocText, name: str) -> bool:
    """Whether the same documentation writes a name as the key of a map or an option."""
    return bool(
        re.search(rf"(?<![-*+] )\b{re.escape(name)}:[ \n]|[\s\[{{(`]:{re.escape(name)}\b", doc.text)
    )


def is_matched(function: Function, position: int) -> bool:
    """Whether some clause matches a parameter (0-based), so that its name says nothing of all."""
    heads = [c.params[position] for c in function.clauses if position < len(c.params)]
    return len({_name(head) for head in heads}) > 1


def named_parameters(function: Function) -> frozenset[str] | None:
    """Return all names in the heads of a function, None where a parameter has none."""
    names: set[str] = set()
    for position in range(function.data.max_arity):
        heads = [c.params[position] for c in function.clauses if position < len(c.params)]
        if not any(_name(head) for head in heads):
            return None
        for head in heads:
            names.update(_names(head))
    return frozenset(names)


def _name(value: Value) -> str | None:
    """Return the name of a whole parameter."""
    if isinstance(value, Var):
        name = value.name.lstrip("_")
        return name or None
    if isinstance(value, Op) and value.op in ("=", "\\\\"):
        return next(filter(None, map(_name, value.args)), None)
    return None


def _names(value: Value) -> Iterator[str]:
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Var):
            yield part.name.lstrip("_")
        waiting.extend(children(part))
