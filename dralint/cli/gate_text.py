"""The pictures of `dralint gate`: the trees with their marks, and the changes by their kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

TITLES = {
    "gate-supervision": "Supervision",
    "gate-api": "Public API",
    "gate-http": "Routes",
    "gate-message": "Messages",
    "gate-config": "Configuration",
    "gate-dependency": "Dependencies",
    "gate-stack": "Stack",
    "gate-architecture": "Architecture",
    "gate-migration": "Migrations",
    "gate-test": "Tests",
    "gate-quality": "Quality gates",
    "gate-security": "Security",
}
"""What gates are about, by how their ids begin, in the order of the report."""
MARKER = "<!-- dralint gate -->"
"""The first line of the Markdown, by which a comment is found again."""
_NOTHING = "nothing in this change has to be asked about first"


def tree_lines(pair: dict[str, Any], lead: str = "", branch: str = "") -> Iterator[str]:
    """Yield a tree, one process a line, with its mark in front; the parts that did not change too.

    Of a supervisor below which nothing changed only the number of its children is shown.
    """
    head = pair["text"] + (f" {pair['name']}" if pair["name"] else "")
    notes = [pair["strategy"]] if pair["strategy"] else []
    notes += pair["notes"]
    below = pair["children"]
    hidden = below and not any(map(is_changed, below))
    if hidden and not is_changed(pair, deep=False):
        notes.append(f"{len(below)} below")
    tail = f"  [{', '.join(notes)}]" if notes else ""
    yield f"{pair['mark']} {lead}{branch}{head}{tail}".rstrip()
    if hidden and branch:
        return
    inner = lead + {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
    for at, child in enumerate(below):
        yield from tree_lines(child, inner, "└─ " if at == len(below) - 1 else "├─ ")


def is_changed(pair: dict[str, Any], *, deep: bool = True) -> bool:
    """Whether a node is marked, or one below it."""
    return pair["mark"] != " " or (deep and any(map(is_changed, pair["children"])))


def by_title(changes: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return changes by what they are about, in the order of the report."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        start = "-".join(change["gate"].split("-")[:2])
        found[TITLES.get(start, start)].append(change)
    order = [*TITLES.values(), *found]
    return {title: found[title] for title in dict.fromkeys(order) if title in found}


def text_of(views: Iterable[dict[str, Any]], against: str) -> str:
    """Return changes for a terminal."""
    trees, changes = _joined(views)
    lines: list[str] = []
    for title, some in by_title(changes).items():
        lines += [title, ""]
        if title == "Supervision":
            for tree in trees:
                lines += [f"  {line}".rstrip() for line in tree_lines(tree)] + [""]
        for change in some:
            lines += _change_lines(change)
        lines.append("")
    return "\n".join([*lines, f"{_summary(changes)} (against {against})"])


def _change_lines(change: dict[str, Any]) -> Iterator[str]:
    word = "approved" if change["approved_by"] else change["severity"]
    yield f"  {word}[{change['gate']}]: {change['message']}"
    yield f"    {change['path']}:{change['line']}"
    if change["before"] is not None and change["after"] is not None:
        yield f"    - {change['before']}"
        yield f"    + {change['after']}"
    if change["approved_by"]:
        yield f"    approved by {change['approved_by']}"
    elif change["severity"] != "info":
        if change["void"]:
            yield f"    {change['void']}"
        yield f"    ask first, then: Ask-First: {change['gate']} {change['subject']} — <reason>"
        yield f"    (change {change['hash']})"


def markdown_of(views: Iterable[dict[str, Any]], against: str) -> str:
    """Return changes as a comment for a pull request."""
    trees, changes = _joined(views)
    lines = [MARKER, f"### {_summary(changes)}", ""]
    for title, some in by_title(changes).items():
        lines += [f"#### {title}", ""]
        if title == "Supervision" and trees:
            lines += ["```diff"]
            for tree in trees:
                lines += [_fenced(line) for line in tree_lines(tree)]
            lines += ["```", ""]
        lines += ["| | What | Where | |", "|---|---|---|---|"]
        for change in some:
            lines.append(_row(change))
        lines.append("")
    waiting = [c for c in changes if c["severity"] != "info"]
    if waiting:
        lines += ["<details><summary>Say that it was asked for</summary>", "", "```"]
        lines += [f"Ask-First: {c['gate']} {_fenced(c['subject'])} — <reason>" for c in waiting]
        lines += ["```", "", "as trailers of a commit.", "</details>", ""]
    return "\n".join([*lines, f"<sub>against {_cell(against)}</sub>"])


def _row(change: dict[str, Any]) -> str:
    sign = (
        "✓"
        if change["approved_by"]
        else {"error": "✗", "warning": "!"}.get(change["severity"], "·")
    )
    note = f"approved by {change['approved_by']}" if change["approved_by"] else ""
    if not note and change["before"] is not None and change["after"] is not None:
        note = f"`{change['before']}` → `{change['after']}`"
    message = _cell(change["message"])
    return f"| {sign} | {message} | {_cell(change['path'])}:{change['line']} | {_cell(note)} |"


def _cell(text: str) -> str:
    """Return a text that stays in its cell and mentions nobody."""
    flat = " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
    return flat.replace("@", "@\u200b")


def _fenced(text: str) -> str:
    return " ".join(text.split("\n")).replace("```", "'''")


def _joined(
    views: Iterable[dict[str, Any]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    trees: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    for view in views:
        trees += [tree for tree in view["trees"] if is_changed(tree)]
        changes += [c for c in view["changes"] if c["confidence"] != "possible"]
    return trees, changes


def _summary(changes: list[dict[str, Any]]) -> str:
    waiting = sum(c["severity"] != "info" for c in changes)
    approved = sum(bool(c["approved_by"]) for c in changes)
    if not changes:
        return _NOTHING
    count = f"{waiting} {'change' if waiting == 1 else 'changes'} to ask about first"
    rest = len(changes) - waiting - approved
    parts = [
        count,
        f"{approved} approved" if approved else "",
        f"{rest} to know of" if rest else "",
    ]
    return ", ".join(part for part in parts if part)
