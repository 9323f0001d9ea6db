"""A rule pack as somebody else would write it: one rule and one reporter."""

from typing import TextIO

from dralint.api import Rule, hookimpl

from . import no_money_floats


class Count:
    """Says how many findings there are."""

    name = "count"
    for_people = False

    def write(self, result, out: TextIO, options) -> None:  # type: ignore[no-untyped-def]
        """Write the number."""
        out.write(f"{len(result.diagnostics)}\n")


@hookimpl
def dralint_rules() -> list[Rule]:
    """Return the rules of this pack."""
    return [no_money_floats.check]


@hookimpl
def dralint_reporters() -> list[Count]:
    """Return the reporters of this pack."""
    return [Count()]
