"""`dralint graph`: who waits for whom, as the code says."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from dralint.analysis.messages.message_table import AGENT, CALL, END
from dralint.analysis.values.term import full
from dralint.analysis.waiting.wait import Ring, Wait
from dralint.analysis.waiting.wait_graph import WaitGraph
from dralint.engine.ask import Ask
from dralint.engine.load import load
from dralint.engine.wanted import wanted
from dralint.view.waits import WaitsView, order

_KINDS = {CALL: "calls", AGENT: "asks the agent", END: "ends"}
_PARTS = ("waits", "rings")


@click.command()
@click.argument("kind", type=click.Choice(["waits"]))
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid", "dot"]),
    default="text",
    help="How to print it.",
)
def graph(kind: str, paths: Sequence[str], form: str) -> int:
    """Print who waits for whom in the projects in PATHS (default: here).

    `waits`: each process that calls or starts another one from its own callbacks, with the clause,
    the message and the clause that answers. Rings are marked.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    base = Path.cwd()
    asks = [
        Ask(loaded.project) for root in chosen.roots for loaded in load(root, base, chosen.paths)
    ]
    if form == "json":
        views = [ask(WaitsView).data for ask in asks]
        data = {part: [each for found in views for each in found[part]] for part in _PARTS}
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        waits = [wait for ask in asks for wait in ask(WaitGraph).all]
        print(_FORMATS[form](waits, [ring for ask in asks for ring in ask(WaitGraph).rings]))
    return 0


def text_of(waits: Sequence[Wait], rings: Sequence[Ring]) -> str:
    """Return the graph for people: by process, one wait a line, with its place."""
    lines: list[str] = []
    ringed = {id(wait) for ring in rings for wait in ring.waits}
    waiting = ""
    for wait in sorted(waits, key=order):
        if wait.waiting != waiting:
            lines.extend([""] if waiting else [])
            waiting = wait.waiting
            lines.append(waiting)
        mark = "!" if id(wait) in ringed or _is_own(wait) else " "
        sure = "" if wait.address.sure else "?"
        place = wait.message.site.name_span
        lines.append(
            f" {mark} `{wait.callback.label}` {_what(wait)}{sure}"
            f"  {place.path}:{place.start.line}{_way(wait)}"
        )
    for ring in rings:
        lines.append("")
        how = "on one message" if ring.certain else "if their messages meet"
        lines.append(f"ring {how} ({ring.confidence.label}):")
        lines.extend(_ring(ring))
    return "\n".join(lines) or "no process of this project waits for another one"


def _what(wait: Wait) -> str:
    verb = _KINDS.get(wait.message.kind, "starts")
    text = f"{verb} {wait.on}"
    return f"{text} with `{full(wait.message.body)}`" if wait.message.kind == CALL else text


def _way(wait: Wait) -> str:
    calls = wait.message.calls
    return "" if len(calls) == 1 else f"  ({' -> '.join(call.label for call in calls)})"


def _ring(ring: Ring) -> Iterator[str]:
    for wait in ring.waits:
        place = wait.message.site.name_span
        who = f"{wait.waiting} `{wait.callback.label}`"
        yield f"  {who} {_what(wait)}  {place.path}:{place.start.line}"


def mermaid_of(waits: Sequence[Wait], rings: Sequence[Ring]) -> str:
    """Return the graph as a Mermaid flowchart."""
    lines = ["flowchart LR"]
    numbers = _numbers(waits)
    lines.extend(f'  n{number}["{name}"]' for name, number in numbers.items())
    for one, other, label, ringed in _edges(waits, rings):
        arrow = "==>" if ringed else "-->"
        said = label.replace('"', "#quot;")
        lines.append(f'  n{numbers[one]} {arrow}|"{said}"| n{numbers[other]}')
    return "\n".join(lines)


def dot_of(waits: Sequence[Wait], rings: Sequence[Ring]) -> str:
    """Return the graph for Graphviz."""
    lines = ["digraph waits {", "  rankdir=LR;", "  node [shape=box];"]
    numbers = _numbers(waits)
    lines.extend(f"  n{number} [label={json.dumps(name)}];" for name, number in numbers.items())
    for one, other, label, ringed in _edges(waits, rings):
        color = ", color=red" if ringed else ""
        said = json.dumps(label, ensure_ascii=False)
        lines.append(f"  n{numbers[one]} -> n{numbers[other]} [label={said}{color}];")
    return "\n".join([*lines, "}"])


def _numbers(waits: Iterable[Wait]) -> dict[str, int]:
    names = sorted({name for wait in waits for name in (wait.waiting, wait.on)})
    return {name: number for number, name in enumerate(names)}


def _edges(waits: Sequence[Wait], rings: Sequence[Ring]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield one edge for each pair of processes: what is sent, and whether it is part of a ring."""
    ringed = {(wait.waiting, wait.on) for ring in rings for wait in ring.waits}
    labels: dict[tuple[str, str], dict[str, None]] = {}
    for wait in sorted(waits, key=order):
        said = full(wait.message.body) if wait.message.kind == CALL else wait.message.kind
        labels.setdefault((wait.waiting, wait.on), {})[said] = None
    for (one, other), said_there in labels.items():
        texts = list(said_there)
        label = ", ".join(texts[:3]) + (", ..." if len(texts) > 3 else "")
        yield one, other, label, (one, other) in ringed or one == other


def _is_own(wait: Wait) -> bool:
    return wait.on == wait.waiting and wait.address.instance in ("self", "one")


_FORMATS = {"text": text_of, "mermaid": mermaid_of, "dot": dot_of}
