"""Snippets: the fenced Elixir blocks of a Markdown file, or files taken one by one as such.

Each is a virtual file of its own: rules about paths and about the whole application are silent.
"""

import re
from dataclasses import dataclass

from dralint.outline import Outline

_FENCE = re.compile(r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>[\w+-]*)[^\n]*$")
LANGUAGES = frozenset(("elixir", "ex", "exs"))


@dataclass(frozen=True)
class Fence:
    """A fenced block: its text, and the line of the Markdown file on which that begins."""

    text: str
    line: int
    language: str


def fences(markdown: str) -> list[Fence]:
    """Return the fenced Elixir blocks of a Markdown text in order."""
    found: list[Fence] = []
    opened: re.Match[str] | None = None
    lines: list[str] = []
    first = 0
    for number, line in enumerate(markdown.split("\n"), start=1):
        match = _FENCE.match(line)
        if opened is None:
            if match:
                opened, lines, first = match, [], number + 1
        elif match and line.strip().startswith(opened["fence"]) and not match["language"]:
            if opened["language"].lower() in LANGUAGES:
                found.append(Fence("\n".join(lines) + "\n", first, opened["language"].lower()))
            opened = None
        else:
            lines.append(line)
    return found


def kind_of_text(outline: Outline) -> str:
    """Return the kind of a snippet, from what it says: test, migration, task or lib."""
    uses = {directive.name or "" for directive in outline.directives if directive.kind == "use"}
    if any(name.endswith("Case") for name in uses) or any(f.is_test for f in outline.functions):
        return "test"
    if "Ecto.Migration" in uses:
        return "migration"
    return "task" if "Mix.Task" in uses else "lib"
