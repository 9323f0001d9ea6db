"""For tests of rules: a project from texts, and a page's examples held against the engine."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .analysis.evidence.base import Base
from .analysis.evidence.coverage_formats import read_coverage
from .analysis.evidence.history import CommitRecord, FileChange, History
from .analysis.evidence.reports import Reports
from .analysis.evidence.run_formats import read_tests
from .analysis.evidence.tool_formats import read_tool
from .analysis.options import OPTIONS
from .config import Config, Source, analysis_options, parse, rule_options
from .discover import kind_of
from .doc import CONFIG, Example, Expected, Written
from .engine.ask import Ask
from .engine.run import check_project
from .engine.settings import Settings
from .engine.snippets import kind_of_text
from .engine.trees import is_paper
from .finding import POSSIBLE, Diagnostic
from .outline import Outline, outline_of
from .project import App, Mix, Papers, Project, read_mix
from .rule import Rule

_MARKDOWN = ".md"
DEFAULT_MIX = Mix(app="example")


def project_of(files: Mapping[str, str], *, rooted: bool = True, snippet: bool = False) -> Project:
    """Return a project of texts by path; a `mix.exs` among them is read.

    The paths are those inside the mix project. Without `mix.exs` the application is `example`.
    """
    outlines: dict[str, Outline] = {
        path: outline_of(text.encode()) for path, text in files.items() if not _is_paper(path)
    }
    mix = read_mix(outlines["mix.exs"]) if "mix.exs" in outlines else DEFAULT_MIX
    app = App(".", mix)
    return Project(
        {
            path: (
                path,
                kind_of_text(outline) if snippet else kind_of(path, mix),
                app,
                outline,
            )
            for path, outline in outlines.items()
        },
        rooted,
        snippet,
        Papers(given=dict(files)),
    )


def _is_paper(path: str) -> bool:
    """Whether a file is none of the Elixir that is read: hidden, or of another language."""
    return not path.endswith((".ex", ".exs")) or path.rpartition("/")[2].startswith(".")


def findings(
    rules: Iterable[Rule],
    files: Mapping[str, str],
    *,
    rooted: bool = True,
    snippet: bool = False,
    known: Iterable[str] = (),
    written: Iterable[Written] = (),
) -> tuple[Diagnostic, ...]:
    """Return what rules find in texts by path, possible findings included.

    `written` are reports beside them, and older texts. A text called `dralint.toml` configures
    them. A rule that raises fails the call.
    """
    active = list(rules)
    config = parse(Source(CONFIG, "", files[CONFIG])) if CONFIG in files else Config()
    settings = Settings(
        rules=[rule.card for rule in active],
        config=config,
        options={r.id: rule_options(config, r.id, r.options) for r in active if r.options},
        analyses={kind: analysis_options(config, name, kind) for name, kind in OPTIONS.items()},
        min_confidence=POSSIBLE,
        known=frozenset(known),
    )
    written = sorted(written, key=lambda w: w.at)
    papers = {w.path: w.text for w in written if is_paper(w.path)}
    code = papers | {path: text for path, text in files.items() if path != CONFIG}
    project = project_of(code, rooted=rooted, snippet=snippet)
    evidence = evidence_in(written)
    result = check_project(project, settings, lambda path: code[path].encode(), evidence=evidence)
    assert not result.problems, result.problems
    return result.diagnostics


def evidence_in(written: Iterable[Written]) -> dict[type[Any], Callable[[], Any]]:
    """Return the evidence that files are which were written at some time.

    Files of Elixir make a history, one commit after the other; others are reports, those in
    `reports/` of tools.
    """
    each = sorted(written, key=lambda w: w.at)
    code = [w for w in each if not _is_paper(w.path)]
    tools = [w for w in each if w.path.startswith("reports/")]
    papers = [w for w in each if w not in code and w not in tools and is_paper(w.path)]
    rest = [w for w in each if w not in code and w not in papers and w not in tools]
    coverage = [w for w in rest if "cover" in w.path]
    runs = [w for w in rest if w not in coverage]
    reports = Reports(
        read=True,
        coverage=tuple(read_coverage(w.path, w.text.encode(), w.at) for w in coverage),
        runs=tuple(read_tests(w.path, w.text.encode(), w.at) for w in runs),
        tools=tuple(read_tool(w.path, w.text.encode(), w.at) for w in tools),
        # Two seconds apart are one moment, see `Reports.is_stale`.
        newest=max((w.at for w in code), default=None),
        newest_path=code[-1].path if code else None,
    )
    return {
        Reports: lambda: reports,
        History: lambda: _history(code),
        Base: lambda: _base(code, papers),
    }


def _base(code: list[Written], papers: list[Written]) -> Base:
    """Return the tree before the last time that files were written."""
    last = max((w.at for w in code + papers), default=0)
    # What is written down without a time stands there all along.
    old = {w.path: w.text for w in code if w.at < last}
    new = {w.path: w.text.encode() for w in code}
    then = {w.path: w.text for w in papers if w.at < last}
    now = {w.path: w.text for w in papers}
    return Base(
        bool(old or then),
        {path: text.encode() for path, text in old.items()},
        new,
        True,
        Papers(given=then),
        Papers(given=now),
        asker=lambda: Ask(project_of(then | old)),
    )


def _history(code: list[Written]) -> History:
    if not code:
        return History()
    texts = {f"{w.path}@{w.at}": w.text.encode() for w in code}
    known: dict[str, str] = {}
    # What a first commit brings was written elsewhere; here all of it was written in the open.
    commits = [CommitRecord("0", (), "begin", ())]
    for at in sorted({w.at for w in code}):
        changes: list[FileChange] = []
        for w in code:
            if w.at == at:
                old, name = known.get(w.path), f"{w.path}@{w.at}"
                changes.append(FileChange(w.path if old else None, w.path, old, name))
                known[w.path] = name
        commits.append(CommitRecord(f"c{at}", (commits[-1].id,), f"step {at}", tuple(changes)))

    def read(names: Iterable[str]) -> dict[str, bytes]:
        return {name: texts[name] for name in names}

    return History(True, False, tuple(reversed(commits)), read)


def check_example(rule: Rule, example: Example, known: Iterable[str] = ()) -> None:
    """Hold an example against the engine.

    An AssertionError shows the example with what was really found drawn in, ready to paste.
    """
    found = findings([rule], example.files, known=known, written=example.written)
    real = sorted(_real(each, example) for each in found)
    wanted = sorted(example.expected)
    if real != wanted:
        drawn = "\n".join(
            f'```{_language(path)} title="{path}"\n'
            f"{draw(code, [e for e in real if e.path == path])}```"
            for path, code in example.files.items()
        )
        missing = [each for each in wanted if each not in real]
        extra = [each for each in real if each not in wanted]
        raise AssertionError(
            f"{rule.id}: the example under {example.heading!r} differs\n"
            f"not found: {missing}\nfound besides: {extra}\nreally found:\n{drawn}"
        )


def _real(found: Diagnostic, example: Example) -> Expected:
    start, end = found.span.start, found.span.end
    width: int | None = end.column - start.column if start.line == end.line else None
    starts_only = {
        (e.path, e.line, e.column, e.message) for e in example.expected if e.width is None
    }
    if (found.span.path, start.line, start.column, found.message) in starts_only:
        width = None
    return Expected(found.span.path, start.line, start.column, width, found.message)


def draw(code: str, found: Iterable[Expected]) -> str:
    """Return code with findings drawn below the lines that they stand on."""
    from .doc import MARK, PAPER_MARK

    out: list[str] = []
    by_line: dict[int, list[Expected]] = {}
    for each in found:
        by_line.setdefault(each.line, []).append(each)
    for number, line in enumerate(code.split("\n"), start=1):
        if not MARK.match(line) and not PAPER_MARK.match(line):
            out.append(line)
        for each in by_line.get(number, ()):
            if each.path.endswith(_MARKDOWN):
                out.append(_drawn_in_paper(each))
                continue
            if each.width and each.column > 1:
                lead = "#".rjust(_indent(line) + 1).ljust(each.column - 1)
                if len(lead) < each.column:
                    out.append(f"{lead}{'^' * each.width} {each.message}")
                    continue
            out.append(f"{'#'.rjust(each.column)} <- {each.message}")
    return "\n".join(out)


def _drawn_in_paper(each: Expected) -> str:
    if each.width and each.column > len("<!--"):
        return f"{'<!--'.ljust(each.column - 1)}{'^' * each.width} {each.message} -->"
    return f"{' ' * (each.column - 1)}<!-- <- {each.message} -->"


def _language(path: str) -> str:
    return (
        "markdown" if path.endswith(_MARKDOWN) else "text" if path.endswith(".lock") else "elixir"
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
