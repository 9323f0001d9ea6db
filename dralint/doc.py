"""A rule's page: Markdown whose examples are tests.

Under `## Bad`, each finding is drawn below the line that it stands on:

    def is_admin(user), do: user.role == :admin
    #   ^^^^^^^^ a predicate ends in `?`

`# <-` points at its own column. Under `## Good` nothing is found. Blocks that carry a
`title="path"` and share a heading form one project; a block without one is a project of its own,
in `lib/example.ex`. A block of TOML with the title `dralint.toml` configures its project. Further
headings are free text.
"""

import re
from dataclasses import dataclass

CONFIG = "dralint.toml"
"""The title of a block of TOML that configures the project it belongs to."""
_FENCE = re.compile(
    r'^```(?:elixir|(?:yaml|text|markdown)(?= title)|toml(?= title="dralint.toml"))'
    r'(?: title="(?P<title>[^"]+)")?\n'
    r"(?P<code>.*?)^```$",
    re.M | re.S,
)
MARK = re.compile(r"^(?P<lead>\s*#\s*)(?P<mark>\^+|<-) (?P<message>.+)$")
_HEADING = re.compile(r"^## (.+)$", re.M)
EXAMPLE_PATH = "lib/example.ex"


@dataclass(frozen=True, order=True)
class Expected:
    """A finding drawn in an example. `width` is None where only the start is drawn."""

    path: str
    line: int
    column: int
    width: int | None
    message: str


@dataclass(frozen=True)
class Example:
    """A little project, and what is found in it."""

    heading: str
    files: dict[str, str]
    expected: tuple[Expected, ...]


@dataclass(frozen=True)
class Doc:
    """A rule's page."""

    summary: str
    text: str
    examples: tuple[Example, ...]

    @classmethod
    def parse(cls, text: str) -> "Doc":
        """Read a page."""
        _, *parts = _HEADING.split(text)
        sections = zip(parts[::2], parts[1::2], strict=True)
        examples = [each for heading, body in sections for each in _examples(heading, body)]
        return cls(text.partition("\n")[0], text, tuple(examples))


def _examples(heading: str, body: str) -> list[Example]:
    if not heading.startswith(("Bad", "Good")):
        return []
    titled: dict[str, str] = {}
    alone: list[dict[str, str]] = []
    for block in _FENCE.finditer(body):
        if block["title"]:
            titled[block["title"]] = block["code"]
        else:
            alone.append({EXAMPLE_PATH: block["code"]})
    projects = [titled, *alone] if titled else alone
    return [
        Example(heading, files, tuple(m for path, code in files.items() for m in marks(path, code)))
        for files in projects
    ]


def marks(path: str, code: str) -> list[Expected]:
    """Return the findings drawn in a piece of code."""
    found: list[Expected] = []
    above = 0
    for number, line in enumerate(code.split("\n"), start=1):
        if not (mark := MARK.match(line)):
            above = number
        elif mark["mark"] == "<-":
            found.append(Expected(path, above, line.index("#") + 1, None, mark["message"]))
        else:
            column = len(mark["lead"]) + 1
            found.append(Expected(path, above, column, len(mark["mark"]), mark["message"]))
    return found
