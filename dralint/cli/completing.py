"""What the shell is told when it completes a value: rules, families, formats."""

import click

from dralint.plugins import Plugins
from dralint.report import names


def rules(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of rules that begin so."""
    return [id for id in Plugins().cards if id.startswith(incomplete)]


def selections(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids and families that the last of several names, parted by commas, may become."""
    done, comma, last = incomplete.rpartition(",")
    cards = Plugins().cards
    families = {card.info.family for card in cards.values()}
    return [f"{done}{comma}{name}" for name in sorted({*cards, *families}) if name.startswith(last)]


def formats(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the formats that begin so, those of plugins too."""
    return [name for name in (*names(), *Plugins().reporters) if name.startswith(incomplete)]
