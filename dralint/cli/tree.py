"""`dralint tree`: the supervision trees of a project, as its code says them."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from dralint.analysis.supervision.supervision import Root, Supervision
from dralint.analysis.supervision.tree import Node
from dralint.analysis.values.naming import ProcessName
from dralint.engine.ask import Ask
from dralint.engine.load import load
from dralint.engine.wanted import wanted
from dralint.view.tree import TreeView, all_roots


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "mermaid", "dot"]),
    default="text",
    help="How to print it.",
)
def tree(paths: Sequence[str], form: str) -> int:
    """Print the supervision trees of the projects in PATHS (default: here).

    Children are in their order of start. `?` marks what the code does not say.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    base = Path.cwd()
    asks = [
        Ask(loaded.project) for root in chosen.roots for loaded in load(root, base, chosen.paths)
    ]
    if form == "json":
        data = [node for ask in asks for node in ask(TreeView).data]
        print(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        print(_FORMATS[form]([root for ask in asks for root in all_roots(ask(Supervision))]))
    return 0


def text_of(roots: Iterable[Root]) -> str:
    """Return trees for people: one process a line, with its place."""
    lines: list[str] = []
    for root in roots:
        if lines:
            lines.append("")
        name = f" (application :{root.app.name})" if root.app.name and root.callback else ""
        lines.append(_line(root.node, "", "") + name)
        lines.extend(_below(root.node, ""))
    return "\n".join(lines) or "no application is started by this project"


def _below(node: Node, lead: str) -> Iterator[str]:
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        yield _line(child, lead, "└─ " if last else "├─ ")
        yield from _below(child, lead + ("   " if last else "│  "))


def _line(node: Node, lead: str, branch: str) -> str:
    head = f"{lead}{branch}{title(node)}"
    notes = ", ".join(_notes(node))
    place = f"{node.span.path}:{node.span.start.line}"
    return f"{head}{f'  [{notes}]' if notes else ''}  {place}"


def title(node: Node) -> str:
    """Return what a node is called: its module, with a name that says more."""
    many = "* " if node.many else ""
    if node.kind == "unknown":
        return f"{many}? {node.text}"
    name = next((name for name in map(str, _names(node)) if name != node.module), "")
    return f"{many}{node.text} {name}".rstrip() if name else f"{many}{node.text}"


def _names(node: Node) -> Iterator[ProcessName]:
    return (name for name in node.names if name.kind != "unknown")


def _notes(node: Node) -> Iterator[str]:
    if node.strategy:
        yield node.strategy
    elif node.kind in ("supervisor", "application") and node.children and node.started:
        yield "strategy ?"
    if node.restart and node.restart != "permanent":
        yield node.restart
    if node.linked:
        yield "linked"
    if node.dynamic:
        yield "dynamic"
    if node.condition:
        yield node.condition


def _numbered(roots: Iterable[Root]) -> Iterator[tuple[int, int | None, Node]]:
    """Yield each node with its number and that of its parent."""
    number = 0
    for root in roots:
        waiting: list[tuple[int | None, Node]] = [(None, root.node)]
        while waiting:
            parent, node = waiting.pop()
            yield number, parent, node
            waiting.extend((number, child) for child in reversed(node.children))
            number += 1


def mermaid_of(roots: Iterable[Root]) -> str:
    """Return trees as a Mermaid flowchart."""
    lines = ["flowchart LR"]
    for number, parent, node in _numbered(roots):
        label = title(node).replace('"', "#quot;")
        shape = f'(["{label}"])' if node.strategy else f'["{label}"]'
        lines.append(f"  n{number}{shape}")
        if parent is not None:
            arrow = "-.->" if node.dynamic or node.linked or node.when else "-->"
            lines.append(f"  n{parent} {arrow} n{number}")
    return "\n".join(lines)


def dot_of(roots: Iterable[Root]) -> str:
    """Return trees as a Graphviz graph."""
    lines = ["digraph supervision {", "  rankdir=LR;", "  node [shape=box];"]
    for number, parent, node in _numbered(roots):
        label = json.dumps(title(node), ensure_ascii=False)
        extra = ", shape=ellipse" if node.strategy else ""
        lines.append(f"  n{number} [label={label}{extra}];")
        if parent is not None:
            dashed = node.dynamic or node.linked or bool(node.when)
            lines.append(f"  n{parent} -> n{number}{' [style=dashed]' if dashed else ''};")
    return "\n".join([*lines, "}"])


_FORMATS = {"text": text_of, "mermaid": mermaid_of, "dot": dot_of}
