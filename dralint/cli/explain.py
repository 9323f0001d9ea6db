"""`dralint explain`: the page of a rule."""

import sys
from collections.abc import Mapping

import click

from dralint.config import nearest
from dralint.plugins import Plugins
from dralint.rule import Card


@click.command()
@click.argument("rule")
def explain(rule: str) -> int:
    """Show the page of RULE."""
    plugins = Plugins()
    rules: Mapping[str, Card] = plugins.cards
    if rule not in rules:
        from .custom_rules import rules_here

        rules = rules_here(plugins)
    if rule not in rules:
        close = nearest(rule, rules)
        hint = f" (did you mean '{close}'?)" if close else "; `dralint rules` lists them"
        raise click.UsageError(f"unknown rule '{rule}'{hint}")
    page = rules[rule].info.page
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(f"# {rule}\n\n{page}"))
    else:
        print(f"# {rule}\n\n{page}")
    return 0
