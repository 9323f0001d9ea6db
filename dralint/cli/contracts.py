"""`dralint contracts`: how much of what is public has a spec and a doc."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

import click

from dralint.analysis.layout.contracts import Contract, ContractOptions, Contracts, Share, total
from dralint.engine.choice import Choice
from dralint.engine.look import views
from dralint.engine.wanted import wanted
from dralint.report.base import write_text
from dralint.view.contracts import contracts_data

from .terminal import terminal_width, write_parts

_PERCENT = click.FloatRange(0, 100)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--modules", is_flag=True, help="Show each module.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to print it.",
)
@click.option("--min-specs", type=_PERCENT, help="Least percent of functions with a spec.")
@click.option("--min-docs", type=_PERCENT, help="Least percent of functions with a doc.")
@click.option("--min-moduledocs", type=_PERCENT, help="Least percent of modules with a doc.")
@click.option("--min-module-specs", type=_PERCENT, help="The same for each module's functions.")
@click.option("--min-module-docs", type=_PERCENT, help="The same for each module's functions.")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
def contracts(
    paths: Sequence[str],
    modules: bool,
    form: str,
    config_file: str | None,
    isolated: bool,
    **least: float | None,
) -> int:
    """Print how much of the public surface in PATHS (default: here) has specs and docs.

    Exit 1 where a share lies below a threshold of the command line or of the table `[contracts]`.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    rows: list[Contract] = []
    faults: list[str] = []
    given: dict[str, Any] = {name: each for name, each in least.items() if each is not None}
    for view in views(chosen, Choice(config_file=config_file, isolated=isolated)):
        options = replace(view.ask(ContractOptions), **given)
        found = [row for row in view.ask(Contracts).modules if not _ignored(row, options)]
        rows += found
        faults += below(found, options)
    if form == "json":
        print(json.dumps({**contracts_data(rows), "below": faults}, indent=2))
    elif form == "markdown":
        from dralint.report.contracts import markdown_of

        write_text(markdown_of(rows, faults) + "\n", sys.stdout)
    elif not rows:
        print("no public functions")
    else:
        from dralint.report.contracts import text_of

        write_parts(text_of(rows, faults, terminal_width(), modules))
    return 1 if faults else 0


def _ignored(row: Contract, options: ContractOptions) -> bool:
    return any(fnmatchcase(row.within, g) or fnmatchcase(row.module, g) for g in options.ignore)


def below(rows: Sequence[Contract], options: ContractOptions) -> Iterator[str]:
    """Yield what lies below the thresholds, the whole project first."""
    least = (options.min_specs, options.min_docs, options.min_moduledocs)
    for name, share, minimum in zip(
        ("specs", "docs", "moduledocs"), total(list(rows)), least, strict=True
    ):
        if share.percent < minimum:
            yield f"{name}: {_said(share)}, less than {minimum:g} %"
    for row in rows:
        if row.specs.percent < options.min_module_specs:
            said = _listed(row.without_spec)
            yield (
                f"{row.path}:{row.line}: {row.module}: specs: {_said(row.specs)}, less than "
                f"{options.min_module_specs:g} % (without: {said})"
            )
        if row.docs.percent < options.min_module_docs:
            said = _listed(row.without_doc)
            yield (
                f"{row.path}:{row.line}: {row.module}: docs: {_said(row.docs)}, less than "
                f"{options.min_module_docs:g} % (without: {said})"
            )


def _said(share: Share) -> str:
    return f"{share.done} of {share.whole} ({share.percent:.1f} %)"


def _listed(names: Iterable[str]) -> str:
    first = list(names)
    return ", ".join(first[:3]) + (f" and {len(first) - 3} more" if len(first) > 3 else "")
