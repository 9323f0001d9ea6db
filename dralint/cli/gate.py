"""`dralint gate`: what a change does to the things that are to be asked about first."""

import sys
from collections.abc import Sequence
from datetime import date

import click
import msgspec

from dralint.engine.choice import Choice
from dralint.engine.since import Since
from dralint.engine.since import gate as judge
from dralint.engine.wanted import wanted
from dralint.finding import Result
from dralint.plugins import Plugins
from dralint.report import ReportOptions, reporter
from dralint.report.base import write_text

from .gate_text import markdown_of, text_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--base",
    "ref",
    metavar="REF",
    help="Compare with where REF and HEAD parted (default: HEAD, what is not committed yet).",
)
@click.option("--staged", is_flag=True, help="Look at the index, not at the files on the disk.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "sarif"]),
    default="text",
    help="How to print it; markdown is for a comment on a pull request.",
)
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 although there is something to ask about.")
def gate(
    paths: Sequence[str],
    ref: str | None,
    staged: bool,
    form: str,
    config_file: str | None,
    isolated: bool,
    exit_zero: bool,
) -> int:
    """Compare PATHS (default: here) with a base, and print what is to be asked about first.

    These are the supervision trees, the public API, dependencies, and what keeps the project safe.
    The trailer `Ask-First: <gate> <subject> — <reason>` of a commit says that somebody was asked.
    The exit code is 1 where something was not, and 2 where the base is not known.
    """
    chosen = wanted(list(paths) or ["."])
    choice = Choice(
        select=("gate",),
        config_file=config_file,
        isolated=isolated,
        no_baseline=True,
        views=("changes",),
    )
    result, fail_on = judge(chosen, choice, Plugins(), Since(ref, staged), date.today())
    _print(result, form, ref or "HEAD")
    for problem in (*result.notes, *result.problems):
        print(f"dralint: {problem}", file=sys.stderr)
    if result.problems:
        return 2
    grave = any(found.severity >= fail_on for found in result.diagnostics)
    return 1 if grave and not exit_zero else 0


def _print(result: Result, form: str, against: str) -> None:
    active = {info.id for info in result.rules}
    views = [
        {**view, "changes": [c for c in view["changes"] if c["gate"] in active]}
        for view in result.views.get("changes", ())
    ]
    if form == "json":
        from dralint.report.json_report import report

        told = msgspec.to_builtins(report(result))
        told["changes"] = [change for view in views for change in view["changes"]]
        told["trees"] = [tree for view in views for tree in view["trees"]]
        write_text(msgspec.json.format(msgspec.json.encode(told), indent=2).decode(), sys.stdout)
        print()
    elif form == "sarif":
        reporter("sarif").write(result, sys.stdout, ReportOptions())
    else:
        shown = markdown_of if form == "markdown" else text_of
        write_text(f"{shown(views, against)}\n", sys.stdout)
