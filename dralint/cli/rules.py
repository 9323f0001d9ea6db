"""`dralint rules`: the rules there are, and the examples of those that the configuration makes."""

import json

import click

from dralint.plugins import Plugins


@click.group(invoke_without_command=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def rules(context: click.Context, form: str) -> int:
    """List the rules of all installed plugins, and those that the configuration here makes."""
    if context.invoked_subcommand is not None:
        return 0
    from .custom_rules import rules_here

    known = [card.info for card in rules_here(Plugins()).values()]
    if form == "json":
        rows = [
            {
                "id": rule.id,
                "family": rule.family,
                "severity": rule.severity.label,
                "confidence": rule.confidence.label,
                "experimental": not rule.default,
                "summary": rule.summary,
            }
            for rule in known
        ]
        print(json.dumps(rows, indent=2))
        return 0
    width = max((len(rule.id) for rule in known), default=0)
    for rule in known:
        print(f"{rule.id:<{width}}  {rule.severity.label:<7}  {rule.summary}")
    return 0


@rules.command()
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
def test(config_file: str | None) -> int:
    """Hold the examples of the rules in the configuration against them.

    Something has to be found in each bad example, and nothing in a good one. The exit code is 1
    where that does not hold.
    """
    from dralint.engine.choice import known_rules

    from .custom_rules import configuration_here, faults

    config = configuration_here(config_file)
    if not config.custom:
        print("the configuration makes no rules")
        return 0
    cards = known_rules(config, Plugins())
    failed = 0
    for custom in config.custom:
        said = list(faults(custom, cards[custom.id]))
        failed += bool(said)
        count = len(custom.bad) + len(custom.good)
        print(f"{custom.id}: {'failed' if said else f'{count} examples hold'}")
        for each in said:
            print(f"  {each}")
    return 1 if failed else 0
