"""`dralint search`: code by its structure."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from dralint.analysis.patterns.pattern import Pattern, PatternError
from dralint.analysis.patterns.search import Match
from dralint.analysis.patterns.search import search as found_in
from dralint.config import PathFilter
from dralint.engine.choice import Choice, configured
from dralint.engine.load import Loaded, load
from dralint.engine.store import Store, folder_of
from dralint.engine.wanted import wanted
from dralint.outline.values import Value
from dralint.text import decode, split_lines


@click.command()
@click.argument("pattern")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@click.option("--count", is_flag=True, help="Print only how many there are in each file.")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing.")
def search(
    pattern: str,
    paths: Sequence[str],
    form: str,
    count: bool,
    config_file: str | None,
    isolated: bool,
    no_cache: bool,
) -> int:
    """Find code like PATTERN in PATHS (default: here).

    PATTERN is Elixir with holes: $NAME is one expression, $_ any, $$$NAME any number of arguments
    or statements. Names are resolved, so that aliases, imports and pipes make no difference. The
    exit code is 0 where something is found and 1 where nothing is.
    """
    try:
        sought = Pattern.parse(pattern)
    except PatternError as error:
        raise click.UsageError(f"the pattern {error}") from None
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    base = Path.cwd()
    reports = chosen.reports(base)
    choice = Choice(config_file=config_file, isolated=isolated)
    places: list[dict[str, Any]] = []
    for root in chosen.roots:
        excluded = PathFilter.of(configured(root, choice), root).excluded
        store = Store(None if no_cache else folder_of(root, None))
        for loaded in load(root, base, chosen.paths, excluded=excluded, store=store):
            files = [file for file in loaded.project.files if reports(file.path)]
            places += (_place(loaded, each) for each in found_in(loaded.project, sought, files))
        store.close()
    places.sort(key=lambda each: (each["path"], each["line"], each["column"]))
    if form == "json":
        print(json.dumps(places, indent=2, ensure_ascii=False))
    else:
        sys.stdout.writelines(f"{line}\n" for line in (_counts(places) if count else _text(places)))
    return 0 if places else 1


def _place(loaded: Loaded, match: Match) -> dict[str, Any]:
    """Return a match as plain data; lines and columns count from one, ends are exclusive."""
    source = loaded.sources[match.file.path]
    span = match.span
    lines = split_lines(decode(source))
    bound = {name: _source(source, value) for name, value in match.bound.items()}
    return {
        "path": span.path,
        "line": span.start.line,
        "column": span.start.column,
        "end_line": span.end.line,
        "end_column": span.end.column,
        "text": source[match.start : match.end].decode("utf-8", "replace"),
        "source": lines[span.start.line - 1],
        "holes": bound,
    }


def _source(source: bytes, value: Value | tuple[Value, ...]) -> str:
    """Return the text that stands for a hole."""
    if isinstance(value, tuple):
        start, end = (value[0].start, value[-1].end) if value else (0, 0)
        return source[start:end].decode("utf-8", "replace")
    name = getattr(value, "name", "")
    # A module that an import resolves is not written at the place itself.
    return source[value.start : value.end].decode("utf-8", "replace") or name


def _text(places: Sequence[dict[str, Any]]) -> Iterator[str]:
    for each in places:
        yield f"{each['path']}:{each['line']}:{each['column']}: {each['source'].strip()}"


def _counts(places: Sequence[dict[str, Any]]) -> Iterator[str]:
    paths = [each["path"] for each in places]
    for path in dict.fromkeys(paths):
        yield f"{path}: {paths.count(path)}"
