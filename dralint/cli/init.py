"""`dralint init`: look at a project, say what was seen, and write a configuration that fits."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from dralint.analysis.layout.layout import Layout
from dralint.config import find
from dralint.discover import shown
from dralint.engine import baseline as store
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice
from dralint.engine.credo import PAPERS
from dralint.engine.load import load
from dralint.engine.session import check_paths
from dralint.engine.wanted import Wanted, wanted
from dralint.finding import Diagnostic, Result, Severity
from dralint.plugins import Plugins

NAME = ".dralint.toml"
MOST = 3
"""Rules that are named at the beginning."""
MANY = 20
"""Findings beyond which a team begins with a baseline: more than one sitting mends."""


@dataclass(frozen=True)
class Seen:
    """What was seen of a project. `dialects`: how many domains speak each, most first.

    `credo`: it tells Credo what to leave out, and so dralint.
    """

    result: Result
    dialects: tuple[tuple[str, int], ...]
    credo: bool

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(each.severity is severity for each in self.result.diagnostics)

    @property
    def failing(self) -> tuple[Diagnostic, ...]:
        """The findings that would make the exit code 1."""
        return tuple(d for d in self.result.diagnostics if d.severity >= Severity.WARNING)


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--dry-run", is_flag=True, help="Show what would be written; write nothing.")
@click.option(
    "--baseline/--no-baseline",
    "wants_baseline",
    default=None,
    help="Record what is found now, or do not (default: where there is much).",
)
def init(path: str, dry_run: bool, wants_baseline: bool | None) -> int:
    """Look at the project of PATH (default: here) and write a configuration that fits.

    It is written to .dralint.toml with the reason for each choice. A configuration that is there
    is never overwritten.
    """
    chosen = wanted([path])
    if chosen.missing:
        raise click.UsageError(f"{path}: no such file or directory")
    [root] = chosen.roots
    there = find(root)
    if there is not None and there.is_relative_to(root.resolve()):
        raise click.UsageError(
            f"{shown(there, Path.cwd().resolve())} is there already; `dralint config` shows it"
        )
    seen = _look(root)
    with_baseline = len(seen.failing) > MANY if wants_baseline is None else wants_baseline
    text = configuration(seen, with_baseline)
    for line in _said(seen, with_baseline):
        print(line)
    print()
    target = root / NAME
    if dry_run:
        print(f"{shown(target, Path.cwd())} would be:\n\n{text}", end="")
        return 0
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(f"wrote {shown(target, Path.cwd())}")
        if with_baseline:
            # By the configuration that now holds: it may find other things.
            found, _ = check_paths(_whole(root), Choice(no_baseline=True), Plugins())
            made = store.write(root, (store.entry(d) for d in found.diagnostics))
            print(f"wrote {shown(made, Path.cwd())}")
    except OSError as error:
        raise click.ClickException(f"cannot write: {error.strerror or error}") from None
    print("next: `dralint check`, then a hook or a CI step (docs/ci.md)")
    return 0


def _look(root: Path) -> Seen:
    base = Path.cwd()
    result, _ = check_paths(_whole(root), Choice(isolated=True), Plugins())
    dialects: Counter[str] = Counter()
    for loaded in load(root, base):
        dialects.update(domain.dialect for domain in Ask(loaded.project)(Layout).domains)
    credo = any((root / name).is_file() for name in PAPERS)
    return Seen(result, tuple(dialects.most_common()), credo)


def _whole(root: Path) -> Wanted:
    return replace(wanted([str(root)]), roots=[root], paths=[root])


def _said(seen: Seen, with_baseline: bool) -> Iterator[str]:
    """Yield what was seen and what follows from it, one line each."""
    yield f"{seen.result.files} files, {seen.result.lines} lines"
    yield _layout(seen)
    counts = ", ".join(f"{seen.count(s)} {s.label}s" for s in sorted(Severity, reverse=True))
    yield f"findings with the default profile: {counts}"
    often = Counter(each.rule for each in seen.failing).most_common(MOST)
    if often:
        yield f"most of the errors and warnings: {', '.join(f'{rule} {n}' for rule, n in often)}"
    if seen.credo:
        yield ".credo.exs: what it turns off is silent here too, where a rule finds the same"
    if with_baseline:
        yield (
            "the baseline records all of them, so that only what is new is reported; "
            "`dralint check --no-baseline` shows them, `dralint baseline --prune` shrinks it"
        )
    elif seen.failing:
        yield "few enough to look at: no baseline"


def _layout(seen: Seen) -> str:
    if not seen.dialects:
        return "layout: not Domain Resource Action; the dra rules are silent"
    total = sum(count for _, count in seen.dialects)
    spoken = ", ".join(f"{name} in {count}" for name, count in seen.dialects)
    return f"layout: Domain Resource Action in {total} domain{'s' if total != 1 else ''} ({spoken})"


def configuration(seen: Seen, with_baseline: bool) -> str:
    """Return the text of the configuration for what was seen."""
    lines = [
        "# Configuration of dralint; `dralint config --all` shows every option.",
        "",
        "# core: errors that are certain. default: errors, warnings and notes. strict: notes are",
        "# warnings.",
        'profile = "default"',
        "",
        "# The least severity that makes the exit code 1: error, warning or info.",
        'fail-on = "warning"',
        "",
        "# Rules and families that are off, and paths that are not read.",
        "ignore = []",
        "exclude = []",
        "",
        "[dra]",
        f"# {_layout(seen)}",
    ]
    if len(seen.dialects) == 1:
        lines += [f'dialect = "{seen.dialects[0][0]}"']
    elif seen.dialects:
        lines += ["# Several are spoken, so each domain keeps its own.", 'dialect = "auto"']
    else:
        lines += ['# mode = "on" once the team follows the layout.', 'mode = "auto"']
    lines += ["", "# [severity]", '# spec-missing = "error"']
    lines += ["", "# [per-path-ignores]", '# "test/support/**" = ["spec"]']
    if with_baseline:
        lines += [
            "",
            f"# {store.NAME} holds what was there when dralint came; it is read beside this file.",
        ]
    return "\n".join(lines) + "\n"
