"""`dralint rules`: the rules there are."""

import json

import click

from dralint.plugins import Plugins


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def rules(form: str) -> int:
    """List the rules of all installed plugins."""
    known = [card.info for card in Plugins().cards.values()]
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
