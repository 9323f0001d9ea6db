"""`dralint check`: findings in paths."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from dralint.config import ConfigError, nearest
from dralint.engine.choice import Choice
from dralint.engine.files import whole
from dralint.engine.session import files_of
from dralint.engine.wanted import wanted
from dralint.finding import Result, Severity
from dralint.plugins import Plugins
from dralint.report import ReportOptions, names, reporter

from . import completing
from .checked import checked
from .terminal import auto_color, terminal_width

Output = tuple[str, str | None]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT[:FILE]",
    shell_complete=completing.formats,
    help="Report format, to standard output or a file; repeatable.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    shell_complete=completing.formats,
    help="Short for --output FORMAT.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=completing.selections,
    help="Rules or families to run, or 'all'.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    shell_complete=completing.selections,
    help="Rules or families not to run.",
)
@click.option(
    "--enable",
    multiple=True,
    type=click.Choice(["experimental", "history"]),
    help="Turn on rules that are off by default.",
)
@click.option("--history", is_flag=True, help="Read the history in git too: --enable history.")
@click.option(
    "--min-confidence",
    type=click.Choice(["possible", "probable", "certain"]),
    help="Least confidence to report.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="Least severity that makes the exit code 1.",
)
@click.option(
    "--profile",
    type=click.Choice(["core", "default", "strict"]),
    help="Which set of severities to use.",
)
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration and no baseline.")
@click.option("--no-baseline", is_flag=True, help="Report what the baseline accepts, too.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply all fixes; look at what they did.")
@click.option("--diff", is_flag=True, help="Show what the fixes would change; write nothing.")
@click.option(
    "--since",
    metavar="REF",
    help="Report what changed since REF and HEAD parted, or what that causes elsewhere.",
)
@click.option("--staged", is_flag=True, help="Likewise for what the next commit would change.")
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="Name of the file that comes on standard input (path '-').",
)
@click.option(
    "--snippet", is_flag=True, help="Take fenced blocks of Markdown, or files, as loose snippets."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0),
    default=0,
    help="Processes to read and judge with; 0: one a core.",
)
@click.option("--watch", is_flag=True, help="Check again after each change, until Ctrl-C.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 although there are findings.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to use colour.",
)
@click.option("--all", "show_all", is_flag=True, help="Show all findings of a rule, not only ten.")
@click.option(
    "--statistics", is_flag=True, help="Report how often each rule speaks: --output statistics."
)
@click.option("--show-files", is_flag=True, help="List the files that are read, and check nothing.")
@click.option(
    "--cache-dir",
    type=click.Path(),
    help="Where to keep what was read (default: .dralint_cache beside mix.exs).",
)
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing.")
def check(
    paths: Sequence[str],
    outputs: Sequence[str],
    formats: Sequence[str],
    exit_zero: bool,
    color: str,
    show_all: bool,
    **options: Any,
) -> int:
    """Report what departs from the conventions in PATHS (default: here).

    PATHS choose what is reported, never what is read: the whole project is known.
    """
    plugins = Plugins()
    if options["show_files"]:
        return _show_files(list(paths) or ["."], options)
    counted = ["statistics"] if options["statistics"] else []
    wishes = _outputs([*outputs, *formats, *counted], plugins)
    choice = Choice(
        select=_words(options["select"]),
        ignore=_words(options["ignore"]),
        enable=(*options["enable"], *(["history"] if options["history"] else [])),
        min_confidence=options["min_confidence"],
        fail_on=options["fail_on"],
        profile=options["profile"],
        config_file=options["config_file"],
        isolated=options["isolated"],
        no_baseline=options["no_baseline"],
        jobs=options["jobs"],
        views=_views(wishes, plugins),
        cache_dir=options["cache_dir"],
        no_cache=options["no_cache"],
    )
    targets = list(paths) or ["."]

    def once() -> int:
        began = time.perf_counter()
        result, fail_on = checked(targets, choice, plugins, options)
        result = replace(result, seconds=time.perf_counter() - began)
        _say(result, wishes, plugins)
        _write(result, wishes, plugins, color, show_all)
        return _exit_code(result, fail_on, exit_zero)

    return _watch(targets, wishes, once, options) if options["watch"] else once()


def _watch(
    targets: list[str], wishes: list[Output], once: Callable[[], int], options: dict[str, Any]
) -> int:
    """Check again after each change."""
    from .watching import watch

    if any(options[name] for name in ("fix", "unsafe_fixes", "diff", "snippet")) or "-" in targets:
        raise click.UsageError("--watch goes with no fixes, snippets or standard input")
    chosen = wanted(targets)
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    written = [Path(file) for _, file in wishes if file is not None]
    cache = options["cache_dir"]
    return watch(once, chosen.roots, [*written, *([Path(cache)] if cache else [])])


def _show_files(paths: list[str], options: dict[str, Any]) -> int:
    """Print the files that a check of these paths would read, and of which kind each is."""
    choice = Choice(config_file=options["config_file"], isolated=options["isolated"])
    for path, kind in files_of(wanted(paths), choice):
        print(f"{kind:<9}  {path}")
    return 0


def _say(result: Result, wishes: list[Output], plugins: Plugins) -> None:
    """Say on standard error what was not done, unless a report says so on the same terminal."""
    for note in result.notes:
        print(f"dralint: {note}", file=sys.stderr)
    shown = sys.stdout.isatty() and any(
        file is None and (plugins.reporters.get(name) or reporter(name)).for_people
        for name, file in wishes
    )
    if not shown:
        for problem in result.problems:
            print(f"dralint: {problem}", file=sys.stderr)


def _words(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in value.replace(",", " ").split())


def _outputs(wishes: Sequence[str], plugins: Plugins) -> list[Output]:
    if not wishes:
        return [("full" if sys.stdout.isatty() else "concise", None)]
    known = (*names(), *plugins.reporters)
    found: list[Output] = []
    for wish in wishes:
        name, colon, file = wish.partition(":")
        if name not in known:
            close = nearest(name, known)
            hint = f" (did you mean '{close}'?)" if close else f" (known: {', '.join(known)})"
            raise click.UsageError(f"unknown format '{name}'{hint}")
        found.append((name, file if colon else None))
    return found


def _views(wishes: list[Output], plugins: Plugins) -> tuple[str, ...]:
    """Return what the wished reports show besides findings."""
    writers = [plugins.reporters.get(name) or reporter(name) for name, _ in wishes]
    # Reporters of plugins may have been written before there were views.
    return tuple(sorted({name for writer in writers for name in getattr(writer, "views", ())}))


def _write(
    result: Result, wishes: list[Output], plugins: Plugins, color: str, show_all: bool
) -> None:
    for name, file in wishes:
        writer = plugins.reporters.get(name) or reporter(name)
        if file is None:
            tty = sys.stdout.isatty()
            colored = color == "always" or (color == "auto" and auto_color(tty))
            width = terminal_width() if tty else 100
            writer.write(result, sys.stdout, ReportOptions(colored, width, show_all))
            continue
        try:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            with whole(Path(file)) as out:
                writer.write(result, out, ReportOptions(color == "always", 100, show_all))
        except OSError as error:
            reason = error.strerror or str(error)
            raise click.ClickException(f"cannot write {file}: {reason.lower()}") from None


def _exit_code(result: Result, fail_on: Severity, exit_zero: bool) -> int:
    if result.problems:
        return 2
    if any(d.severity >= fail_on for d in result.diagnostics):
        return 0 if exit_zero else 1
    return 0


__all__ = ["ConfigError", "check"]
