"""A rule's page: Markdown whose examples are tests.

Under `## Bad`, each finding is drawn below the line that it stands on:

    def is_admin(user), do: user.role == :admin
    #   ^^^^^^^^ a predicate ends in `?`

`# <-` points at its own column. Under `## Good` nothing is found. Blocks that carry a
`title="path"` and share a heading form one project; a block without one is a project of its own,
in `lib/example.ex`. A block of TOML with the title `dralint.toml` configures its project; one in
another language is a paper that lies beside the code, or with `at` a report. What is found in
Markdown may be drawn in comments of its own: `<!-- <- message -->`. `at="2"` says when a file was
written: the number of the commit that brought it, or the time of a report; one path may
stand at several times, the last of which is now. Further headings are free text.
"""

import re
from dataclasses import dataclass

CONFIG = "dralint.toml"
"""The title of a block of TOML that configures the project it belongs to."""
_FENCE = re.compile(
    r'^```(?:elixir|(?=\w+ title=)\w+)(?: title="(?P<title>[^"]+)")?(?: at="(?P<at>\d+)")?\n'
    r"(?P<code>.*?)^```$",
    re.M | re.S,
)
_BLOCK = re.compile(r"^```\w.*?^```$", re.M | re.S)
MARK = re.compile(r"^(?P<lead>\s*#\s*)(?P<mark>\^+|<-) (?P<message>.+)$")
PAPER_MARK = re.compile(r"^(?P<lead>\s*<!--\s*)(?P<mark>\^+|<-) (?P<message>.+?) *-->$")
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
class Written:
    """A file of an example that is more than its newest text: a report, or one with a time."""

    path: str
    text: str
    at: int


@dataclass(frozen=True)
class Example:
    """A little project, what is found in it, and what lies beside it or came before."""

    heading: str
    files: dict[str, str]
    expected: tuple[Expected, ...]
    written: tuple[Written, ...] = ()


@dataclass(frozen=True)
class Doc:
    """A rule's page."""

    summary: str
    text: str
    examples: tuple[Example, ...]

    @classmethod
    def parse(cls, text: str) -> "Doc":
        """Read a page."""
        fenced = [range(*block.span()) for block in _BLOCK.finditer(text)]
        # A block of Markdown has headings of its own.
        heads = [m for m in _HEADING.finditer(text) if all(m.start() not in f for f in fenced)]
        ends = [head.start() for head in heads[1:]] + [len(text)]
        sections = [(m[1], text[m.end() : end]) for m, end in zip(heads, ends, strict=True)]
        examples = [each for heading, body in sections for each in _examples(heading, body)]
        return cls(text.partition("\n")[0], text, tuple(examples))


def _examples(heading: str, body: str) -> list[Example]:
    if not heading.startswith(("Bad", "Good")):
        return []
    titled: dict[str, str] = {}
    alone: list[dict[str, str]] = []
    written: list[Written] = []
    for block in _FENCE.finditer(body):
        if block["title"]:
            elixir = block["title"].endswith((".ex", ".exs"))
            if block["at"]:
                written.append(Written(block["title"], block["code"], int(block["at"])))
            if elixir or not block["at"]:
                titled[block["title"]] = block["code"]
        else:
            alone.append({EXAMPLE_PATH: block["code"]})
    projects = [titled, *alone] if titled else alone
    return [
        Example(
            heading,
            files,
            tuple(m for path, code in files.items() for m in marks(path, code)),
            tuple(written),
        )
        for files in projects
    ]


def marks(path: str, code: str) -> list[Expected]:
    """Return the findings drawn in a piece of code."""
    found: list[Expected] = []
    above = 0
    for number, line in enumerate(code.split("\n"), start=1):
        mark = MARK.match(line) or PAPER_MARK.match(line)
        if not mark:
            above = number
        elif mark["mark"] == "<-":
            column = len(line) - len(line.lstrip()) + 1
            found.append(Expected(path, above, column, None, mark["message"]))
        else:
            column = len(mark["lead"]) + 1
            found.append(Expected(path, above, column, len(mark["mark"]), mark["message"]))
    return found
