"""The processes that a plan draws: a tree with lines, a list of children, or bullets."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.plan.sections import Line, Section

_ABOUT = re.compile(r"\bsupervis|\bprocess(es)? (tree|hierarchy)|\botp (tree|design|architecture)")
_NAME = r"(?P<name>[A-Z]\w*(?:\.[A-Z]\w*)*)"
_DRAWN = re.compile(rf"^[\s│├└─┬|+`\\*-]*{_NAME}(?P<rest>$|[\s(\[:{{,\u2013\u2014#←].*)")
_BULLET = re.compile(rf"^\s*[-*+]\s+(?:\*\*|`)+{_NAME}(?:`|\*\*)+(?P<rest>.*)$")
_ENTRY = re.compile(rf"^\s*(?:worker\(|supervisor\()?\{{?\s*{_NAME}(?P<rest>$|\s*[,}}\](].*)")
_CHILDREN = re.compile(r"\bchildren\s*=?\s*\[")
_KEYED = re.compile(r"\bname: (?P<name>[A-Z][\w.]*)")
_STRATEGY = re.compile(r"\b(one|rest)[-_](for)[-_](one|all)\b")


@dataclass(frozen=True)
class PlannedProcess:
    """A process of a plan. `strategy` is set where the plan says that of a supervisor.

    `registered` is the name under which a process of a library is registered. `whole`: the plan
    draws a tree, which holds all there is, and does not leave some of it to the reader.
    """

    name: str
    line: int
    strategy: str = ""
    registered: str = ""
    whole: bool = True


def processes_in(sections: Iterable[Section]) -> Iterator[PlannedProcess]:
    """Yield the processes that sections about supervision plan."""
    for section in sections:
        if not section.speaks_of(_ABOUT):
            continue
        for fence in section.fences:
            text = "\n".join(line.text for line in fence)
            children = _CHILDREN.search(text) is not None
            whole = not re.search(r"\.\.\.|…|\betc\b", text)
            yield from _code(fence, whole) if children else _tree(fence, whole)
        for line in section.lines:
            bullet = _BULLET.match(line.text)
            if bullet and "." in bullet["name"]:
                yield _made(bullet["name"], line, bullet["rest"], False)


def _tree(fence: list[Line], whole: bool) -> Iterator[PlannedProcess]:
    for line in fence:
        drawn = _DRAWN.match(line.text)
        if drawn:
            yield _made(drawn["name"], line, drawn["rest"], whole)


def _code(fence: list[Line], whole: bool) -> Iterator[PlannedProcess]:
    """Yield the entries of a list of children that is written as Elixir."""
    inside = False
    for line in fence:
        text = line.text.split("#")[0]
        begins = _CHILDREN.search(text)
        if begins:
            inside, text = True, text[begins.end() :]
        if inside:
            # Several entries may stand on one line.
            for part in re.split(r",\s*(?=\{|[A-Z])", text.split("]")[0]) if begins else [text]:
                entry = _ENTRY.match(part)
                if entry:
                    yield _made(entry["name"], line, entry["rest"], whole)
            inside = "]" not in text or "{" in text


def _made(name: str, line: Line, rest: str, whole: bool) -> PlannedProcess:
    strategy = _STRATEGY.search(rest.lower())
    keyed = _KEYED.search(rest)
    return PlannedProcess(
        name,
        line.number,
        "_".join(strategy.groups()) if strategy else "",
        keyed["name"] if keyed else "",
        whole,
    )
