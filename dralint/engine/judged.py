"""One project judged: what is found in it, and what of it could not be read."""

from collections.abc import Iterable
from functools import partial

from dralint.finding import CERTAIN, ERROR, Finding, Result, Unanalysed
from dralint.outline import Outline
from dralint.text import Position, Span

from .ask import Ask
from .evidence import Evidence
from .judge import Found
from .load import Loaded
from .run import check_project
from .settings import Settings


def judged(
    loaded: Loaded,
    settings: Settings,
    evidence: Evidence,
    ask: Ask | None = None,
    jobs: int = 1,
) -> Result:
    """Return all there is to say of a project; `ask` and `jobs` as in `check_project`."""
    unanalysed = [fault for fault in loaded.faults if settings.reported(fault.path)]
    extra: list[Found] = []
    syntax = next((rule for rule in settings.rules if rule.id == "syntax-error"), None)
    if syntax is not None:
        extra = [Found(syntax, _unreadable(fault)) for fault in unanalysed]
    for file in loaded.project.files:
        if settings.reported(file.path):
            unanalysed.extend(not_understood(file.path, file.outline))

    return check_project(
        loaded.project,
        settings,
        partial(source_of, loaded),
        unanalysed,
        extra,
        evidence.readers,
        ask=ask,
        jobs=jobs,
    )


def source_of(loaded: Loaded, path: str) -> bytes:
    """Return the text of a file of a project, or of a page that lies beside it."""
    known = loaded.sources.get(path)
    return loaded.project.papers.source(path) if known is None else known


def _unreadable(fault: Unanalysed) -> Finding:
    start = Position(1, 1)
    return Finding(
        Span(fault.path, start, start),
        f"the file {fault.reason}",
        severity=ERROR,
        confidence=CERTAIN,
    )


def not_understood(path: str, outline: Outline) -> Iterable[Unanalysed]:
    """Return the places of a file that are not known."""
    if outline.template:
        yield Unanalysed(path, 1, "an EEx template, not Elixir")
    for start, _, message in outline.breaks:
        yield Unanalysed(path, outline.lines.line(start), f"does not parse: {message}")
    for offset in outline.cut[:1]:
        yield Unanalysed(path, outline.lines.line(offset), "nested too deeply to be read on")
