"""For tests of rules: a project from texts, and a page's examples held against the engine."""

from collections.abc import Iterable, Mapping

from .analysis import OPTIONS
from .config import Config, Source, analysis_options, parse, rule_options
from .discover import kind_of
from .doc import CONFIG, Example, Expected
from .engine.run import check_project
from .engine.settings import Settings
from .engine.snippets import kind_of_text
from .finding import POSSIBLE, Diagnostic
from .outline import Outline, outline_of
from .project import App, Mix, Project, read_mix
from .rule import Rule

DEFAULT_MIX = Mix(app="example")


def project_of(files: Mapping[str, str], *, rooted: bool = True, snippet: bool = False) -> Project:
    """Return a project of texts by path; a `mix.exs` among them is read.

    The paths are those inside the mix project. Without `mix.exs` the application is `example`.
    """
    outlines: dict[str, Outline] = {path: outline_of(text.encode()) for path, text in files.items()}
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
    )


def findings(
    rules: Iterable[Rule],
    files: Mapping[str, str],
    *,
    rooted: bool = True,
    snippet: bool = False,
    known: Iterable[str] = (),
) -> tuple[Diagnostic, ...]:
    """Return what rules find in texts by path, possible findings included.

    A text called `dralint.toml` configures them. A rule that raises fails the call.
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
    code = {path: text for path, text in files.items() if path != CONFIG}
    project = project_of(code, rooted=rooted, snippet=snippet)
    result = check_project(project, settings, lambda path: files[path].encode())
    assert not result.problems, result.problems
    return result.diagnostics


def check_example(rule: Rule, example: Example, known: Iterable[str] = ()) -> None:
    """Hold an example against the engine.

    An AssertionError shows the example with what was really found drawn in, ready to paste.
    """
    found = findings([rule], example.files, known=known)
    real = sorted(_real(each, example) for each in found)
    wanted = sorted(example.expected)
    if real != wanted:
        drawn = "\n".join(
            f'```elixir title="{path}"\n{draw(code, [e for e in real if e.path == path])}```'
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
    from .doc import MARK

    out: list[str] = []
    by_line: dict[int, list[Expected]] = {}
    for each in found:
        by_line.setdefault(each.line, []).append(each)
    for number, line in enumerate(code.split("\n"), start=1):
        if not MARK.match(line):
            out.append(line)
        for each in by_line.get(number, ()):
            if each.width and each.column > 1:
                lead = "#".rjust(_indent(line) + 1).ljust(each.column - 1)
                if len(lead) < each.column:
                    out.append(f"{lead}{'^' * each.width} {each.message}")
                    continue
            out.append(f"{'#'.rjust(each.column)} <- {each.message}")
    return "\n".join(out)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
