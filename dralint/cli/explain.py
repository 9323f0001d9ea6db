"""`dralint explain`: the page of a rule."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from dralint.config import called, nearest
from dralint.plugins import Plugins
from dralint.rule import Card

from . import completing

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::\d+)?:?")


@click.command()
@click.argument("what", metavar="RULE | PATH:LINE", shell_complete=completing.rules)
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
def explain(what: str, config_file: str | None) -> int:
    """Show the page of RULE, or why rules spoke or stayed silent at PATH:LINE."""
    place = _PLACE.fullmatch(what)
    if place is not None:
        return _place(place["path"], int(place["line"]), config_file)
    rule = what
    plugins = Plugins()
    known: Mapping[str, Card] = plugins.cards
    if rule not in known:
        from .custom_rules import rules_here

        known = rules_here(plugins, config_file)
    if rule not in known and rule in plugins.former:
        rule = plugins.former[what]
        print(f"dralint: {called(what, rule)}", file=sys.stderr)
    if rule not in known:
        close = nearest(rule, known)
        hint = f" (did you mean '{close}'?)" if close else "; `dralint rules` lists them"
        raise click.UsageError(f"unknown rule '{rule}'{hint}")
    page = known[rule].info.page
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(f"# {rule}\n\n{page}"))
    else:
        print(f"# {rule}\n\n{page}")
    return 0


def _place(path: str, line: int, config_file: str | None) -> int:
    from dralint.engine.choice import Choice
    from dralint.engine.wanted import wanted
    from dralint.engine.why import lines_of, why

    chosen = wanted([path])
    if chosen.missing or not Path(path).is_file():
        raise click.UsageError(f"{path}: no such file")
    reasons = why(chosen, line, Choice(config_file=config_file), Plugins())
    sys.stdout.writelines(f"{each}\n" for each in lines_of(reasons))
    return 2 if reasons.problems else 0
