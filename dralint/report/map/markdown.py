"""The map as Markdown: tables that a repository can show, with the picture as Mermaid."""

from collections.abc import Iterator

from dralint.analysis.map.model import MappedAction, MappedDomain, Picture

from .mermaid import mermaid_of
from .words import domain_title, shares, title, troubles, used_words


def markdown_of(drawn: Picture) -> str:
    """Return the map of one project."""
    lines = [f"# {title(drawn)}", "", "```mermaid", mermaid_of(drawn), "```"]
    for domain in drawn.domains:
        lines += ["", *_domain(drawn, domain)]
    if drawn.dependencies:
        lines += [
            "",
            "## Who calls whom",
            "",
            "| From | To | Calls | Around an API | For instance |",
        ]
        lines.append("|---|---|---:|---:|---|")
        lines += [
            f"| {_cell(each.source)} | {_cell(each.target)} | {each.calls} | {each.inside} "
            f"| `{each.caller}` calls `{each.callee}` |"
            for each in drawn.dependencies
        ]
    lines += ["", "## Conformity" if drawn.adopted else "## Contracts", "", "| | Done | Of |"]
    lines.append("|---|---:|---:|")
    lines += [f"| {row.label} | {row.done} | {row.whole} |" for row in shares(drawn)]
    said = troubles(drawn)
    if said:
        lines += ["", *(f"- {_cell(trouble)}" for trouble in said)]
    return "\n".join(lines)


def _domain(drawn: Picture, domain: MappedDomain) -> Iterator[str]:
    yield f"## {_cell(domain_title(domain))} ({domain.dialect})"
    yield ""
    yield "| Resource | Action | Entry | API | Spec | Doc | Test | Used by |"
    yield "|---|---|---|:-:|:-:|:-:|:-:|---|"
    for resource in domain.resources:
        for action in resource.actions:
            yield _row(drawn, resource.name, action)
        if not resource.actions:
            yield f"| {_cell(resource.name)} | | | | | | | |"
    for action in domain.stray:
        yield _row(drawn, "", action)


def _row(drawn: Picture, resource: str, action: MappedAction) -> str:
    entry = f"`{action.entry}`" if action.entry else "none"
    marks = (bool(action.api), action.spec, action.doc, action.tested)
    ticks = " | ".join("✓" if mark else "✗" for mark in marks)
    where = f"[{_cell(action.name)}]({action.place.path}#L{action.place.line})"
    return (
        f"| {_cell(resource)} | {where} | {entry} | {ticks} | {_cell(used_words(drawn, action))} |"
    )


def _cell(text: str) -> str:
    """Return a text so that Markdown takes it as it is."""
    return text.replace("_", "\\_").replace("|", "\\|").replace("*", "\\*")
