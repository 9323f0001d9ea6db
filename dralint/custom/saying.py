"""What a rule of the configuration says, and where it speaks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dralint.analysis.patterns.places import Places
from dralint.analysis.values.wording import shown
from dralint.finding import Confidence, Finding, Step
from dralint.outline.values import Value
from dralint.project import File, Module
from dralint.text import Span

_HOLE = re.compile(r"\$(?:\$\$)?([A-Z_][A-Z0-9_]*)")

CALL = "CALL"
"""The hole of a message that stands for what is called."""


@dataclass(frozen=True)
class Saying:
    """A message with holes and its help; the places in which it is said, and those not."""

    message: str
    help: str | None
    inside: Places
    outside: Places

    def holds(self, file: File, module: Module | None) -> bool:
        """Whether the rule speaks in code of a file, inside a module or outside of all."""
        return self.inside.hold(file, module) and not self.outside.hold(file, module)

    def finding(
        self,
        at: Span,
        words: Mapping[str, str],
        confidence: Confidence | None = None,
        trail: tuple[Step, ...] = (),
    ) -> Finding:
        """Return a finding, with words in the place of the message's holes."""

        def word(hole: re.Match[str]) -> str:
            return words.get(hole[1], hole[0])

        help = None if self.help is None else _HOLE.sub(word, self.help)
        return Finding(
            at, _HOLE.sub(word, self.message), help=help, confidence=confidence, trail=trail
        )


def words_of(file: File, bound: Mapping[str, Value | tuple[Value, ...]]) -> dict[str, str]:
    """Return what stands for the holes of a pattern as short Elixir."""
    return {
        name: ", ".join(shown(file, each) for each in value)
        if isinstance(value, tuple)
        else shown(file, value)
        for name, value in bound.items()
    }
